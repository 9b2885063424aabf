"""What exporters ask of a graph, and the graph's statements and entities as one document shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from kg.errors import OutputError
from kg.graph.inference import Derived
from kg.model import UNNAMED, Attribution, Document, Entity, Evidence, Mention, Statement
from kg.resolve import Join

__all__ = ["Graph", "entity_of", "evidence_by_document", "named_by", "named_in"]


class Graph(Protocol):
    """The part of `kg.graph.KnowledgeGraph` that exporters read."""

    @property
    def documents(self) -> Mapping[str, Document]:
        """Documents by identifier."""

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Entities by global identifier."""

    @property
    def infers(self) -> bool:
        """Whether to tell what follows from the statements."""

    def inferred(self) -> Sequence[Derived]:
        """What follows from the statements by the ontology, sorted by identifier."""

    def joins(self) -> Sequence[Join]:
        """Why names of several documents are one entity, by entity."""

    def statements(self, *, status: None) -> Iterable[Statement]:
        """The statements of every status, sorted by identifier."""

    def mentions(self, document_id: str, /) -> Sequence[Mention]:
        """The mentions of a document, in text order, with global entity identifiers."""

    def attributions(self, document_id: str, /) -> Sequence[Attribution]:
        """Who said what in a document."""


def evidence_by_document(graph: Graph) -> dict[str, list[Statement]]:
    """For each document its statements, sorted by identifier, each with only the evidence that the document gives.

    Raises:
        OutputError: evidence names a document that the graph does not hold.
    """
    found: dict[str, list[Statement]] = {}
    for statement in sorted(graph.statements(status=None), key=lambda statement: statement.id):
        parts: dict[str, list[Evidence]] = {}
        for evidence in statement.evidence:
            parts.setdefault(evidence.document, []).append(evidence)
        for document, part in parts.items():
            if document not in graph.documents:
                raise OutputError(f"statement {statement.id}: the graph does not hold its document {document!r}")
            found.setdefault(document, []).append(replace(statement, evidence=tuple(part)))
    return found


def entity_of(graph: Graph, entity: str, place: str) -> Entity:
    """The entity of that identifier, which ``place`` (a document or statement) names.

    Raises:
        OutputError: the graph does not hold it.
    """
    try:
        return graph.entities[entity]
    except KeyError as error:
        raise OutputError(f"{place}: the graph does not hold its entity {entity!r}") from error


def named_in(graph: Graph, document: str, statements: Iterable[Statement]) -> list[str]:
    """Identifiers, sorted, of the entities that a document's mentions, statements and attributions name."""
    return named_by(graph.mentions(document), statements, graph.attributions(document))


def named_by(
    mentions: Iterable[Mention], statements: Iterable[Statement], attributions: Iterable[Attribution]
) -> list[str]:
    """Identifiers, sorted, of the entities that these name."""
    found = {mention.entity for mention in mentions}
    found.update(attribution.entity for attribution in attributions)
    for statement in statements:
        found.update((statement.subject, statement.object))
        found.update(evidence.speaker for evidence in statement.evidence)
    return sorted(entity for entity in found if entity not in (None, UNNAMED))
