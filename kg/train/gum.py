"""GUM (Zeldes 2017): texts with the entities of every noun phrase and pronoun, in CoNLL-U with ``Entity=``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model import Span
from kg.train.pronouns import Answers

__all__ = ["Text", "Word", "answers", "read"]

# "(12-person-new-..." opens mention 12, "12)" closes it, "(12-person-...)" does both.
_PART = re.compile(
    r"\((?P<opened>\d+)(?:\[\d+/\d+\])?-(?P<rest>[^()]*)(?P<whole>\))?|(?P<closed>\d+)(?:\[\d+/\d+\])?\)"
)

_OF_PERSON = re.compile(r"(?i)he|him|his|himself|she|hers?|herself")


@dataclass(frozen=True, slots=True)
class Word:
    """A mention: its span and that of its head word, the head's part of speech, entity number and type."""

    span: Span
    head: Span
    tag: str
    entity: str
    type: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it was written, and its mentions by place."""

    id: str
    text: str
    mentions: tuple[Word, ...]


@dataclass(slots=True)
class _Open:
    """A mention that has begun: its first token, entity, type, and which of its tokens is its head, from 1."""

    token: int
    entity: str
    type: str
    head: int


def read(folder: str | Path) -> Iterator[Text]:
    """The texts of all ``.conllu`` files in a folder and those below it, by name."""
    for path in sorted(Path(folder).rglob("*.conllu")):
        yield _text(path.stem, path.read_text(encoding="utf-8").splitlines())


def answers(text: Text) -> Answers:
    """For each pronoun of a person the nearest name of whom it means, or nothing where that person is not named."""
    found: Answers = {}
    for word in text.mentions:
        if word.tag == "PRON" and _OF_PERSON.fullmatch(text.text[slice(*word.span)]):
            names = [other.span for other in text.mentions if other.tag == "PROPN" and other.entity == word.entity]
            found[word.span[0]] = _nearest(names, word.span[0])
    return found


def _nearest(names: Iterable[Span], start: int) -> Span | None:
    return min(names, key=lambda span: abs(span[0] - start), default=None)


def _text(id_: str, lines: Iterable[str]) -> Text:
    text = ""
    spans: list[Span] = []
    tags: list[str] = []
    open_: list[_Open] = []
    found: list[Word] = []
    inside = 0  # tokens left of one that is written as one: "don't"
    for line in lines:
        if line.startswith("# newpar") and text:
            text = text.rstrip(" \n") + "\n\n"
        columns = line.split("\t")
        if len(columns) < 10 or "." in columns[0]:
            continue
        misc = dict(part.split("=", 1) for part in columns[9].split("|") if "=" in part)
        is_glued = misc.get("SpaceAfter") == "No"
        if "-" in columns[0]:
            first, last = map(int, columns[0].split("-"))
            inside, glued_range = last - first + 1, is_glued
            continue
        start = len(text)
        text += columns[1]
        spans.append((start, len(text)))
        tags.append(columns[3])
        inside -= 1
        if not (inside > 0 or (inside == 0 and glued_range) or is_glued):
            text += " "
        _mark(misc.get("Entity", ""), spans, tags, open_, found)
    return Text(id_, text, tuple(sorted(found, key=lambda word: (word.span[0], -word.span[1]))))


def _mark(entity: str, spans: list[Span], tags: list[str], open_: list[_Open], found: list[Word]) -> None:
    token = len(spans) - 1
    for match in _PART.finditer(entity):
        if match["opened"]:
            fields = match["rest"].split("-")
            heads = next((field for field in fields[1:] if re.fullmatch(r"\d+(,\d+)*", field)), "1")
            open_.append(_Open(token, match["opened"], fields[0], int(heads.split(",")[0])))
        name = match["opened"] if match["whole"] else match["closed"]
        if name is None:
            continue
        index = next((i for i in range(len(open_) - 1, -1, -1) if open_[i].entity == name), None)
        if index is None:
            continue
        begun = open_.pop(index)
        head = min(begun.token + begun.head - 1, token)
        span = (spans[begun.token][0], spans[token][1])
        found.append(Word(span, spans[head], tags[head], begun.entity, begun.type))
