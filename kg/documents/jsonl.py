"""JSONL -> documents, line by line, so that one bad line fails alone and a huge file needs no memory.

A line is an object with ``text`` and, where known, ``id``, ``title``, ``published``, ``source`` and ``author``; other
keys are left alone.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.documents.make import from_text
from kg.documents.text import byte_fault, marked_encoding
from kg.errors import DocumentError, DocumentLineError
from kg.model import Document

__all__ = ["parse", "read"]


def read(path: Path, encoding: str | None) -> Iterator[Document | DocumentError]:
    """Yield for each line its document, or what is wrong with it; blank lines are passed over.

    The file is UTF-8 (RFC 8259) where no encoding is stated and no byte order mark of UTF-16 or UTF-32 stands first.

    Raises:
        DocumentError: the file holds no line, or is UTF-16 or UTF-32 that breaks off.
        OSError: the file can't be opened or read.
    """
    source = path.as_posix()
    empty = True
    for number, line in enumerate(_lines(path, encoding), 1):
        if line.strip():
            empty = False
            yield _document_or_error(line, f"{source}:{number}", source, encoding or "utf-8")
    if empty:
        raise DocumentError(source, "is empty; it needs one JSON object a line")


def parse(line: str, place: str, source: str) -> Document:
    """Make a document of one line.

    Args:
        line: a JSON object.
        place: ``file:line``, for messages.
        source: the document's source where the line names none.

    Raises:
        DocumentLineError: it is not JSON, not an object, or a field is missing or of the wrong kind.

    >>> parse('{"text": "Velden is a port.", "id": 7}', "news.jsonl:3", "news.jsonl").id
    '7'
    """
    record = _record(line, place)
    text = record.get("text")
    if not isinstance(text, str):
        found = type(text).__name__ if "text" in record else f"none among {', '.join(map(repr, record)) or 'no keys'}"
        raise DocumentLineError(place, f"needs the key 'text' with a string, but has {found}")
    fields = {name: _field(record, name, place) for name in ("id", "title", "published", "source", "author")}
    fields["source"] = fields["source"] or source
    try:
        return from_text(text, **fields)
    except DocumentError as error:
        raise DocumentLineError(place, error.reason) from error


def _lines(path: Path, encoding: str | None) -> Iterator[str | bytes]:
    with path.open("rb") as stream:
        wide = encoding or marked_encoding(stream.peek(4))
        if wide is None or "\n".encode(wide) == b"\n":
            # Cut as bytes and decoded one by one: a line in another encoding then spoils no other.
            yield from stream
            return
        try:
            with io.TextIOWrapper(stream, wide, newline="\n") as lines:
                yield from lines
        except UnicodeError as error:
            raise DocumentError(path.as_posix(), f"is not {wide}: {error}; state the right encoding") from error


def _document_or_error(line: str | bytes, place: str, source: str, encoding: str) -> Document | DocumentError:
    try:
        decoded = line if isinstance(line, str) else line.decode(encoding)
        return parse(decoded, place, source)
    except UnicodeDecodeError as error:
        return DocumentLineError(place, f"is not {encoding}: {byte_fault(error)}; state the file's encoding")
    except DocumentLineError as error:
        return error


def _record(line: str, place: str) -> dict[str, Any]:
    try:
        record = json.loads(line.removeprefix("\ufeff"))  # a UTF-8 byte order mark before the first line
    except json.JSONDecodeError as error:
        raise DocumentLineError(place, f"is not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets a thousand deep
        raise DocumentLineError(place, f"is not JSON that can be read: {error}") from error
    if not isinstance(record, dict):
        raise DocumentLineError(place, f'is not a JSON object but {type(record).__name__}; write {{"text": "..."}}')
    return record


def _field(record: dict[str, Any], name: str, place: str) -> str | None:
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and name == "id":
        return str(value)
    if value is None or isinstance(value, str):
        return value or None
    raise DocumentLineError(place, f"the key {name!r} needs a string or null, not {type(value).__name__}")
