"""A knowledge base in CSV: a row a thing, the first row names the columns.

``id`` and ``name`` must be there; ``type``, ``aliases``, ``context``, ``popularity`` and ``links`` may be. Several
values in a cell of ``aliases`` or ``links`` are parted by "|" or ";". Other columns are passed over.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TextIO, cast

from kg.errors import KnowledgeBaseError
from kg.link.sources.record import OnError, Record, made, type_of_word

__all__ = ["COLUMNS", "read", "record_of"]

COLUMNS = {
    "id": ("id", "iri", "uri", "qid", "wikidata"),
    "name": ("name", "label"),
    "type": ("type", "class", "kind"),
    "aliases": ("aliases", "alias", "altlabel", "other names"),
    "context": ("context", "description", "keywords"),
    "popularity": ("popularity", "sitelinks", "rank"),
    "links": ("links", "sameas"),
}
"""What each part of a record may be called."""

# Lines that a row may have.
_LONGEST_ROW = 20


def read(file: TextIO, place: str, on_error: OnError) -> Iterator[Record]:
    """The records of a CSV file; rows that are none are reported by file and line.

    Raises:
        KnowledgeBaseError: the first row does not name the columns.
    """
    first = file.readline()
    delimiter = max(",;\t", key=first.count)
    header = [cell.strip().casefold() for cell in next(csv.reader([first], delimiter=delimiter), [])]
    columns = {part: at for part, names in COLUMNS.items() for at, cell in enumerate(header) if cell in names}
    if not {"id", "name"} <= columns.keys():
        raise KnowledgeBaseError(
            f"{place}:1: the first row must name the columns, id and name among them, not {', '.join(header)}"
        )
    for number, lines in _rows(file):
        try:
            row = _cells(lines, delimiter)
        except csv.Error as error:
            on_error(KnowledgeBaseError(f"{place}:{number}: {error}"))
            continue
        if row:
            yield from _record(row, columns, len(header), f"{place}:{number}", on_error)


def _cells(lines: list[str], delimiter: str) -> list[str]:
    """The cells of a row; one without quotes needs no parser.

    Raises:
        csv.Error: the quotes of the row do not close, or stand where none may.
    """
    if len(lines) == 1 and '"' not in lines[0]:
        line = lines[0].rstrip("\r\n")
        return line.split(delimiter) if line else []
    return next(csv.reader(lines, delimiter=delimiter, strict=True), [])


def _rows(file: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and lines of the rows, whose cells may hold line ends between quotes.

    A row whose quotes do not close soon is a line by itself, so that it does not swallow the rest of the file.
    """
    lines = iter(file)
    waiting: deque[str] = deque()
    number = 2
    while waiting or (line := next(lines, None)) is not None:
        row = [waiting.popleft() if waiting else cast("str", line)]
        quotes = row[0].count('"')
        if quotes % 2:
            waiting.extend(islice(lines, _LONGEST_ROW - len(waiting)))
            more = _until_closed(waiting)
            row += [waiting.popleft() for _ in range(more)]
        yield number, row
        number += len(row)


def _until_closed(lines: Iterable[str]) -> int:
    """How many of these lines belong to a row whose quotes are open; 0 if none closes them."""
    return next((at for at, line in enumerate(lines, start=1) if line.count('"') % 2), 0)


def _record(row: list[str], columns: dict[str, int], width: int, place: str, on_error: OnError) -> Iterator[Record]:
    if len(row) != width:
        on_error(KnowledgeBaseError(f"{place}: {len(row)} cells, but the first row names {width} columns"))
        return
    try:
        yield record_of({part: row[at] for part, at in columns.items()})
    except ValueError as error:
        on_error(KnowledgeBaseError(f"{place}: {error}"))


def record_of(parts: dict[str, str]) -> Record:
    """A record of its parts as text.

    Raises:
        ValueError: a part is missing or wrong.
    """
    return made(
        parts["id"],
        [parts["name"], *_several(parts.get("aliases", ""))],
        type_=type_of_word(parts.get("type", "")),
        context=parts.get("context", ""),
        popularity=parts.get("popularity"),
        links=_several(parts.get("links", "")),
    )


def _several(cell: str) -> list[str]:
    return re.split(r"\s*[|;]\s*", cell.strip()) if cell.strip() else []
