"""A knowledge base in RDF, streamed: SKOS, schema.org, FOAF, ORG, or Wikidata's "truthy" N-Triples.

What stands together about one subject becomes a record; where a subject comes again later, its records are joined by
the index. Names without a language, in English or in the many languages at once ("mul") count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import BinaryIO

import pyoxigraph as ox

from kg.errors import KnowledgeBaseError
from kg.link.sources.record import OnError, Record, type_of_class
from kg.model import EntityType

__all__ = ["FORMATS", "read"]

FORMATS = {
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
_BY_LINE = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)

# Lines that are parsed at once: if one is broken, these are parsed one by one.
_LINES = 10_000

_SCHEMA = "https?://schema\\.org/"
_NAME = re.compile(
    f"(?:{_SCHEMA}name|http://www\\.w3\\.org/(?:2000/01/rdf-schema#label|2004/02/skos/core#prefLabel)|http://xmlns\\.com/foaf/0\\.1/name)"
)
_ALIAS = re.compile(
    f"(?:{_SCHEMA}alternateName|{_SCHEMA}legalName|http://www\\.w3\\.org/2004/02/skos/core#(?:alt|hidden)Label)"
)
_CONTEXT = re.compile(
    f"(?:{_SCHEMA}(?:description|jobTitle|keywords)|http://www\\.w3\\.org/2004/02/skos/core#(?:definition|scopeNote)"
    "|http://www\\.w3\\.org/2000/01/rdf-schema#comment)"
)
_TYPE = re.compile(
    "(?:http://www\\.w3\\.org/1999/02/22-rdf-syntax-ns#type|http://www\\.wikidata\\.org/prop/direct/P31)"
)
_SAME = re.compile(f"(?:http://www\\.w3\\.org/(?:2002/07/owl#sameAs|2004/02/skos/core#exactMatch)|{_SCHEMA}sameAs)")
_POPULARITY = re.compile("http://wikiba\\.se/ontology#(?:sitelinks|statements)")
_KINDS = (
    ("name", _NAME),
    ("alias", _ALIAS),
    ("context", _CONTEXT),
    ("type", _TYPE),
    ("same", _SAME),
    ("popularity", _POPULARITY),
)

_Fact = tuple[str, str, str]  # subject, kind, object


def read(file: BinaryIO, format_: ox.RdfFormat, place: str, on_error: OnError) -> Iterator[Record]:
    """The records of an RDF file. A broken line of N-Triples or N-Quads is reported; elsewhere it ends the file."""
    triples = (
        _by_line(file, format_, place, on_error) if format_ in _BY_LINE else _whole(file, format_, place, on_error)
    )
    for subject, group in groupby(_facts(triples), key=lambda fact: fact[0]):
        yield _record(subject, group)


def _whole(file: BinaryIO, format_: ox.RdfFormat, place: str, on_error: OnError) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(file, format=format_)
    except SyntaxError as error:
        on_error(KnowledgeBaseError(f"{place}:{error.lineno or 0}: {error.msg}; the rest of the file is not read"))


def _by_line(file: BinaryIO, format_: ox.RdfFormat, place: str, on_error: OnError) -> Iterator[ox.Quad]:
    first = 1
    while lines := list(islice(file, _LINES)):
        try:
            yield from list(ox.parse(b"".join(lines), format=format_))
        except SyntaxError:
            yield from _one_by_one(lines, first, format_, place, on_error)
        first += len(lines)


def _one_by_one(
    lines: Iterable[bytes], first: int, format_: ox.RdfFormat, place: str, on_error: OnError
) -> Iterator[ox.Quad]:
    for number, line in enumerate(lines, start=first):
        try:
            yield from list(ox.parse(line, format=format_))
        except SyntaxError as error:
            on_error(KnowledgeBaseError(f"{place}:{number}: {error.msg}"))


def _facts(quads: Iterable[ox.Quad]) -> Iterator[_Fact]:
    kinds: dict[str, str] = {}
    for quad in quads:
        predicate = quad.predicate.value
        kind = kinds.get(predicate)
        if kind is None:
            kind = kinds[predicate] = next((name for name, form in _KINDS if form.fullmatch(predicate)), "")
        if kind and isinstance(quad.subject, ox.NamedNode):
            value = _value(quad.object, kind)
            if value:
                yield quad.subject.value, kind, value


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, kind: str) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value if kind in ("type", "same") else ""
    if not isinstance(term, ox.Literal) or kind in ("type", "same"):
        return ""
    language = term.language or "en"
    return term.value if language.split("-")[0] in ("en", "mul") else ""


def _record(subject: str, facts: Iterable[_Fact]) -> Record:
    """What is said of a subject; without names, if it has none here."""
    parts: dict[str, list[str]] = {}
    for _, kind, value in facts:
        parts.setdefault(kind, []).append(" ".join(value.split()))
    types = [type_ for iri in parts.get("type", ()) if (type_ := type_of_class(iri))]
    return Record(
        subject,
        tuple(dict.fromkeys([*parts.get("name", ()), *parts.get("alias", ())])),
        _first(types),
        " ".join(parts.get("context", ())),
        max((float(value) for value in parts.get("popularity", ()) if value.isdecimal()), default=0.0),
        tuple(dict.fromkeys(parts.get("same", ()))),
    )


def _first(types: list[EntityType]) -> EntityType | None:
    return types[0] if types else None
