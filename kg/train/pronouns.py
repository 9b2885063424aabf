"""Whom pronouns of the data sets mean, told for `kg` by readers: a table of places, without the texts.

`text  pronoun  start  end`, separated by tabs: the text's identifier, the pronoun's first character, and the span of a
name of the person who is meant; no span where no name in the text is of that person.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from kg.errors import DataError
from kg.model import Document, Span

__all__ = ["Answers", "read", "table"]

Answers = dict[int, Span | None]
"""Of one text: the first character of a pronoun -> the span of a name, or nothing."""


def read(documents: Iterable[Document], path: str | Path | None = None) -> Iterator[tuple[Document, Answers]]:
    """The documents that the table tells of, with what it tells.

    Args:
        documents: those of `kg.train.recipe.documents`.
        path: another table than the one that `kg` ships.

    Raises:
        DataError: a line is not a row, or a span is not in its text.
    """
    told = table(path)
    for document in documents:
        answers = told.get(document.id)
        if not answers:
            continue
        last = max(max(start, *(span or (0,))) for start, span in answers.items())
        if last > len(document.text):
            raise DataError(f"{document.id}: a text of {len(document.text)} characters has no character {last}")
        yield document, answers


def table(path: str | Path | None = None) -> dict[str, Answers]:
    """What a table tells, by the identifier of the text; the default is the one that `kg` ships.

    Raises:
        DataError: a line is not a row.
    """
    path = path or Path(str(files("kg") / "data" / "training" / "pronouns.tsv"))
    found: dict[str, Answers] = defaultdict(dict)
    with Path(path).open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            try:
                span = (int(row["start"]), int(row["end"])) if row["start"] else None
                found[row["text"]][int(row["pronoun"])] = span
            except (KeyError, TypeError, ValueError) as error:
                raise DataError(f"{path}:{number}: not text, pronoun, start and end: {error}") from error
    return found
