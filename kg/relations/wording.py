"""From what the classifier reads to relation mentions: the sentence that says it, two mentions, the word above."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.model import Mention, RelationMention, Span

__all__ = ["Reading", "worded"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A predicate that a pair is read to have: mentions of both ends by number, how likely (0 to 1), and where.

    ``sentence`` is the number of the one that says it; ``is_whole`` tells that the ends are entities, whose mentions
    may be anywhere.
    """

    subject: tuple[int, ...]
    predicate: str
    object: tuple[int, ...]
    likelihood: float
    sentence: int
    is_whole: bool


def worded(doc: Doc, mentions: Sequence[Mention], readings: Iterable[Reading], extractor: str) -> list[RelationMention]:
    """Relation mentions in text order.

    Args:
        doc: the analysed document.
        mentions: those that the readings number.
        readings: what was read.
        extractor: the name to give; what is read of entities, over the document, has ``:document`` behind it.
    """
    sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
    starts = [start for start, _ in sentences]
    heads = {}
    found = []
    for reading in readings:
        ends = [
            _nearest(numbers, mentions, sentences[reading.sentence]) for numbers in (reading.subject, reading.object)
        ]
        for mention in ends:
            if mention.span not in heads:
                span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
                heads[mention.span] = span.root if span is not None else None
        held = [sentences[bisect_right(starts, mention.start) - 1] for mention in ends]
        bounds = [sentences[reading.sentence], *held] if reading.is_whole else held
        trigger = _trigger([heads[mention.span] for mention in ends]) or ends[1].span
        found.append(
            RelationMention(
                subject=ends[0],
                predicate=reading.predicate,
                object=ends[1],
                start=min(start for start, _ in bounds),
                end=max(end for _, end in bounds),
                trigger=trigger,
                extractor=f"{extractor}:document" if reading.is_whole else extractor,
                confidence=round(reading.likelihood, 3),
            )
        )
    return sorted(found, key=lambda item: (item.start, item.subject.span, item.object.span, item.predicate))


def _nearest(numbers: Sequence[int], mentions: Sequence[Mention], sentence: Span) -> Mention:
    """The mention in a sentence or nearest to it, names before others."""
    start, end = sentence

    def far(mention: Mention) -> tuple[int, bool, int]:
        return max(0, start - mention.end, mention.start - end), mention.kind != "name", mention.start

    return min((mentions[number] for number in numbers), key=far)


def _trigger(heads: Sequence[Token | None]) -> Span | None:
    """The lowest word above both ends, whose clause states the relation; None if there is none."""
    one, other = heads
    if one is None or other is None:
        return None
    above = [one, *one.ancestors]
    reached = {token.i for token in (other, *other.ancestors)}
    for token in above:
        if token.i in reached:
            return token.idx, token.idx + len(token.text)
    return None
