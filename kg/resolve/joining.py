"""The steps of the resolution: each takes clusters and joins those that one kind of evidence shows to be one.

Every step looks at its candidates in an order made from their names, never in the order of the documents.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.names import RULES, Name, Rule, initials, is_acronym, is_kind_of_body, same_entity
from kg.resolve.clusters import Clusters, Local

__all__ = ["GLOBAL_ID", "cluster"]

GLOBAL_ID = re.compile(r"(?:person|organization|place)/[a-z0-9-]*-[0-9a-f]{8}")
"""The form of an identifier that an earlier resolution gave."""

# A forename and surname with more variants than this is a common name: none of them is joined.
_MOST_VARIANTS = 256


def cluster(locals_: Iterable[Local]) -> Clusters:
    """Join entities of documents, the surest evidence first."""
    clusters = Clusters()
    by_key = _by_key(locals_, clusters)
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


def _by_key(locals_: Iterable[Local], clusters: Clusters) -> dict[_Key, list[int]]:
    """Rules 4 to 9: one cluster a key; where a document tells two of one key apart, each of these by itself."""
    groups: dict[_Key, list[Local]] = defaultdict(list)
    for local in locals_:
        groups[_key(local)].append(local)
    return {key: list(_parts(groups[key], clusters)) for key in sorted(groups)}


def _key(local: Local) -> _Key:
    bare = local.entity.type == "Person" and not local.name.is_full
    return _Key(local.entity.type, local.name.key, (local.titled_gender or "") if bare else "")


def _parts(group: list[Local], clusters: Clusters) -> Iterator[int]:
    """All of one key together, but for those that one document, or an earlier resolution, tells apart."""
    parted: dict[str, list[Local]] = defaultdict(list)
    for local in group:
        parted[local.id if GLOBAL_ID.fullmatch(local.id) else ""].append(local)
    resolved = len(parted) - ("" in parted)
    for _, part in sorted(parted.items()) if resolved > 1 else [("", group)]:
        seen = Counter(local.document for local in part)
        together = [local for local in part if seen[local.document] == 1]
        alone = [[local] for local in sorted(part, key=lambda local: local.place) if seen[local.document] > 1]
        for members in ([together] if together else []) + alone:
            yield _added(members, clusters)


def _added(members: list[Local], clusters: Clusters) -> int:
    number = clusters.add(members)
    first, *rest = clusters[number].names
    reasons = ((name.text, first.text, same_entity(name, first, scope="corpus")) for name in rest)
    clusters[number].joins |= {(name, other, rule.number) for name, other, rule in reasons if rule}
    return number


def _of_type(by_key: dict[_Key, list[int]], type_: str) -> list[int]:
    return [number for key, numbers in by_key.items() if key.type == type_ for number in numbers]


def _join_to_only(number: int, candidates: Iterable[int], rule: Rule, clusters: Clusters) -> None:
    """Join a cluster to its only candidate; to none if there are several."""
    roots = {clusters.root(other) for other in candidates} - {clusters.root(number)}
    if len(roots) == 1:
        clusters.join(number, roots.pop(), rule)


def _join_middle_names(by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 11, the longest names first, so that a person's cluster is whole before shorter names look for it."""
    full = [number for number in _of_type(by_key, "Person") if clusters[number].name.is_full]
    groups = _grouped(full, lambda number: _forename_and_surname(clusters[number].name))
    for _, group in sorted(groups.items()):
        group.sort(key=lambda number: -len(clusters[number].name.words))
        names = [clusters[number].name for number in group]
        for place, number in enumerate(group[:_MOST_VARIANTS]):
            longer = (
                other for other, name in zip(group[:place], names, strict=False) if _rule_is(names[place], name, 11)
            )
            _join_to_only(number, longer, RULES[11], clusters)


def _forename_and_surname(name: Name) -> tuple[str, ...]:
    return (name.words[0], *name.words[name.surname :])


def _grouped(numbers: Iterable[int], key: Callable[[int], tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in numbers:
        groups[key(number)].append(number)
    return groups


def _rule_is(a: Name, b: Name, number: int) -> bool:
    rule = same_entity(a, b, scope="corpus")
    return rule is not None and rule.number == number


def _join_surnames(by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 13: a surname alone is the person of that surname if the corpus names only one in full."""
    persons = _of_type(by_key, "Person")
    full: dict[str, list[int]] = defaultdict(list)
    for number in persons:
        if clusters[number].name.is_full:
            full[clusters[number].name.words[-1]].append(number)
    for number in persons:
        name = clusters[number].name
        if not name.is_full and name.words:
            fitting = (other for other in full[name.words[-1]] if _rule_is(name, clusters[other].name, 13))
            _join_to_only(number, fitting, RULES[13], clusters)


def _join_acronyms(by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 15: the long name that some document gives with the acronym, else the only one with these initials.

    An acronym that the table of names knows is left alone: "AP" means the Associated Press also where some document
    calls its Alpine Police so. Two letters are too few to go by initials.
    """
    numbers = _of_type(by_key, "Organization")
    other_names = _other_names(numbers, clusters)
    by_initials: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        for letters in initials(clusters[number].name.words):
            by_initials[letters].append(number)
    for number in numbers:
        name = clusters[number].name
        if is_acronym(name.text) and name.key == name.normal:
            same = by_initials.get(name.normal, []) if len(name.normal) > 2 else []
            _join_to_only(number, other_names.get(name.normal, same), RULES[15], clusters)


def _join_short_names(by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 21."""
    numbers = _of_type(by_key, "Organization")
    other_names = _other_names(numbers, clusters)
    for number in numbers:
        name = clusters[number].name
        if not is_acronym(name.text) and not is_kind_of_body(name):
            _join_to_only(number, other_names.get(name.normal, []), RULES[21], clusters)


def _other_names(numbers: Iterable[int], clusters: Clusters) -> dict[str, list[int]]:
    """The clusters that some document calls by a name that is not their fullest."""
    found: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        cluster = clusters[number]
        for normal in sorted({name.normal for member in cluster.members for name in member.others}):
            found[normal].append(number)
    return found
