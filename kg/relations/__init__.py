"""Which mentions of a document are related, and how: siblings of one shape, an `Extractor` each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Doc

from kg.model import Mention, RelationMention

__all__ = ["Extractor"]

Extractor = Callable[[Doc, Sequence[Mention]], Iterable[RelationMention]]
"""A parsed text and its mentions -> the places where the text relates two of them."""
