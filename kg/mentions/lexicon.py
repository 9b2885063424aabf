"""The words of `kg/data/mentions`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import DataError

__all__ = ["Lexicon", "lexicon"]

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of words, lower case; names of organizations and other things as written.

    ``phrases`` holds the names of several words that are known, split into tokens, by their first; the longest first.
    """

    titles: Words
    roles: Words
    says: Words
    person_belongings: Words
    suffers: Words
    particles: Words
    leading_particles: Words
    epithets: Words
    kinds: Words
    articles: Words
    openers: Words
    closers: Words
    abbreviated: Words
    ministers: Words
    ranks: Words
    services: Words
    service_ends: Words
    labels: Words
    ships: Words
    affixes: Words
    adjoined: Words
    organization_heads: Words
    organization_heads_of_place: Words
    organization_heads_of: Words
    organization_suffixes: Words
    organization_nouns: Words
    organization_officers: Words
    organization_extensions: Words
    organization_members: Words
    organization_bequests: Words
    organization_firsts: Words
    organization_houses: Words
    organization_openings: Words
    organization_leanings: Words
    organization_local: Words
    organization_offices: Words
    organization_fields: Words
    organization_national: Words
    organization_nations: Words
    place_heads: Words
    place_surnames: Words
    place_articles: Words
    place_nouns: Words
    place_prepositions: Words
    place_belongings: Words
    motions: Words
    visits: Words
    other_heads: Words
    other_words: Words
    other_nouns: Words
    given_names: Words
    sport_words: Words
    sport_neighbours: Words
    sport_before: Words
    months: Words
    weekdays: Words
    before_dates: Words
    relative_days: Words
    which: Words
    units: Words
    languages: Words
    before_language: Words
    organizations: Words
    clubs: Words
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    not_names: Words
    party_adjectives: Words
    party_members: Words
    party_kinds: Words
    party_owners: Words
    heading_verbs: Words
    heading_words: Words
    heading_modals: Words


@cache
def lexicon() -> Lexicon:
    """The lexicon that `kg` ships.

    Raises:
        DataError: a data file lacks a list.
    """
    words, names = _table("words.toml"), _table("organizations.toml")
    try:
        person, organization, place = words["person"], words["organization"], words["place"]
        other, date, demonym, sport = words["other"], words["date"], words["demonym"], words["sport"]
        heading = words["heading"]
        organizations = frozenset(name for names_ in names.values() for name in _lines(names_))
        things = frozenset(_lines(other["phrases"]))
        return Lexicon(
            titles=_words(person["titles"]),
            roles=_words(person["roles"]),
            says=_words(person["says"]),
            person_belongings=_words(person["belongings"]),
            suffers=_words(person["suffers"]),
            particles=_words(person["particles"]),
            leading_particles=_words(person["leading_particles"]),
            epithets=_words(person["epithets"]),
            kinds=_words(organization["kinds"]),
            articles=_words(words["affixes"]["articles"]),
            closers=_words(words["affixes"]["closers"]),
            abbreviated=_words(person["abbreviated"]),
            ministers=_words(person["ministers"]),
            ranks=_words(person["ranks"]),
            services=_words(person["services"]),
            service_ends=_words(person["service_ends"]),
            labels=_words(words["affixes"]["labels"]),
            openers=_words(words["affixes"]["openers"]),
            ships=_words(other["ships"]),
            affixes=_words(words["affixes"]["before"]),
            adjoined=_words(words["affixes"]["adjoined"]),
            organization_heads=_words(organization["heads"]),
            organization_heads_of_place=_words(organization["heads_of_place"]),
            organization_heads_of=_words(organization["heads_of"]),
            organization_suffixes=_words(organization["suffixes"]),
            organization_nouns=_words(organization["nouns"]),
            organization_officers=_words(organization["officers"]),
            organization_extensions=_words(organization["extensions"]),
            organization_members=_words(organization["members"]),
            organization_bequests=_words(organization["bequests"]),
            organization_firsts=_words(organization["firsts"]),
            organization_houses=_words(organization["houses"]),
            organization_openings=_words(organization["openings"]),
            organization_leanings=_words(organization["leanings"]),
            organization_local=_words(organization["local"]),
            organization_offices=_words(organization["offices"]),
            organization_fields=_words(organization["fields"]),
            organization_national=_words(organization["national"]),
            organization_nations=_words(organization["nations"]),
            party_adjectives=_words(words["party"]["adjectives"]),
            party_members=_words(words["party"]["members"]),
            party_kinds=_words(words["party"]["kinds"]),
            party_owners=_words(words["party"]["owners"]),
            heading_verbs=_words(heading["verbs"]),
            heading_words=(_inflected(_words(heading["verbs"])) | _words(heading["words"]))
            - _words(heading["surnames"]),
            heading_modals=_words(heading["modals"]),
            place_heads=_words(place["heads"]),
            place_surnames=_words(place["surnames"]),
            place_articles=_words(place["articles"]),
            place_nouns=_words(place["nouns"]),
            place_prepositions=_words(place["prepositions"]),
            place_belongings=_words(place["belongings"]),
            motions=_words(place["motions"]),
            visits=_words(place["visits"]),
            other_heads=_words(other["heads"]),
            other_words=_words(other["words"]),
            months=_words(date["months"]),
            weekdays=_words(date["weekdays"]),
            before_dates=_words(date["outer"]),
            relative_days=_words(date["relative"]),
            which=_words(date["which"]),
            units=_words(date["units"]),
            languages=_words(demonym["languages"]),
            before_language=_words(demonym["before_language"]),
            other_nouns=_words(other["nouns"]),
            given_names=_given_names(),
            sport_words=_words(sport["words"]),
            sport_neighbours=_words(sport["neighbours"]),
            sport_before=_words(sport["before"]),
            organizations=organizations,
            clubs=frozenset(_lines(names["clubs"])),
            phrases=_by_first_word(organizations | things),
            not_names=things,
        )
    except KeyError as error:
        raise DataError(f"kg/data/mentions: a list {error} is missing") from error


def _table(file: str) -> dict[str, dict[str, str]]:
    text = files("kg").joinpath("data/mentions", file).read_text(encoding="utf-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"kg/data/mentions/{file}: not TOML: {error}") from error


def _given_names() -> Words:
    text = files("kg").joinpath("data/mentions/given_names.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _by_first_word(names: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(names):
        words = tuple(name.replace("-", " - ").replace("'s", " 's").split())
        if len(words) > 1:
            table.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(forms, key=len, reverse=True)) for first, forms in table.items()}


def _inflected(verbs: Iterable[str]) -> Words:
    """Forms in "s", "ed" and "ing": "denies", "denied", "denying"."""
    return frozenset(form for verb in verbs for form in (_third_person(verb), *_with_suffix(verb)))


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if _ends_in_y(verb) else verb + "s"


def _with_suffix(verb: str) -> tuple[str, ...]:
    if _ends_in_y(verb):
        return verb[:-1] + "ied", verb + "ing"
    if verb.endswith("e"):
        return verb + "d", verb[:-1] + "ing"
    double = verb + verb[-1]
    return verb + "ed", verb + "ing", double + "ed", double + "ing"


def _ends_in_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2] not in "aeiou"


def _words(text: str) -> Words:
    return frozenset(text.split())


def _lines(text: object) -> list[str]:
    return [line for line in str(text).splitlines() if line]
