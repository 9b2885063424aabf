"""What someone said, and of whom: attributions with the statements and names inside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import UNNAMED, Attribution, Document, Entity, Mention, Span, Statement

__all__ = ["Saying", "sayings"]


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that a document says somebody says, thinks or wants.

    ``speaker`` is the entity, or ``None`` for a source without a name; ``source`` and ``cue`` are the document's words
    for who says it and how ("the minister", "said"), ``text`` is what is said, at ``content`` in the document.
    ``about`` lists the entities that it names, by first place, ``statements`` what was read from it.
    """

    document: str
    speaker: Entity | None
    source: str
    cue: str
    text: str
    content: Span
    about: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()

    def __str__(self) -> str:
        who = self.speaker.name if self.speaker else self.source or UNNAMED
        return f"{who}: {' '.join(self.text.split())}"


def sayings(
    document: Document,
    attributions: Sequence[Attribution],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    entities: Mapping[str, Entity],
) -> Iterator[Saying]:
    """All that one document attributes, in its order; everything given has global identifiers."""
    for one in attributions:
        if one.content is None:
            continue
        named = {
            mention.entity: None
            for mention in mentions
            if mention.entity and _within(mention.span, one.content) and mention.entity != one.entity
        }
        yield Saying(
            document=document.id,
            speaker=entities.get(one.entity) if one.entity else None,
            source=_words(document, one.source),
            cue=_words(document, one.cue),
            text=_words(document, one.content),
            content=one.content,
            about=tuple(entities[entity] for entity in named if entity in entities),
            statements=tuple(statement for statement in statements if _told(statement, document, one)),
        )


def _words(document: Document, span: Span | None) -> str:
    return document.text[slice(*span)] if span else ""


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _told(statement: Statement, document: Document, one: Attribution) -> bool:
    """True if evidence within the content has this speaker: not one that is quoted in it."""
    assert one.content is not None
    return any(
        evidence.document == document.id
        and evidence.speaker == (one.entity or UNNAMED)
        and evidence.subject is not None
        and evidence.object is not None
        and (_within(evidence.subject, one.content) or _within(evidence.object, one.content))
        for evidence in statement.evidence
    )
