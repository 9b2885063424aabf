"""Forms of names: normal form, and a name taken apart by its type.

A name is compared by its *normal form*: lower case, no accents, dots, quotes, brackets or possessive, no leading "the",
hyphens as spaces. `parse` takes it apart: titles, generation and forename of a person, legal form of an organisation,
country behind an alias or demonym. Its *key* is what two names of one entity share at first sight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.gazetteer import is_country, place_of, place_of_demonym
from kg.model import EntityType
from kg.names.normal import clean, normal_form
from kg.names.spelling import articles, spelled_organization, spelled_person
from kg.names.tables import Gender, tables

__all__ = [
    "Name",
    "acronym_behind",
    "gender_of_title",
    "initials",
    "is_acronym",
    "is_common_body",
    "is_kind_of_body",
    "is_known_organization",
    "is_part_of_company",
    "key_of",
    "letters_of",
    "parse",
    "plain",
]

_JOINED_INITIALS = re.compile(r"\b([A-Z])\.(?=[A-Z]\.)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart.

    ``words`` are the words of the normal form without titles, suffixes and legal forms, ``key`` what names of one
    entity share, ``local`` what an organisation's share within one document. ``gender`` is what title or forename
    says; ``titled`` whether a title says it. ``surname`` is the index in ``words`` where a person's surname begins;
    ``spelled`` are the words in the one spelling that `kg.names.spelling` gives to all.
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
    spelled: tuple[str, ...] = ()

    def __hash__(self) -> int:
        # All else follows from these two; a name is a key in many tables.
        return hash((self.text, self.type))

    @property
    def is_full(self) -> bool:
        """True for a person's name with forename, or initial, and surname."""
        return self.surname > 0

    @property
    def family(self) -> tuple[str, ...]:
        """A person's surname in the one spelling, without an article that writers leave out; or a name alone."""
        return tuple(word for word in self.spelled[self.surname :] if word not in articles()) or self.spelled

    @property
    def is_double(self) -> bool:
        """True for a surname of two names with a hyphen."""
        return "-" in self.text.split()[-1].strip("-") if self.type == "Person" and self.text.split() else False


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


def is_common_body(name: Name) -> bool:
    """True for an organisation's name that every state or town has one of: "Interior Ministry", "Supreme Court".

    >>> [is_common_body(parse(name, "Organization")) for name in ("the Supreme Court", "German Army", "Red Army")]
    [True, False, False]
    """
    table = tables()
    words = set(name.words)
    known = table.bodies | table.generic | table.unvoiced | table.common
    return (
        name.type == "Organization" and bool(words) and words <= known and not words.isdisjoint(table.bodies | {"bank"})
    )


def acronym_behind(name: Name) -> str | None:
    """The acronym at the end of an organisation's name, in brackets or not.

    >>> acronym_behind(parse("Union of Fruit Growers (UFG)", "Organization"))
    'UFG'
    """
    last = name.text.split()[-1].strip("()[]") if " " in name.text and name.type == "Organization" else ""
    return last if is_acronym(last) and normal_form(last) in initials(name.words) else None


def is_part_of_company(long: Name, short: Name) -> bool:
    """True if a name goes on behind a shorter one to name a part of it: "Siemens Energy", "Vodafone Germany".

    >>> siemens, energy = (parse(name, "Organization") for name in ("Siemens", "Siemens Energy AG"))
    >>> is_part_of_company(energy, siemens), is_part_of_company(siemens, energy)
    (True, False)
    """
    size = len(short.words)
    rest = long.words[size:]
    if not rest or long.words[:size] != short.words:
        return False
    return any(word in tables().parts or is_country(word.capitalize()) for word in rest)


def letters_of(name: Name) -> tuple[str, ...]:
    """What a name may be shortened to, with and without its legal form: "British Broadcasting Corporation" is the
    BBC.
    """
    return tuple(dict.fromkeys((*initials(name.words), *initials(name.normal.split()))))


def is_known_organization(name: Name) -> bool:
    """True for an organisation that the tables of names list.

    >>> is_known_organization(parse("Nato", "Organization"))
    True
    """
    spelled = " ".join(name.words)
    return spelled in tables().organizations or spelled in tables().local


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
    normal = normal_form(text)
    words = tuple(normal.split())
    if type_ == "Person":
        return _person(text, normal, words)
    if type_ == "Organization":
        return _organization(text, normal, words)
    key, words = _place_key(text, words)
    return Name(text, "Place", normal, key, words)


def key_of(text: str, type_: EntityType) -> str:
    """The key of a name, without taking the rest of it apart: a third of the work, for lists of millions.

    >>> key_of("Dr. Rosa Lind", "Person") == parse("Dr. Rosa Lind", "Person").key == "rosa lind"
    True
    """
    normal = normal_form(text)
    words = tuple(normal.split())
    if type_ == "Person":
        words, _, _, generation = _untitled(text, words)
        return " ".join((*words, generation) if generation else words)
    return _organization_key(text, words)[0] if type_ == "Organization" else _place_key(text, words)[0]


def gender_of_title(word: str) -> Gender | None:
    """What a title by itself says; ``None`` if it says nothing, or is none.

    >>> gender_of_title("Mrs."), gender_of_title("President")
    ('female', None)
    """
    return tables().titles.get(word.lower().removesuffix("."))


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


def _untitled(text: str, words: tuple[str, ...]) -> tuple[tuple[str, ...], Gender | None, bool, str | None]:
    """The words of a person's name without titles and generation; the gender that a title says, whether one does, and
    the generation.
    """
    table = tables()
    if "." in text:
        spaced = _JOINED_INITIALS.sub(r"\1. ", text)
        words = words if spaced == text else tuple(normal_form(spaced).split())
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
    return words, gender, titled, generation


def _person(text: str, normal: str, words: tuple[str, ...]) -> Name:
    table = tables()
    words, gender, titled, generation = _untitled(text, words)
    gender = gender or table.given.get(words[0] if words else "")
    surname = next(
        (i for i in range(_forename_end(words), len(words) - 1) if words[i] in table.particles), len(words) - 1
    )
    if words and words[0] in table.particles and words[0] not in table.given and surname < 2:
        surname = 0
    surname = max(surname, 0)
    key = " ".join((*words, generation) if generation else words)
    spelled = spelled_person(text, words, surname)
    return Name(text, "Person", normal, key, words, key, gender, titled, generation, surname, spelled)


def _forename_end(words: tuple[str, ...]) -> int:
    """Where a surname may begin: "Abdel Fattah" is one forename, although "van der Berg" is none."""
    particles = tables().particles
    return 2 if len(words) > 3 and words[0] in particles and words[1] not in particles else 1


def _organization(text: str, normal: str, words: tuple[str, ...]) -> Name:
    key, local, words = _organization_key(text, words)
    return Name(text, "Organization", normal, key, words, local, spelled=spelled_organization(text, words))


def _organization_key(text: str, words: tuple[str, ...]) -> tuple[str, str, tuple[str, ...]]:
    """The key, that within one document, and the words without legal forms."""
    table = tables()
    if len(words) > 2 and words[-1] in initials(words[:-1]) and is_acronym(text.split()[-1].strip("()[]’'s")):
        words = words[:-1]
    words = tuple(part for word in words for part in table.spellings.get(word, word).split())
    whole = " ".join(words)
    forms = table.legal
    if len(words) > 2 and words[-2:] == ("a", "s"):
        words = words[:-2]
    while len(words) > 1 and words[-1] in forms:
        words = words[:-1]
    while len(words) > 1 and words[0] in forms and len(words[0]) > 1:
        words = words[1:]
    spelled = " ".join(words)
    key = table.organizations.get(whole) or table.organizations.get(spelled, spelled)
    return key, table.local.get(whole) or table.local.get(spelled, key), words


def _place_key(text: str, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The key, and the words without "state of" and the like."""
    table = tables()
    cleaned = clean(text)
    if len(words) > 2 and words[1] == "of" and words[0] in table.before:
        words = words[2:]
    known = place_of(cleaned) or place_of_demonym(cleaned)
    if known is not None:
        return normal_form(known), words
    words = tuple("st" if word == "saint" else word for word in words)
    spelled = " ".join(words)
    return table.adjectives.get(spelled, spelled), words
