"""One name, one entity or several: the entities of documents that share a name, taken apart where something tells them
apart.

*Pieces* are made first: what a decision, one document, an earlier resolution, or what documents say
(`kg.resolve.traits`) sets off from the rest. Pieces that share a fact, or people and organisations named beside them,
are joined first, then those that nothing tells apart. Where several remain, an entity of which nothing is said goes to
the one that its document speaks for, else to one that is far better known than the others, else it stays by itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from kg.resolve.clusters import Clusters, Local
from kg.resolve.identifiers import GLOBAL_ID
from kg.resolve.traits import NOTHING, Traits, conflict

__all__ = ["parts"]

# With more kinds of traits than this, those of the fewest documents are left out of account.
_MOST_PIECES = 48


def parts(group: Sequence[Local], decided: Iterable[int], clusters: Clusters) -> list[int]:
    """The clusters that the entities of one name make; ``decided`` are those that decisions have made of some
    already.
    """
    decided = sorted(decided)
    earlier = _by_earlier(group)
    if len(earlier) > 1:
        return _as_before(earlier, decided, clusters)
    seen = Counter(local.document for local in group)
    twice = sorted((local for local in group if seen[local.document] > 1), key=lambda local: local.place)
    once = [local for local in group if seen[local.document] == 1]
    set_off, rest = _set_off(once)
    pieces = [*decided, *(clusters.add(piece) for piece in set_off)]
    if len(pieces) > 1:
        _join_agreeing(pieces, clusters)
    found = _with_rest(list(dict.fromkeys(map(clusters.root, pieces))), rest, clusters)
    return [*found, *(clusters.add([local]) for local in twice)]


def _by_earlier(group: Iterable[Local]) -> dict[str, list[Local]]:
    """What an earlier resolution made of the group, if it made several."""
    found: dict[str, list[Local]] = defaultdict(list)
    for local in group:
        found[local.id if GLOBAL_ID.fullmatch(local.id) else ""].append(local)
    return found if len(found) - ("" in found) > 1 else {}


def _as_before(earlier: Mapping[str, list[Local]], decided: Sequence[int], clusters: Clusters) -> list[int]:
    found = list(decided)
    for id_, group in sorted(earlier.items()):
        made = parts(group, (), clusters)
        found += made
        for number in decided if id_ else ():
            if any(local.id == id_ for local in clusters[number].members):
                for other in made:
                    clusters.join(other, number)
    return found


def _set_off(group: Sequence[Local]) -> tuple[list[list[Local]], list[Local]]:
    """Those of which something is said that tells them apart, together by what it is, the most first; and the rest."""
    found: dict[tuple[tuple[int, ...], Traits], list[Local]] = defaultdict(list)
    rest: list[Local] = []
    differ = _traits_differ(group)
    for local in group:
        traits = local.traits.discerning if differ else NOTHING
        if local.sides or traits != NOTHING:
            found[tuple(sorted(local.sides)), traits].append(local)
        else:
            rest.append(local)
    ordered = sorted(found.values(), key=lambda piece: (-len(piece), min(local.place for local in piece)))
    kept = [piece for number, piece in enumerate(ordered) if number < _MOST_PIECES or piece[0].sides]
    rest += [local for piece in ordered[_MOST_PIECES:] if not piece[0].sides for local in piece]
    return kept, rest


def _traits_differ(group: Sequence[Local]) -> bool:
    """Whether what documents say tells any two of a group apart."""
    distinct = {local.traits.discerning for local in group if local.traits is not NOTHING}
    if len(distinct) > _MOST_PIECES:
        return True
    return any(conflict(a, b) is not None for a, b in combinations(distinct, 2))


def _join_agreeing(pieces: Sequence[int], clusters: Clusters) -> None:
    """Join what shares something, the most first."""
    if len(pieces) > 2 * _MOST_PIECES:  # a name of very many decisions, which say enough
        return
    scored = ((clusters.likeness(one, other), one, other) for one, other in combinations(pieces, 2))
    for score, one, other in sorted(scored, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if score > 0:
            clusters.join(other, one)


def _with_rest(roots: Sequence[int], rest: list[Local], clusters: Clusters) -> list[int]:
    rivals = [number for number in roots if any(clusters.why_apart(number, other) is not None for other in roots)]
    if rivals:
        return _settled(rivals, [root for root in roots if root not in rivals], rest, clusters)
    found = [*roots, *([clusters.add(rest)] if rest else [])]
    for number in found[1:]:
        clusters.join(number, found[0])
    return found


def _settled(rivals: Sequence[int], units: Iterable[int], rest: Iterable[Local], clusters: Clusters) -> list[int]:
    """Give what fits several rivals to the one that its documents speak for, or that is far better known."""
    moves: dict[int | None, list[Local]] = defaultdict(list)
    for local in rest:
        moves[clusters.home_of_local(local, rivals)].append(local)
    units = list(units)
    homes = [clusters.home_of(clusters[unit], rivals) for unit in units]
    for unit, home in zip(units, homes, strict=True):
        if home is not None:
            clusters.join(unit, home)
    made = []
    for home, members in sorted(moves.items(), key=lambda move: -1 if move[0] is None else move[0]):
        made.append(clusters.add(members))
        if home is not None:
            clusters.join(made[-1], home)
    return [*rivals, *units, *made]
