"""The words of names, from `kg/data/names`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from kg.errors import DataError
from kg.names.normal import normal_form

__all__ = ["Gender", "Tables", "tables"]

Gender = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class Tables:
    """The data files, as sets and maps."""

    titles: dict[str, Gender | None]
    suffixes: dict[str, str | None]
    particles: frozenset[str]
    given: dict[str, Gender]
    legal: frozenset[str]
    generic: frozenset[str]
    bodies: frozenset[str]
    common: frozenset[str]
    parts: frozenset[str]
    unvoiced: frozenset[str]
    spellings: dict[str, str]
    organizations: dict[str, str]
    local: dict[str, str]
    before: frozenset[str]
    after: frozenset[str]
    adjectives: dict[str, str]


@cache
def tables() -> Tables:
    people, given, organizations, places = (
        _toml(f"{name}.toml") for name in ("people", "given", "organizations", "places")
    )
    try:
        spellings = dict(organizations["spellings"])
        return Tables(
            titles=_titles(people["titles"]),
            suffixes=_suffixes(people),
            particles=frozenset(people["surname"]["particles"]),
            given={name: gender for gender in _GENDERS for name in given[gender].split()},
            legal=frozenset(organizations["legal"]) | frozenset(organizations["clubs"]),
            generic=frozenset(organizations["generic"]),
            bodies=frozenset(organizations["bodies"]),
            common=frozenset(organizations["common"]),
            parts=frozenset(organizations["parts"]),
            unvoiced=frozenset(organizations["unvoiced"]),
            spellings=spellings,
            organizations=dict(_organization_names("organizations.tsv", spellings)),
            local=dict(_organization_names("organizations-local.tsv", spellings)),
            before=frozenset(places["before"]),
            after=frozenset(places["after"]),
            adjectives=dict(places["adjectives"]),
        )
    except KeyError as error:
        raise DataError(f"kg/data/names: a table lacks the key {error}") from error


_GENDERS: tuple[Gender, ...] = ("male", "female")


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(files("kg").joinpath("data/names", name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"kg/data/names/{name}: not TOML: {error}") from error


def _titles(table: dict[str, list[str]]) -> dict[str, Gender | None]:
    titles: dict[str, Gender | None] = dict.fromkeys(table["any"])
    for gender in _GENDERS:
        titles.update(dict.fromkeys(table[gender], gender))
    return titles


def _suffixes(people: dict[str, Any]) -> dict[str, str | None]:
    suffixes: dict[str, str | None] = dict.fromkeys(people["suffixes"]["honours"])
    same = people["generation_of"]
    suffixes.update((word, same.get(word, word)) for word in people["suffixes"]["generations"])
    return suffixes


def _organization_names(file: str, spellings: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Each name of the table, and the normal form of the first of its line."""
    for line in files("kg").joinpath("data/names", file).read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        names = [" ".join(spellings.get(word, word) for word in normal_form(name).split()) for name in line.split("\t")]
        yield from ((name, names[0]) for name in names)
