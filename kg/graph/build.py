"""Documents -> graph, in one step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.graph.assembly import extractions_of
from kg.graph.decided import Decisions, decisions_of
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Document

__all__ = ["build"]


def build(documents: Iterable[Document | str], *, decisions: Decisions = None, **options: Any) -> KnowledgeGraph:
    """Read documents, and make one graph of what they say.

    Args:
        documents: documents, or their texts.
        decisions: a person's decisions on who is who: the path of a CSV file, or what `kg.resolve.read_decisions` read.
            Those that could not be carried out are in ``graph.resolution.warnings``.
        **options: as for `kg.extract.extract`: ``nlp``, ``relations``, ``known``, ``knowledge_base``, ``workers``,
            ``on_error``.

    Raises:
        DocumentError, AnalysisError: as `kg.extract.extract`.
        GraphError: two documents have one identifier and different texts.
        DataError: the decisions can't be read, or contradict each other.

    >>> graph = build(["Ana Rey, the mayor of Lisbon, visited Chile."])
    >>> [entity.name for entity in graph.neighbours("Ana Rey")]
    ['Chile', 'Lisbon']
    """
    known = decisions_of(decisions)  # a mistake in them should show before the long work
    return KnowledgeGraph.from_extractions(extractions_of(documents, **options), decisions=known)
