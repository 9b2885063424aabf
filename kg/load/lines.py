r"""A graph file as runs of N-Quads lines: what stands together in one graph, checked, and in one form.

Lines in the form that the standard calls canonical (https://www.w3.org/TR/n-quads/#sec-canonical) are taken as they
are, a run of them at a time, which is why a million need about two seconds. All else (tabs, comments, `\u` escapes) is
parsed and written anew, so that what leaves here has no `\u0022`, which would close a string in SPARQL, where such
escapes are read before the grammar is.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import pyoxigraph as ox

from kg.errors import DocumentError, DocumentLineError

__all__ = ["Run", "as_triples", "runs", "unzipped"]

# Classes of characters repeat possessively, so that nothing is tried twice; groups don't, as Python before 3.11.5 loses
# its place behind a possessive group that fails halfway (https://github.com/python/cpython/issues/106052).
_IRI: Final = rb"<[^\x00-\x20<>\"{}|^`\\]*+>"
_STRING: Final = rb'"[^"\\\n\r]*+(?:\\[tbnrf"\'\\][^"\\\n\r]*+)*"'
_LITERAL: Final = _STRING + rb"(?:\^\^" + _IRI + rb"|@[a-zA-Z]++(?:-[a-zA-Z0-9]++)*)?"
_TRIPLE: Final = _IRI + b" " + _IRI + b" (?:" + _IRI + b"|" + _LITERAL + b")"
_IN_A_GRAPH: Final = re.compile(_TRIPLE + b" (" + _IRI + rb") \.\n(?:" + _TRIPLE + rb" \1 \.\n)*")
_IN_NO_GRAPH: Final = re.compile(b"((?:" + _TRIPLE + rb" \.\n)+)")
_CHUNK: Final = 1 << 20

PARSED: Final = {
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "ttl": ox.RdfFormat.TURTLE,
    "rdf": ox.RdfFormat.RDF_XML,
}


@dataclass(frozen=True, slots=True)
class Run:
    """Statements that follow each other in one graph; ``graph`` is an IRI, or ``None`` for the default graph.

    ``lines`` are N-Quads in canonical form, each with its line end, about 1 MB of them at most.
    """

    graph: str | None
    lines: bytes

    @property
    def distinct(self) -> int:
        """How many statements there are, each counted once."""
        return len(set(self.lines.splitlines()))


def runs(file: BinaryIO, *, format: str, place: str) -> Iterator[Run]:
    """The statements of an open RDF file, in its order, about 1 MB at a time.

    Args:
        file: open for bytes, not compressed.
        format: ``nq``, ``nt``, ``trig``, ``ttl``, ``rdf`` or ``jsonld``.
        place: what messages call the file.

    Raises:
        DocumentError: the file is not of its format, or can't be read; `DocumentLineError` names the line of N-Quads.
    """
    lines = file if format in ("nq", "nt") else None
    try:
        yield from _runs(_chunks(file) if lines else _written(file, PARSED[format], place), place)
    except (OSError, EOFError, zlib.error) as error:
        raise DocumentError(place, f"can't be read: {error}") from error
    except SyntaxError as error:
        raise DocumentError(place, f"not {PARSED[format].name}: {error}") from error


def as_triples(run: Run) -> bytes:
    """The lines of a run without their graph: N-Triples.

    >>> as_triples(Run("urn:g", b'<urn:s> <urn:p> "o" <urn:g> .\\n'))
    b'<urn:s> <urn:p> "o" .\\n'
    """
    # No line end and no graph stand inside a literal's lines, since literals hold neither raw line ends.
    return run.lines if run.graph is None else run.lines.replace(f" <{run.graph}> .\n".encode(), b" .\n")


def unzipped(file: BinaryIO) -> BinaryIO:
    """The file itself, or what is in it where its first bytes say that it is gzip; it must be able to peek."""
    if file.peek(2)[:2] == b"\x1f\x8b":  # type: ignore[attr-defined]
        return gzip.open(file)  # type: ignore[return-value]
    return file


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Whole lines, about 1 MB at a time."""
    while chunk := file.read(_CHUNK):
        rest = file.readline()
        yield chunk + rest if rest.endswith(b"\n") or (not rest and chunk.endswith(b"\n")) else chunk + rest + b"\n"


def _written(file: BinaryIO, format: ox.RdfFormat, place: str) -> Iterator[bytes]:
    """The quads of another syntax as N-Quads, about 1 MB at a time."""
    lines: list[str] = []
    size = 0
    for quad in ox.parse(file, format=format):
        if wrong := _not_a_name(quad):
            raise DocumentError(place, f"{quad}: {wrong}")
        lines.append(f"{quad} .\n")
        size += len(lines[-1])
        if size >= _CHUNK:
            yield "".join(lines).encode()
            lines, size = [], 0
    if lines:
        yield "".join(lines).encode()


def _runs(chunks: Iterator[bytes], place: str) -> Iterator[Run]:
    number = 0
    for chunk in chunks:
        _check_encoding(chunk, place, number)
        at = 0
        while at < len(chunk):
            found = _IN_A_GRAPH.match(chunk, at) or _IN_NO_GRAPH.match(chunk, at)
            if found:
                end = found.end()
                graph = None if found.re is _IN_NO_GRAPH else found.group(1)[1:-1].decode()
                yield _checked(Run(graph, found.group()), f"{place}:{number + 1}")
            else:
                end = chunk.index(b"\n", at) + 1
                yield from _rewritten(chunk[at:end], f"{place}:{number + 1}")
            number += chunk.count(b"\n", at, end)
            at = end


def _not_a_name(quad: ox.Quad | ox.Triple) -> str | None:
    """Why a statement can't be loaded twice without a change, if it can't."""
    terms = (quad.subject, quad.object, *([quad.graph_name] if isinstance(quad, ox.Quad) else []))
    if any(isinstance(term, ox.BlankNode | ox.Triple) for term in terms):
        return "a blank node or a triple term; kg's files have none, and each load would add the node anew"
    return None


def _check_encoding(chunk: bytes, place: str, number: int) -> None:
    try:
        chunk.decode()
    except UnicodeDecodeError as error:
        line = number + chunk.count(b"\n", 0, error.start) + 1
        raise DocumentLineError(f"{place}:{line}", "not UTF-8") from error


def _checked(run: Run, place: str) -> Run:
    """A graph's name is put into addresses and queries: it must be an IRI in all, not only in its characters."""
    if run.graph is not None:
        try:
            ox.NamedNode(run.graph)
        except ValueError as error:
            raise DocumentLineError(place, f"graph <{run.graph}>: {error}") from error
    return run


def _rewritten(line: bytes, place: str) -> Iterator[Run]:
    """One line in canonical form, or nothing for an empty line or a comment."""
    try:
        for quad in ox.parse(line, format=ox.RdfFormat.N_QUADS):
            assert isinstance(quad, ox.Quad)
            if wrong := _not_a_name(quad):
                raise DocumentLineError(place, wrong)
            graph = quad.graph_name
            yield Run(graph.value if isinstance(graph, ox.NamedNode) else None, f"{quad} .\n".encode())
    except SyntaxError as error:
        raise DocumentLineError(place, f"not N-Quads: {error}") from error
