"""The vocabulary: entity types and predicates, read from `data/ontology.toml`.

A new predicate is a change of that file, or of one given in its place; nothing here names one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.errors import DataError

__all__ = ["DATE", "EntityClass", "Ontology", "Predicate", "default_ontology", "read_ontology"]

DATE = "date"
"""The range of a predicate whose object is a literal date."""


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A type of entity: its name in the contract, its IRI, and words for people."""

    name: str
    iri: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """A relation: which types it joins and what else it means.

    ``domain`` and ``range`` name entity types (``range`` may be ``("date",)``). ``also`` lists the wider predicates
    that hold for the same pair wherever the pair's types fit them. ``inverse`` is the predicate that says the same from
    the other end, if there is one. A ``transitive`` predicate, or one that holds ``through`` others, holds for what its
    object has: who was born in Lima was born in Peru. What is ``asymmetric`` holds in one direction
    only; what is ``lasting`` holds for a while, the others happen. ``one`` is the end (``subject`` or ``object``)
    of which the other has one at a time, as a state its head.
    """

    name: str
    iri: str
    label: str
    definition: str
    group: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool = False
    asymmetric: bool = False
    also: tuple[str, ...] = ()
    inverse: str | None = None
    transitive: bool = False
    through: tuple[str, ...] = ()
    wikidata: str | None = None
    lasting: bool = False
    one: str | None = None

    @property
    def takes_value(self) -> bool:
        """True if its object is a literal date."""
        return self.range == (DATE,)

    def admits(self, subject_type: str, object_type: str) -> bool:
        """True if the types fit; the type of a date mention is ``Date``."""
        wanted = DATE if object_type == "Date" else object_type
        return subject_type in self.domain and wanted in self.range


@dataclass(frozen=True, slots=True)
class Ontology:
    """Types and predicates by name, in the order of their file, with the prefixes of their IRIs."""

    version: str
    prefixes: Mapping[str, str]
    types: Mapping[str, EntityClass]
    predicates: Mapping[str, Predicate]

    def wider(self, name: str) -> frozenset[str]:
        """All predicates that ``name`` implies, over any number of steps.

        >>> sorted(default_ontology().wider("headOfState"))
        ['leads', 'officialOf']
        """
        found: set[str] = set()
        todo = [name]
        while todo:
            for also in self.predicates[todo.pop()].also:
                if also not in found:
                    found.add(also)
                    todo.append(also)
        return frozenset(found)


@cache
def default_ontology() -> Ontology:
    """The ontology that `kg` ships."""
    return _parse(files("kg").joinpath("data/ontology.toml").read_text(encoding="utf-8"), "kg/data/ontology.toml")


def read_ontology(path: str | Path) -> Ontology:
    """Read an ontology file of the same form as `kg/data/ontology.toml`.

    Raises:
        DataError: the file is not TOML, an entry lacks a key, or names a type, prefix or predicate that is not there.
    """
    return _parse(Path(path).read_text(encoding="utf-8"), str(path))


def _parse(text: str, place: str) -> Ontology:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{place}: not TOML: {error}") from error
    try:
        prefixes = dict(table["prefixes"])
        types = {
            name: EntityClass(name, _expand(entry["iri"], prefixes, place), entry["label"], entry["definition"])
            for name, entry in table["types"].items()
        }
        predicates = {name: _predicate(name, entry, prefixes, place) for name, entry in table["predicates"].items()}
    except KeyError as error:
        raise DataError(f"{place}: an entry lacks the key {error}; see kg/data/ontology.toml") from error
    ontology = Ontology(str(table.get("version", "1")), prefixes, types, predicates)
    _check(ontology, place)
    return ontology


def _predicate(name: str, entry: Mapping[str, Any], prefixes: Mapping[str, str], place: str) -> Predicate:
    return Predicate(
        name=name,
        iri=_expand(entry["iri"], prefixes, place),
        label=entry["label"],
        definition=entry["definition"],
        group=entry["group"],
        domain=tuple(entry["domain"]),
        range=tuple(entry["range"]),
        symmetric=entry.get("symmetric", False),
        asymmetric=entry.get("asymmetric", False),
        also=tuple(entry.get("also", ())),
        inverse=entry.get("inverse"),
        transitive=entry.get("transitive", False),
        through=tuple(entry.get("through", ())),
        wikidata=entry.get("wikidata"),
        lasting=entry.get("lasting", False),
        one=entry.get("one"),
    )


def _expand(curie: str, prefixes: Mapping[str, str], place: str) -> str:
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in prefixes:
        raise DataError(f"{place}: {curie!r} is not prefix:name with a prefix of {', '.join(sorted(prefixes))}")
    return prefixes[prefix] + local


def _check(ontology: Ontology, place: str) -> None:
    for predicate in ontology.predicates.values():
        for type_ in predicate.domain:
            if type_ not in ontology.types:
                raise DataError(
                    f"{place}: {predicate.name}: domain {type_!r} is not one of {', '.join(ontology.types)}"
                )
        for type_ in predicate.range:
            if type_ not in ontology.types and predicate.range != (DATE,):
                raise DataError(f"{place}: {predicate.name}: range {type_!r} is not one of {', '.join(ontology.types)}")
        named = [("also", also) for also in predicate.also] + [("through", through) for through in predicate.through]
        if predicate.inverse is not None:
            named.append(("inverse", predicate.inverse))
        for key, other in named:
            if other not in ontology.predicates:
                raise DataError(f"{place}: {predicate.name}: {key} {other!r} is not a predicate")
        if predicate.one not in {None, "subject", "object"}:
            raise DataError(f"{place}: {predicate.name}: one = {predicate.one!r} is neither 'subject' nor 'object'")
