"""Where a text quotes: spans with their quotation marks."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc

from kg.model import Span

__all__ = ["around", "quotations", "quotations_of"]

_KEPT = "kg.claims.quotes"

_MARK = re.compile(r"[“”„«»\"]|''|``|\n\s*")
_SINGLE = re.compile(
    r"(?<![\w’'])[‘'](?=[A-Z\[])[^\n\"“”]{3,600}?[,.!?…][’'](?!\w)"  # ‘We won,’
    r"|(?<![\w’'])[‘'](?=[A-Z\[])[^\n\"“”]{3,300}?[’'](?=:| [-–—] )"  # ‘We won’: Ann
    r"|(?<![\w’'])‘(?=\w)[^‘\n\"“”]{3,300}?(?<!s)’(?!\w)"  # ‘a wild claim’
)
_RUNS_ON = 4
"""Paragraphs that one quotation may run over."""


def quotations(text: str) -> list[Span]:
    """Spans of direct quotes, marks included, in order, not overlapping.

    A quotation that is not closed at the end of its paragraph goes on where the next one begins with a mark again;
    a single quotation mark counts only where it can't be an apostrophe.

    >>> text = 'Ann said: "We won." Bob did not.'
    >>> [text[start:end] for start, end in quotations(text)]
    ['"We won."']
    """
    found = _double(text)
    singles = [match.span() for match in _SINGLE.finditer(text) if around(found, match.start()) is None]
    return sorted([*found, *(span for span in singles if around(found, span[1] - 1) is None)])


def quotations_of(doc: Doc) -> list[Span]:
    """The quotations of a document's text; found once, and kept with the document."""
    found = doc.user_data.get(_KEPT)
    if found is None:
        found = doc.user_data[_KEPT] = quotations(doc.text)
    return found


def _double(text: str) -> list[Span]:
    found: list[Span] = []
    start: int | None = None
    breaks = 0
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark[0] == "\n":
            if start is None:
                continue
            breaks += 1
            if text[match.end() : match.end() + 1] not in {"“", '"', "«", "„", "`"} or breaks == _RUNS_ON:
                found.append((start, match.start()))
                start = None
        elif start is None:
            if _opens(text, match):
                start, breaks = match.start(), 0
        elif _closes(text, match):
            found.append((start, match.end()))
            start = None
    return found if start is None else [*found, (start, len(text.rstrip()))]


def _opens(text: str, match: re.Match[str]) -> bool:
    if match.group() in {"“", "„", "«", "``"}:
        return True
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match.group() != "”" and not before.isalnum() and bool(after.strip())


def _closes(text: str, match: re.Match[str]) -> bool:
    if match.group() in {"”", "»"}:
        return True
    before = text[match.start() - 1 : match.start()]
    nested = text[max(0, match.start() - 3) : match.start()].rstrip(" ")[-1:] in {"'", "’"}  # '…' "
    return match.group() in {'"', "''"} and (bool(before.strip()) or nested)


def around(spans: Sequence[Span], place: int) -> Span | None:
    """The span that holds a character, of sorted spans that do not overlap."""
    index = bisect_right(spans, (place, sys.maxsize)) - 1
    return spans[index] if index >= 0 and spans[index][0] <= place < spans[index][1] else None
