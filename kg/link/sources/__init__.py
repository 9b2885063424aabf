"""A user's knowledge base as files: one file here a format, all giving `Record`s."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import KnowledgeBaseError
from kg.link.sources import lines, tabular
from kg.link.sources.record import OnError, Record

__all__ = ["OnError", "Record", "records"]

_TABLES = (".csv", ".tsv")
_LINES = (".jsonl", ".json", ".ndjson", ".ijson")


def records(path: str | Path, on_error: OnError) -> Iterator[Record]:
    """The records of a file: CSV, JSONL, followthemoney, RDF; also with ``.gz``. Read as they are needed.

    Raises:
        KnowledgeBaseError: the file can't be read, or its suffix names no format.
    """
    place = Path(path)
    with _opened(place) as file:
        yield from _records(file, place, on_error)


def _records(file: BinaryIO, place: Path, on_error: OnError) -> Iterator[Record]:
    suffix = Path(place.name.removesuffix(".gz")).suffix.lower()
    if suffix in _TABLES:
        with io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="") as text:
            yield from tabular.read(text, str(place), on_error)
    elif suffix in _LINES:
        with io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace") as text:
            yield from lines.read(text, str(place), on_error)
    else:
        # Here, because it takes an RDF library.
        from kg.link.sources import triples

        if suffix not in triples.FORMATS:
            known = ", ".join([*_TABLES, *_LINES, *triples.FORMATS])
            raise KnowledgeBaseError(f"{place}: is none of {known}, so its format is not known")
        yield from triples.read(file, triples.FORMATS[suffix], str(place), on_error)


@contextmanager
def _opened(place: Path) -> Iterator[BinaryIO]:
    try:
        with gzip.open(place) if place.suffix == ".gz" else place.open("rb") as file:
            yield cast("BinaryIO", file)
    except (OSError, EOFError, zlib.error) as error:
        raise KnowledgeBaseError(f"{place}: can't be read: {getattr(error, 'strerror', None) or error}") from error
