"""Date mentions: a day, month, year, decade, or a time told from another ("last week"); no durations, no ages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.mentions.lexicon import lexicon
from kg.mentions.tokens import Tokens

__all__ = ["dates"]

_YEAR = re.compile(r"(?:1[0-9]|20)\d\ds?$|['’]\d0s$")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WRITTEN_OUT = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    rf"|{_MONTH} \d{{4}}|\d{{4}}-\d\d-\d\d)\b(?![\d-])"
)


def dates(doc: Doc, tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Spans of characters, sorted, not overlapping."""
    found = [span for ent in doc.ents if ent.label_ in ("DATE", "TIME") for span in _kept(tokens, ent.start, ent.end)]
    spans = [tokens.span(*span) for span in found]
    inside = {index for start, end in spans for index in range(start, end)}
    spans += [match.span() for match in _WRITTEN_OUT.finditer(tokens.text) if inside.isdisjoint(range(*match.span()))]
    yield from sorted(spans)


def _kept(tokens: Tokens, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and _is_outer(tokens.lowers[start]):
        start += 1
    while start < end and _is_outer(tokens.lowers[end - 1]):
        end -= 1
    if start < end and _names_a_time(tokens.lowers[start:end]):
        yield start, end


def _is_outer(word: str) -> bool:
    return word in lexicon().before_dates or not any(letter.isalnum() for letter in word)


def _names_a_time(words: list[str]) -> bool:
    known = lexicon()
    if "old" in words:
        return False
    if any(word in known.months or word in known.weekdays or word in known.relative_days for word in words):
        return True
    if any(_YEAR.match(word) for word in words):
        return True
    has_unit = any(word in known.units for word in words)
    if "ago" in words or ("earlier" in words and has_unit):
        return has_unit
    return has_unit and _points(words)


def _points(words: list[str]) -> bool:
    """True for "last week", "this year", "the 19th century"; not for "two years", "the year", "the last ten years"."""
    if any(word.endswith(("th", "st", "nd", "rd")) and word[:-2].isdigit() for word in words):
        return True
    return words[0] in lexicon().which and not words[-1].endswith("s")
