"""Sentences with their parts marked, and how each puts a relation: what teaches how a text stands to what it says.

`denied | attacked | [s:Denmark] never {attacked} [o:Norway] [d:on Monday].` Before the bars are the status, with
``@`` and the speaker and ``#`` and the time where they matter, and the predicate. A name without a letter is another
mention; `[he=Olsen]` points to a name; `{}` is around the word that says the relation; `¶` ends a line.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg import mentions
from kg.errors import DataError
from kg.model import Mention, Span, Status
from kg.ontology import default_ontology
from kg.relations.standing import STATUSES
from kg.train.annotated import Annotated, Fact

__all__ = ["Mark", "Row", "plain", "read", "read_rows"]

_MARK = re.compile(r"\[(?:(?P<role>[sod]):)?(?P<words>[^\]=]+)(?:=(?P<name>[^\]]+))?\]|\{(?P<trigger>[^}]+)\}")
_PRONOUN = re.compile(r"(?i)(i|we|he|she|it|him|her|they|its|his|their|who)")
_PARTS = 3  # of a row
_SIZES = (1, 4, 2, 6)  # of the texts that are made of sentences, in turn


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence, and what is wanted of its marked statement."""

    kind: str
    wanted: str
    predicate: str
    marked: str

    @property
    def status(self) -> str:
        return self.wanted.split()[0]

    def after(self, mark: str) -> str | None:
        """What is wanted behind ``@`` (the speaker) or ``#`` (the time)."""
        found = re.search(rf"{mark}([^@#]+)", self.wanted)
        return found[1].strip() if found else None


def read_rows(path: str | Path) -> Iterator[Row]:
    """The rows of a file, each with the heading (``##``) that it stands under.

    Raises:
        DataError: a line is not a row.
    """
    kind = ""
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            kind = line[3:]
        elif line and not line.startswith("#"):
            parts = [part.strip() for part in line.split(" | ", 2)]
            row = Row(kind, *parts) if len(parts) == _PARTS else Row("", " ", "", "")
            roles = {role for role, _, _ in plain(row.marked)[1]}
            if row.wanted.partition(" ")[0] not in STATUSES or not {"s", "o", "t"} <= roles:
                raise DataError(f"{path}:{number}: not a status, a predicate and a sentence with [s:], [o:] and {{}}")
            yield row


Mark = tuple[str, Span, str]
"""Role (``s``, ``o``, ``d``, ``t`` for the trigger, or nothing), span, and the name that is pointed to."""


def plain(marked: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and these.

    >>> plain("[s:Ann] {met} [her=Eve].")
    ('Ann met her.', [('s', (0, 3), 'Ann'), ('t', (4, 7), 'met'), ('', (8, 11), 'Eve')])
    """
    text, spans, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        words = match["trigger"] or match["words"]
        span = len(text), len(text) + len(words)
        spans.append(("t" if match["trigger"] else match["role"] or "", span, match["name"] or words))
        text += words
        last = match.end()
    return (text + marked[last:]).replace("¶", "\n\n"), spans


def read(nlp: Language, path: str | Path) -> Iterator[Annotated]:
    """The sentences of a file, mixed: texts of one to six, so that a sentence is read among others, as in news.

    Of each sentence is known how it puts its relation, and nothing else: nearly all pairs in such texts are related,
    so that a classifier which learnt relations from them would see them everywhere.

    Raises:
        DataError: a line is not a row, or has a predicate that isn't known.
    """
    rows = list(read_rows(path))
    for row in rows:
        if row.predicate not in default_ontology().predicates:
            raise DataError(f"{path}: {row.predicate!r} of {row.marked!r} is not in the ontology")
    random.Random(len(rows)).shuffle(rows)
    sizes = cycle(_SIZES)
    first = 0
    while first < len(rows):
        last = first + next(sizes)
        yield _text(nlp, f"{Path(path).stem}-{first}", rows[first:last])
        first = last


def _text(nlp: Language, id_: str, rows: Sequence[Row]) -> Annotated:
    text = ""
    sentences: list[Span] = []
    found: list[Mention] = []
    facts: list[Fact] = []
    for row in rows:
        words, marks = plain(row.marked)
        start, name = len(text), f"{len(sentences)}"
        sentences.append((start, start + len(words)))
        here = {mention.id: _moved(mention, start, name) for mention in _mentions(nlp(words), marks, row.predicate)}
        found += here.values()
        ends = here["s"], here["o"]
        status: Status = row.status  # type: ignore[assignment]
        facts.append(Fact(ends[0].id, row.predicate, ends[1].id, spans=(ends[0].span, ends[1].span), status=status))
        text += words + " "
    found.sort(key=lambda mention: mention.span)
    nothing: tuple[frozenset[str], ...] = (frozenset(),) * len(sentences)
    return Annotated(id_, text, tuple(sentences), tuple(found), (), nothing, unknown=tuple(facts))


def _moved(mention: Mention, by: int, name: str) -> Mention:
    return replace(mention, id=f"{mention.id}-{name}", start=mention.start + by, end=mention.end + by)


def _mentions(doc: Doc, marks: list[Mark], predicate: str) -> Iterator[Mention]:
    """What is marked, of the type that `kg` takes it for, or else that the predicate asks for."""
    known = default_ontology().predicates[predicate]
    types = {mention.span: mention.type for mention in mentions.find(doc)}
    for number, (role, (start, end), _) in enumerate(marks):
        words = doc.text[start:end]
        if role in {"t", "d"}:
            continue
        wanted: tuple[str, ...] = {"s": known.domain, "o": known.range}.get(role, ())
        seen = next((type_ for span, type_ in types.items() if span[0] < end and start < span[1]), None)
        type_ = seen if seen is not None and (not wanted or seen in wanted) else (*wanted, "Person")[0]
        kind = "pronoun" if _PRONOUN.fullmatch(words) else "name"
        yield Mention(role or f"m{number}", start, end, words, kind, type_)  # type: ignore[arg-type]
