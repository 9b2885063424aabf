"""Entities and statements as a networkx graph."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.model import Entity, Statement

if TYPE_CHECKING:
    import networkx  # type: ignore[import-untyped]

__all__ = ["network"]


def network(entities: Iterable[Entity], statements: Iterable[Statement]) -> networkx.MultiDiGraph:
    """A frozen graph: entities by identifier as nodes, statements between them by identifier as edges."""
    import networkx

    graph: networkx.MultiDiGraph = networkx.MultiDiGraph()
    for entity in entities:
        graph.add_node(entity.id, name=entity.name, type=entity.type)
    for statement in statements:
        if statement.object is not None:
            graph.add_edge(statement.subject, statement.object, key=statement.id, **_facts(statement))
        elif statement.value is not None:
            graph.nodes[statement.subject].setdefault(statement.predicate, statement.value.value)
    return networkx.freeze(graph)


def _facts(statement: Statement) -> dict[str, str | float | None]:
    return {
        "predicate": statement.predicate,
        "status": statement.status,
        "confidence": statement.confidence,
        "valid_from": statement.valid_from,
        "valid_to": statement.valid_to,
    }
