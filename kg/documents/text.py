"""Bytes -> text, exactly: the encoding is stated, marked, UTF-8, or detected."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from kg.documents.make import from_text
from kg.errors import DocumentError
from kg.model import Document

__all__ = ["byte_fault", "check_encoding", "decode", "marked_encoding", "parse"]

# The longer mark first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive, perhaps .docx or .epub"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"),
)
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROL = 0.05
# In a short English text the code pages for Latin letters differ in a handful of bytes, too few for statistics: the
# one that the web assumes (WHATWG Encoding Standard) is then the better guess.
_LATIN_PAGES = frozenset(
    f"cp125{page}" for page in (0, 2, 4, 7, 8)
) | frozenset(("latin_1", *(f"iso8859_{part}" for part in (2, 3, 4, 9, 10, 13, 14, 15, 16))))  # fmt: skip


def parse(data: bytes, source: str, encoding: str | None) -> Document:
    """Make a document of a text file's bytes: decoded, nothing stripped, no line end changed.

    A UTF-8 byte order mark stays as the first character, U+FEFF, so that the text encodes to the same bytes; state
    ``utf-8-sig`` to leave it out. The mark of UTF-16 and UTF-32 belongs to the encoding and is no character.

    Raises:
        DocumentError: the bytes are none, or binary, or not in the encoding that is stated, or in none that is known.
    """
    return from_text(decode(data, source, encoding), source=source)


def decode(data: bytes, source: str, encoding: str | None) -> str:
    """Decode: as stated, else by its byte order mark, else UTF-8, else by detection (charset-normalizer).

    Raises:
        DocumentError: see `parse`.

    >>> decode("Café “Łódź”".encode(), "a.txt", None)
    'Café “Łódź”'
    >>> decode("The Zürich café’s owner".encode("cp1252"), "a.txt", None)
    'The Zürich café’s owner'
    """
    if not data:
        raise DocumentError(source, "is empty; a document needs text")
    chosen = encoding or marked_encoding(data)
    if chosen is None:
        _refuse_binary(data, source)
        return _guess(data, source)
    try:
        return data.decode(chosen)
    except UnicodeError as error:
        how = "stated" if encoding else "its byte order mark says"
        raise DocumentError(
            source, f"is not {chosen}, as {how}: {byte_fault(error)}; state the right encoding"
        ) from error


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark of UTF-16 or UTF-32 at the start names."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def byte_fault(error: UnicodeError) -> str:
    """Which byte can't be decoded, and why."""
    if isinstance(error, UnicodeDecodeError):
        return f"byte 0x{error.object[error.start]:02x} at {error.start}: {error.reason}"
    return str(error)


def check_encoding(encoding: str) -> None:
    """Raise a `DocumentError` if Python knows no such text encoding."""
    try:
        "".encode(encoding)
    except LookupError as error:
        raise DocumentError(f"encoding {encoding!r}", "is not known; take one such as utf-8, cp1252, utf-16") from error


def _refuse_binary(data: bytes, source: str) -> None:
    kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)
    if kind is not None:
        raise DocumentError(source, f"is binary ({kind}), not text")
    if b"\0" in data:
        raise DocumentError(
            source, "is binary (it holds NUL bytes), not text; UTF-16 without a byte order mark has to be stated"
        )


def _guess(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8_fault = byte_fault(error)
    if len(_CONTROL.findall(data)) > _MOST_CONTROL * len(data):
        raise DocumentError(source, "is binary (one byte in twenty or more is a control character), not text")
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise DocumentError(source, f"is not UTF-8 ({utf8_fault}), nor another encoding for sure; state its encoding")
    if best.encoding in _LATIN_PAGES:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass  # five bytes mean nothing in it
    return data.decode(best.encoding)
