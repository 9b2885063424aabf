"""A graph file into a SPARQL 1.1 server, in a stream: batch by batch, counted at the end.

What is sent twice is stored once, since a graph is a set of statements and kg's files have no blank nodes. So a load
can be repeated after any failure, and a second one changes nothing.
"""

from __future__ import annotations

import io
import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import BinaryIO, Final, Literal

from kg.errors import DocumentError
from kg.export.iris import DEFAULT_BASE, Names
from kg.load.batches import Batch, Unit, batches, unit_of
from kg.load.journal import Journal
from kg.load.lines import as_triples, runs, unzipped
from kg.load.server import Server, iris

__all__ = ["Difference", "Loaded", "Options", "Progress", "counts", "format_read", "load", "opened", "remove_documents"]

Mode = Literal["add", "replace"]
_READABLE: Final = ("nq", "nt", "trig", "ttl", "rdf", "jsonld")
_QUADS_SIZE: Final = 8_000_000
_UPDATE_SIZE: Final = 400_000
_AHEAD: Final = 2
_GRAPHS_A_QUERY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is: statements that were sent or skipped, and the part of the file that is done, 0 to 1.

    ``part`` is ``None`` where the length of the input is not known.
    """

    statements: int
    part: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A graph of which the server holds another number of statements than it should."""

    graph: str | None
    sent: int
    held: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. ``skipped`` of the ``statements`` were there from an earlier load; ``seconds`` is its time."""

    statements: int
    graphs: int
    skipped: int
    seconds: float
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to load.

    Args:
        mode: ``add`` to what is there, or ``replace`` the graphs of each document of the file (of a graph that is no
            document's, the graph). `links` and `known` belong to all documents, and are always added to.
        graph: the IRI of the graph for statements that stand in none.
        bulk: use the server's fastest way where it has one, in which a batch may be stored in part.
        journal: a file that notes what the server has taken, for the next load.
    """

    mode: Mode = "add"
    graph: str | None = None
    bulk: bool = False
    journal: Path | None = None


def load(
    source: str | Path,
    server: Server,
    options: Options | None = None,
    *,
    format: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Loaded:
    """Send all statements of a file to a server, and count what it holds then.

    Args:
        source: an RDF file that `kg` wrote, also with ``.gz``, or ``-`` for standard input (N-Quads, if ``format``
            does not say otherwise). Any RDF file without blank nodes will do.
        server: from `kg.load.connect`.
        options: see `Options`.
        format: one of ``nq``, ``nt``, ``trig``, ``ttl``, ``rdf``, ``jsonld``; else the suffix says it.
        on_progress: called after each batch.

    Raises:
        DocumentError: the file can't be read, or holds what can't be loaded.
        LoadError: the server can't be reached, refuses, or answers what it should not.
    """
    options = options or Options()
    if options.graph is not None:
        iris([options.graph])
    began = monotonic()
    with opened(source) as file, Journal(options.journal) as journal:
        found = runs(unzipped(file), format=format_read(source, format), place=str(source))
        cut = batches(found, size=_QUADS_SIZE if server.store.quads is not None else _UPDATE_SIZE, graph=options.graph)
        loading = _Loading(server, options, journal)
        was_empty = server.store.quads is not None and server.is_empty()
        for progress in loading.run(cut, file):
            if on_progress is not None:
                on_progress(progress)
        differences = tuple(_differences(server, loading.expected, exact=options.mode == "replace", empty=was_empty))
        # What does not agree is sent again next time, and nothing is left to resume when all is there.
        journal.forget()
    return Loaded(
        sum(loading.expected.values()), len(loading.expected), loading.skipped, monotonic() - began, differences
    )


def remove_documents(server: Server, documents: Iterable[str], *, base: str = DEFAULT_BASE) -> None:
    """Empty the graphs of documents; links, and what is known, stay: they are not these documents' alone.

    Raises:
        LoadError: the server can't be reached, or refuses.
    """
    names = Names(base)
    server.update(drop(tuple(unit_of(names.graph(document).value) for document in documents)))


@contextmanager
def opened(source: str | Path) -> Iterator[io.BufferedReader]:
    """A file, or ``-`` for standard input, open for bytes.

    Raises:
        DocumentError: it can't be read.
    """
    if str(source) == "-":
        yield sys.stdin.buffer  # type: ignore[misc]
        return
    with _open(Path(source)) as file:
        yield file


def _open(path: Path) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise DocumentError(str(path), f"can't be read: {error.strerror or error}") from error


def counts(server: Server, graphs: list[str | None]) -> dict[str | None, int]:
    """How many statements a server holds in each of these graphs; ``None`` is its default graph.

    Raises:
        LoadError: as `Server.rows`.
    """
    held: dict[str | None, int] = dict.fromkeys(graphs, 0)
    named = [graph for graph in graphs if graph is not None]
    for start in range(0, len(named), _GRAPHS_A_QUERY):
        values = iris(named[start : start + _GRAPHS_A_QUERY])
        query = f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        # A group over nothing is one row without ?g where a server does not follow the standard.
        held.update({row["g"]: int(row["n"]) for row in server.rows(query) if "g" in row})
    if None in held:
        held[None] = sum(int(row["n"]) for row in server.rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"))
    return held


class _Loading:
    """One run over the batches of a file: sending is one thread's work, so that the next batch is read meanwhile."""

    def __init__(self, server: Server, options: Options, journal: Journal) -> None:
        self.server = server
        self.options = options
        self.journal = journal
        self.expected: dict[str | None, int] = {}
        self.skipped = 0
        self._done = 0

    def run(self, found: Iterator[Batch], file: BinaryIO) -> Iterator[Progress]:
        size = _size(file)
        with ThreadPoolExecutor(1, thread_name_prefix="kg-load") as pool:
            under_way: deque[Future[int]] = deque()
            try:
                for batch in found:
                    # Counted here, while the thread waits for the server with the batch before.
                    digest = batch.digest if self.journal.path else ""
                    under_way.append(pool.submit(self._take, batch, batch.counts, digest))
                    if len(under_way) > _AHEAD:
                        yield self._progress(under_way.popleft().result(), file, size)
                while under_way:
                    yield self._progress(under_way.popleft().result(), file, size)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _take(self, batch: Batch, sent: dict[str | None, int], digest: str) -> int:
        """Send a batch, unless the server has it, and return how many statements it has."""
        for graph, count in sent.items():
            self.expected[graph] = self.expected.get(graph, 0) + count
        if digest in self.journal.taken and self._has(sent):
            self.skipped += sum(sent.values())
        else:
            self._send(batch)
            self.journal.note(digest)
        return sum(sent.values())

    def _has(self, sent: dict[str | None, int]) -> bool:
        """Whether the server still holds at least as much; one that lost its data does not."""
        held = counts(self.server, list(sent))
        return all(held[graph] >= count for graph, count in sent.items())

    def _send(self, batch: Batch) -> None:
        server, store = self.server, self.server.store
        if self.options.mode == "replace" and batch.new:
            server.update(drop(batch.new))
        if store.quads is not None:
            server.add_quads(b"".join(run.lines for run in batch.runs), bulk=self.options.bulk)
        elif store.graphs is not None:
            for run in batch.runs:
                server.add_triples(run.graph, as_triples(run))
        else:
            server.update(insert(batch))

    def _progress(self, count: int, file: BinaryIO, size: int | None) -> Progress:
        self._done += count
        return Progress(self._done, min(1.0, file.tell() / size) if size else None)


def drop(units: tuple[Unit, ...]) -> str:
    """The update that empties units.

    >>> drop((Unit("urn:g", ("urn:g",)),))
    'DROP SILENT GRAPH <urn:g>'
    """
    graphs = [graph for unit in units for graph in unit.graphs]
    return " ;\n".join(
        "DROP SILENT DEFAULT" if graph is None else f"DROP SILENT GRAPH {iris([graph])}" for graph in graphs
    )


def insert(batch: Batch) -> str:
    """The update that adds a batch's statements. Their lines are SPARQL as they are: see `kg.load.lines`."""
    parts = [
        as_triples(run).decode()
        if run.graph is None
        else f"GRAPH {iris([run.graph])} {{\n{as_triples(run).decode()}}}\n"
        for run in batch.runs
    ]
    return f"INSERT DATA {{\n{''.join(parts)}}}"


def _differences(server: Server, expected: dict[str | None, int], *, exact: bool, empty: bool) -> Iterator[Difference]:
    """Graphs of which the server holds too little, or, where nothing else can have been in them, too much."""
    total = sum(expected.values())
    if empty and None not in expected:
        # One number says at once that all is well with a server that held nothing before.
        query = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
        if sum(int(row["n"]) for row in server.rows(query)) == total:
            return
    held = counts(server, list(expected))
    for graph, count in expected.items():
        if held[graph] < count or (held[graph] > count and (empty or (exact and unit_is_own(graph, expected)))):
            yield Difference(graph, count, held[graph])


def unit_is_own(graph: str | None, graphs: dict[str | None, int]) -> bool:
    """Whether a graph was replaced rather than added to: all but those that several documents share."""
    if graph is None or not graph.endswith(("links", "known")):
        return True
    base = graph.removesuffix("links").removesuffix("known")
    return not any(other is not None and other.startswith(f"{base}graph/") for other in graphs)


def format_read(source: str | Path, format: str | None) -> str:
    """The format of a file: the one that is given, or what its suffix says; N-Quads for standard input.

    Raises:
        DocumentError: it is none that can be loaded.
    """
    kind = format or ("nq" if str(source) == "-" else Path(str(source).removesuffix(".gz")).suffix.lower()[1:])
    if kind not in _READABLE:
        raise DocumentError(str(source), f"its format {kind!r} is not one of {', '.join(_READABLE)} (also with .gz)")
    return kind


def _size(file: BinaryIO) -> int | None:
    """Bytes of a file; ``None`` for a pipe."""
    status = os.fstat(file.fileno())
    return status.st_size if stat.S_ISREG(status.st_mode) else None
