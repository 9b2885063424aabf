"""A user's own annotated texts, in the form that `kg extract` writes (JSON lines): mentions, entities, statements."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg import analysis
from kg.errors import DataError
from kg.export.jsonl import loads
from kg.model import Evidence, Extraction, Span, Statement
from kg.ontology import default_ontology
from kg.train.annotated import Annotated, Fact, with_wider

__all__ = ["read"]


def read(nlp: Language, path: str | Path) -> Iterator[Annotated]:
    """The texts of a file. A predicate that any of its statements has counts as annotated wherever it holds.

    Args:
        nlp: finds the sentences.
        path: JSON lines.

    Raises:
        ExtractionError: a line isn't of that form.
        DataError: the analysis of a text fails.
    """
    with Path(path).open(encoding="utf-8", newline="\n") as lines:
        extractions = [loads(line) for line in lines if line.strip()]
    stated = (statement.predicate for extraction in extractions for statement in extraction.statements)
    covered = with_wider(sorted(set(stated)), default_ontology())
    documents = [extraction.document for extraction in extractions]
    for extraction, (document, doc) in zip(extractions, analysis.analyse(nlp, documents), strict=True):
        if not isinstance(doc, Doc):
            raise DataError(f"{document.id}: the analysis failed: {doc}")
        sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
        yield _annotated(extraction, sentences, covered)


def _annotated(extraction: Extraction, sentences: list[Span], covered: frozenset[str]) -> Annotated:
    return Annotated(
        id=extraction.document.id,
        text=extraction.document.text,
        sentences=tuple(sentences),
        mentions=tuple(sorted(extraction.mentions, key=lambda mention: mention.span)),
        facts=tuple(_facts(extraction, [start for start, _ in sentences])),
        covered=(covered,) * len(sentences),
        whole=covered,
        is_typed=True,
    )


def _facts(extraction: Extraction, starts: list[int]) -> Iterator[Fact]:
    dates = {mention.span: mention.id for mention in extraction.mentions if mention.type == "Date"}
    for statement in extraction.statements:
        stated = [item for item in statement.evidence if item.subject and item.object and item.polarity == "positive"]
        predicates = sorted(with_wider([statement.predicate], default_ontology()))
        for object_, places in _objects(statement, stated, dates):
            sentences = frozenset(max(0, bisect_right(starts, item.start) - 1) for item in places)
            for predicate in predicates:
                yield Fact(statement.subject, predicate, object_, sentences)


def _objects(
    statement: Statement, stated: Iterable[Evidence], dates: dict[Span, str]
) -> Iterator[tuple[str, list[Evidence]]]:
    """What a fact's object is called, with the evidence for it: an entity, or each mention of a date."""
    if statement.object is not None:
        yield statement.object, list(stated)
        return
    for item in stated:
        if item.object in dates:
            yield dates[item.object], [item]
