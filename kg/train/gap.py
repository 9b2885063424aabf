"""GAP (Webster et al. 2018): a pronoun and two names in a paragraph of Wikipedia, and which of the two it means."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataError
from kg.model import Span

__all__ = ["Row", "read"]


@dataclass(frozen=True, slots=True)
class Row:
    """A text, its pronoun, the spans of the two names, and whether the pronoun means each."""

    id: str
    text: str
    pronoun: Span
    names: tuple[Span, Span]
    meant: tuple[bool, bool]


def read(path: str | Path) -> Iterator[Row]:
    """The rows of a file as published: tab-separated, with a header.

    Raises:
        DataError: a row lacks a column, or an offset is no number.
    """
    with open(path, encoding="utf-8", newline="") as lines:  # noqa: PTH123 - a path or a string
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            try:
                yield _row(row)
            except (KeyError, ValueError) as error:
                raise DataError(f"{path}:{number}: not a row of GAP: {error}") from error


def _row(row: dict[str, str]) -> Row:
    first, second = row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"
    return Row(row["ID"], row["Text"], _span(row, "Pronoun"), (_span(row, "A"), _span(row, "B")), (first, second))


def _span(row: dict[str, str], column: str) -> Span:
    start = int(row[f"{column}-offset"])
    return start, start + len(row[column])
