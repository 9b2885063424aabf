"""What a document says of an entity that tells it from another of its name, or shows that both are one.

*Facts* come from statements (party, office, nationality, the state a town lies in), from the words around a name (what
somebody is by profession, "Rosa Lind, 34,") and from pronouns. A fact has a kind. Of some kinds an entity has one value
only, so two values tell two entities apart (`conflict`); of all but a few kinds a shared value speaks for one. *Links*
say which thing of the world an entity is: two of one authority (GeoNames, Wikidata, a knowledge base) are two things.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from kg.errors import DataError
from kg.gazetteer import country_of, is_country
from kg.model import Entity, Extraction, Mention, Statement
from kg.names import gender_of_title, is_common_body, normal_form, parse

__all__ = ["NOTHING", "Conflict", "Traits", "are_linked_apart", "conflict", "shared", "traits_of"]

Years = tuple[int, int]

# Kinds of which a different value is proof, and kinds of which it is a reason that a shared fact outweighs.
_PROOF = ("gender", "country", "state")
_REASON = (
    "rank",
    "field",
    "party",
    "mayorOf",
    "headOfState",
    "headOfGovernment",
    "ministerOf",
    "nationality",
    "birthPlace",
    "seat",
)
# Kinds that too many share to make two one.
_WEAK = frozenset({"field", "rank"})
_COMMON = frozenset({"gender", "country", "nationality", "seat"})

# What a statement is worth: its predicate gives its kind.
_KIND_OF = {
    "memberOfParty": "party",
    "mayorOf": "mayorOf",
    "headOfState": "headOfState",
    "headOfGovernment": "headOfGovernment",
    "ministerOf": "ministerOf",
    "nationality": "nationality",
    "birthPlace": "birthPlace",
    **dict.fromkeys(("worksFor", "leads", "ceoOf", "memberOf", "playsFor", "coaches", "founder", "owns"), "tie"),
    **dict.fromkeys(("spokespersonFor", "officialOf", "spouse", "parent", "sibling", "alumniOf"), "tie"),
    **dict.fromkeys(("bodyOf", "basedIn"), "seat"),
}

_BEFORE, _AFTER = 40, 60
_AGE = re.compile(
    r",? (?:aged )?(\d{1,2})(?=[,.;)]| and\b)|,? aged (\d{1,2})\b"
    r"|, an? (\d{1,2})-year-old|, (?:who is )?(\d{1,2}) years"
)
_AGE_BEFORE = re.compile(r"\b(\d{1,2})-year-old(?: [A-Za-z-]+){0,3} $")
_IS = re.compile(
    r"(?:, (?:(?:who|then|now|once) )?(?:(?:is|was) )?|,? \(?(?:who )?(?:is|was|became) )"
    r"(?:an? |the |one of )?([A-Za-z’' -]+)"
)
_TITLE = re.compile(r"(?<!\w)([A-Z][a-z]+\.?) $")
_LAST_WORD = re.compile(r"([A-Za-z-]+) $")
_BORN = re.compile(
    r",? (?:who )?(?:was )?born (?:[^.;,]{0,24}, )?(?:[^.;,]{0,24} )?in (\d{4})\b"
    r"| \(born (?:[^)]{0,20} )?(\d{4})\)| \((\d{4})[-–]"
)
_DIED = re.compile(r",? (?:who )?died (?:[^.;,]{0,24} )?in (\d{4})\b| \(\d{4}[-–](\d{4})\)")
_FORMER = re.compile(r",? \(?(?:née|nee|born|formerly) ((?:[A-Z][\w’'-]+ ?){1,3})[,.)]")
_YEAR = re.compile(r"-?\d{4}")
_LAST_PART = re.compile(r"[^/#:]+[/#]?$")
_OLDEST = 110
_RANKS = frozenset({"king", "queen", "prince", "princess", "emperor", "empress", "pope", "duke", "duchess"})
_MALE, _FEMALE = frozenset({"he", "him", "his", "himself"}), frozenset({"she", "her", "hers", "herself"})


@dataclass(frozen=True, slots=True)
class Traits:
    """Facts by kind and value, the years between which somebody was born or died, and identity links (IRIs)."""

    facts: frozenset[tuple[str, str]] = frozenset()
    born: Years | None = None
    died: Years | None = None
    links: frozenset[str] = frozenset()

    def __or__(self, other: Traits) -> Traits:
        if other is self or other == NOTHING:
            return self
        return Traits(
            self.facts | other.facts,
            _narrower(self.born, other.born),
            _narrower(self.died, other.died),
            self.links | other.links,
        )

    def of_kind(self, kind: str) -> set[str]:
        return {value for known, value in self.facts if known == kind}

    @property
    def discerning(self) -> Traits:
        """Without what never tells two apart."""
        facts = frozenset(fact for fact in self.facts if fact[0] in _PROOF or fact[0] in _REASON)
        return self if len(facts) == len(self.facts) else replace(self, facts=facts)


NOTHING = Traits()


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two entities can hardly have in common; ``is_proof`` where nothing outweighs it."""

    reason: str
    is_proof: bool


def conflict(a: Traits, b: Traits) -> Conflict | None:
    """What tells two apart, the surest first; ``None`` if nothing does.

    >>> conflict(Traits(born=(1950, 1951)), Traits(born=(1984, 1984))).reason
    'born 1950/1951 and 1984'
    """
    if a is NOTHING or b is NOTHING:
        return None
    if are_linked_apart(a.links, b.links):
        return Conflict(f"linked to {_listed(a.links)} and {_listed(b.links)}", is_proof=True)
    for word, one, other in (("born", a.born, b.born), ("died", a.died, b.died)):
        if one and other and (one[0] > other[1] + 1 or other[0] > one[1] + 1):
            return Conflict(f"{word} {_years(one)} and {_years(other)}", is_proof=True)
    for first, second in ((a, b), (b, a)):
        if first.died and second.born and first.died[1] < second.born[0]:
            return Conflict(f"died {_years(first.died)} before the other was born", is_proof=True)
    return _conflict_of_facts(a, b)


def _conflict_of_facts(a: Traits, b: Traits) -> Conflict | None:
    if not (a.facts and b.facts):
        return None
    for kind in (*_PROOF, *_REASON):
        one, other = a.of_kind(kind), b.of_kind(kind)
        if one and other and one.isdisjoint(other) and not (kind == "field" and _are_near(one, other)):
            told = f"{kind} {'/'.join(sorted(one))} and {'/'.join(sorted(other))}"
            return Conflict(told, is_proof=kind in _PROOF)
    return None


def are_linked_apart(links: frozenset[str], others: frozenset[str]) -> bool:
    """Whether identity links say that two are two: none is common, and one authority calls them different things.

    >>> paris, texas = "https://sws.geonames.org/2988507/", "https://sws.geonames.org/4717560/"
    >>> are_linked_apart(frozenset({paris}), frozenset({texas}))
    True
    >>> are_linked_apart(frozenset({paris}), frozenset({"http://www.wikidata.org/entity/Q830149"}))
    False
    """
    if not links or not others or not links.isdisjoint(others):
        return False
    return not {_authority(link) for link in links}.isdisjoint(map(_authority, others))


def _authority(link: str) -> str:
    """Who gave an identifier: all of the IRI before its last part."""
    return _LAST_PART.sub("", link)


def _listed(links: Iterable[str]) -> str:
    return " ".join(sorted(links))


def shared(a: Traits, b: Traits, *, weak: bool = True) -> frozenset[tuple[str, str]]:
    """The facts and links that speak for two being one; ``weak`` ones, such as a field of work, too."""
    links = {("link", link) for link in a.links & b.links}
    facts = (fact for fact in a.facts & b.facts if fact[0] not in _COMMON and (weak or fact[0] not in _WEAK))
    return frozenset(links.union(facts))


def traits_of(extraction: Extraction) -> dict[str, Traits]:
    """What a document says of its entities, by their identifiers; those of which it says nothing are not there."""
    facts: dict[str, set[tuple[str, str]]] = defaultdict(set)
    born: dict[str, Years] = {}
    died: dict[str, Years] = {}
    entities = {entity.id: entity for entity in extraction.entities}
    for statement in extraction.statements:
        if statement.status in ("asserted", "reported"):
            _from_statement(statement, entities, facts, born, died)
    _from_text(extraction, entities, facts, born, died)
    _from_places(extraction, entities, facts)
    _from_country(extraction, entities, facts)
    named = sorted(facts.keys() | born.keys() | died.keys())
    found = {id_: Traits(frozenset(facts.get(id_, ())), born.get(id_), died.get(id_)) for id_ in named}
    return {id_: traits for id_, traits in found.items() if traits != NOTHING}


def _from_statement(
    statement: Statement,
    entities: Mapping[str, Entity],
    facts: dict[str, set[tuple[str, str]]],
    born: dict[str, Years],
    died: dict[str, Years],
) -> None:
    subject, object_ = entities.get(statement.subject), entities.get(statement.object or "")
    if subject is None:
        return
    if statement.value is not None:
        years = [int(year) for year in _YEAR.findall(statement.value.value)]
        known = {"birthDate": born, "deathDate": died}.get(statement.predicate)
        if known is not None and years:
            known[subject.id] = (min(years), max(years))
    elif object_ is not None:
        value = parse(object_.name, object_.type).key
        if statement.predicate == "containedInPlace" and country_of(subject.name) is None:
            facts[subject.id] |= _around(object_.name, value)
        elif statement.predicate in _KIND_OF:
            kind = _KIND_OF[statement.predicate]
            if kind != "seat" or is_country(object_.name):
                facts[subject.id].add((kind, value))
            if kind == "tie":
                facts[object_.id].add((kind, parse(subject.name, subject.type).key))


def _around(name: str, key: str) -> set[tuple[str, str]]:
    """A town in a state is in that state's country; other places around it tell nothing for sure."""
    if key in _regions():
        return {("state", key), ("country", _regions()[key])}
    return {("country", key)} if is_country(name) else {("around", key)}


@cache
def _regions() -> dict[str, str]:
    """The country of each region by which towns are told apart."""
    return {
        normal_form(region): normal_form(country)
        for country, regions in _data()["regions"].items()
        for region in regions
    }


def _from_text(
    extraction: Extraction,
    entities: Mapping[str, Entity],
    facts: dict[str, set[tuple[str, str]]],
    born: dict[str, Years],
    died: dict[str, Years],
) -> None:
    text = extraction.document.text
    published = _YEAR.match(extraction.document.published or "")
    year = int(published.group()) if published else None
    pronouns: dict[str, set[str]] = defaultdict(set)
    for mention in extraction.mentions:
        if mention.entity not in entities or mention.type != "Person" or mention.entity is None:
            continue
        if mention.kind == "pronoun":
            word = mention.text.lower()
            pronouns[mention.entity].add("male" if word in _MALE else "female" if word in _FEMALE else "")
        elif mention.kind == "name":
            before, after = (
                text[max(0, mention.start - _BEFORE) : mention.start],
                text[mention.end : mention.end + _AFTER],
            )
            facts[mention.entity] |= {("field", field) for field in _field(before, mention, after)}
            called = _TITLE.search(before)
            gender = gender_of_title(called.group(1)) if called is not None else None
            if gender is not None:
                facts[mention.entity].add(("gender", gender))
            _years_of_life(mention.entity, before, after, year, born, died)
            if " " in mention.text and not parse(mention.text, "Person").is_full:
                title = mention.text.split()[0].lower()
                facts[mention.entity] |= {("rank", title)} if title in _RANKS else set()
            former = _FORMER.match(after)
            if former:
                facts[mention.entity].add(("former", _former_name(entities[mention.entity], former.group(1))))
    for id_, genders in pronouns.items():
        if len(genders) == 1 and "" not in genders:
            facts[id_].add(("gender", genders.pop()))


def _from_places(
    extraction: Extraction, entities: Mapping[str, Entity], facts: dict[str, set[tuple[str, str]]]
) -> None:
    """A state or country behind a comma: "London, Ontario"."""
    text = extraction.document.text
    named = [mention for mention in extraction.mentions if mention.kind == "name" and mention.type == "Place"]
    for town, around in pairwise(named):
        if text[town.end : around.start] != ", " or town.entity == around.entity or town.entity not in entities:
            continue
        is_list = text.startswith((" and ", " or ", ", and "), around.end)
        found = _around(around.text, parse(around.text, "Place").key)
        if town.entity and not is_list and country_of(entities[town.entity].name) is None:
            facts[town.entity] |= {fact for fact in found if fact[0] != "around"}


def _years_of_life(
    id_: str, before: str, after: str, published: int | None, born: dict[str, Years], died: dict[str, Years]
) -> None:
    for pattern, known in ((_BORN, born), (_DIED, died)):
        found = pattern.match(after)
        if found and id_ not in known:
            year = int(next(group for group in found.groups() if group))
            known[id_] = (year, year)
    age = _age(before, after)
    if age is not None and published is not None and id_ not in born:
        born[id_] = (published - age - 1, published - age)


def _former_name(entity: Entity, said: str) -> str:
    """A name at birth in full: a surname alone gets the forename of today."""
    words = parse(said.strip(), "Person").words
    return " ".join(words if len(words) > 1 else (*parse(entity.name, "Person").words[:1], *words))


def _from_country(
    extraction: Extraction, entities: Mapping[str, Entity], facts: dict[str, set[tuple[str, str]]]
) -> None:
    """A ministry, court or parliament without a name of its own is that of the country of which its document speaks."""
    common = [
        id_
        for id_, entity in entities.items()
        if entity.type == "Organization" and is_common_body(parse(entity.name, entity.type))
    ]
    common = [id_ for id_ in common if not any(kind == "seat" for kind, _ in facts.get(id_, ()))]
    if not common:
        return
    countries = {id_: country_of(entity.name) for id_, entity in entities.items() if entity.type == "Place"}
    count = Counter(
        countries[mention.entity] for mention in extraction.mentions if mention.entity and countries.get(mention.entity)
    )
    most = count.most_common(2)
    if most and (len(most) == 1 or most[0][1] > most[1][1]):
        for id_ in common:
            facts[id_].add(("seat", parse(most[0][0] or "", "Place").key))


def _age(before: str, after: str) -> int | None:
    found = _AGE.match(after) or (_AGE_BEFORE.search(before) if before.endswith(" ") else None)
    if found is None:
        return None
    age = int(next(group for group in found.groups() if group))
    return age if 0 < age < _OLDEST else None


def _field(before: str, mention: Mention, after: str) -> set[str]:
    """Fields of the word right before a name, of its title, and of an apposition or "is a" behind it."""
    words: list[str] = mention.text.lower().split()[:-1]
    if before.endswith(" "):
        last = _LAST_WORD.search(before)
        words += [last.group(1).lower()] if last else []
    said = _IS.match(after) if after[:1] in (",", " ") else None
    words += said.group(1).lower().split()[:6] if said else []
    fields = _fields()
    return {fields[word] for word in words if word in fields}


@cache
def _fields() -> dict[str, str]:
    return {word: field for field, words in _data().items() if isinstance(words, str) for word in words.split()}


def _are_near(one: Iterable[str], other: Iterable[str]) -> bool:
    near = _near()
    return any((a, b) in near for a in one for b in other)


@cache
def _near() -> frozenset[tuple[str, str]]:
    lives = (line.split() for line in _data()["near"]["lives"])
    return frozenset((a, b) for line in lives for a in line for b in line)


@cache
def _data() -> dict[str, Any]:
    path = "data/resolve/fields.toml"
    try:
        return tomllib.loads(files("kg").joinpath(path).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"kg/{path}: not TOML: {error}") from error


def _narrower(a: Years | None, b: Years | None) -> Years | None:
    if a is None or b is None:
        return a or b
    low, high = max(a[0], b[0]), min(a[1], b[1])
    return (low, high) if low <= high else (min(a[0], b[0]), max(a[1], b[1]))


def _years(years: Years) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}/{years[1]}"
