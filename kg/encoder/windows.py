"""A text as the encoder reads it: windows of whole sentences, in pieces of words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["BEGIN", "END", "Window", "places", "windows"]

LONGEST = 254
OVERLAP = 32
BEGIN, END = 101, 102
"""The marks around a text, as all-MiniLM-L6-v2 numbers them."""


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences of a text in pieces.

    ``ids`` begin and end with a mark; ``spans`` are their places in the text (empty for the marks), ``sentences`` the
    number of each piece's sentence in the text. ``fresh`` is the first sentence that no window before holds.
    """

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    sentences: tuple[int, ...]
    fresh: int


def windows(text: str, sentences: Sequence[Span], tokenizer: Tokenizer, *, longest: int = LONGEST) -> Iterator[Window]:
    """The windows of a text in order; a sentence that is longer than a window is cut at its end.

    Args:
        text: the text.
        sentences: their spans, in order, not overlapping.
        tokenizer: of the encoder.
        longest: pieces of a window.
    """
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids, offsets = encoding.ids, encoding.offsets
    starts = [start for start, _ in offsets]
    bounds = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in sentences]
    for first, last, fresh in _groups([high - low for low, high in bounds], longest):
        kept = [(n, place) for n in range(first, last) for place in range(*bounds[n])][:longest]
        if kept:
            yield Window(
                ids=(BEGIN, *(ids[place] for _, place in kept), END),
                spans=((0, 0), *(offsets[place] for _, place in kept), (0, 0)),
                sentences=(first, *(n for n, _ in kept), last - 1),
                fresh=fresh,
            )


def _groups(sizes: Sequence[int], longest: int) -> Iterator[tuple[int, int, int]]:
    """First sentence, the one after the last, and the first that is new, of each window."""
    first = fresh = 0
    while fresh < len(sizes):
        last, total = first, 0
        while last < len(sizes) and (total + sizes[last] <= longest or last <= fresh):
            total += sizes[last]
            last += 1
        yield first, last, fresh
        fresh = first = last
        room = min(OVERLAP, longest - sizes[fresh]) if fresh < len(sizes) else 0
        while first > 0 and sizes[first - 1] <= room:
            first -= 1
            room -= sizes[first]


def places(window: Window, spans: Sequence[Span]) -> tuple[list[int], list[Span]]:
    """Which of some spans of the text lie in a window, by number, and the first and last of its pieces on each."""
    starts = [start for start, _ in window.spans[1:-1]]
    ends = [end for _, end in window.spans[1:-1]]
    numbers, found = [], []
    for number, (start, end) in enumerate(spans):
        first = bisect_right(ends, start)
        last = bisect_left(starts, end) - 1
        if first <= last:
            numbers.append(number)
            found.append((first + 1, last + 1))
    return numbers, found
