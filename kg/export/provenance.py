"""Where each statement comes from: the document, and a node for every statement and every piece of its evidence; and
why names of several documents are one entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import groupby

import pyoxigraph as ox

from kg.export.iris import Names
from kg.export.vocabulary import (
    date_literal,
    decimal,
    describe,
    edtf,
    integer,
    plain_date,
    predicate_iri,
    term,
    text,
)
from kg.graph.inference import Derived
from kg.model import UNNAMED, Document, Evidence, Span, Statement
from kg.resolve import Join

__all__ = [
    "document_triples",
    "inference_triples",
    "join_triples",
    "object_term",
    "span_facts",
    "speaker_term",
    "statement_triples",
]

Fact = tuple[str, ox.NamedNode | ox.Literal | None]


def document_triples(names: Names, document: Document, *, with_text: bool) -> Iterator[ox.Triple]:
    """The document, the graphs made from it, and the activity and the software that made them (PROV-O)."""
    node, activity = names.document(document.id), names.extraction(document.id)
    agent = names.agent(_version())
    digest = sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    yield from describe(
        node,
        ("rdf:type", term("schema:Article")),
        ("rdf:type", term("prov:Entity")),
        ("dct:identifier", text(document.id)),
        ("schema:headline", _text_or_none(document.title)),
        ("schema:datePublished", None if document.published is None else date_literal(document.published)),
        ("schema:author", _text_or_none(document.author)),
        ("dct:source", None if document.source is None else _source(document.source)),
        ("kg:sha256", text(digest)),
        ("schema:text", text(document.text) if with_text else None),
    )
    for graph in (names.graph(document.id), names.reported(document.id)):
        yield from describe(
            graph, ("rdf:type", term("prov:Entity")), ("prov:wasDerivedFrom", node), ("prov:wasGeneratedBy", activity)
        )
    yield from describe(
        activity, ("rdf:type", term("prov:Activity")), ("prov:used", node), ("prov:wasAssociatedWith", agent)
    )
    yield from describe(
        agent,
        ("rdf:type", term("prov:SoftwareAgent")),
        ("rdfs:label", text("kg")),
        ("schema:softwareVersion", text(_version())),
    )


def statement_triples(names: Names, document: Document, statement: Statement) -> Iterator[ox.Triple]:
    """One statement as one document makes it, with the evidence that this document gives.

    ``statement`` holds that evidence alone, so that its status and confidence are the document's own.
    """
    node = names.statement(document.id, statement.id)
    value = statement.value
    facts: list[Fact] = [
        ("rdf:type", term("rdf:Statement")),
        ("rdf:subject", names.entity(statement.subject)),
        ("rdf:predicate", predicate_iri(statement.predicate)),
        ("rdf:object", object_term(names, statement)),
        ("kg:status", term(f"kg:{statement.status.title()}Status")),
        ("kg:confidence", decimal(statement.confidence)),
        ("prov:wasDerivedFrom", names.document(document.id)),
    ]
    if value is not None:
        facts += [("kg:valueText", text(value.text)), ("kg:valueType", text(value.datatype))]
    decisive = [evidence for evidence in statement.evidence if evidence.status == statement.status]
    facts += _speakers_and_times(names, decisive)
    facts += _bounds(*_span_of(statement))
    evidence_nodes = [names.evidence(document.id, statement.id, index) for index in range(len(statement.evidence))]
    facts += [("kg:evidence", evidence) for evidence in evidence_nodes]
    yield from describe(node, *facts)
    for evidence_node, evidence in zip(evidence_nodes, statement.evidence, strict=True):
        yield from describe(evidence_node, *_evidence_facts(names, document, evidence))


def join_triples(names: Names, joins: Iterable[Join]) -> Iterator[ox.Triple]:
    """A node for each reason why two names are one entity: the names, and the rule of the table in `kg.names`."""
    for entity, found in groupby(sorted(joins, key=_join_order), key=lambda join: join.entity):
        for index, join in enumerate(found):
            yield from describe(
                names.join(entity, index),
                ("rdf:type", term("kg:Join")),
                ("kg:entity", names.entity(entity)),
                ("kg:name", text(join.name)),
                ("kg:otherName", text(join.other)),
                ("kg:rule", integer(join.rule.number)),
                ("kg:reason", text(join.rule.reason)),
            )


def inference_triples(names: Names, derived: Derived, premises: Iterable[Statement]) -> Iterator[ox.Triple]:
    """What follows from other statements, with these as every document makes them."""
    sources = sorted(
        names.statement(document, premise.id).value
        for premise in premises
        for document in {evidence.document for evidence in premise.evidence}
    )
    yield from describe(
        names.inference(derived.id),
        ("rdf:type", term("kg:Inference")),
        ("rdf:subject", names.entity(derived.subject)),
        ("rdf:predicate", predicate_iri(derived.predicate)),
        ("rdf:object", names.entity(derived.object)),
        ("kg:status", term(f"kg:{derived.status.title()}Status")),
        ("kg:confidence", decimal(derived.confidence)),
        ("kg:inferredBy", text(derived.rule)),
        *(("prov:wasDerivedFrom", ox.NamedNode(source)) for source in sources),
    )


def _join_order(join: Join) -> tuple[str, str, str, int]:
    return join.entity, join.name, join.other, join.rule.number


def object_term(names: Names, statement: Statement) -> ox.NamedNode | ox.Literal:
    """The object as RDF: an entity's IRI or a date."""
    if statement.object is not None:
        return names.entity(statement.object)
    assert statement.value is not None, statement.id
    return date_literal(statement.value.value)


def speaker_term(names: Names, speaker: str | None) -> ox.NamedNode | None:
    """The speaker as RDF; the author, who is not named, is no term."""
    if speaker is None:
        return None
    return term("kg:Unnamed") if speaker == UNNAMED else names.entity(speaker)


def span_facts(name: str, span: Span | None) -> Iterator[Fact]:
    """A span as two numbers: ``kg:subjectStart`` and ``kg:subjectEnd`` for the name ``subject``."""
    if span is not None:
        yield f"kg:{name}Start", integer(span[0])
        yield f"kg:{name}End", integer(span[1])


def _speakers_and_times(names: Names, decisive: Iterable[Evidence]) -> Iterator[Fact]:
    speakers = {evidence.speaker for evidence in decisive if evidence.speaker is not None}
    for speaker in sorted(speakers):
        yield "prov:wasAttributedTo", speaker_term(names, speaker)
    times = {evidence.time.value for evidence in decisive if evidence.time is not None}
    for time in sorted(times):
        yield "kg:time", edtf(time)


def _span_of(statement: Statement) -> tuple[str | None, str | None]:
    """Since when and until when a statement holds; without either, the first and last date at which it is put."""
    if statement.valid_from or statement.valid_to:
        return statement.valid_from, statement.valid_to
    values = [time.value for time in statement.times]
    return min(values, default=None), max(values, default=None)


def _bounds(start: str | None, end: str | None) -> Iterator[Fact]:
    """Both ends of a time, where XML Schema can hold them; a day is both its ends."""
    yield "schema:startDate", plain_date(start) if start else None
    over = end is not None and end.endswith("?")
    yield ("kg:endedBy" if over else "schema:endDate"), plain_date(end.removesuffix("?")) if end else None


def _evidence_facts(names: Names, document: Document, evidence: Evidence) -> Iterator[Fact]:
    time = evidence.time
    yield "rdf:type", term("kg:Evidence")
    yield "prov:wasDerivedFrom", names.document(document.id)
    yield "kg:start", integer(evidence.start)
    yield "kg:end", integer(evidence.end)
    yield from span_facts("subject", evidence.subject)
    yield from span_facts("object", evidence.object)
    yield "kg:polarity", term(f"kg:{evidence.polarity.title()}Polarity")
    yield "kg:modality", term(f"kg:{evidence.modality.title()}Modality")
    yield "prov:wasAttributedTo", speaker_term(names, evidence.speaker)
    if time is not None:
        yield "kg:time", edtf(time.value)
        yield "kg:timeText", text(time.text)
        start, slash, end = time.value.partition("/")
        yield from _bounds(start.strip("."), end.strip(".") if slash else start)
    yield "kg:extractor", text(evidence.extractor)
    yield "kg:confidence", decimal(evidence.confidence)
    if evidence.instead_of:
        yield "kg:insteadOf", text(evidence.instead_of)
    if evidence.start < evidence.end and document.text:
        yield "kg:quote", text(document.text[evidence.start : evidence.end])


def _source(source: str) -> ox.NamedNode | ox.Literal:
    if source.startswith(("http://", "https://")):
        try:
            return ox.NamedNode(source)
        except (ValueError, TypeError):
            pass
    return text(source)


def _text_or_none(value: str | None) -> ox.Literal | None:
    return None if value is None else text(value)


@cache
def _version() -> str:
    return version("kg")
