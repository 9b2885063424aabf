"""GeoNames: countries, their divisions, and cities, by name.

The records are in `kg/data/geonames` (GeoNames, CC BY 4.0; ISO 3166), made by `kg.train.places` and read on first use.
`kg/data/places` adds what they lack: English names of cities and divisions, and capitals.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from kg.errors import DataError

__all__ = [
    "Feature",
    "FeatureKind",
    "capital_of",
    "capitals",
    "cities_named",
    "country",
    "division",
    "divisions_named",
    "feature_key",
]

FeatureKind = Literal["country", "division", "city"]

# So many letters do a city and the division that is called after it have in common, at the beginning.
_STEM = 4

_COUNTRY_COLUMNS, _DIVISION_COLUMNS = 5, 6

# Letters that are no plain letter with an accent, and dashes.
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "–": "-"})
_MARKS = str.maketrans({"-": " ", "_": " ", ",": "", ".": "", "'": "", "`": ""})
_SAINT = re.compile(r"^(?:st|sankt) ")
_ARTICLE = re.compile(r"^(?:al|ar|as|ash|ad|an|at|ath|az|el) (?=\w{3})")
# "Frankfurt am Main", "Newcastle upon Tyne", "Mexico City": texts leave these out.
_TAIL = re.compile(r"(?<=\w) (?:(?:am|an|bei|im|in|ob|upon|sur) \w.*|city)$")
_HEADS = re.compile(
    r"\b(?:autonomous|avtonomnaya|avtonomnyy|county|district|federal|governorate|kray|krai|metropolitan|oblast|oblasts"
    r"|okrug|prefecture|province|region|republic|respublika|sheng|shi|state|territory|zizhiqu)\b"
)


@dataclass(frozen=True, slots=True)
class Feature:
    """A record of GeoNames.

    ``id`` is GeoNames' identifier. ``country`` is the ISO 3166-1 code (two letters), of a country its own; ``code`` the
    ISO 3166-1 code (three letters) of a country, the ISO 3166-2 code of a division, if it has one. ``divisions`` are
    the identifiers of the first-level divisions that hold a city. ``population`` counts inhabitants: of countries and
    divisions those of their cities.
    """

    id: int
    name: str
    kind: FeatureKind
    country: str
    code: str = ""
    divisions: tuple[int, ...] = ()
    population: int = 0

    @property
    def iri(self) -> str:
        """GeoNames' IRI.

        >>> country("PE").iri
        'https://sws.geonames.org/3932488/'
        """
        return f"https://sws.geonames.org/{self.id}/"

    def holds(self, other: Feature) -> bool:
        """True if the other lies in this country or division.

        >>> country("PE").holds(cities_named("Lima")[0])
        True
        """
        if self.kind == "country":
            return other.kind != "country" and other.country == self.country
        return self.id in other.divisions


def country(code: str) -> Feature | None:
    """The country of an ISO 3166-1 code (two letters); ``None`` if GeoNames has none, such as for one that is no more.

    >>> country("SU") is None, country("PE").code
    (True, 'PER')
    """
    return _tables().countries.get(code)


def divisions_named(name: str) -> list[Feature]:
    """First-level divisions (states, provinces, regions) of that name, the most populous first.

    Words such as "province" or "oblast" do not matter.

    >>> [found.code for found in divisions_named("Bavaria")], [found.code for found in divisions_named("Punjab")]
    (['DE-BY'], ['PK-PB', 'IN-PB'])
    """
    tables = _tables()
    key = feature_key(name)
    bare = _without_head(key)
    rows = tables.divisions_by_name.get(key) or tables.divisions_by_name.get(bare, ())
    found = [tables.divisions[row] for row in _tuple(rows)]
    if not found and bare != key:
        found = list(_called_after(cities_named(bare)))
    return sorted(found, key=_largest_first)


def division(id_: int) -> Feature | None:
    """The first-level division of an identifier."""
    return _tables().divisions_by_id.get(id_)


def _called_after(cities: Iterable[Feature]) -> Iterator[Feature]:
    """The divisions that hold one of these cities and are called after it, as Kurskaya oblast is after Kursk."""
    for city in cities:
        for found in filter(None, map(division, city.divisions)):
            if feature_key(found.name).startswith(feature_key(city.name)[:_STEM]):
                yield found


def cities_named(name: str) -> list[Feature]:
    """Cities, towns and villages of that name, the most populous first.

    >>> [(found.name, found.country) for found in cities_named("Kiev")[:1]]
    [('Kyiv', 'UA')]
    """
    tables = _tables()
    rows = tables.cities_by_name.get(feature_key(name), ())
    return sorted((tables.city(row) for row in _tuple(rows)), key=_largest_first)


def capital_of(code: str) -> int | None:
    """The identifier of the capital of the country of an ISO 3166-1 code (two letters).

    >>> cities_named("Lima")[0].id == capital_of("PE")
    True
    """
    return capitals().get(code)


def feature_key(name: str) -> str:
    """What is left of a place's name when all is folded that writers vary.

    >>> feature_key("St. Pölten"), feature_key("Port-au-Prince"), feature_key("Donets'k")
    ('saint polten', 'port au prince', 'donetsk')
    """
    key = name.casefold()
    if key.isascii():
        if key.isalpha():
            return key
    else:
        key = unicodedata.normalize("NFD", key.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return _SAINT.sub("saint ", key.translate(_MARKS))


def _without_head(key: str) -> str:
    return " ".join(_HEADS.sub(" ", key).removeprefix("the ").split()).removeprefix("of ")


def _largest_first(feature: Feature) -> tuple[int, int]:
    return -feature.population, feature.id


@dataclass(frozen=True, slots=True)
class _Tables:
    """The records of countries and divisions, and the lines of cities, whose records are made when they are asked for.

    Divisions and cities are numbered by their lines.
    """

    countries: dict[str, Feature]
    divisions: list[Feature]
    divisions_by_id: dict[int, Feature]
    divisions_by_name: dict[str, int | tuple[int, ...]]
    city_lines: list[bytes]
    cities_by_name: dict[str, int | tuple[int, ...]]

    def city(self, row: int) -> Feature:
        name, id_, country, population, divisions = self.city_lines[row].decode().split("\t")
        return Feature(
            id=int(id_),
            name=name,
            kind="city",
            country=country,
            divisions=tuple(int(number) for number in divisions.split("|") if number),
            population=int(population),
        )


@cache
def _tables() -> _Tables:
    lines = _lines("cities")
    divisions, names = _divisions()
    return _Tables(
        countries={
            code: Feature(int(id_), name, "country", code, iso, (), int(population))
            for name, code, iso, id_, population in _rows("countries", _COUNTRY_COLUMNS)
        },
        divisions=divisions,
        divisions_by_id={found.id: found for found in divisions},
        divisions_by_name=names,
        city_lines=lines,
        cities_by_name=_city_names(lines),
    )


def _lines(table: str) -> list[bytes]:
    """The lines of a table in kg/data/geonames.

    Raises:
        DataError: it can't be unpacked.
    """
    packed = files("kg").joinpath("data/geonames", f"{table}.tsv.gz").read_bytes()
    try:
        return gzip.decompress(packed).splitlines()
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"kg/data/geonames/{table}.tsv.gz: can't be unpacked: {error}; install kg again") from error


def _rows(table: str, columns: int) -> Iterator[list[str]]:
    for number, line in enumerate(_lines(table), start=1):
        cells = line.decode().split("\t")
        if len(cells) != columns:
            raise DataError(f"kg/data/geonames/{table}.tsv.gz:{number}: {len(cells)} columns instead of {columns}")
        yield cells


def _divisions() -> tuple[list[Feature], dict[str, int | tuple[int, ...]]]:
    english = {code: names for code, _, names in _own("divisions.tsv")}
    found: list[Feature] = []
    names: list[tuple[str, int]] = []
    for number, cells in enumerate(_rows("divisions", _DIVISION_COLUMNS)):
        name, id_, code, country, population, aliases = cells
        found.append(Feature(int(id_), name, "division", country, code, (), int(population)))
        for form in (name, *aliases.split("|"), *english.get(code, "").split("|")):
            names += ((key, number) for key in _division_keys(form))
    return found, _by_name(names)


def _division_keys(name: str) -> Iterator[str]:
    """A name's key, and that without "oblast" and the like; of "Murcia, Región de" what is before the comma."""
    key = feature_key(name.partition(",")[0])
    yield key
    yield _without_head(key)


def _city_names(lines: list[bytes]) -> dict[str, int | tuple[int, ...]]:
    english = {id_: names.split("|") for id_, _, names in _own("cities.tsv")}
    names: list[tuple[str, int]] = []
    for row, line in enumerate(lines):
        name, id_, _ = line.decode().split("\t", maxsplit=2)
        for form in (name, *english.get(id_, ())):
            key = feature_key(form)
            names.append((key, row))
            if " " in key:
                names += ((shorter, row) for shorter in _shorter(key))
    return _by_name(names)


def _shorter(key: str) -> Iterator[str]:
    """A name of several words without an Arabic article, or without its last part."""
    bare = _ARTICLE.sub("", key)
    if bare != key:
        yield bare
    short = _TAIL.sub("", key)
    if short != key:
        yield short


def _by_name(names: Iterable[tuple[str, int]]) -> dict[str, int | tuple[int, ...]]:
    """The row, or rows, of each name: most have one, and a tuple of each would take as much memory as the names."""
    found: dict[str, int | tuple[int, ...]] = {}
    for key, row in names:
        rows = found.setdefault(key, row)
        if rows != row and (isinstance(rows, int) or row not in rows):
            found[key] = (*_tuple(rows), row)
    found.pop("", None)
    return found


def _tuple(rows: int | tuple[int, ...]) -> tuple[int, ...]:
    return (rows,) if isinstance(rows, int) else rows


@cache
def capitals() -> dict[str, int]:
    """The identifiers of capitals by the ISO 3166-1 codes (two letters) of their countries.

    >>> capitals()["PE"] == capital_of("PE")
    True
    """
    return {code: int(id_) for code, id_, _ in _own("capitals.tsv")}


def _own(file: str) -> Iterator[list[str]]:
    """The rows of a file in kg/data/places, of three columns."""
    place = f"kg/data/places/{file}"
    lines = files("kg").joinpath("data/places", file).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3 or not all(cells):
            raise DataError(f"{place}:{number}: a row has three cells that are not empty, but this has {cells}")
        yield cells
