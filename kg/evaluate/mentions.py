"""Named mentions: what of their spans counts, which stands for which, and which gold entity a predicted one is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Extraction, MentionType, Span

__all__ = ["Named", "aligned", "matched", "named", "trimmed"]

_THE = re.compile(r"the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A mention by name: its trimmed span, its type, its entity (itself, if it has none)."""

    span: Span
    type: MentionType
    entity: str


def named(extraction: Extraction) -> list[Named]:
    """The names of people, organisations and places in a document, in the order of its mentions."""
    text = extraction.document.text
    return [
        Named(trimmed(text, mention.span), mention.type, mention.entity or f"mention {mention.id}")
        for mention in extraction.mentions
        if mention.kind == "name" and mention.type != "Date"
    ]


def trimmed(text: str, span: Span) -> Span:
    """A span without blanks around it, a leading "the" and a trailing possessive, on which annotators differ.

    >>> trimmed("the Acme Works’", (0, 15))
    (4, 14)
    """
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    the = _THE.match(text, start, end)
    if the is not None and the.end() < end:
        start = the.end()
    possessive = _POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive is not None and possessive.start() else end


def matched(spans: Sequence[Span], others: Sequence[Span]) -> dict[Span, Span]:
    """Spans with the ones that they stand for, one to one: equal ones, then those that overlap the most."""
    index = _Index(others)
    pairs = [(_fit(span, others[at]), span, others[at]) for span in spans for at in index.overlapping(span)]
    found: dict[Span, Span] = {}
    taken: set[Span] = set()
    for _, span, other in sorted(pairs, key=lambda pair: -pair[0]):
        if span not in found and other not in taken:
            found[span] = other
            taken.add(other)
    return found


def aligned(mentions: Iterable[Named], gold: Sequence[Named]) -> dict[str, str]:
    """The gold entity that each predicted entity stands for: the one that most of its names overlap.

    Each name counts for the gold name that it fits best. Of two gold entities with as many, the one with the better
    fits is taken, then the one that is named first. An entity whose names overlap none is left out.
    """
    gold = sorted(gold, key=lambda mention: mention.span)
    spans = [mention.span for mention in gold]
    index = _Index(spans)
    votes: dict[str, dict[str, tuple[int, float]]] = defaultdict(dict)
    for mention in sorted(mentions, key=lambda mention: mention.span):
        fits_of = {at: _fit(mention.span, spans[at]) for at in index.overlapping(mention.span)}
        best = max(fits_of, key=lambda at: fits_of[at], default=None)
        if best is not None:
            count, fits = votes[mention.entity].get(gold[best].entity, (0, 0.0))
            votes[mention.entity][gold[best].entity] = (count + 1, fits + fits_of[best])
    return {entity: max(found, key=lambda other: found[other]) for entity, found in votes.items()}


class _Index:
    """Finds overlapping spans without looking at all of them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._order = sorted(range(len(spans)), key=lambda at: spans[at])
        self._starts = [spans[at][0] for at in self._order]
        self._longest = max((end - start for start, end in spans), default=0)

    def overlapping(self, span: Span) -> list[int]:
        """The places of the spans that share characters with this one, in their order."""
        first = bisect_left(self._starts, span[0] - self._longest)
        last = bisect_left(self._starts, span[1])
        return sorted(at for at in self._order[first:last] if span[0] < self._spans[at][1] > self._spans[at][0])


def _fit(span: Span, other: Span) -> float:
    """The characters that two spans share, as a part of those that either has."""
    shared = min(span[1], other[1]) - max(span[0], other[0])
    return shared / (max(span[1], other[1]) - min(span[0], other[0]))
