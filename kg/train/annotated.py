"""Texts whose mentions and relations people have annotated: what the readers of data sets give, and training takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import Mention, Span, Status
from kg.ontology import Ontology

__all__ = ["Annotated", "Fact", "ends_of", "with_wider"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two ends, which are identifiers of entities, or of a date's mention.

    ``evidence`` are the numbers of the sentences that say it; ``spans`` the two mentions by which the annotation says
    it, where it marks mentions and not entities; ``status`` is how they put it, where that is known.
    """

    subject: str
    predicate: str
    object: str
    evidence: frozenset[int] = frozenset()
    spans: tuple[Span, Span] | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the mentions in it and the facts that it states.

    ``sentences`` are spans in order. ``covered`` tells for each sentence the predicates of which every fact in it is
    annotated: only of those is a pair without a fact known to be unrelated. ``whole`` are the predicates that are
    covered for the text as a whole, between entities. ``unknown`` are facts of which it isn't known if they hold, or
    that are to teach their status alone. ``is_typed`` is true if all names are among the mentions. ``meant`` has the
    first characters of pronouns of which is known whom they mean, with the span of a name of that person, or nothing.
    """

    id: str
    text: str
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    covered: tuple[frozenset[str], ...]
    whole: frozenset[str] = frozenset()
    unknown: tuple[Fact, ...] = ()
    is_typed: bool = False
    meant: Mapping[int, Span | None] = field(default_factory=dict)


def ends_of(mention: Mention) -> str:
    """What a fact calls the end that a mention is of."""
    return mention.entity if mention.entity is not None else mention.id


def with_wider(predicates: Iterable[str], ontology: Ontology) -> frozenset[str]:
    """Predicates and all that they imply."""
    found = frozenset(predicates)
    return found.union(*(ontology.wider(name) for name in found))
