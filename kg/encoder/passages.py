"""A passage of a text, in pieces of words, as an encoder numbers them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.encoder.lower import MODELS, load_tokenizer

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Pieces", "pieces"]

_LONGEST = 126  # pieces of a passage
_AFTER = 24  # pieces kept after the place that a passage is cut around
_KEPT = "kg.encoder.passages"


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Pieces of words in the order of the text: their places in it, and their numbers in the vocabulary."""

    starts: list[int]
    ends: list[int]
    ids: list[int]

    def __len__(self) -> int:
        return len(self.starts)

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last piece of a span of the text; None if none lies on it."""
        first, last = bisect_right(self.ends, start), bisect_left(self.starts, end) - 1
        return (first, last) if first <= last else None

    def between(self, start: int, end: int, around: int) -> Pieces:
        """The pieces of ``text[start:end]``; if they are too many, those about the character ``around``."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        if high - low > _LONGEST:
            middle = bisect_right(self.ends, around)
            high = min(high, max(middle + _AFTER, low + _LONGEST))
            low = high - _LONGEST
        return Pieces(self.starts[low:high], self.ends[low:high], self.ids[low:high])


def pieces(doc: Doc) -> Pieces:
    """All pieces of a document, made once."""
    found: Pieces | None = doc.user_data.get(_KEPT)
    if found is None:
        encoding = load_tokenizer(MODELS).encode(doc.text, add_special_tokens=False)
        starts, ends = zip(*encoding.offsets, strict=True) if encoding.ids else ((), ())
        found = doc.user_data[_KEPT] = Pieces([*starts], [*ends], encoding.ids)
    return found
