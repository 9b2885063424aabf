"""A graph from a file or a server: RDF that `kg.export` wrote with provenance, or JSONL of the contract."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import pyoxigraph as ox

from kg.errors import DocumentError, DocumentLineError, ExtractionError, OutputError
from kg.export import format_of
from kg.export.jsonl import from_record, joins_of, parsed
from kg.export.rdf_reader import Held, held
from kg.graph import KnowledgeGraph
from kg.model import Entity, Extraction
from kg.resolve import Join, Resolution
from kg.resolve.identifiers import GLOBAL_ID

if TYPE_CHECKING:
    from kg.load import Connection

__all__ = ["read", "read_extractions"]

_RDF: Final = {
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
_READABLE: Final = (*_RDF, "jsonl")
_ADDRESSES: Final = ("http://", "https://")


def read(path: str | Path, *, base: str | None = None, connection: Connection | None = None) -> KnowledgeGraph:
    """The graph that a file holds: N-Quads, TriG, JSON-LD or JSONL, also with ``.gz``; equal to what was written.

    An address (``http://127.0.0.1:7878``) is a SPARQL server that the graph was loaded into; see `kg.load`.

    RDF must have been written with provenance ``statement`` (then documents come back without their text and mentions)
    or ``mention``; under that condition Turtle, N-Triples and RDF/XML can be read too. JSONL that `kg extract` wrote,
    with identifiers that hold in one document, is resolved first.

    Args:
        path: a file's path, or a server's address.
        base: of a server, what the names of the graph begin with, if it holds graphs with several bases.
        connection: how to reach a server, such as with which credentials.

    Raises:
        LoadError: the server can't be reached, refuses, or does not hold one graph of `kg`.
        DocumentError: the file can't be read, its suffix names no format that can, or it does not hold a graph;
            `DocumentLineError` for one line of JSONL.
    """
    place = Path(path)
    if str(path).startswith(_ADDRESSES):
        found = _read_server(str(path), base, connection)
    elif _format(place) == "jsonl":
        lines = list(_read_lines(place))
        extractions = [extraction for extraction, _ in lines]
        entities = _entities(extractions)
        if entities is None:
            return KnowledgeGraph.from_extractions(extractions)
        found = Held(extractions, entities, tuple(join for _, joins in lines for join in joins))
    else:
        found = _read_rdf(place)
    return KnowledgeGraph.from_extractions(found.extractions, resolution=_as_it_is(found))


def read_extractions(path: str | Path) -> Iterator[Extraction]:
    """The extractions that a JSONL file of the contract holds, one by one, in its order.

    Raises:
        DocumentError: the file can't be read; `DocumentLineError`: a line is not a record of the contract.
    """
    return (extraction for extraction, _ in _read_lines(Path(path)))


def _read_lines(place: Path) -> Iterator[tuple[Extraction, tuple[Join, ...]]]:
    """What each line of a JSONL file holds, and the reasons in it why names are one entity."""
    with _open(place) as file:
        for number, line in enumerate(_lines(file, place), start=1):
            if not line.strip():
                continue
            try:
                record = parsed(line.decode("utf-8-sig").strip())
                yield from_record(record), joins_of(record)
            except UnicodeDecodeError as error:
                raise DocumentLineError(f"{place}:{number}", f"not UTF-8 at byte {error.start}") from error
            except ExtractionError as error:
                raise DocumentLineError(f"{place}:{number}", str(error)) from error


def _format(path: Path) -> str:
    try:
        format_ = format_of(path)
    except OutputError:
        format_ = ""
    if format_ not in _READABLE:
        raise DocumentError(str(path), f"its suffix is not one of {', '.join(_READABLE)} (.gz after it is fine)")
    return format_


def _open(path: Path) -> BinaryIO:
    try:
        if path.suffix.lower() == ".gz":
            return gzip.open(path, "rb")  # type: ignore[return-value]
        return path.open("rb")
    except OSError as error:
        raise DocumentError(str(path), f"can't be read: {error.strerror or error}") from error


def _lines(file: BinaryIO, path: Path) -> Iterator[bytes]:
    try:
        yield from file
    except (OSError, EOFError, zlib.error) as error:
        raise DocumentError(str(path), f"can't be read: {error}") from error


def _read_rdf(path: Path) -> Held:
    format_ = _format(path)
    with _open(path) as file:
        try:
            return held(ox.parse(file, format=_RDF[format_]))
        except SyntaxError as error:
            raise DocumentError(str(path), f"not {_RDF[format_].name}: {error}") from error
        except ExtractionError as error:
            raise DocumentError(str(path), str(error)) from error
        except (OSError, EOFError, zlib.error) as error:
            raise DocumentError(str(path), f"can't be read: {error}") from error


def _read_server(address: str, base: str | None, connection: Connection | None) -> Held:
    from kg.load import connect
    from kg.load.reading import triples_of

    with connect(address, connection) as server:
        try:
            return held(triples_of(server, base=base))
        except ExtractionError as error:
            raise DocumentError(server.base, str(error)) from error


def _entities(extractions: Iterable[Extraction]) -> dict[str, Entity] | None:
    """The entities by identifier, if the identifiers are those of one graph; else ``None``: they must be resolved."""
    entities: dict[str, Entity] = {}
    for extraction in extractions:
        for entity in extraction.entities:
            if not GLOBAL_ID.fullmatch(entity.id) or entities.setdefault(entity.id, entity) != entity:
                return None
    return entities


def _as_it_is(found: Held) -> Resolution:
    """The resolution that leaves every entity what it is."""
    of = {
        (extraction.document.id, entity.id): entity.id
        for extraction in found.extractions
        for entity in extraction.entities
    }
    joins = sorted(found.joins, key=lambda join: (join.entity, join.name, join.other, join.rule.number))
    return Resolution({name: found.entities[name] for name in sorted(found.entities)}, of, tuple(joins))
