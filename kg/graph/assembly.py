"""Extractions and who is who -> statements about global entities, each with the evidence of all documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from kg.errors import ExtractionError, GraphError
from kg.model import UNNAMED, Attribution, Document, Evidence, Extraction, Mention, Statement, Value
from kg.ontology import Ontology
from kg.resolve import Resolution
from kg.unnamed import without_unnamed

__all__ = [
    "by_document",
    "extractions_of",
    "global_attributions",
    "global_mentions",
    "merged",
    "only",
    "statement_id",
]

_Triple = tuple[str, str, str | None, str | None]  # subject, predicate, object, value


def extractions_of(documents: Iterable[Document | str], **options: Any) -> Iterator[Extraction]:
    """Extract documents, or texts; options as for `kg.extract.extract`."""
    # Not at the top of the file: a graph that is read from a file needs no language pipeline.
    from kg.documents import from_text
    from kg.extract import extract

    return extract((from_text(item) if isinstance(item, str) else item for item in documents), **options)


def by_document(extractions: Iterable[Extraction]) -> dict[str, Extraction]:
    """Extractions by the identifier of their document, sorted, without entities that no name is given for.

    A document that comes twice counts once.

    Raises:
        GraphError: two documents have one identifier and different texts.
    """
    found: dict[str, Extraction] = {}
    for extraction in map(without_unnamed, extractions):
        id_ = extraction.document.id
        other = found.setdefault(id_, extraction)
        if other is extraction:
            continue
        if other.document.text != extraction.document.text:
            raise GraphError(f"two documents have the identifier {id_!r} and different texts; give each its own id")
        # One document, extracted twice: the richer result, whichever came first.
        found[id_] = max(other, extraction, key=lambda either: (len(either.statements), repr(either)))
    return dict(sorted(found.items()))


def statement_id(subject: str, predicate: str, object_: str) -> str:
    """The global identifier of a statement, made from what it says; ``object_`` is an entity or an EDTF value."""
    return sha256(f"{subject}|{predicate}|{object_}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def merged(extractions: Iterable[Extraction], resolution: Resolution, ontology: Ontology) -> dict[str, Statement]:
    """All statements by global identifier, sorted.

    Of a symmetric predicate the ends are sorted. What a statement's two ends have become one entity, it says nothing
    and is left out.

    Raises:
        ExtractionError: a statement names an entity that its extraction does not list.
    """
    evidence: dict[_Triple, set[Evidence]] = defaultdict(set)
    words: dict[_Triple, str] = {}
    for extraction in extractions:
        for triple, statement, swapped in _triples(extraction, resolution.of, ontology):
            evidence[triple].update(_global_evidence(extraction, statement, resolution.of, swapped=swapped))
            if statement.value is not None:
                words[triple] = min(words.get(triple, statement.value.text), statement.value.text)
    statements = (_statement(triple, found, words.get(triple)) for triple, found in evidence.items())
    return {statement.id: statement for statement in sorted(statements, key=lambda statement: statement.id)}


def _triples(
    extraction: Extraction, of: Mapping[tuple[str, str], str], ontology: Ontology
) -> Iterator[tuple[_Triple, Statement, bool]]:
    for statement in extraction.statements:
        subject = _global_id(extraction, statement.subject, of, statement.id)
        if statement.object is None:
            value = statement.value.value if statement.value else None
            yield (subject, statement.predicate, None, value), statement, False
            continue
        object_ = _global_id(extraction, statement.object, of, statement.id)
        if subject == object_:
            continue
        predicate = ontology.predicates.get(statement.predicate)
        swapped = predicate is not None and predicate.symmetric and object_ < subject
        ends = (object_, subject) if swapped else (subject, object_)
        yield (ends[0], statement.predicate, ends[1], None), statement, swapped


def _global_id(extraction: Extraction, entity: str, of: Mapping[tuple[str, str], str], place: str) -> str:
    try:
        return of[extraction.document.id, entity]
    except KeyError:
        raise ExtractionError(
            f"document {extraction.document.id!r}, {place}: entity {entity!r} is not among the entities of the record"
        ) from None


def _global_evidence(
    extraction: Extraction, statement: Statement, of: Mapping[tuple[str, str], str], *, swapped: bool
) -> Iterator[Evidence]:
    for evidence in statement.evidence:
        speaker = evidence.speaker
        if speaker is not None and speaker != UNNAMED:
            speaker = _global_id(extraction, speaker, of, statement.id)
        ends = (evidence.object, evidence.subject) if swapped else (evidence.subject, evidence.object)
        yield replace(evidence, subject=ends[0], object=ends[1], speaker=speaker)


def _statement(triple: _Triple, evidence: set[Evidence], words: str | None) -> Statement:
    subject, predicate, object_, value = triple
    literal = Value(words or "", value) if value is not None else None
    return Statement(_id(triple), subject, predicate, object_, literal, tuple(sorted(evidence, key=_order)))


def _id(triple: _Triple) -> str:
    subject, predicate, object_, value = triple
    return statement_id(subject, predicate, object_ if object_ is not None else value or "")


def only(extraction: Extraction, resolution: Resolution, ontology: Ontology, keep: Container[str]) -> Extraction:
    """The extraction with those of its statements whose global identifiers are to be kept."""
    kept = [statement for triple, statement, _ in _triples(extraction, resolution.of, ontology) if _id(triple) in keep]
    return replace(extraction, statements=tuple(kept))


def _order(evidence: Evidence) -> tuple[str, int, int, str]:
    return evidence.document, evidence.start, evidence.end, repr(evidence)


def global_mentions(extraction: Extraction, of: Mapping[tuple[str, str], str]) -> tuple[Mention, ...]:
    """A document's mentions with global entity identifiers."""
    return tuple(
        mention
        if mention.entity is None
        else replace(mention, entity=_global_id(extraction, mention.entity, of, f"mention {mention.id}"))
        for mention in extraction.mentions
    )


def global_attributions(extraction: Extraction, of: Mapping[tuple[str, str], str]) -> tuple[Attribution, ...]:
    """A document's attributions with global entity identifiers."""
    return tuple(
        attribution
        if attribution.entity is None or attribution.entity == UNNAMED
        else replace(attribution, entity=_global_id(extraction, attribution.entity, of, "an attribution"))
        for attribution in extraction.attributions
    )
