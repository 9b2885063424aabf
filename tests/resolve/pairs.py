"""How right the resolution across documents is, on the pairs of names in ``pairs.txt``.

    python tests/resolve/pairs.py [FILE] [--errors]

The names are given; coreference, relations, claims and links are those of `kg`. A pair is joined if both names have
one entity in the end. Precision is the part of the joined pairs that are one entity, recall the part of those that are
one entity that were joined.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg import claims, coreference
from kg.analysis import load
from kg.extract import statements_of
from kg.link import link
from kg.model import Document, EntityType, Extraction, Mention
from kg.relations.patterns import default_patterns
from kg.resolve import resolve

PAIRS = Path(__file__).with_name("pairs.txt")

_MARK = re.compile(r"\[([POL])(\*?) ([^\]]+)\]")
_DATE = re.compile(r"\((\d{4}-\d\d-\d\d)\) ")
_TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place"}


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a row: its text without marks, its names, and the places of those in question among them."""

    document: Document
    mentions: tuple[Mention, ...]
    asked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file."""

    line: int
    kind: str
    same: bool
    source: str
    texts: tuple[Text, ...]


def rows(path: Path = PAIRS) -> Iterator[Row]:
    """The rows of a file, in its order."""
    kind = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("## "):
            kind = line[3:]
        elif line[:2] in ("= ", "! "):
            texts = tuple(text(part, f"d{place}") for place, part in enumerate(line[2:].split(" // "), start=1))
            yield Row(number, kind, line[0] == "=", line, texts)


def text(marked: str, id_: str) -> Text:
    """Take the marks out of a document."""
    date = _DATE.match(marked)
    rest = marked[date.end() :] if date else marked
    plain, mentions, asked, end = "", [], [], 0
    for mark in _MARK.finditer(rest):
        plain += rest[end : mark.start()]
        end = mark.end()
        type_, star, name = mark.groups()
        if star:
            asked.append(len(plain))
        span = (len(plain), len(plain) + len(name))
        mentions.append(Mention(f"m{len(mentions) + 1}", *span, name, "name", _TYPES[type_]))
        plain += name
    document = Document(id_, plain + rest[end:], published=date.group(1) if date else None)
    return Text(document, tuple(mentions), tuple(asked))


def extraction(text: Text, doc: Doc) -> Extraction:
    """What one document says, its names being known."""
    mentions, entities = coreference.chains(doc, text.mentions)
    said = claims.attributions(doc, mentions)
    statements = statements_of(text.document, doc, list(default_patterns()(doc, mentions)), mentions, said)
    return link(Extraction(text.document, tuple(mentions), tuple(entities), tuple(statements), tuple(said)))


def joined(row: Row, nlp: Language) -> bool:
    """Whether both names of a row end up as one entity."""
    extractions = [extraction(text, nlp(text.document.text)) for text in row.texts]
    resolution = resolve(extractions)
    found = [
        resolution.of[one.document.id, mention.entity]
        for one, text in zip(extractions, row.texts, strict=True)
        for mention in one.mentions
        if mention.start in text.asked and mention.kind == "name" and mention.entity
    ]
    assert len(found) == 2, f"line {row.line}: {len(found)} names with a star, where two are right"
    return found[0] == found[1]


def main(args: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=PAIRS)
    parser.add_argument("--errors", action="store_true", help="print the rows that went wrong")
    parser.add_argument("--part", type=int, nargs="*", help="only rows whose number, divided by 3, leaves this")
    options = parser.parse_args(args)
    nlp = load()
    found = [row for number, row in enumerate(rows(options.file)) if options.part is None or number % 3 in options.part]
    results = [(row, joined(row, nlp)) for row in found]
    right = sum(together and row.same for row, together in results)
    together, same = sum(together for _, together in results), sum(row.same for row, _ in results)
    print(f"{len(results)} pairs, {same} of one entity")
    print(f"precision {right / together:.3f} ({right}/{together}), recall {right / same:.3f} ({right}/{same})")
    for row, is_one in results if options.errors else ():
        if is_one != row.same:
            print(f"{row.line}: {row.kind}: {row.source}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
