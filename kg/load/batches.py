"""Runs of statements put together into what is sent at once: some megabytes, cut between documents where possible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from kg.load.lines import Run

__all__ = ["Batch", "Unit", "batches", "unit_of"]

_PARTS: Final = ("", "/reported", "/provenance")
_DOCUMENT: Final = re.compile(r"(?P<base>.*[/#:])graph/[^/]+(?:/reported|/provenance)?", re.DOTALL)
_SHARED: Final = ("links", "known")


@dataclass(frozen=True, slots=True)
class Unit:
    """What is replaced as a whole: the three graphs of a document, or a graph that `kg` did not make.

    ``base`` is what the names of a document's graphs begin with; ``None`` for other graphs.
    """

    name: str | None
    graphs: tuple[str | None, ...]
    base: str | None = None


def unit_of(graph: str | None) -> Unit:
    """The unit that a graph belongs to.

    >>> unit_of("urn:kg:graph/d1/reported").graphs
    ('urn:kg:graph/d1', 'urn:kg:graph/d1/reported', 'urn:kg:graph/d1/provenance')
    >>> unit_of("https://data.example.org/people").graphs
    ('https://data.example.org/people',)
    """
    found = _DOCUMENT.fullmatch(graph) if graph else None
    if graph is None or found is None:
        return Unit(graph, (graph,))
    name = graph.removesuffix("/reported").removesuffix("/provenance")
    return Unit(name, tuple(name + part for part in _PARTS), found["base"])


@dataclass(frozen=True, slots=True)
class Batch:
    """What is sent at once.

    ``new`` are the units that begin here and are this file's alone. The graphs of links and of what is known belong to
    all documents, so they never are. ``end`` is how many bytes of statements the batches up to this one hold.
    """

    runs: tuple[Run, ...]
    new: tuple[Unit, ...]
    end: int

    @property
    def counts(self) -> dict[str | None, int]:
        """For each graph, how many statements the batch has for it, each counted once."""
        lines: dict[str | None, list[bytes]] = {}
        for run in self.runs:
            lines.setdefault(run.graph, []).append(run.lines)
        return {graph: len(set(b"".join(parts).splitlines())) for graph, parts in lines.items()}

    @property
    def digest(self) -> str:
        """What tells this batch from all others: the same statements in the same order give the same."""
        digest = blake2b(digest_size=16)
        for run in self.runs:
            digest.update(run.lines)
        return digest.hexdigest()


def batches(runs: Iterable[Run], *, size: int, graph: str | None = None) -> Iterator[Batch]:
    """Put runs together.

    Args:
        runs: of one file, in its order.
        size: bytes after which a batch ends with its unit, and twice which it ends wherever it is.
        graph: where statements go that stand in no graph; without it, the default graph.
    """
    maker = _Maker(size)
    for run in runs:
        placed = run if run.graph or graph is None else _placed(run, graph)
        yield from maker.add(placed)
    yield from maker.rest()


class _Maker:
    """The batch that is being put together, and the units that were seen."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.seen: set[str | None] = set()
        self.bases: set[str] = set()
        self.unit: Unit | None = None
        self.end = 0
        self._clear()

    def _clear(self) -> None:
        self.runs: list[Run] = []
        self.new: list[Unit] = []
        self.bytes = 0

    def add(self, run: Run) -> Iterator[Batch]:
        continues = self.unit is not None and run.graph in self.unit.graphs
        unit = self.unit if continues and self.unit else unit_of(run.graph)
        if self.bytes >= (self.size * 2 if continues else self.size):
            yield from self.rest()
        self.unit = unit
        if unit.name not in self.seen:
            self.seen.add(unit.name)
            self._begin(unit)
        self.runs.append(run)
        self.bytes += len(run.lines)

    def _begin(self, unit: Unit) -> None:
        if unit.base is not None:
            self.bases.add(unit.base)
        shared = {base + name for base in self.bases for name in _SHARED}
        if unit.name not in shared:
            self.new.append(unit)

    def rest(self) -> Iterator[Batch]:
        if self.runs:
            self.end += self.bytes
            yield Batch(tuple(self.runs), tuple(self.new), self.end)
        self._clear()


def _placed(run: Run, graph: str) -> Run:
    return Run(graph, run.lines.replace(b" .\n", f" <{graph}> .\n".encode()))
