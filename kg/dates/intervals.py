"""Stretches of time with two ends, one of them perhaps open."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from kg.dates.points import month_day, plain, point
from kg.dates.words import MONTHS, WEEKDAYS, Frame, Reading, compiled

__all__ = ["read"]


def read(text: str, frame: Frame) -> str | None:
    """Intervals first, then single dates."""
    text = text.strip()
    for pattern, reading in _intervals():
        if match := pattern.fullmatch(text):
            return reading(match, frame)
    return point(text, frame)


@cache
def _intervals() -> tuple[tuple[re.Pattern[str], Reading], ...]:
    before, between = "(?:on |from |between )?", " ?(?:-|–|to|and|until|through) ?"
    return compiled(
        [
            (rf"{before}(?P<a>DAY){between}(?P<b>DAY) (?P<m>MONTH)(?: (?P<y>YEAR))?", _days),
            (rf"{before}(?P<m>MONTH) (?P<a>DAY){between}(?P<b>DAY)(?: (?P<y>YEAR))?", _days),
            (r"(?:from|in|during) (?P<a>YEAR) ?(?:-|–) ?(?P<b>YEAR)", _between),
            (r"from (?P<a>.+?) (?:to|until|till|through) (?P<b>.+)", _between),
            (r"(?:in )?between (?P<a>.+?) and (?P<b>.+)", _between),
            (r"(?:in |the )*(?P<a>YEAR) ?(?:-|–|to|through|until) ?(?P<b>YEAR)", _between),
            (r"(?:in |the )*(?P<a>YEAR)(?P<sep>[-–])(?P<b>\d\d)", _short_years),
            (r"(?P<a>(?:MONTH)(?: DAY)?(?: YEAR)?) ?(?:-|–|to|through) ?(?P<b>MONTH(?: DAY)?(?: YEAR)?)", _between),
            (r"(?:ever )?since (?P<a>.+)", _since),
            (r"(?:starting|beginning)(?: in| on)? (?P<a>.+)", _since),
            (r"from (?P<a>.+?)(?: on| onwards?)?", _since),
            (r"(?:up )?(?:until|till|through|up to) (?P<b>.+)", _until),
            (r"(?:no later than|by) (?P<b>.+)", _until),
        ]
    )


def _between(match: re.Match[str], frame: Frame) -> str | None:
    """Both ends; the first takes the last one's year, a bare last one is the next after the first."""
    first, last = match["a"], match["b"]
    year = re.search(r"\b(\d{4})$", last)
    if year and not re.search(r"\d{4}|ago|last|this|yesterday|today", first):
        first = f"{first} {year[1]}"
    start = point(first, frame)
    if start is None or not plain(start):
        return None
    if re.fullmatch("(?:on )?(?:" + "|".join(WEEKDAYS + MONTHS) + r")(?: \d{1,2})?", last):
        year_known = frame.published is not None or re.search(r"\d{4}", first)
        frame = Frame(_first_day(start), "future") if year_known else frame
    end = point(last, frame)
    if end is None or not plain(end) or end[: len(start)] < start[: len(end)]:
        return None
    return f"{start}/{end}"


def _short_years(match: re.Match[str], _frame: Frame) -> str | None:
    """2013-14, a season of sport or a school year; not 2008-12, which could be December."""
    start = int(match["a"])
    end = start - start % 100 + int(match["b"])
    month = match["sep"] == "-" and 1 <= int(match["b"]) <= 12
    if month:
        return f"{start:04}-{match['b']}" if end <= start else None
    return f"{start:04}/{end:04}" if end > start else None


def _days(match: re.Match[str], frame: Frame) -> str | None:
    start = month_day(match["m"], int(match["a"]), match["y"], frame)
    end = month_day(match["m"], int(match["b"]), match["y"], frame)
    return f"{start}/{end}" if start and end and start < end else None


def _since(match: re.Match[str], frame: Frame) -> str | None:
    start = point(match["a"], replace(frame, tense=frame.tense or "past"))
    start = start.partition("/")[0] if start else None
    return f"{start}/.." if start and plain(start.removesuffix("~")) else None


def _until(match: re.Match[str], frame: Frame) -> str | None:
    end = point(match["b"], frame)
    end = end.rpartition("/")[2] if end else None
    return f"../{end}" if end and plain(end.removesuffix("~")) else None


def _first_day(value: str) -> date:
    year, month, day = (*map(int, value.split("-")), 1, 1)[:3]
    return date(year, month, day)
