"""The terms of the exported data set, and its literals in canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.errors import OutputError
from kg.ontology import default_ontology

__all__ = [
    "DATA_PREFIXES",
    "EDTF",
    "PREFIXES",
    "date_literal",
    "decimal",
    "describe",
    "edtf",
    "integer",
    "plain_date",
    "predicate_iri",
    "predicate_name",
    "term",
    "text",
    "type_iri",
    "type_name",
]

PREFIXES: Final[dict[str, str]] = {
    "dct": "http://purl.org/dc/terms/",
    "kg": "urn:kg:ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of the exported files. ``kg:`` is the vocabulary, and the same whatever the base of the data is."""

DATA_PREFIXES: Final = {name: iri for name, iri in PREFIXES.items() if name not in ("sh", "wdt")}
"""Those that a data set needs."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


@cache
def term(curie: str) -> ox.NamedNode:
    """The IRI of a prefixed name.

    >>> term("kg:status").value
    'urn:kg:ontology#status'
    """
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def describe(subject: ox.NamedNode, *facts: tuple[str, ox.NamedNode | ox.Literal | None]) -> Iterator[ox.Triple]:
    """Triples about one subject, from prefixed names and objects; an object that is ``None`` is left out."""
    for predicate, object_ in facts:
        if object_ is not None:
            yield ox.Triple(subject, term(predicate), object_)


EDTF: Final = ox.NamedNode("http://id.loc.gov/datatypes/edtf")
"""The datatype of dates that XML Schema's types can't hold: Extended Date/Time Format (Library of Congress, 2019)."""


def text(value: str) -> ox.Literal:
    r"""A string; a lone surrogate, which RDF can't hold, becomes U+FFFD, so that offsets stay.

    >>> text("caf\ud800").value
    'caf\ufffd'
    """
    return ox.Literal(_LONE_SURROGATE.sub("\ufffd", value))


def integer(value: int) -> ox.Literal:
    """A whole number as ``xsd:integer``."""
    return ox.Literal(str(value), datatype=term("xsd:integer"))


def decimal(value: float) -> ox.Literal:
    """A number as canonical ``xsd:decimal``: all its digits, no exponent, no trailing zeros.

    >>> decimal(0.50).value, decimal(1.0).value, decimal(1e-07).value
    ('0.5', '1', '0.0000001')
    """
    digits = format(Decimal(repr(value)), "f")
    return ox.Literal(digits.removesuffix(".0"), datatype=term("xsd:decimal"))


def plain_date(value: str) -> ox.Literal | None:
    """An EDTF date as ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``; ``None`` if it says more than these hold.

    >>> plain_date("2024-11").datatype.value
    'http://www.w3.org/2001/XMLSchema#gYearMonth'
    >>> plain_date("2022~") is None
    True
    """
    if value.startswith("0000"):
        return None
    if _DAY.fullmatch(value):
        return ox.Literal(value, datatype=term("xsd:date")) if _is_day(value) else None
    if _MONTH.fullmatch(value):
        return ox.Literal(value, datatype=term("xsd:gYearMonth"))
    return ox.Literal(value, datatype=term("xsd:gYear")) if _YEAR.fullmatch(value) else None


def date_literal(value: str) -> ox.Literal:
    """An EDTF date as `plain_date`, or with the datatype `EDTF` where that is not possible."""
    return plain_date(value) or edtf(value)


def edtf(value: str) -> ox.Literal:
    """An EDTF date with the datatype `EDTF`."""
    return ox.Literal(text(value).value, datatype=EDTF)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@cache
def predicate_iri(name: str) -> ox.NamedNode:
    """The IRI of a predicate of the ontology.

    Raises:
        OutputError: the ontology has no such predicate.
    """
    predicates = default_ontology().predicates
    if name not in predicates:
        raise OutputError(f"predicate {name!r} is not in kg/data/ontology.toml, so it has no IRI")
    return ox.NamedNode(predicates[name].iri)


@cache
def predicate_name(iri: str) -> str | None:
    """The predicate whose IRI it is, or ``None``."""
    return next((name for name, predicate in default_ontology().predicates.items() if predicate.iri == iri), None)


@cache
def type_iri(name: str) -> ox.NamedNode:
    """The IRI of an entity type; ``Date``, the type of date mentions, is schema.org's data type."""
    return term("schema:Date") if name == "Date" else ox.NamedNode(default_ontology().types[name].iri)


@cache
def type_name(iri: str) -> str | None:
    """The entity type, or ``Date``, whose IRI it is, or ``None``."""
    return next((name for name in (*default_ontology().types, "Date") if type_iri(name).value == iri), None)
