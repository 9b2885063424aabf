"""SPARQL 1.1 over a graph or an exported file, by Oxigraph.

All named graphs are asked at once, unless the query says ``GRAPH``; but not those of what documents only report, whose
triples nobody states as facts (``GRAPH`` reaches them). Oxigraph's own union of graphs counts a triple as often as
graphs hold it, so that an entity of ten documents comes ten times; here the union is a graph of its own, in which it
comes once.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.ontology import default_ontology

__all__ = ["IRI", "Answer", "Cell", "Rows", "ask", "open_store", "standard_prefixes", "store_of"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_REPORTED: Final = "/reported"  # how the names of the graphs end that hold what a document only reports
_SUFFIXES: Final = ("nq", "trig", "ttl", "nt", "jsonld", "rdf")


class IRI(str):
    """An IRI in an answer: a string that says what it is."""

    __slots__ = ()


Cell = IRI | str | bool | int | float | Decimal | date | datetime | None
"""A value in an answer; ``None`` where a variable is not bound."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to SELECT; to CONSTRUCT and DESCRIBE, with the columns subject, predicate and object."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def dicts(self) -> list[dict[str, Cell]]:
        """Each row as a dict by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


Answer = Rows | bool
"""Rows, or for ASK true or false."""


def ask(store: ox.Store, query: str, *, prefixes: Mapping[str, str] | None = None) -> Answer:
    """Run a query.

    Args:
        store: what `store_of` or `open_store` gave.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE, in SPARQL 1.1. The `standard_prefixes` need no declaration.
        prefixes: further prefixes, or others in their place.

    Raises:
        QueryError: the query can't be parsed (the message says where) or run.

    >>> ask(ox.Store(), "SELECT ?who WHERE { ?who kg:mayorOf ?city }")
    Rows(columns=('who',), rows=())
    """
    try:
        return _answer(store.query(query, prefixes={**standard_prefixes(), **(prefixes or {})}))
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the SPARQL query failed: {error}") from error


def standard_prefixes() -> dict[str, str]:
    """The prefixes that every query may use: those of the vocabulary, and of the standards that exports follow."""
    return {
        **default_ontology().prefixes,
        "dct": "http://purl.org/dc/terms/",
        "oa": "http://www.w3.org/ns/oa#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": _XSD,
    }


def store_of(quads: Iterable[ox.Quad]) -> ox.Store:
    """A store in memory of the given quads, such as those of `kg.export.rdf.quads`."""
    store = ox.Store()
    store.bulk_extend(both for quad in quads for both in _with_union(quad))
    return store


def _with_union(quad: ox.Quad) -> Iterator[ox.Quad]:
    yield quad
    graph = quad.graph_name
    if not (isinstance(graph, ox.NamedNode) and graph.value.endswith(_REPORTED)):
        yield ox.Quad(*quad.triple)


def open_store(path: str | Path) -> ox.Store:
    """A store in memory of an RDF file: N-Quads, TriG, Turtle, N-Triples, JSON-LD or RDF/XML by suffix, also ``.gz``.

    Raises:
        QueryError: the file can't be read, its suffix names no RDF format, or it is not what its suffix says.
    """
    place = Path(path)
    zipped = place.suffix.lower() == ".gz"
    suffix = Path(place.stem).suffix if zipped else place.suffix
    name = suffix.removeprefix(".").lower()
    kind = ox.RdfFormat.from_extension(name) if name in _SUFFIXES else None
    if kind is None:
        raise QueryError(f"{place}: the suffix {suffix!r} names no RDF format; {', '.join(_SUFFIXES)} do")
    try:
        with gzip.open(place) if zipped else place.open("rb") as file:
            return store_of(ox.parse(cast(IO[bytes], file), format=kind))
    except (OSError, SyntaxError, ValueError, EOFError, zlib.error) as error:
        raise QueryError(f"{place}: {error}") from error


def _answer(found: Any) -> Answer:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        triples = sorted(found, key=str)
        rows = tuple((_cell(triple.subject), _cell(triple.predicate), _cell(triple.object)) for triple in triples)
        return Rows(("subject", "predicate", "object"), rows)
    columns = tuple(variable.value for variable in found.variables)
    return Rows(columns, tuple(tuple(_cell(value) for value in solution) for solution in found))


def _cell(term: Any) -> Cell:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return IRI(term.value)
    if not isinstance(term, ox.Literal):
        return str(term)
    make = _PYTHON.get(term.datatype.value.removeprefix(_XSD))
    if make is None:
        return term.value
    try:
        return cast(Cell, make(term.value))
    except ValueError:  # a year before 1 or after 9999, or a time zone on a date, which Python's dates don't have
        return term.value


def _boolean(text: str) -> bool:
    return text in ("true", "1")


_PYTHON: Final[dict[str, Any]] = {
    "boolean": _boolean,
    "integer": int,
    "nonNegativeInteger": int,
    "int": int,
    "long": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "date": date.fromisoformat,
    "dateTime": datetime.fromisoformat,
}
