"""Date phrases of English news to EDTF (Extended Date/Time Format, Library of Congress 2019, levels 0 and 1).

A phrase that needs a publication date and has none, that names a length of time, an age or a repetition, or that could
mean several dates, gives ``None``: a date is never invented.
"""

from __future__ import annotations

import re
from datetime import date

from kg.dates.intervals import read
from kg.dates.publication import published_in
from kg.dates.words import Frame, Tense, normal

__all__ = ["Tense", "published_in", "to_edtf"]


def to_edtf(text: str, *, published: str | None = None, tense: Tense | None = None) -> str | None:
    """The EDTF value of a date phrase, or ``None`` where it has none or is not sure.

    Args:
        text: the phrase, with or without its preposition ("on Monday", "since 2014", "late October").
        published: ISO 8601 date of the document, which relative phrases are read against.
        tense: of the clause that the phrase is in. It turns weekdays, months and days without a year to the past or the
            future; without it a weekday is the last one up to the publication date, and other dates look back unless
            the next one is much nearer.

    >>> to_edtf("last Tuesday", published="2023-05-11")
    '2023-05-09'
    >>> to_edtf("from 2003 to 2007")
    '2003/2007'
    >>> to_edtf("three days later", published="2023-05-11") is None
    True
    """
    if re.match(r"(may|march)\b", text.strip()):  # the verbs, not the months
        return None
    return read(normal(text), Frame(_published(published), tense))


def _published(text: str | None) -> date | None:
    found = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text or "")
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None
