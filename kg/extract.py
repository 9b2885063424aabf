"""Document -> Extraction: the one way through the rooms that see a single document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from kg import analysis, claims, coreference, dates, mentions, pool, unnamed
from kg.claims.cues import words
from kg.errors import AnalysisError, DataError, DocumentError
from kg.link import KnowledgeBase, Linker
from kg.model import (
    Attribution,
    Document,
    Evidence,
    Extraction,
    Mention,
    RelationMention,
    Statement,
    Value,
)
from kg.ontology import default_ontology
from kg.relations import Extractor, encoder_of
from kg.relations.choice import Choice, chosen

__all__ = ["dated", "extract", "extract_doc", "statements_of"]

OnError = Callable[[DocumentError], None]

# Documents a task of a worker holds: enough to batch the pipeline, few enough that a lost worker loses little.
_SHARD = 32

_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_TIMELESS = frozenset({"be", "have"})


def extract(
    documents: Iterable[Document],
    *,
    nlp: Language | str | None = None,
    relations: Choice | Extractor = "both",
    known: bool = True,
    knowledge_base: KnowledgeBase | str | Path | None = None,
    workers: int = 1,
    on_error: OnError | None = None,
) -> Iterator[Extraction]:
    """Extract document by document, in input order, holding only a bounded window of them.

    Args:
        documents: read as they are needed.
        nlp: a spaCy pipeline or the name of an installed one; the default is `kg.analysis.DEFAULT_MODEL`.
        relations: what finds relations in an analysed text: ``both`` the patterns and the classifier that `kg` ships,
            only ``patterns`` (which read without any trained encoder, also for names), only ``classifier``; or your own
            extractor. `kg.relations.joint.joint` joins several.
        known: whether to add what is known of the places that a document names, such as the country of a city, as
            statements of the status ``known``.
        knowledge_base: what to link entities to, besides places to GeoNames: an index that
            `kg.link.KnowledgeBase.build` made, or its path.
        workers: how many processes work; with more than one, ``nlp`` is a name, not a pipeline.
        on_error: called with the error of each document that fails, and the rest goes on; without it, it is raised.

    Raises:
        AnalysisError: the pipeline is missing or lacks a component.
        KnowledgeBaseError: the file is not the index of a knowledge base.
        DocumentError: a document fails and there is no ``on_error``.
        DataError: the classifier's files are missing or broken; ``relations="patterns"`` works without them.

    >>> from kg.documents import from_text
    >>> [extraction] = extract([from_text("Ana Rey, the mayor of Lisbon, visited Chile.")])
    >>> [(statement.predicate, statement.status) for statement in extraction.statements]
    [('mayorOf', 'asserted'), ('visited', 'asserted')]
    """
    if isinstance(knowledge_base, str | Path):
        knowledge_base = KnowledgeBase.open(knowledge_base)
    steps = _Steps(relations, Linker(known=known, knowledge_base=knowledge_base))
    steps.extractor()  # fails here, once, where weights are missing
    for result in _results(documents, nlp, steps, workers):
        if isinstance(result, Extraction):
            yield result
        elif on_error is None:
            raise result
        else:
            on_error(result)


@dataclass(frozen=True, slots=True)
class _Steps:
    """What is done with an analysed document; it can go to another process."""

    relations: Choice | Extractor
    linker: Linker

    def extractor(self) -> Extractor:
        """The extractor; a named one is made in each process that asks."""
        return _extractor(self.relations) if isinstance(self.relations, str) else self.relations


def _results(
    documents: Iterable[Document], nlp: Language | str | None, steps: _Steps, workers: int
) -> Iterator[Extraction | DocumentError]:
    if workers <= 1:
        pipeline = nlp if isinstance(nlp, Language) else _pipeline(nlp or analysis.DEFAULT_MODEL)
        analysis.check(pipeline)
        yield from _extract_all(documents, pipeline, steps)
        return
    if isinstance(nlp, Language):
        raise AnalysisError("a pipeline object can't go to other processes; give nlp= the name of an installed one")
    model = nlp or analysis.DEFAULT_MODEL
    _pipeline(model)  # fails here, once, where it is missing or incomplete, not in every worker
    results = pool.map_shards(
        partial(_extract_shard, model=model, steps=steps),
        documents,
        workers=workers,
        shard_size=_SHARD,
        failed=_failed,
        initializer=partial(_warm, model),
    )
    with closing(results):
        yield from results


@cache
def _extractor(choice: Choice) -> Extractor:
    return chosen(choice)


@cache
def _pipeline(model: str) -> Language:
    return analysis.load(model)


def _warm(model: str) -> None:
    _pipeline(model)


def _extract_shard(documents: Sequence[Document], model: str, steps: _Steps) -> list[Extraction | DocumentError]:
    return list(_extract_all(documents, _pipeline(model), steps))


def _failed(document: Document, reason: str) -> DocumentError:
    return DocumentError(document.source or document.id, reason)


def _extract_all(documents: Iterable[Document], nlp: Language, steps: _Steps) -> Iterator[Extraction | DocumentError]:
    for document, doc in analysis.analyse(nlp, documents):
        yield _extract_or_fail(document, doc, steps) if isinstance(doc, Doc) else doc


def _extract_or_fail(document: Document, doc: Doc, steps: _Steps) -> Extraction | DocumentError:
    try:
        return steps.linker(extract_doc(document, doc, steps.extractor()))
    except Exception as error:  # noqa: BLE001 - any fault, also of a caller's own extractor, is this document's alone
        return _failed(document, f"extraction failed: {type(error).__name__}: {error}")


def extract_doc(document: Document, doc: Doc, relations: Extractor) -> Extraction:
    """All that one analysed document says, without links.

    A document without a publication date has the one that its text tells (`kg.dates.published_in`), if it tells one.
    """
    if document.published is None and (published := dates.published_in(document.text)) is not None:
        document = replace(document, published=published)
    names = mentions.find(doc, encoder_of(relations))
    found, entities = coreference.chains(doc, dated(doc, names, published=document.published))
    said = claims.attributions(doc, found)
    found = coreference.quoted(doc, found, said)
    known = len(entities)
    found, entities = unnamed.with_pronouns(doc, found, entities)
    found, entities, related = unnamed.keep(found, entities, list(relations(doc, found)), known)
    statements = statements_of(document, doc, related, found, said)
    return Extraction(document, tuple(found), tuple(entities), tuple(statements), tuple(said))


def dated(doc: Doc, found: Sequence[Mention], *, published: str | None) -> list[Mention]:
    """The mentions, those of type Date with their EDTF value where one can be told.

    Args:
        doc: the parsed document.
        found: its mentions.
        published: ISO 8601 date of the document, which relative dates are read against.
    """
    return [
        replace(mention, value=dates.to_edtf(mention.text, published=published, tense=_tense(doc, mention)))
        if mention.type == "Date"
        else mention
        for mention in found
    ]


def _tense(doc: Doc, mention: Mention) -> Literal["past", "present", "future"] | None:
    """The tense of the nearest verb above a date, which tells "on Monday" before from after."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return None
    ahead = False
    for token in span.root.ancestors:
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        auxiliaries = [child for child in token.children if child.dep_ in {"aux", "auxpass"}]
        if any(child.lower_ in _FUTURE for child in auxiliaries):
            return "future"
        tags = {token.tag_, *(child.tag_ for child in auxiliaries)}
        if tags & {"VBD"} or {"VBN", "VBP"} <= tags or {"VBN", "VBZ"} <= tags:
            return "past"
        if tags & {"VBZ", "VBP"}:
            # "is due to meet on Friday", "meets her on Friday"; not "says on Friday"
            return (
                "future"
                if ahead or (not auxiliaries and token.lemma_ not in _TIMELESS | words("speech", "clause"))
                else "present"
            )
        ahead = ahead or any(child.lower_ == "to" for child in auxiliaries)
    return None


def statements_of(
    document: Document,
    doc: Doc,
    relations: Sequence[RelationMention],
    found: Sequence[Mention],
    said: Sequence[Attribution],
) -> list[Statement]:
    """One statement for each subject, predicate and object, with the evidence of every place that says it."""
    predicates = default_ontology().predicates
    evidence: dict[tuple[str, str, str | None, Value | None], dict[Evidence, None]] = {}
    for relation in relations:
        if relation.predicate not in predicates:
            raise DataError(f"{relation.extractor}: predicate {relation.predicate!r} is not in the ontology")
        ends = _ends(relation, symmetric=predicates[relation.predicate].symmetric)
        if ends is None:
            continue
        subject, object_, value, swapped = ends
        claim = claims.judge(doc, relation, found, said, published=document.published)
        item = _evidence(document, relation, claim, swapped=swapped)
        evidence.setdefault((subject, relation.predicate, object_, value), {})[item] = None
    return [
        Statement(f"s{number}", subject, predicate, object_, value, tuple(places))
        for number, ((subject, predicate, object_, value), places) in enumerate(evidence.items(), 1)
    ]


def _ends(relation: RelationMention, *, symmetric: bool) -> tuple[str, str | None, Value | None, bool] | None:
    """Subject, object or value, and whether the ends were exchanged; None where an end is unknown or both are one."""
    subject, object_ = relation.subject, relation.object
    if object_.type == "Date":
        if subject.entity is None or object_.value is None:
            return None
        return subject.entity, None, Value(object_.text, object_.value), False
    if subject.entity is None or object_.entity is None or subject.entity == object_.entity:
        return None
    # A symmetric relation has its earlier entity first, so that both directions are one statement.
    swapped = symmetric and _number(object_.entity) < _number(subject.entity)
    first, second = (object_.entity, subject.entity) if swapped else (subject.entity, object_.entity)
    return first, second, None, swapped


def _number(entity: str) -> int:
    return int(entity.removeprefix("e"))


def _evidence(document: Document, relation: RelationMention, claim: claims.Claim, *, swapped: bool) -> Evidence:
    subject, object_ = relation.subject.span, relation.object.span
    return Evidence(
        document=document.id,
        start=relation.start,
        end=relation.end,
        subject=object_ if swapped else subject,
        object=subject if swapped else object_,
        polarity=claim.polarity,
        modality=claim.modality,
        speaker=claim.speaker,
        time=claim.time,
        extractor=relation.extractor,
        confidence=relation.confidence,
        instead_of=relation.instead_of,
    )
