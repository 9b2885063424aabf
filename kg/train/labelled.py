"""What the patterns find in a text, as annotation of predicates that no data set has: who met, accused, attacked whom.

The classifier learns from it to find the same where the words are others. A pair that no pattern relates counts as
unrelated, which is nearly always right: few pairs of a text are related at all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg import analysis, coreference, mentions, unnamed
from kg.documents import from_text
from kg.errors import DataError
from kg.model import Document
from kg.ontology import default_ontology
from kg.relations.patterns import Patterns
from kg.train.annotated import Annotated, Fact, ends_of, with_wider

__all__ = ["labelled", "unannotated"]


def unannotated(nlp: Language, documents: Iterable[Document], patterns: Patterns) -> Iterator[Annotated]:
    """Texts with the mentions that `kg` finds and the facts that the patterns find, of all predicates.

    Of a pair that a pattern relates it isn't known whether other predicates hold too. That news is full of pairs that
    nothing relates is what these texts teach most of all: annotated biographies hardly hold one.
    """
    predicates = frozenset(default_ontology().predicates)
    for document, doc in _analysed(nlp, documents):
        found, _ = unnamed.with_pronouns(doc, *coreference.chains(doc, mentions.find(doc)))
        sentences = tuple((sentence.start_char, sentence.end_char) for sentence in doc.sents)
        text = Annotated(document.id, document.text, sentences, tuple(found), (), (predicates,) * len(sentences))
        facts = tuple(_facts(text, doc, patterns, predicates))
        ends = sorted({(fact.subject, fact.object) for fact in facts})
        unknown = tuple(Fact(subject, name, object_) for subject, object_ in ends for name in sorted(predicates))
        yield replace(text, facts=facts, unknown=unknown)


def labelled(
    nlp: Language, texts: Iterable[Annotated], patterns: Patterns, *, predicates: frozenset[str]
) -> Iterator[Annotated]:
    """Annotated texts, of which the patterns now tell some predicates as well."""
    texts = list(texts)
    documents = (from_text(text.text, id=text.id) for text in texts)
    for text, (_, doc) in zip(texts, _analysed(nlp, documents), strict=True):
        facts = tuple(_facts(text, doc, patterns, predicates))
        covered = tuple(known | predicates for known in text.covered)
        yield replace(text, facts=text.facts + facts, covered=covered, whole=text.whole and text.whole | predicates)


def _analysed(nlp: Language, documents: Iterable[Document]) -> Iterator[tuple[Document, Doc]]:
    for document, doc in analysis.analyse(nlp, documents):
        if not isinstance(doc, Doc):
            raise DataError(f"{document.id}: the analysis failed: {doc}")
        yield document, doc


def _facts(text: Annotated, doc: Doc, patterns: Patterns, predicates: frozenset[str]) -> Iterator[Fact]:
    starts = [start for start, _ in text.sentences]
    for relation in patterns(doc, text.mentions):
        sentence = max(0, bisect_right(starts, relation.subject.start) - 1)
        for predicate in sorted(with_wider([relation.predicate], default_ontology()) & predicates):
            yield Fact(
                ends_of(relation.subject),
                predicate,
                ends_of(relation.object),
                evidence=frozenset({sentence}),
                spans=None if text.whole else (relation.subject.span, relation.object.span),
            )
