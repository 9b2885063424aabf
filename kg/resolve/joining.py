"""The steps of the resolution: each takes clusters and joins those that one kind of evidence shows to be one.

Every step looks at its candidates in an order made from their names, never in the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kg.names import RULES, Name, Rule, initials, is_acronym, is_kind_of_body, same_entity
from kg.resolve.clusters import Cluster, Clusters, Context, Local
from kg.resolve.parting import parts

__all__ = ["cluster"]

# A forename and surname with more variants than this is a common name: none of them is joined.
_MOST_VARIANTS = 256


def cluster(locals_: Iterable[Local], bundles: Sequence[Sequence[Local]] = ()) -> Clusters:
    """Join entities of documents, the surest evidence first: what a person decided to be one (``bundles``), then
    names.
    """
    locals_ = list(locals_)
    clusters = Clusters(Context(locals_))
    by_key = _by_key(locals_, bundles, clusters)
    _join_middle_names(by_key, clusters)
    _join_surnames(by_key, clusters)
    _join_acronyms(by_key, clusters)
    _join_short_names(by_key, clusters)
    return clusters


@dataclass(frozen=True, order=True, slots=True)
class _Key:
    """What names of one entity share: type, key, and of a surname with a title whether a man has it or a woman."""

    type: str
    key: str
    gender: str = ""


def _by_key(locals_: Iterable[Local], bundles: Sequence[Sequence[Local]], clusters: Clusters) -> dict[_Key, list[int]]:
    """Rules 4 to 9: one cluster a key, or several where something tells them apart."""
    decided: dict[_Key, set[int]] = defaultdict(set)
    for bundle in bundles:
        number = clusters.add(bundle)
        _give_reasons(clusters[number], RULES[23])
        for local in bundle:
            decided[_key(local)].add(number)
    bundled = {id(local) for bundle in bundles for local in bundle}
    groups: dict[_Key, list[Local]] = defaultdict(list)
    for local in locals_:
        if id(local) not in bundled:
            groups[_key(local)].append(local)
    found: dict[_Key, list[int]] = {}
    for key in sorted(groups.keys() | decided.keys()):
        found[key] = parts(groups.get(key, ()), decided.get(key, ()), clusters)
        for number in found[key]:
            _give_reasons(clusters[number])
    return found


def _give_reasons(cluster: Cluster, decided: Rule | None = None) -> None:
    """Say of each name which rule makes it one with the fullest, or with another."""
    told = {cluster.name.text, *(name for name, _, _ in cluster.joins)}
    names = sorted(cluster.compared_names(), key=lambda name: (name is not cluster.name, name.text, name.type))
    for name in names[1:]:
        if name.text in told:
            continue
        if decided is not None:
            cluster.joins.add((name.text, cluster.name.text, decided.number))
            continue
        rules = ((known, same_entity(name, known, scope="corpus")) for known in names if known.text != name.text)
        fitting = next(((known, rule) for known, rule in rules if rule is not None), None)
        if fitting is not None:
            cluster.joins.add((name.text, fitting[0].text, fitting[1].number))


def _key(local: Local) -> _Key:
    bare = local.entity.type == "Person" and not local.name.is_full
    return _Key(local.entity.type, local.name.key, (local.titled_gender or "") if bare else "")


def _join_to_only(number: int, candidates: Iterable[int], rule: Rule, clusters: Clusters) -> None:
    """Join a cluster to its only candidate; to none if there are several."""
    roots = {clusters.root(other) for other in candidates} - {clusters.root(number)}
    if len(roots) == 1:
        clusters.join(number, roots.pop(), rule)


def _names(by_key: dict[_Key, list[int]], type_: str, clusters: Clusters) -> list[_Named]:
    """Every name of the clusters of a type, and whose it is."""
    numbers = (number for key, found in by_key.items() if key.type == type_ for number in found)
    return [
        _Named(name, number)
        for number in dict.fromkeys(map(clusters.root, numbers))
        for name in sorted(clusters[number].compared_names(), key=_by_text)
    ]


def _by_text(name: Name) -> tuple[str, str]:
    return name.text, name.type


@dataclass(frozen=True, slots=True)
class _Named:
    name: Name
    number: int


def _join_middle_names(by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 11, the longest names first, so that a person's cluster is whole before shorter names look for it."""
    full = [named for named in _names(by_key, "Person", clusters) if named.name.is_full]
    groups = _grouped(full, _forename_and_surname)
    for _, group in sorted(groups.items()):
        if len({named.number for named in group}) == 1:
            continue
        group.sort(key=lambda named: -len(named.name.words))
        for place, named in enumerate(group[:_MOST_VARIANTS]):
            longer = (other.number for other in group[:place] if _rule_is(named.name, other.name, 11))
            _join_to_only(named.number, longer, RULES[11], clusters)


def _forename_and_surname(name: Name) -> tuple[str, ...]:
    return (name.words[0], *name.words[name.surname :])


def _grouped(found: Iterable[_Named], key: Callable[[Name], tuple[str, ...]]) -> dict[tuple[str, ...], list[_Named]]:
    groups: dict[tuple[str, ...], list[_Named]] = defaultdict(list)
    for named in found:
        groups[key(named.name)].append(named)
    return groups


def _rule_is(a: Name, b: Name, number: int) -> bool:
    rule = same_entity(a, b, scope="corpus")
    return rule is not None and rule.number == number


def _join_surnames(by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 13: a surname alone is the person of that surname if the corpus names only one in full."""
    persons = [named for named in _names(by_key, "Person", clusters) if named.name.words]
    full = _grouped((named for named in persons if named.name.is_full), lambda name: name.words[-1:])
    for named in persons:
        if not named.name.is_full:
            candidates = full.get(named.name.words[-1:], ())
            fitting = (other.number for other in candidates if _rule_is(named.name, other.name, 13))
            _join_to_only(named.number, fitting, RULES[13], clusters)


def _join_acronyms(by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 15: the long name that some document gives with the acronym, else the only one with these initials.

    An acronym that the table of names knows is left alone: "AP" means the Associated Press also where some document
    calls its Alpine Police so. Two letters are too few to go by initials.
    """
    found = _names(by_key, "Organization", clusters)
    other_names = _other_names(found, clusters)
    by_initials: dict[str, list[int]] = defaultdict(list)
    for named in found:
        for letters in initials(named.name.words):
            by_initials[letters].append(named.number)
    for named in found:
        name = named.name
        if is_acronym(name.text) and name.key == name.normal:
            same = by_initials.get(name.normal, []) if len(name.normal) > 2 else []
            _join_to_only(named.number, other_names.get(name.normal, same), RULES[15], clusters)


def _join_short_names(by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 21."""
    found = _names(by_key, "Organization", clusters)
    other_names = _other_names(found, clusters)
    for named in found:
        if not is_acronym(named.name.text) and not is_kind_of_body(named.name):
            _join_to_only(named.number, other_names.get(named.name.normal, []), RULES[21], clusters)


def _other_names(found: Iterable[_Named], clusters: Clusters) -> dict[str, list[int]]:
    """The clusters that some document calls by a name that is not their fullest."""
    others: dict[str, list[int]] = defaultdict(list)
    for number in dict.fromkeys(named.number for named in found):
        cluster = clusters[number]
        for normal in sorted({name.normal for member in cluster.members for name in member.others}):
            others[normal].append(number)
    return others
