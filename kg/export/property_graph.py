"""A graph as nodes and edges with plain properties, the form of property-graph databases and drawing programs.

Edges are what some document asserts or reports, or a knowledge base says; ``status`` tells which. What is only
uncertain or denied is no edge, since a query that does not look at ``status`` would take it for so: N-Quads and JSONL
hold it. A statement with a date is a property of its node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.export.parts import Graph, entity_of
from kg.model import Status
from kg.ontology import default_ontology

__all__ = ["EDGE_STATUSES", "Edge", "Node", "date_properties", "edges", "nodes"]

EDGE_STATUSES: tuple[Status, ...] = ("asserted", "reported", "known")
"""The statuses that a statement must have one of to be an edge."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity; ``dates`` holds, for each of `date_properties`, the asserted or known EDTF values, sorted."""

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    links: tuple[str, ...]
    dates: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement between two entities. ``documents``, ``speakers`` (names) and ``times`` (EDTF) are sorted; an unknown
    ``valid_from`` or ``valid_to`` (EDTF) is empty.
    """

    id: str
    subject: str
    object: str
    predicate: str
    status: str
    confidence: float
    documents: tuple[str, ...]
    speakers: tuple[str, ...]
    times: tuple[str, ...]
    valid_from: str
    valid_to: str


def date_properties() -> tuple[str, ...]:
    """The predicates whose object is a date, in the ontology's order.

    >>> date_properties()
    ('birthDate', 'deathDate', 'foundingDate')
    """
    return tuple(name for name, predicate in default_ontology().predicates.items() if predicate.takes_value)


def nodes(graph: Graph) -> Iterator[Node]:
    """The entities, sorted by identifier."""
    found: dict[tuple[str, str], set[str]] = {}
    for statement in graph.statements(status=None):
        if statement.value is not None and statement.status in ("asserted", "known"):
            found.setdefault((statement.subject, statement.predicate), set()).add(statement.value.value)
    names = date_properties()
    for identifier in sorted(graph.entities):
        entity = graph.entities[identifier]
        dates = tuple(tuple(sorted(found.get((identifier, name), ()))) for name in names)
        yield Node(entity.id, entity.type, entity.name, entity.aliases, entity.links, dates)


def edges(graph: Graph) -> Iterator[Edge]:
    """The statements between entities that have one of `EDGE_STATUSES`, sorted by identifier."""
    for statement in sorted(graph.statements(status=None), key=lambda statement: statement.id):
        if statement.object is None or statement.status not in EDGE_STATUSES:
            continue
        decisive = [evidence for evidence in statement.evidence if evidence.status == statement.status]
        speakers = {evidence.speaker for evidence in decisive if evidence.speaker is not None}
        yield Edge(
            id=statement.id,
            subject=entity_of(graph, statement.subject, f"statement {statement.id}").id,
            object=entity_of(graph, statement.object, f"statement {statement.id}").id,
            predicate=statement.predicate,
            status=statement.status,
            confidence=statement.confidence,
            documents=tuple(sorted({evidence.document for evidence in decisive})),
            speakers=tuple(sorted(_speaker(graph, speaker) for speaker in speakers)),
            times=tuple(sorted({evidence.time.value for evidence in decisive if evidence.time is not None})),
            valid_from=statement.valid_from or "",
            valid_to=statement.valid_to or "",
        )


def _speaker(graph: Graph, speaker: str) -> str:
    entity = graph.entities.get(speaker)
    return speaker if entity is None else entity.name
