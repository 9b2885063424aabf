"""The steps of the resolution: each takes clusters and joins those that one kind of evidence shows to be one.

Every step looks at its candidates in an order made from their names, never in the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.names import RULES, Name, Rule, is_acronym, is_kind_of_body, is_part_of_company, letters_of, same_entity
from kg.names.spelling import forename_forms, spelled_as_arabic
from kg.resolve.clusters import Cluster, Clusters, Local
from kg.resolve.context import Context
from kg.resolve.parting import parts

__all__ = ["cluster"]

# A forename and surname with more variants than this is a common name: none of them is joined.
_MOST_VARIANTS = 256

# Among more than this, nobody is looked for by what documents share.
_MOST_RIVALS = 32


def cluster(locals_: Iterable[Local], bundles: Sequence[Sequence[Local]] = ()) -> Clusters:
    """Join entities of documents, the surest evidence first: what a person decided to be one (``bundles``), then
    names.
    """
    locals_ = list(locals_)
    clusters = Clusters(Context((local.document, local.name) for local in locals_))
    by_key, bare = _by_key(locals_, bundles, clusters)
    _join_linked(clusters)
    for step in (
        _join_middle_names,
        _join_person_spellings,
        _join_short_forms,
        _join_two_surnames,
        _join_names_at_birth,
        _join_surnames,
        _join_initials,
    ):
        step([named for named in _names(by_key, "Person", clusters) if named.name.is_full], clusters)
    _join_bare(bare, by_key, clusters)
    organizations = _names(by_key, "Organization", clusters)
    _join_alike(_grouped(organizations, lambda name: name.spelled), RULES[26], clusters)
    _join_acronyms(organizations, clusters)
    _join_short_names(organizations, clusters)
    _join_linked(clusters)
    return clusters


@dataclass(frozen=True, order=True, slots=True)
class _Key:
    """What names of one entity share."""

    type: str
    key: str


def _by_key(
    locals_: Iterable[Local], bundles: Sequence[Sequence[Local]], clusters: Clusters
) -> tuple[dict[_Key, list[int]], dict[_Key, list[Local]]]:
    """Rules 4 to 9: one cluster a key, or several where something tells them apart; and persons by a surname alone, who
    wait until it is known who has it.
    """
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
    bare = {key: group for key, group in sorted(groups.items()) if key.type == "Person" and not group[0].name.is_full}
    for key in sorted((groups.keys() | decided.keys()) - bare.keys()):
        found[key] = parts(groups.get(key, ()), decided.get(key, ()), clusters)
        for number in found[key]:
            _give_reasons(clusters[number])
    for key in bare.keys() & decided.keys():
        found[key] = sorted(decided[key])
    return found, bare


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
    return _Key(local.entity.type, local.name.key)


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


def _join_middle_names(full: Iterable[_Named], clusters: Clusters) -> None:
    """Rule 11, the longest names first, so that a person's cluster is whole before shorter names look for it."""
    for group in _of_several(_grouped(full, _forename_and_surname)):
        group.sort(key=lambda named: -len(named.name.words))
        for place, named in enumerate(group[:_MOST_VARIANTS]):
            longer = (other.number for other in group[:place] if _rule_is(named.name, other.name, 11))
            _join_to_only(named.number, longer, RULES[11], clusters)


def _of_several(groups: dict[tuple[str, ...], list[_Named]]) -> Iterator[list[_Named]]:
    """The groups that hold more than one cluster, in the order of their keys."""
    return (group for _, group in sorted(groups.items()) if len({named.number for named in group}) > 1)


def _join_person_spellings(full: Iterable[_Named], clusters: Clusters) -> None:
    """Rule 26."""
    _join_alike(_grouped(full, lambda name: (*name.spelled[: name.surname], "/", *name.family)), RULES[26], clusters)


def _join_linked(clusters: Clusters) -> None:
    """Rule 31: whatever their names are."""
    groups: dict[tuple[str, ...], list[_Named]] = defaultdict(list)
    for number in clusters:
        found = clusters[number]
        for link in sorted(found.traits.links):
            groups[found.type, link].append(_Named(found.name, number))
    _join_alike(groups, RULES[31], clusters)


def _join_alike(groups: dict[tuple[str, ...], list[_Named]], rule: Rule, clusters: Clusters) -> None:
    """Join what has one spelling or link, each with all others, unless something tells any two apart."""
    for group in _of_several(groups):
        first, *others = group[:_MOST_VARIANTS]
        roots = list(dict.fromkeys(clusters.root(named.number) for named in group[:_MOST_VARIANTS]))
        if len(roots) > _MOST_RIVALS:
            continue
        rivals = [root for root in roots if any(clusters.why_apart(root, other) is not None for other in roots)]
        for named in others:
            if not rivals:
                clusters.join(named.number, first.number, rule)
            elif clusters.root(named.number) not in rivals:
                keys = {clusters[root].name.key for root in rivals}
                if named.name.key not in keys:  # else it was asked already, and left open
                    _join_to_best(named.number, rivals, rule, clusters)


def _join_short_forms(full: Iterable[_Named], clusters: Clusters) -> None:
    """Rule 27: "Bill Lind" is the only Lind whom "Bill" may stand for."""
    by_forename: dict[tuple[str, ...], list[_Named]] = defaultdict(list)
    for named in full:
        for form in sorted(forename_forms(named.name.words[0])):
            by_forename[form, *named.name.family].append(named)
    for group in _of_several(by_forename):
        for named in group[:_MOST_VARIANTS]:
            others = [other.number for other in group[:_MOST_VARIANTS] if _rule_is(named.name, other.name, 27)]
            _join_to_only(named.number, others, RULES[27], clusters)


def _join_two_surnames(full: Iterable[_Named], clusters: Clusters) -> None:
    """Rule 28: "Ida Lind" is the only one whose two surnames begin so."""
    full = list(full)
    longer: dict[tuple[str, ...], list[_Named]] = defaultdict(list)
    for named in full:
        for size in range(2, len(named.name.words)):
            longer[named.name.words[:size]].append(named)
    for named in full:
        candidates = longer.get(named.name.words, ())[:_MOST_VARIANTS]
        fitting = [other.number for other in candidates if _rule_is(named.name, other.name, 28)]
        _join_to_only(named.number, fitting, RULES[28], clusters)


def _join_names_at_birth(full: Iterable[_Named], clusters: Clusters) -> None:
    """Rule 30: the one who was born with this name, as a document says."""
    full = list(full)
    born: dict[str, list[int]] = defaultdict(list)
    for number in dict.fromkeys(named.number for named in full):
        for name in sorted(clusters[number].traits.of_kind("former")):
            born[name].append(number)
    for named in full if born else ():
        _join_to_only(named.number, born.get(" ".join(named.name.words), ()), RULES[30], clusters)


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


def _join_surnames(full: Sequence[_Named], clusters: Clusters) -> None:
    """Rule 13 for "Tayyip Erdogan" of "Recep Tayyip Erdogan"."""
    by_family = _grouped(full, lambda name: name.family[-1:])
    for group in _of_several(by_family):
        group.sort(key=lambda named: -len(named.name.words))
        for named in group[:_MOST_VARIANTS]:
            longer = (other for other in group[:_MOST_VARIANTS] if len(other.name.words) > len(named.name.words))
            _join_to_only(
                named.number, [o.number for o in longer if _rule_is(named.name, o.name, 13)], RULES[13], clusters
            )


def _join_bare(bare: dict[_Key, list[Local]], by_key: dict[_Key, list[int]], clusters: Clusters) -> None:
    """Rule 13: a surname alone is the only person of that surname, or (29) the likeliest by what documents share."""
    full: dict[str, list[_Named]] = defaultdict(list)
    for named in _names(by_key, "Person", clusters):
        for word in dict.fromkeys((named.name.family[-1], named.name.words[-1])) if named.name.is_full else ():
            full[word].append(named)
    for key, group in bare.items():
        name = group[0].name
        last = name.words[-1:]
        blocks = dict.fromkeys((*last, *name.family[-1:], *spelled_as_arabic(last)))
        fitting = [other for word in blocks for other in full.get(word, ()) if _rule_is(name, other.name, 13)]
        roots = dict.fromkeys(clusters.root(other.number) for other in _without_mere_initials(fitting))
        left = group
        if 1 < len(roots) <= _MOST_RIVALS:
            left = _given_homes(group, sorted(roots), clusters)
        for number in parts(left, by_key.get(key, ()), clusters) if left else ():
            _give_reasons(clusters[number])
            if len(roots) == 1:
                clusters.join(number, next(iter(roots)), RULES[13])


def _without_mere_initials(found: Sequence[_Named]) -> Iterable[_Named]:
    """Leave out "R. Lind" where there is a Rosa Lind, who it may be."""
    forenames = {named.name.words[0][0] for named in found if len(named.name.words[0]) > 1}
    return (named for named in found if len(named.name.words[0]) > 1 or named.name.words[0] not in forenames)


def _given_homes(group: Sequence[Local], roots: Sequence[int], clusters: Clusters) -> list[Local]:
    """Join each to the person whom its document speaks for; the rest."""
    left: list[Local] = []
    for local in sorted(group, key=lambda local: local.place):
        home = clusters.home_of(Cluster.of([local]), roots)
        if home is None or not clusters.join(clusters.add([local]), home, RULES[29]):
            left.append(local)
    return left


def _join_initials(full: Sequence[_Named], clusters: Clusters) -> None:
    """Rule 29: an initial is enough where documents share what they say or name."""
    by_family = _grouped(full, lambda name: name.family)
    for named in full:
        if len(named.name.words[0]) > 1:
            continue
        candidates = (other for other in by_family[named.name.family] if len(other.name.words[0]) > 1)
        fitting = dict.fromkeys(
            clusters.root(other.number) for other in candidates if _is_initial(named.name, other.name)
        )
        if len(fitting) <= _MOST_RIVALS:
            _join_to_best(
                named.number, [root for root in fitting if clusters.agree(named.number, root)], RULES[29], clusters
            )


def _is_initial(a: Name, b: Name) -> bool:
    rule = same_entity(a, b)
    return rule is not None and rule.number == 12


def _join_to_best(number: int, roots: Sequence[int], rule: Rule, clusters: Clusters) -> None:
    """Join a cluster to the one with which its documents share the most; to none if that is not clear."""
    home = clusters.home_of(clusters[number], roots) if roots else None
    if home is not None:
        clusters.join(number, home, rule)


def _join_acronyms(found: Sequence[_Named], clusters: Clusters) -> None:
    """Rule 15: the long name that some document gives with the acronym, else the only one with these initials.

    An acronym that the table of names knows is left alone: "AP" means the Associated Press also where some document
    calls its Alpine Police so. Two letters are too few to go by initials.
    """
    other_names = _other_names(found, clusters)
    by_initials: dict[str, list[int]] = defaultdict(list)
    for named in found:
        for letters in letters_of(named.name):
            by_initials[letters].append(named.number)
    for named in found:
        name = named.name
        if is_acronym(name.text) and name.key == name.normal:
            same = by_initials.get(name.normal, []) if len(name.normal) > 2 else []
            _join_to_only(named.number, other_names.get(name.normal, same), RULES[15], clusters)


def _join_short_names(found: Sequence[_Named], clusters: Clusters) -> None:
    """Rule 21, but not where the longer name is that of a part of a company, or of its business in a country."""
    other_names = _other_names(found, clusters)
    for named in found:
        if is_acronym(named.name.text) or is_kind_of_body(named.name):
            continue
        longer = other_names.get(named.name.normal, ())
        if not any(is_part_of_company(clusters[number].name, named.name) for number in longer):
            _join_to_only(named.number, longer, RULES[21], clusters)


def _other_names(found: Iterable[_Named], clusters: Clusters) -> dict[str, list[int]]:
    """The clusters that some document calls by a name that is not their fullest."""
    others: dict[str, list[int]] = defaultdict(list)
    for number in dict.fromkeys(named.number for named in found):
        cluster = clusters[number]
        for normal in sorted({name.normal for member in cluster.members for name in member.others}):
            others[normal].append(number)
    return others
