"""The entities of a text as figures whom a pronoun may mean, with what their names say of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kg.coreference.forenames import forename_odds
from kg.coreference.nouns import nouns
from kg.coreference.scene import Columns, Place
from kg.coreference.setting import Figure
from kg.gazetteer import place_kind, place_of_demonym
from kg.model import Entity, Mention
from kg.names import is_acronym, is_kind_of_body, is_known_organization, parse

__all__ = ["figures_and_places"]

_LONGEST_PERSON = 3  # words of a name that may be a person's though it was taken for something else
_BIG_CITY = 400_000  # inhabitants
_APPOSED = 8  # tokens after a name within which an apposition to it is looked for


@cache
def _nouns() -> dict[str, int]:
    """Nouns for a man (1) and for a woman (-1)."""
    return {noun: sign for key, sign in (("male", 1), ("female", -1)) for noun in nouns(key)}


def figures_and_places(
    c: Columns, named: Sequence[Mention], entities: Sequence[Entity], guessed: frozenset[str]
) -> tuple[list[Figure], list[Place]]:
    """A figure for each entity, in their order, and the places of all names, in the order of the text."""
    number_of = {entity.id: number for number, entity in enumerate(entities)}
    # "The Kremlin": a name behind "the" is no person's, whatever a pronoun says.
    behind_the = {name.entity for name in named if _before(c, name) == "the"}
    figures = [
        Figure(
            number,
            entity.type,
            is_guess=entity.id in guessed,
            may_be_person=entity.id not in behind_the and _may_be_person(entity),
        )
        for number, entity in enumerate(entities)
    ]
    places = []
    for mention in named:
        if mention.kind != "name" or mention.entity is None:
            continue
        start, end = c.token_at(mention.start), c.token_at(mention.end - 1) + 1
        place = Place(start, c.head_of(start, end), end, c.sentences[start], number_of[mention.entity], is_name=True)
        places.append(place)
        _learn(figures[place.entity], mention, place, c)
    return figures, places


def _before(c: Columns, name: Mention) -> str:
    """The word before a name, if it is short."""
    words = c.text[max(0, name.start - len("\nthe ")) : name.start].lower().split()
    return words[-1] if words else ""


def _learn(figure: Figure, mention: Mention, place: Place, c: Columns) -> None:
    """Take up what one name says: forename, title, and the noun beside it ("his wife Ann", "Ann, his wife")."""
    name = parse(mention.text, "Person")
    figure.names.append(place.head)
    if name.words and (not figure.gender or (name.is_full and not figure.is_full)):
        figure.gender = forename_odds(name.words[0], alone=not name.is_full)
    figure.is_full = figure.is_full or name.is_full
    if name.titled and name.gender:
        figure.titled = 1 if name.gender == "male" else -1
    if not figure.titled:
        figure.titled = next((_nouns()[word] for word in _beside(place, c) if word in _nouns()), 0)


def _beside(place: Place, c: Columns) -> list[str]:
    """The nouns that stand for the same as a name."""
    found = [place.start - 1] if place.start > 0 and c.heads[place.start - 1] == place.head else []
    if c.labels[place.head] == "appos":
        found.append(c.heads[place.head])
    behind = range(place.end, min(place.end + _APPOSED, len(c.heads)))
    found += [token for token in behind if c.labels[token] == "appos" and c.heads[token] == place.head]
    return [c.word(token) for token in found]


def _may_be_person(entity: Entity) -> bool:
    """True for a name that was taken for something else but that no known place or body has.

    A place of less than a big city's size does not count as known, nor one that is a forename too ("Victoria"). If the
    name has several words, the first must be a forename, or they must be taken for a place that nobody knows.
    """
    if entity.type == "Person" or is_acronym(entity.name) or not entity.name[:1].isupper():
        return False
    words = parse(entity.name, "Person").words
    name = parse(entity.name, entity.type)
    is_body = entity.type == "Organization" and (is_kind_of_body(name) or is_known_organization(name))
    if not 1 <= len(words) <= _LONGEST_PERSON or is_body or place_of_demonym(entity.name):
        return False
    is_forename = forename_odds(words[0]) != 0
    kind = place_kind(entity.name, population=_BIG_CITY)
    if kind is not None and not (is_forename and len(words) == 1 and kind in ("city", "region")):
        return False
    return len(words) == 1 or is_forename or (entity.type == "Place" and place_kind(entity.name, population=1) is None)
