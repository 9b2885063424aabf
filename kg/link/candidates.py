"""Which records of GeoNames the name of a place may mean."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from kg import gazetteer, geonames
from kg.geonames import Feature
from kg.model import Entity

__all__ = ["candidates", "prior", "prior_of_whole"]

# All weights are in logarithms of inhabitants: 1 is as much as ten times as many of them.
_CAPITAL = 1.0
_COUNTRY = 1.0
# A division of the same size as a city is less often meant.
_DIVISION = -1.0
# "East London" may be a part of London.
_PART = -1.5

# Inhabitants from which on a city may bear the name of a part of the world.
_LARGE = 100_000

_CITY_HEAD = re.compile(r"^(?:the )?(?:city|town|village|port) of ", re.I)
_DIVISION_HEAD = re.compile(
    r"\b(?:canton|county|governorate|kra[iy]|oblast|prefecture|province|region|state)s?\b", re.I
)
_COMPASS = re.compile(r"(?:(?:the|north|south|east|west|central|northern|southern|eastern|western|[ -])+)", re.I)
_PART_OF = re.compile(
    r"(?:north|south|east|west|central|upper|lower|inner|greater|old|downtown)(?:ern)?[ -](?=\w)", re.I
)


def candidates(entity: Entity) -> tuple[Feature, ...]:
    """The records of its fullest name or, if that has none, of another one."""
    return next((found for name in (entity.name, *entity.aliases) if (found := _named(name))), ())


@lru_cache(maxsize=1 << 14)
def _named(name: str) -> tuple[Feature, ...]:
    code = gazetteer.code_of(name)
    country = geonames.country(code) if code else None
    name = gazetteer.place_of_demonym(name) or name
    city = _CITY_HEAD.sub("", name)
    if city != name:
        return tuple(geonames.cities_named(city))
    if _COMPASS.fullmatch(name):
        return ()
    found = geonames.divisions_named(name)
    if not (found and _DIVISION_HEAD.search(name)):
        cities = geonames.cities_named(name)
        # A part of the world that is no division ("Asia") is not a village of that name either.
        if found or not gazetteer.place_of(name) or any(city.population >= _LARGE for city in cities):
            found += cities
    if country is None:
        return tuple(found)
    # "Panama" is the country, not the city or the province in it.
    return country, *(feature for feature in found if not country.holds(feature))


def prior(feature: Feature) -> float:
    """How likely a name means this record, whatever surrounds it."""
    score = math.log10(max(feature.population, 10))
    if feature.kind == "city":
        return score + (_CAPITAL if feature.id == geonames.capital_of(feature.country) else 0)
    return score + (_COUNTRY if feature.kind == "country" else _DIVISION)


@lru_cache(maxsize=1 << 12)
def prior_of_whole(name: str) -> float:
    """How likely a name such as "East London" means a part of the place that it is called after."""
    whole = _PART_OF.sub("", name, count=1)
    return max(map(prior, _named(whole)), default=-math.inf) + _PART if whole != name else -math.inf
