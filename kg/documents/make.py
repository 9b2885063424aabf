"""A text and what is known about it -> Document: identifiers made from content, dates checked."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath

from kg.errors import DocumentError
from kg.model import Document

__all__ = ["checked_date", "from_text"]

_SLUG_LENGTH = 60
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_DATE_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].+")


def from_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    published: str | None = None,
    source: str | None = None,
    author: str | None = None,
) -> Document:
    """Make a document of a text, which is kept as it is.

    Args:
        text: any characters, also control characters and lone surrogates, but more than white space.
        id: made from the source's name and the text where it is not given, so the same text has the same identifier.
        title, author: as people would write them.
        published: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``, or an ISO 8601 date and time, of which the date is kept.
        source: the path or address that the text came from.

    Raises:
        DocumentError: the text is empty or only white space, or ``published`` is not a date.

    >>> made = from_text("The port is closed.", published="2024-11-18T09:30:00Z", source="news/Port Closed.txt")
    >>> made.id, made.published
    ('port-closed-aa287e15fa11', '2024-11-18')
    """
    place = source or id or "text"
    if not text:
        raise DocumentError(place, "is empty; a document needs text")
    if text.isspace():
        raise DocumentError(place, "holds only white space; a document needs text")
    day = None if published is None else checked_date(published, place)
    return Document(id or _identifier(text, source), text, title, day, source, author)


def checked_date(published: str, place: str) -> str:
    """Return the date of ``published`` as EDTF level 0, or raise.

    Args:
        published: ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY``, or an ISO 8601 date and time, of which the date is kept.
        place: what the message names.

    Raises:
        DocumentError: it has another form, or names a day that is not in the calendar.

    >>> checked_date("2024-11", "a.txt")
    '2024-11'
    """
    try:
        if _DATE_TIME.fullmatch(published):
            datetime.fromisoformat(published)
            return published[:10]
        if _DATE.fullmatch(published):
            date.fromisoformat(published + "-01-01"[len(published) - 4 :] if len(published) < 10 else published)
            return published
    except ValueError as error:
        raise DocumentError(place, f"publication date {published!r} is not in the calendar: {error}") from error
    raise DocumentError(place, f"publication date {published!r} is not YYYY-MM-DD, YYYY-MM or YYYY")


def _identifier(text: str, source: str | None) -> str:
    # A text may hold lone surrogates (JSON can write them), which UTF-8 proper does not know.
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{_slug(PurePath(source).stem if source else 'text')}-{digest}"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG_LENGTH].strip("-") or "document"
