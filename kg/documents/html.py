"""A saved HTML page -> its main text, with title, author, publication date and canonical address (trafilatura).

The document's text is the extracted text, and all offsets are into it. Nothing is fetched.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from kg.documents.make import from_text
from kg.documents.text import decode
from kg.errors import DocumentError
from kg.model import Document

__all__ = ["parse"]

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE)
_HEAD = 4096
# Dates from markup only, not guessed from the text (a footer's "Copyright 2019"), and none thrown away for being later
# than today: the same page gives the same document on any day.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2999-12-31", "outputformat": "%Y-%m-%d"}


def parse(data: bytes, source: str, encoding: str | None) -> Document:
    """Make a document of a page's bytes; its source is the canonical address where the page gives one.

    Raises:
        DocumentError: the bytes are none, or binary, or badly encoded, or the page has no main text.
    """
    page = decode(data, source, encoding or _declared(data)).removeprefix("\ufeff")
    found = _extract(page, source)
    if found is None or not (found.text or "").strip():
        raise DocumentError(source, "has no main text; if it is an article, save the page as the browser shows it")
    address = found.url if found.url and found.url.startswith(("http://", "https://")) else None
    made = from_text(found.text, source=source, title=found.title, published=found.date, author=found.author)
    return made if address is None else from_text(
        found.text, id=made.id, title=made.title, published=made.published, source=address, author=made.author
    )  # fmt: skip


def _declared(data: bytes) -> str | None:
    """The encoding that the page declares, if it is known and needed: what is UTF-8 is UTF-8, whatever it declares."""
    try:
        data.decode("utf-8")
        return None
    except UnicodeDecodeError:
        declared = _CHARSET.search(data, 0, _HEAD)
    if declared is None:
        return None
    name = declared[1].decode("ascii")
    try:
        # Old pages say latin-1 and mean Windows-1252 (WHATWG Encoding Standard).
        name = "cp1252" if name.lower() in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
        data.decode(name)
    except (LookupError, UnicodeError):
        return None
    return name


def _extract(page: str, source: str) -> Any:
    # Imported here: it takes a fifth of a second, which only those with HTML should pay.
    import trafilatura

    # It logs an error for a page without text, which is reported as our own error; without a handler of the caller's,
    # logging would write it to standard error.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        return trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATES)
        )
    except Exception as error:  # broken pages make it raise even AssertionError, and a page must fail alone
        raise DocumentError(source, f"is too broken for trafilatura: {type(error).__name__}: {error}") from error
