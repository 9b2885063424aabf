"""Forms of names: normal form, and a name taken apart by its type.

A name is compared by its *normal form*: lower case, no accents, dots, quotes, brackets or possessive, no leading "the",
hyphens as spaces. `parse` takes it apart: titles, generation and forename of a person, legal form of an organisation,
country behind an alias or demonym. Its *key* is what two names of one entity share at first sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer import place_of, place_of_demonym
from kg.model import EntityType
from kg.names.normal import clean, normal_form
from kg.names.tables import Gender, tables

__all__ = ["Name", "initials", "is_acronym", "is_kind_of_body", "parse", "plain"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    ``words`` are the words of the normal form without titles, suffixes and legal forms, ``key`` what names of one
    entity share, ``local`` what an organisation's share within one document. ``gender`` is what title or forename
    says; ``titled`` whether a title says it. ``surname`` is the index in ``words`` where a person's surname begins.
    """

    text: str
    type: EntityType
    normal: str
    key: str
    words: tuple[str, ...]
    local: str = ""
    gender: Gender | None = None
    titled: bool = False
    generation: str | None = None
    surname: int = 0

    def __hash__(self) -> int:
        # All else follows from these two; a name is a key in many tables.
        return hash((self.text, self.type))

    @property
    def is_full(self) -> bool:
        """True for a person's name with forename, or initial, and surname."""
        return self.surname > 0


def is_acronym(text: str) -> bool:
    """True for two to eight letters, of which the most are capitals, with or without dots.

    >>> [is_acronym(text) for text in ("U.N.", "AfD", "dpa", "Fed", "Oslo")]
    [True, True, False, False, False]
    """
    letters = text.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isalnum() and sum(map(str.isupper, letters)) * 2 > len(letters)


def is_kind_of_body(name: Name) -> bool:
    """True for a name of nothing but words for kinds of bodies: "Council", "Research Institute".

    >>> is_kind_of_body(parse("the Council", "Organization"))
    True
    """
    table = tables()
    return all(word in table.bodies or word in table.generic or word in table.unvoiced for word in name.words)


def initials(words: Sequence[str]) -> tuple[str, ...]:
    """What words may be shortened to: their first letters with and without "of", "the", and without a generic last
    word.

    >>> initials(("institute", "of", "marine", "biology"))
    ('imb', 'iomb')
    """
    table = tables()
    if len(words) < 2:
        return ()
    voiced = [word for word in words if word not in table.unvoiced]
    found = ["".join(word[0] for word in voiced), "".join(word[0] for word in words)]
    if voiced and voiced[-1] in table.generic:
        found.append("".join(word[0] for word in voiced[:-1]))
    return tuple(dict.fromkeys(letters for letters in found if len(letters) > 1))


@lru_cache(maxsize=1 << 16)
def parse(text: str, type_: EntityType) -> Name:
    """Take a name apart.

    >>> parse("Mr. Jan van der Berg Jr.", "Person").words
    ('jan', 'van', 'der', 'berg')
    >>> parse("the U.N.", "Organization").key
    'united nations'
    """
    cleaned = clean(text)
    normal = normal_form(text)
    words = tuple(normal.split())
    if type_ == "Person":
        return _person(text, normal, words)
    if type_ == "Organization":
        return _organization(text, normal, words)
    return _place(text, cleaned, normal, words)


def plain(name: Name) -> str:
    """The name as people would write it by itself: as in the text, but without brackets, quotes, title and leading
    "the".

    >>> plain(parse("President [Mary] Moss", "Person")), plain(parse("the Meadow Party’s", "Organization"))
    ('Mary Moss', 'Meadow Party')
    """
    words = clean(name.text).split()
    if name.type == "Person":
        while len(words) > 1 and normal_form(words[0]) in tables().titles:
            words = words[1:]
    elif len(words) > 1 and (words[0] == "the" or (words[0] == "The" and name.type == "Organization")):
        words = words[1:]
    return " ".join(words) or name.text


def _person(text: str, normal: str, words: tuple[str, ...]) -> Name:
    table = tables()
    gender: Gender | None = None
    titled = False
    while len(words) > 1 and words[0] in table.titles:
        title = table.titles[words[0]]
        gender, titled = (title or gender), titled or title is not None
        words = words[1:]
    generation = None
    while len(words) > 1 and words[-1] in table.suffixes:
        generation = table.suffixes[words[-1]] or generation
        words = words[:-1]
    gender = gender or table.given.get(words[0] if words else "")
    surname = next((i for i in range(1, len(words) - 1) if words[i] in table.particles), len(words) - 1)
    if words and words[0] in table.particles and words[0] not in table.given:
        surname = 0
    key = " ".join((*words, generation) if generation else words)
    return Name(text, "Person", normal, key, words, key, gender, titled, generation, max(surname, 0))


def _organization(text: str, normal: str, words: tuple[str, ...]) -> Name:
    table = tables()
    words = tuple(part for word in words for part in table.spellings.get(word, word).split())
    forms = table.legal
    while len(words) > 1 and words[-1] in forms:
        words = words[:-1]
    while len(words) > 1 and words[0] in forms and len(words[0]) > 1:
        words = words[1:]
    spelled = " ".join(words)
    key = table.organizations.get(spelled, spelled)
    return Name(text, "Organization", normal, key, words, table.local.get(spelled, key))


def _place(text: str, cleaned: str, normal: str, words: tuple[str, ...]) -> Name:
    table = tables()
    if len(words) > 2 and words[1] == "of" and words[0] in table.before:
        words = words[2:]
    known = place_of(cleaned) or place_of_demonym(cleaned)
    if known is not None:
        return Name(text, "Place", normal, normal_form(known), words)
    words = tuple("st" if word == "saint" else word for word in words)
    spelled = " ".join(words)
    return Name(text, "Place", normal, table.adjectives.get(spelled, spelled), words)
