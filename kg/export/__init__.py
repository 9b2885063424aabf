"""A graph as a file: RDF in seven syntaxes, GraphML, CSV, and JSONL of the contract."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, TextIO

import pyoxigraph as ox

from kg.errors import OutputError
from kg.export.csv import NODES, RELATIONSHIPS, write_nodes, write_relationships
from kg.export.graphml import write_graphml, xml_text
from kg.export.jsonl import dumps, extractions, joins_by_document
from kg.export.ontology_rdf import ontology_triples, shape_triples
from kg.export.parts import Graph
from kg.export.rdf import DEFAULT_BASE, Provenance, quads, to_rdflib, triples
from kg.export.vocabulary import DATA_PREFIXES, PREFIXES
from kg.ontology import Ontology
from kg.output import replacing

__all__ = [
    "DEFAULT_BASE",
    "FORMATS",
    "Graph",
    "Provenance",
    "dump",
    "format_of",
    "quads",
    "to_rdflib",
    "triples",
    "write",
    "write_ontology",
    "write_shapes",
]

_DATA_SETS: Final = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
_SINGLE_GRAPHS: Final = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
_PREFIXED: Final = ("trig", "ttl", "rdf")

FORMATS: Final = (*_DATA_SETS, *_SINGLE_GRAPHS, "jsonl", "graphml", "csv")
"""The formats, by the names that are also their suffixes. ``.gz`` after a suffix (not ``.csv``) compresses."""


def write(
    graph: Graph,
    path: str | Path,
    *,
    format: str | None = None,
    base: str = DEFAULT_BASE,
    provenance: Provenance | None = None,
    overwrite: bool = False,
) -> None:
    """Write a graph to a file, whole or not at all: beside its place first, then renamed.

    Args:
        graph: a `KnowledgeGraph`.
        path: where to; for CSV a folder, made if need be, that gets ``nodes.csv`` and ``relationships.csv``.
        format: one of `FORMATS`; else the suffix says it.
        base: what the IRIs of RDF formats begin with, such as ``https://data.example.org/``.
        provenance: see `kg.export.rdf.Provenance`; if not given, ``statement`` for formats of many graphs (``nq``,
            ``trig``, ``jsonld``) and ``none`` for those of one (``ttl``, ``nt``, ``rdf``).
        overwrite: replace what is there.

    Raises:
        OutputError: the format is not known, the path exists and ``overwrite`` is false, or it can't be written.
    """
    kind = format_of(path) if format is None else _known(format, f"format {format!r}")
    _check_inferred(graph, kind)
    if kind == "csv":
        _write_csv(graph, Path(path), overwrite=overwrite)
        return
    with replacing(path, force=overwrite) as file, _compressed(file, path) as out:
        dump(graph, out, format=kind, base=base, provenance=provenance)


def dump(
    graph: Graph,
    file: BinaryIO,
    *,
    format: str,
    base: str = DEFAULT_BASE,
    provenance: Provenance | None = None,
) -> None:
    """Write a graph to an open binary file, such as standard output; arguments as `write`, CSV excepted.

    Raises:
        OutputError: the format is not known, or is not one file.
    """
    if format == "csv":
        raise OutputError("format csv is two files in a folder: name a folder to write them to")
    _check_inferred(graph, _known(format, f"format {format!r}"))
    if format in _DATA_SETS:
        _serialize(quads(graph, base=base, provenance=provenance or "statement"), file, format, DATA_PREFIXES)
    elif format in _SINGLE_GRAPHS:
        _serialize(triples(graph, base=base, provenance=provenance or "none"), file, format, DATA_PREFIXES)
    elif format == "jsonl":
        for extraction, joins in joins_by_document(graph, extractions(graph)):
            file.write(dumps(extraction, joins).encode() + b"\n")
    else:
        write_graphml(graph, file)


def format_of(path: str | Path) -> str:
    """The format that a path's suffix names.

    >>> format_of("graph.nq.gz"), format_of("facts.ttl")
    ('nq', 'ttl')

    Raises:
        OutputError: it names none.
    """
    suffixes = [suffix.lower() for suffix in Path(path).suffixes[-2:]]
    zipped = suffixes[-1:] == [".gz"]
    suffix = (suffixes[:-1] if zipped else suffixes)[-1:]
    name = suffix[0].removeprefix(".") if suffix else ""
    if zipped and name == "csv":
        name = ""
    return _known(name, f"{path}: its suffix")


def write_ontology(path: str | Path, *, ontology: Ontology | None = None, overwrite: bool = False) -> None:
    """Write the ontology as OWL and RDFS: Turtle, N-Triples, RDF/XML or JSON-LD, as the suffix says.

    Raises:
        OutputError: as `write`.
    """
    _write_triples(ontology_triples(ontology), path, overwrite=overwrite)


def write_shapes(path: str | Path, *, ontology: Ontology | None = None, overwrite: bool = False) -> None:
    """Write the shapes (SHACL) that the union of a data set's graphs conforms to, in a format of `write_ontology`.

    Raises:
        OutputError: as `write`.
    """
    _write_triples(shape_triples(ontology), path, overwrite=overwrite)


def _check_inferred(graph: Graph, format: str) -> None:
    if graph.infers and format not in (*_DATA_SETS, *_SINGLE_GRAPHS):
        rdf = ", ".join((*_DATA_SETS, *_SINGLE_GRAPHS))
        raise OutputError(f"format {format} has no place for what is inferred; these have: {rdf}")


def _known(format: str, place: str) -> str:
    if format not in FORMATS:
        raise OutputError(f"{place} is not one of {', '.join(FORMATS)} (.gz after it compresses)")
    return format


def _serialize(
    found: Iterator[ox.Quad] | Iterator[ox.Triple], file: BinaryIO, format: str, prefixes: dict[str, str]
) -> None:
    if format == "rdf":
        found = (_for_xml(item) for item in found if isinstance(item, ox.Triple))
    rdf_format = {**_DATA_SETS, **_SINGLE_GRAPHS}[format]
    ox.serialize(found, file, format=rdf_format, prefixes=prefixes if format in _PREFIXED else None)


def _for_xml(triple: ox.Triple) -> ox.Triple:
    """XML can't hold most control characters, and its readers turn carriage returns into line feeds."""
    value = triple.object
    if not isinstance(value, ox.Literal) or xml_text(value.value) == value.value:
        return triple
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(xml_text(value.value), datatype=value.datatype))


def _write_triples(found: Iterator[ox.Triple], path: str | Path, *, overwrite: bool) -> None:
    kind = format_of(path)
    if kind not in (*_SINGLE_GRAPHS, "jsonld"):
        raise OutputError(f"{path}: its suffix is not one of {', '.join(_SINGLE_GRAPHS)}, jsonld")
    with replacing(path, force=overwrite) as file, _compressed(file, path) as out:
        _serialize(found, out, kind, PREFIXES)


@contextmanager
def _compressed(file: BinaryIO, path: str | Path) -> Iterator[BinaryIO]:
    if Path(path).suffix.lower() != ".gz":
        yield file
        return
    # Neither name nor time in the header: the same graph gives the same bytes.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=0) as out:
        yield out  # type: ignore[misc]


def _write_csv(graph: Graph, folder: Path, *, overwrite: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; CSV needs a folder for {NODES} and {RELATIONSHIPS}")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: can't be made: {error.strerror or error}") from error
    with (
        replacing(folder / NODES, force=overwrite) as nodes,
        replacing(folder / RELATIONSHIPS, force=overwrite) as relationships,
    ):
        _write_text(partial(write_nodes, graph), nodes)
        _write_text(partial(write_relationships, graph), relationships)


def _write_text(write_to: Callable[[TextIO], None], file: BinaryIO) -> None:
    out = io.TextIOWrapper(file, encoding="utf-8", newline="")
    write_to(out)
    out.detach()
