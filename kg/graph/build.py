"""Documents -> graph, in one step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.graph.assembly import extractions_of
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.model import Document

__all__ = ["build"]


def build(documents: Iterable[Document | str], **options: Any) -> KnowledgeGraph:
    """Read documents, and make one graph of what they say.

    Args:
        documents: documents, or their texts.
        **options: as for `kg.extract.extract`: ``nlp``, ``relations``, ``known``, ``knowledge_base``, ``workers``,
            ``on_error``.

    Raises:
        DocumentError, AnalysisError: as `kg.extract.extract`.
        GraphError: two documents have one identifier and different texts.

    >>> graph = build(["Ana Rey, the mayor of Lisbon, visited Chile."])
    >>> [entity.name for entity in graph.neighbours("Ana Rey")]
    ['Chile', 'Lisbon']
    """
    return KnowledgeGraph.from_extractions(extractions_of(documents, **options))
