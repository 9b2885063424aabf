"""Which mentions of one document are the same entity: names by the table of rules in `kg.names`, then pronouns and
nominals.

A name that fits one entity joins it; one that fits several joins none of them, but for a bare surname, which goes to
the last full name before it that is not brought in as a relative. Indexes by key and by first and last word find what a
name may fit, so time does not grow with the square of the names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from kg.coreference.nouns import nouns
from kg.gazetteer import place_of, place_of_demonym
from kg.model import Entity, EntityType, Mention
from kg.names import Gender, Name, decide, gender_of_title, initials, is_acronym, parse, plain, same_entity

__all__ = ["name_chains"]

# More names than this behind one word, and what a short name means is a guess.
_MOST_CANDIDATES = 64

# The word right before a name, and so many characters that a title and the blank behind it may have.
_TITLE = re.compile(r"(?<!\w)([A-Z][a-z]+\.?) \Z")
_LONGEST_TITLE = 12
# Characters of what brings in a full name as somebody's relative.
_LONGEST_KINSHIP = 60


@dataclass(slots=True)
class _Chain:
    """An entity in the making: its distinct names, and the mentions (numbers in text order) that carry them."""

    names: list[Name]
    members: list[int]
    gender: Gender | None = None


@dataclass(slots=True)
class _Chains:
    """All chains so far, by number; a chain that joined another points to it."""

    found: list[_Chain] = field(default_factory=list)
    into: list[int] = field(default_factory=list)

    def add(self, name: Name, members: Iterable[int]) -> int:
        self.found.append(_Chain([name], list(members), name.gender))
        self.into.append(len(self.into))
        return len(self.into) - 1

    def root(self, number: int) -> int:
        while self.into[number] != number:
            self.into[number] = self.into[self.into[number]]
            number = self.into[number]
        return number

    def join(self, number: int, other: int) -> int:
        """Make two chains one, unless a name of one and a name of the other are told apart; return the root."""
        source, target = self.root(number), self.root(other)
        if source == target or self._apart(source, target):
            return target
        chain, joined = self.found[target], self.found[source]
        chain.names += joined.names
        chain.members += joined.members
        chain.gender = chain.gender or joined.gender
        self.into[source] = target
        return target

    def _apart(self, number: int, other: int) -> bool:
        return any(
            (rule := decide(name, known)) is not None and not rule.joins
            for name in self.found[number].names[:_MOST_CANDIDATES]
            for known in self.found[other].names[:_MOST_CANDIDATES]
        )

    def roots(self) -> Iterator[int]:
        return (number for number, into in enumerate(self.into) if number == into)


def name_chains(text: str, mentions: Sequence[Mention]) -> tuple[list[Mention], list[Entity], dict[str, Gender | None]]:
    """The mentions with the entities of their names, the entities, and the gender that their names say."""
    numbers = [number for number, mention in enumerate(mentions) if mention.kind == "name" and mention.type != "Date"]
    names = {number: _name(text, mentions[number]) for number in numbers}
    made = _Chains()
    _join_names(text, mentions, names, made)
    entity_of, entities = _entities(made, names)
    named = [
        replace(mention, entity=entity_of.get(number)) if number in names else mention
        for number, mention in enumerate(mentions)
    ]
    genders = {entity_of[made.found[root].members[0]]: made.found[root].gender for root in made.roots()}
    return named, entities, genders


def _name(text: str, mention: Mention) -> Name:
    """A name with the gender that a title before it says, which is no part of the mention: "Mr Weber"."""
    name = parse(mention.text, _entity_type(mention))
    if mention.type != "Person" or name.titled:
        return name
    title = _TITLE.search(text, max(0, mention.start - _LONGEST_TITLE), mention.start)
    gender = gender_of_title(title.group(1)) if title is not None else None
    return replace(name, gender=gender, titled=True) if gender is not None else name


def _entity_type(mention: Mention) -> EntityType:
    assert mention.type != "Date"
    return mention.type


def _join_names(text: str, mentions: Sequence[Mention], names: dict[int, Name], made: _Chains) -> None:
    by_key: dict[tuple[EntityType, str], list[int]] = defaultdict(list)
    bare: list[int] = []
    for number, name in names.items():
        if name.type == "Person" and not name.is_full:
            bare.append(number)
        else:
            by_key[name.type, name.key].append(number)
    chain_of: dict[int, int] = {}
    for members in by_key.values():
        chain = _add_group(made, names, members)
        chain_of.update(dict.fromkeys(members, chain))
    _join_bracketed(text, mentions, names, chain_of, made)
    for type_ in ("Person", "Organization", "Place"):
        _join_short(
            [chain for chain in dict.fromkeys(chain_of.values()) if made.found[chain].names[0].type == type_], made
        )
    relatives = {number for number in chain_of if _is_relative(text, mentions[number])}
    _join_bare(bare, names, chain_of, relatives, made)


@cache
def _relative() -> re.Pattern[str]:
    """What brings in a full name as a relative's: "her late husband, the writer *Ben Lind*", "sister of *Eva Lind*"."""
    return re.compile(rf"\b(?:{'|'.join(nouns('kin'))})(?:,?\s(?!and\b)[a-z][\w'’-]*){{0,4}},?\s\Z")


def _is_relative(text: str, mention: Mention) -> bool:
    return _relative().search(text, max(0, mention.start - _LONGEST_KINSHIP), mention.start) is not None


def _add_group(made: _Chains, names: dict[int, Name], members: list[int]) -> int:
    """A chain of the mentions with one key; it knows each of their distinct forms."""
    chain = made.add(names[members[0]], members)
    forms = dict.fromkeys(names[number] for number in members)
    made.found[chain].names = list(forms)
    made.found[chain].gender = next((name.gender for name in forms if name.gender), None)
    return chain


def _join_bracketed(
    text: str, mentions: Sequence[Mention], names: dict[int, Name], chain_of: dict[int, int], made: _Chains
) -> None:
    """Rule 20: "Union of Fruit Growers (UFG)", "UFG (Union of Fruit Growers)"."""
    numbers = sorted(chain_of)
    for first, second in pairwise(numbers):
        between = text[mentions[first].end : mentions[second].start]
        if between not in (" (", "(", ' ("', " [") or names[first].type != names[second].type:
            continue
        short, long = (first, second) if len(names[first].words) < len(names[second].words) else (second, first)
        if is_acronym(names[short].text) and not is_acronym(names[long].text) and names[short].type != "Person":
            made.join(chain_of[short], chain_of[long])


def _join_short(groups: list[int], made: _Chains) -> None:
    """Join each name to the longer one that it fits; the longest first: a chain is whole before shorter names come."""
    index: dict[str, list[tuple[Name, int]]] = defaultdict(list)
    for group in sorted(
        groups,
        key=lambda group: (-max(len(name.words) for name in made.found[group].names), made.found[group].members[0]),
    ):
        names = made.found[group].names[:_MOST_CANDIDATES]
        fits: dict[int, set[int]] = defaultdict(set)
        for name in names:
            for known, number in _candidates(name, index):
                if (rule := same_entity(name, known)) is not None:
                    fits[rule.number].add(made.root(number))
        if fits and len(roots := fits[min(fits)]) == 1:
            made.join(group, roots.pop())
        for name in names:
            for block in _blocks(name):
                index[block].append((name, group))


def _candidates(name: Name, index: dict[str, list[tuple[Name, int]]]) -> Iterator[tuple[Name, int]]:
    for block in _looked_up(name):
        if len(found := index.get(block, ())) <= _MOST_CANDIDATES:
            yield from found


def _blocks(name: Name) -> set[str]:
    """The words under which a longer name is looked for by a shorter one."""
    if not name.words:
        return set()
    return {_stem(name.words[0]), _stem(name.words[-1]), name.local, *initials(name.words)}


def _looked_up(name: Name) -> set[str]:
    if not name.words:
        return set()
    return {_stem(name.words[0]), _stem(name.words[-1]), name.local, name.normal}


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _join_bare(
    bare: list[int], names: dict[int, Name], chain_of: dict[int, int], relatives: set[int], made: _Chains
) -> None:
    """Rules 13 and 14, mention by mention: a surname alone, a forename alone.

    Args:
        bare: the mentions of one word, in order.
        names: of all mentions.
        chain_of: the chains of the others.
        relatives: mentions that are brought in as somebody's relatives.
        made: all chains.
    """
    by_last: dict[str, list[int]] = defaultdict(list)
    by_first: dict[str, list[int]] = defaultdict(list)
    for number in sorted(chain_of):
        name = names[number]
        if name.type == "Person" and name.words:
            by_last[name.words[-1]].append(number)
            for word in dict.fromkeys(name.words[: name.surname]):
                by_first[word].append(number)
    alone: dict[str, list[int]] = defaultdict(list)
    first_bare: dict[str, int] = {}
    for number in bare:
        name = names[number]
        full = by_last.get(name.words[-1], []) if name.words else []
        others = [other for other in full if not _begins_as_relative(made.found[made.root(chain_of[other])], relatives)]
        if full and first_bare.setdefault(name.key, number) > full[0]:
            others = others or full
        chain = _by_surname(number, name, others, names, chain_of, made)
        if chain is None:
            chain = _by_forename(name, by_first, names, chain_of, made)
        if chain is None:
            chain = next((known for known in reversed(alone[name.key]) if _may_be(name, made.found[known])), None)
        if chain is None:
            alone[name.key].append(made.add(name, [number]))
            continue
        found = made.found[chain]
        found.members.append(number)
        found.gender = found.gender or name.gender
        if name not in found.names:
            found.names.append(name)


def _begins_as_relative(chain: _Chain, relatives: set[int]) -> bool:
    return min(chain.members) in relatives


def _may_be(name: Name, chain: _Chain) -> bool:
    return not (name.titled and chain.gender and name.gender != chain.gender)


def _by_surname(
    number: int,
    name: Name,
    full: list[int],
    names: dict[int, Name],
    chain_of: dict[int, int],
    made: _Chains,
) -> int | None:
    """The chain of the last full name before with this surname, else of the first after, of those in ``full``."""
    middle = bisect_left(full, number)
    before = full[max(0, middle - _MOST_CANDIDATES) : middle]
    unsure = None
    for other in (*reversed(before), *full[middle : middle + _MOST_CANDIDATES]):
        chain = made.root(chain_of[other])
        rule = same_entity(name, names[other])
        if rule is None or rule.number not in (4, 5, 13) or not _may_be(name, made.found[chain]):
            continue
        if not name.titled or made.found[chain].gender:
            return chain
        # "Mr Lind" is rather a Lind who is known to be a man than the last one named.
        unsure = chain if unsure is None else unsure
    return unsure


def _by_forename(
    name: Name, by_first: dict[str, list[int]], names: dict[int, Name], chain_of: dict[int, int], made: _Chains
) -> int | None:
    """The chain of the only person with this forename."""
    if len(name.words) != 1 or name.titled:
        return None
    roots = {made.root(chain_of[other]) for other in by_first.get(name.words[0], [])}
    return roots.pop() if len(roots) == 1 else None


def _entities(made: _Chains, names: dict[int, Name]) -> tuple[dict[int, str], list[Entity]]:
    entity_of: dict[int, str] = {}
    entities: list[Entity] = []
    for chain in sorted((made.found[root] for root in made.roots()), key=lambda chain: min(chain.members)):
        id_ = f"e{len(entities) + 1}"
        chain.members.sort()
        entity_of.update(dict.fromkeys(chain.members, id_))
        entities.append(_entity(id_, [names[number] for number in chain.members]))
    return entity_of, entities


def _entity(id_: str, names: list[Name]) -> Entity:
    count = Counter(names)
    forms = {name: plain(name) for name in count}
    first = {name: place for place, name in reversed(list(enumerate(names)))}

    def order(name: Name) -> tuple[int, bool, int, int]:
        shouted = forms[name].isupper() and len(forms[name]) > 5
        return -len(name.words), shouted, -count[name], first[name]

    name = min(count, key=order)
    chosen = _usual_name(name) or forms[name]
    others = {" ".join(form.split()) for name in count for form in (forms[name], name.text)} - {chosen}
    return Entity(id_, name.type, chosen, tuple(sorted(others)))


def _usual_name(name: Name) -> str | None:
    if name.type != "Place":
        return None
    form = plain(name)
    return place_of(form) or place_of_demonym(form)
