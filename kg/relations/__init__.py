"""Which mentions of a document are related, and how: siblings of one shape, an `Extractor` each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Doc

from kg.encoder import Encoder
from kg.model import Mention, RelationMention
from kg.relations.standing import Standing

__all__ = ["Extractor", "encoder_of", "standing_of"]

Extractor = Callable[[Doc, Sequence[Mention]], Iterable[RelationMention]]
"""A parsed text and its mentions -> the places where the text relates two of them."""


def encoder_of(extractor: Extractor) -> Encoder | None:
    """The encoder that an extractor reads with (its attribute ``encoder``), which the finding of names then shares."""
    encoder: Encoder | None = getattr(extractor, "encoder", None)
    return encoder


def standing_of(extractor: Extractor) -> Standing | None:
    """What tells how an extractor's relations stand in their text (its attribute ``standing``)."""
    standing: Standing | None = getattr(extractor, "standing", None)
    return standing
