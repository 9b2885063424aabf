"""The way back: the statements of a graph that a SPARQL server holds, graph by graph, each counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.errors import LoadError
from kg.load.batches import unit_of
from kg.load.server import Server, iris
from kg.load.sparql import counts

__all__ = ["documents_of", "triples_of"]

_PAGE: Final = 1_000
_MOST: Final = 5_000
"""Statements in one answer: Virtuoso cuts it at 10,000, with status 200."""
_ACTIVITY: Final = "http://www.w3.org/ns/prov#Activity"


def triples_of(server: Server, *, base: str | None = None) -> Iterator[ox.Triple]:
    """All that a server holds of the graph that was loaded with this base: its documents, links, and what is known.

    Args:
        server: from `kg.load.connect`.
        base: what the graph's names begin with; without it, the only base that the server has documents of.

    Raises:
        LoadError: the server can't be reached, holds no graph of `kg` or several, or gives less than it counts.
    """
    documents = [name for name in documents_of(server) if base is None or unit_of(name).base == base]
    bases = sorted({unit_of(name).base or "" for name in documents})
    if len(bases) != 1:
        why = f"graphs with {len(bases)} bases: {', '.join(bases[:5])}; choose one" if bases else "no graph of kg"
        told = "" if base is None else f" with base {base!r}"
        raise LoadError(f"{server.base}: it holds {why}{told}; only what was loaded with provenance can be read")
    graphs = [graph for name in documents for graph in (name, f"{name}/provenance")]
    graphs += [bases[0] + "links", bases[0] + "known"]
    for start in range(0, len(graphs), _PAGE):
        held = counts(server, [*graphs[start : start + _PAGE]])
        for graph, count in held.items():
            if graph is not None and count:
                yield from _triples(server, graph, count)


def documents_of(server: Server) -> Iterator[str]:
    """The graphs of documents, sorted: those whose provenance the server holds.

    Raises:
        LoadError: as `Server.rows`.
    """
    last = ""
    while True:
        # By pages: some servers cut long answers without a word.
        query = (
            f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?run a <{_ACTIVITY}> }} "
            f"FILTER(STRENDS(STR(?g), '/provenance') && STR(?g) > {ox.Literal(last)}) }} ORDER BY STR(?g) LIMIT {_PAGE}"
        )
        found = [row["g"] for row in server.rows(query)]
        yield from (name.removesuffix("/provenance") for name in found if unit_of(name).base is not None)
        if not found:
            return
        last = max(found)


def _triples(server: Server, graph: str, count: int) -> list[ox.Triple]:
    """The statements of one graph, whole where that is short, else in ranges of subjects."""
    named = iris([graph])
    ranges = [""] if count <= _MOST else list(_ranges(server, named))
    found = [triple for where in ranges for triple in server.triples(_construct(named, where))]
    if len(set(found)) != count:
        raise LoadError(
            f"{server.base}: of {count:,} statements in {named} it gives {len(set(found)):,}; "
            "does it limit the length of answers, or was something written meanwhile?"
        )
    return found


def _construct(named: str, where: str) -> str:
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {named} {{ ?s ?p ?o }} {where} }}"


def _ranges(server: Server, named: str) -> Iterator[str]:
    """Filters that part a graph's subjects into ranges of at most `_MOST` statements, by the server's order."""
    first, last, size = "", "", 0
    while True:
        rows = list(server.rows(_subjects(named, last)))
        for row in rows:
            if size and size + int(row["n"]) > _MOST:
                yield _between(first, last)
                first, size = last, 0
            last, size = row["s"], size + int(row["n"])
        if not rows:
            break
    yield _between(first, last)


def _subjects(named: str, last: str) -> str:
    """Subjects, and how many statements each has, in order."""
    return (
        f"SELECT ?s (COUNT(*) AS ?n) WHERE {{ GRAPH {named} {{ ?s ?p ?o }} FILTER(STR(?s) > {ox.Literal(last)}) }} "
        f"GROUP BY ?s ORDER BY STR(?s) LIMIT {_PAGE}"
    )


def _between(first: str, last: str) -> str:
    return f"FILTER(STR(?s) > {ox.Literal(first)} && STR(?s) <= {ox.Literal(last)})"
