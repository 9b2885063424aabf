"""The date of a report, where its own text tells it: a label, a line of its own, or a dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.dates.intervals import read
from kg.dates.words import MONTHS, Frame, normal

__all__ = ["published_in"]

_HEAD, _TAIL = 12, 4
"""Lines with text, at the top and at the end, in which a date of publication stands."""
_LONGEST = 120
"""Characters: a longer line is running text, unless it begins with a dateline."""

_MONTH = rf"(?:{'|'.join(MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,? )?"
_DATE = (
    rf"(?P<date>{_WEEKDAY}(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{4}/\d\d/\d\d|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}))(?![\d-])"
)
_CLOCK = r"(?:,? *(?:at |[-–|•·] *)?\d{1,2}[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?|T\d\d:\d\d\S*)?"
_LABEL = r"(?:(?:first )?(?:published|posted|issued|released)|publication date|date(?:line)?|dated)"
_LABELLED = re.compile(rf"\W*{_LABEL}(?: on| at)?\s*:?\s*(?:\d{{1,2}}:\d\d,? *)?{_DATE}", re.IGNORECASE)
_ALONE = re.compile(
    rf"(?:by [^\d|•·–—]{{3,60}}[|•·–—,] *)?{_DATE}{_CLOCK}(?: *[|•·–—-] *[^\d]{{2,60}})?", re.IGNORECASE
)
_DATELINE = re.compile(
    rf"(?:[A-Z][\w.’'-]*[ ,/]+){{1,6}}(?P<open>\()?(?i:{_DATE})(?(open)\))"
    r" *(?:\([A-Z][\w ]*\))? *(?:[-–—:]|/PRNewswire/)"
)  # "LIMA, Peru, Nov. 18, 2024 (Reuters) —"


def published_in(text: str) -> str | None:
    """The ISO 8601 date on which a text says that it was published, or ``None``.

    It is the first that stands behind a label ("Published: 18 November 2024"), on a line of its own, with the author's
    name or the time of day at most, or in a dateline. A date in running text, in a caption or without its year is none;
    nor is that of an update.

    >>> published_in("Storm hits Lima\\n\\nLIMA, Nov. 18, 2024 (AP) - A storm hit Lima on Monday.")
    '2024-11-18'
    >>> published_in("A storm hit Lima on Nov. 18, 2024, after a dry year.") is None
    True
    """
    return next(_dates(text), None)


def _dates(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text[:20_000].splitlines() if line.strip()][:_HEAD]
    last = [line.strip() for line in text[-2_000:].splitlines() if line.strip()][-_TAIL:]
    for line in (*lines, *last):
        match = _LABELLED.match(line[:_LONGEST]) or _DATELINE.match(line[:_LONGEST])
        if match is None and line in lines and len(line) <= _LONGEST:
            match = _ALONE.fullmatch(line)
        value = read(normal(match["date"]), Frame(None, None)) if match else None
        if value is not None and len(value) == len("2024-11-18") and value[4] == "-":
            yield value
