"""A passage of a text, in pieces of words with a vector for each, as the lower layers read it within its document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.encoder.lower import MODELS, WIDTH, Lower, load_lower

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Pieces", "pieces"]

_LONGEST = 126  # pieces of a passage
_AFTER = 24  # pieces kept after the place that a passage is cut around
_KEPT = "kg.encoder.passages"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Pieces of words in the order of the text: their places in it, and a row of ``vectors`` for each."""

    starts: list[int]
    ends: list[int]
    vectors: Floats

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
        return Pieces(self.starts[low:high], self.ends[low:high], self.vectors[low:high])


def pieces(doc: Doc, lower: Lower | None = None) -> Pieces:
    """All pieces of a parsed document, read once; those that windows share as the first of them has them.

    Args:
        doc: the document.
        lower: what reads; the default is what `kg` ships.
    """
    lower = lower or load_lower(MODELS)
    reader, kept = doc.user_data.get(_KEPT, (None, None))
    if reader is lower:
        return kept  # type: ignore[no-any-return]
    starts: list[int] = []
    ends: list[int] = []
    rows = [np.zeros((0, WIDTH), dtype=np.float32)]
    for window, vectors in lower.windows(doc):
        new = [n for n, (start, end) in enumerate(window.spans) if start < end and (not ends or start >= ends[-1])]
        starts += [window.spans[n][0] for n in new]
        ends += [window.spans[n][1] for n in new]
        rows.append(vectors[new])
    found = Pieces(starts, ends, np.concatenate(rows))
    doc.user_data[_KEPT] = lower, found
    return found
