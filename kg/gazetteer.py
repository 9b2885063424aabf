"""Places known by name: countries and their people, regions, US states, cities.

Countries, regions and the names of their people are in `kg/data/places`; cities and states come from GeoNames
(`kg.geonames`). Names are matched as written: "US" is a country, "us" is
not. A leading "the" and the shape of the apostrophe do not matter, nor do capitals throughout ("GERMANY").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from kg import geonames
from kg.errors import DataError

__all__ = [
    "Place",
    "PlaceKind",
    "code_of",
    "countries",
    "country_of",
    "is_country",
    "is_demonym",
    "place_kind",
    "place_of",
    "place_of_demonym",
    "regions",
]

PlaceKind = Literal["country", "region", "state", "city"]

_COUNTRY_KINDS = frozenset({"country", "territory", "nation", "former"})

# An acronym is one only in capitals, so its lower-case form is not looked up: "US" is no "us".
_LONGEST_ACRONYM = 5

# Words that end so have no plural that is made with "s": "Danish", "French", "Swiss", "Chinese", "Icelandic".
_WITHOUT_PLURAL = ("sh", "ch", "s", "ese", "ic", "men", "ois", "z")

# Sets the folded keys of a table apart from the names as written.
_FOLDED = "\N{SYMBOL FOR NULL}"


@dataclass(frozen=True, slots=True)
class Place:
    """A country or region: its usual English name, other names, and the names of its people and things.

    ``code`` is the ISO 3166 code, or empty. ``kind`` is ``country``, ``territory`` (has a code, belongs to a state),
    ``nation`` (a country within a state), ``former`` or ``region``. ``demonyms`` holds plurals too.
    """

    name: str
    code: str
    kind: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]


@cache
def countries() -> tuple[Place, ...]:
    """All countries, territories, countries within states and former countries, in the order of the data file."""
    return tuple(_read("countries.tsv", columns=5))


@cache
def regions() -> tuple[Place, ...]:
    """Continents, regions and cities whose people have a name, in the order of the data file."""
    return tuple(_read("regions.tsv", columns=3))


def country_of(name: str) -> str | None:
    """The usual English name of the country that a name, another name or a demonym stands for; else ``None``.

    >>> country_of("U.S."), country_of("the Danes"), country_of("Bavarian")
    ('United States', 'Denmark', None)
    """
    place = _look_up(name, _country_names()) or _look_up(name, _country_demonyms())
    return place.name if place else None


def code_of(name: str) -> str | None:
    """The ISO 3166 code of the country that a name, another name or a demonym stands for; else ``None``.

    >>> code_of("Dutch"), code_of("Holland"), code_of("Prussia")
    ('NL', 'NL', None)
    """
    place = _look_up(name, _country_names()) or _look_up(name, _country_demonyms())
    return (place.code or None) if place else None


def is_country(name: str) -> bool:
    """True for a name of a country, not for a demonym.

    >>> is_country("Burma"), is_country("Burmese")
    (True, False)
    """
    return _look_up(name, _country_names()) is not None


def place_of(name: str) -> str | None:
    """The usual English name of the country, region or city that a name or another name stands for; no demonyms.

    >>> place_of("Kiev"), place_of("Britain"), place_of("Parisian")
    ('Kyiv', 'United Kingdom', None)
    """
    place = _look_up(name, _country_names()) or _look_up(name, _region_names())
    return place.name if place else None


def place_of_demonym(name: str) -> str | None:
    """The country, region or city whose people or things are called so; else ``None``.

    >>> place_of_demonym("Iraqis"), place_of_demonym("Londoner"), place_of_demonym("London")
    ('Iraq', 'London', None)
    """
    place = _look_up(name, _country_demonyms()) or _look_up(name, _region_demonyms())
    return place.name if place else None


def is_demonym(name: str) -> bool:
    """True for an adjective or noun that stands for the people or things of a place.

    >>> is_demonym("Welsh"), is_demonym("European"), is_demonym("Wales")
    (True, True, False)
    """
    return place_of_demonym(name) is not None


def place_kind(name: str, *, population: int = 100_000) -> PlaceKind | None:
    """What kind of place is best known by this name; ``None`` if no place is.

    ``population`` is the number of inhabitants from which on a city counts; `kg.geonames` begins at 1,000.

    >>> place_kind("Chad"), place_kind("Ohio"), place_kind("Lagos"), place_kind("Yesterday")
    ('country', 'state', 'city', None)
    """
    if is_country(name):
        return "country"
    plain = _plain(name)
    if _is_state(plain):
        return "state"
    if _city_population(plain) >= population:
        return "city"
    return "region" if _look_up(name, _region_names()) else None


def _read(file: str, columns: int) -> Iterator[Place]:
    place = f"kg/data/places/{file}"
    lines = files("kg").joinpath("data/places", file).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != columns or not cells[0]:
            raise DataError(f"{place}:{number}: {len(cells)} columns, but a place has {columns}, the first its name")
        code, kind = (cells[1], cells[2]) if columns > 3 else ("", "region")
        if columns > 3 and kind not in _COUNTRY_KINDS:
            raise DataError(f"{place}:{number}: kind {kind!r} is not one of {', '.join(sorted(_COUNTRY_KINDS))}")
        yield Place(cells[0], code, kind, _list(cells[-2]), tuple(_with_plurals(_list(cells[-1]))))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _with_plurals(demonyms: Iterable[str]) -> Iterator[str]:
    for demonym in demonyms:
        yield demonym
        if demonym.endswith(("man", "woman")) and not demonym.endswith(
            ("Roman", "German", "Oman", "Burman", "Ottoman")
        ):
            yield demonym.removesuffix("man") + "men"
        elif not demonym.endswith(_WITHOUT_PLURAL):
            yield demonym + "s"


def _plain(name: str) -> str:
    """As written, but for a leading article, the apostrophe, "St", and the accents of letters."""
    plain = name.replace("’", "'").removeprefix("the ").removeprefix("The ")
    if plain.startswith(("St ", "St. ")):
        plain = "Saint " + plain.partition(" ")[2]
    if plain.isascii():
        return plain
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))


def _look_up(name: str, table: dict[str, Place]) -> Place | None:
    plain = _plain(name)
    found = table.get(plain)
    if found is None and plain.isupper():
        return table.get(_FOLDED + plain.casefold())
    return found


def _index(pairs: Iterable[tuple[str, Place]]) -> dict[str, Place]:
    """Names as written, and folded for names in capitals; of two places with one name the first has it."""
    table: dict[str, Place] = {}
    for name, place in pairs:
        plain = _plain(name)
        table.setdefault(plain, place)
        if not (plain.isupper() and len(plain) <= _LONGEST_ACRONYM):
            table.setdefault(_FOLDED + plain.casefold(), place)
    return table


@cache
def _country_names() -> dict[str, Place]:
    return _index((name, place) for place in countries() for name in (place.name, *place.aliases))


@cache
def _country_demonyms() -> dict[str, Place]:
    return _index((name, place) for place in countries() for name in place.demonyms)


@cache
def _region_names() -> dict[str, Place]:
    return _index((name, place) for place in regions() for name in (place.name, *place.aliases))


@cache
def _region_demonyms() -> dict[str, Place]:
    return _index((name, place) for place in regions() for name in place.demonyms)


@lru_cache(maxsize=1 << 14)
def _is_state(plain: str) -> bool:
    return any(state.country == "US" and state.name == plain for state in geonames.divisions_named(plain))


@lru_cache(maxsize=1 << 14)
def _city_population(plain: str) -> int:
    """Inhabitants of the largest city of a name, or of that name and "City"."""
    names = (plain, f"{plain} City")
    return max((city.population for city in geonames.cities_named(plain) if _plain(city.name) in names), default=0)
