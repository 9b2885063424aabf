"""The JSONL contract: one record a document, as a mapping or a line, both ways.

Fields stand in the contract's order. What is derived from evidence (``status``, ``confidence``, ``valid_from``,
``valid_to``) is written for readers in other languages, and made anew, not read, on the way back. Whether a span is in
its text is not checked here: `kg.verify` does that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, get_args

from kg.errors import ExtractionError
from kg.export.fields import (
    bounds,
    items,
    mapping,
    one_of,
    probability,
    span_at,
    text_at,
    text_or_none,
    texts,
    value_at,
    wrong,
)
from kg.export.parts import Graph, entity_of, evidence_by_document, named_in
from kg.model import (
    Attribution,
    Document,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    MentionType,
    Modality,
    Polarity,
    Span,
    Statement,
    Time,
    Value,
)
from kg.names import RULES
from kg.resolve import Join

__all__ = ["dumps", "extractions", "from_record", "joins_by_document", "joins_of", "loads", "parsed", "to_record"]

_ENTITY_TYPES: Final = get_args(EntityType)
_MENTION_TYPES: Final = get_args(MentionType)
_MENTION_KINDS: Final = get_args(MentionKind)
_POLARITIES: Final = get_args(Polarity)
_MODALITIES: Final = get_args(Modality)

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def extractions(graph: Graph) -> Iterator[Extraction]:
    """The graph as one extraction a document, sorted by document, with the graph's own (global) entity identifiers.

    Each holds the entities that its mentions, statements and attributions name, and of each statement the evidence
    that this document gives.
    """
    by_document = evidence_by_document(graph)
    for name in sorted(graph.documents):
        statements = tuple(by_document.get(name, ()))
        yield Extraction(
            document=graph.documents[name],
            mentions=tuple(graph.mentions(name)),
            entities=tuple(entity_of(graph, entity, name) for entity in named_in(graph, name, statements)),
            statements=statements,
            attributions=tuple(graph.attributions(name)),
        )


def joins_by_document(graph: Graph, found: Iterable[Extraction]) -> Iterator[tuple[Extraction, list[Join]]]:
    """The extractions of a graph, each with why names are one entity for the entities that it is the first to hold."""
    joins: dict[str, list[Join]] = {}
    for join in graph.joins():
        joins.setdefault(join.entity, []).append(join)
    for extraction in found:
        yield extraction, [join for entity in extraction.entities for join in joins.pop(entity.id, ())]


def dumps(extraction: Extraction, joins: Iterable[Join] | None = None) -> str:
    r"""One line of JSON, without its line end, that encodes as UTF-8 even where the text holds lone surrogates.

    ``joins`` are why names are one entity: a graph's lines have them under the key "joins".

    >>> dumps(Extraction(Document("d1", "Zo\u00eb \ud800")))[:57]
    '{"document": {"id": "d1", "text": "Zoë \\ud800", "title": '
    """
    record = to_record(extraction)
    if joins is not None:
        record["joins"] = [_join_record(join) for join in joins]
    line = json.dumps(record, ensure_ascii=False)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


def loads(line: str) -> Extraction:
    """The extraction that a line of the contract holds.

    Raises:
        ExtractionError: the line is not JSON, or its record does not follow the contract.
    """
    return from_record(parsed(line))


def parsed(line: str) -> object:
    """What a line of JSON holds.

    Raises:
        ExtractionError: it is not JSON.
    """
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise ExtractionError(f"not JSON at character {error.pos}: {error.msg}") from error
    except RecursionError as error:
        raise ExtractionError("not a record of the contract: JSON nested too deeply") from error


def joins_of(record: object) -> tuple[Join, ...]:
    """Why names are one entity, as a record of a graph tells; nothing in a record of `kg extract`.

    Raises:
        ExtractionError: a reason is incomplete, or names no rule of the table.
    """
    top = mapping(record, "record")
    return tuple(_join(item, place) for item, place in items(top, "joins", "")) if "joins" in top else ()


def to_record(extraction: Extraction) -> dict[str, Any]:
    """The contract's mapping of an extraction: only ``dict``, ``list``, ``str``, ``int``, ``float`` and ``None``.

    >>> to_record(Extraction(Document("d1", "")))["document"]["id"]
    'd1'
    """
    document = extraction.document
    return {
        "document": {
            "id": document.id,
            "text": document.text,
            "title": document.title,
            "published": document.published,
            "source": document.source,
            "author": document.author,
        },
        "mentions": [_mention_record(mention) for mention in extraction.mentions],
        "entities": [_entity_record(entity) for entity in extraction.entities],
        "statements": [_statement_record(statement) for statement in extraction.statements],
        "attributions": [_attribution_record(attribution) for attribution in extraction.attributions],
    }


def from_record(record: object) -> Extraction:
    """The extraction that a mapping of the contract holds. Keys that the contract does not name are passed over.

    Raises:
        ExtractionError: a key is missing, or a value is not of its kind; the message says which, where, and what would
            be right.
    """
    top = mapping(record, "record")
    document = _document(mapping(value_at(top, "document", "record"), "document"))
    return Extraction(
        document=document,
        mentions=tuple(_mention(item, place) for item, place in items(top, "mentions", "")),
        entities=tuple(_entity(item, place) for item, place in items(top, "entities", "")),
        statements=tuple(_statement(item, place, document.id) for item, place in items(top, "statements", "")),
        attributions=tuple(_attribution(item, place) for item, place in items(top, "attributions", "")),
    )


# -- to a record ------------------------------------------------------------------------------------------------------


def _mention_record(mention: Mention) -> dict[str, Any]:
    return {
        "id": mention.id,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "type": mention.type,
        "entity": mention.entity,
        "value": mention.value,
    }


def _entity_record(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": list(entity.aliases),
        "links": list(entity.links),
    }


def _statement_record(statement: Statement) -> dict[str, Any]:
    value = statement.value
    return {
        "id": statement.id,
        "subject": statement.subject,
        "predicate": statement.predicate,
        "object": statement.object,
        "value": value and {"text": value.text, "value": value.value, "datatype": value.datatype},
        "status": statement.status,
        "confidence": statement.confidence,
        "valid_from": statement.valid_from,
        "valid_to": statement.valid_to,
        "evidence": [_evidence_record(evidence) for evidence in statement.evidence],
    }


def _evidence_record(evidence: Evidence) -> dict[str, Any]:
    time = evidence.time
    return {
        "start": evidence.start,
        "end": evidence.end,
        "subject": _pair(evidence.subject),
        "object": _pair(evidence.object),
        "polarity": evidence.polarity,
        "modality": evidence.modality,
        "speaker": evidence.speaker,
        "time": time and {"text": time.text, "value": time.value},
        "extractor": evidence.extractor,
        "confidence": evidence.confidence,
        **({"instead_of": evidence.instead_of} if evidence.instead_of else {}),
    }


def _attribution_record(attribution: Attribution) -> dict[str, Any]:
    return {
        "source": _pair(attribution.source),
        "cue": _pair(attribution.cue),
        "content": _pair(attribution.content),
        "entity": attribution.entity,
    }


def _join_record(join: Join) -> dict[str, Any]:
    return {
        "entity": join.entity,
        "name": join.name,
        "other": join.other,
        "rule": join.rule.number,
        "reason": join.rule.reason,
    }


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)


# -- from a record ----------------------------------------------------------------------------------------------------


def _join(record: dict[str, Any], place: str) -> Join:
    rule = value_at(record, "rule", place)
    if type(rule) is not int or rule not in RULES:
        raise wrong(place, "rule", rule, f"a number of the table of rules, 1 to {max(RULES)}")
    entity, name, other = (text_at(record, key, place) for key in ("entity", "name", "other"))
    return Join(entity, name, other, RULES[rule])


def _document(record: dict[str, Any]) -> Document:
    return Document(
        id=text_at(record, "id", "document"),
        text=text_at(record, "text", "document"),
        title=text_or_none(record, "title", "document"),
        published=text_or_none(record, "published", "document"),
        source=text_or_none(record, "source", "document"),
        author=text_or_none(record, "author", "document") if "author" in record else None,
    )


def _mention(record: dict[str, Any], place: str) -> Mention:
    start, end = bounds(record, place)
    return Mention(
        id=text_at(record, "id", place),
        start=start,
        end=end,
        text=text_at(record, "text", place),
        kind=one_of(record, "kind", place, _MENTION_KINDS),
        type=one_of(record, "type", place, _MENTION_TYPES),
        entity=text_or_none(record, "entity", place),
        value=text_or_none(record, "value", place),
    )


def _entity(record: dict[str, Any], place: str) -> Entity:
    return Entity(
        id=text_at(record, "id", place),
        type=one_of(record, "type", place, _ENTITY_TYPES),
        name=text_at(record, "name", place),
        aliases=texts(record, "aliases", place),
        links=texts(record, "links", place),
    )


def _statement(record: dict[str, Any], place: str, document: str) -> Statement:
    statement = Statement(
        id=text_at(record, "id", place),
        subject=text_at(record, "subject", place),
        predicate=text_at(record, "predicate", place),
        object=text_or_none(record, "object", place),
        value=_value(record, place),
        evidence=tuple(_evidence(item, where, document) for item, where in items(record, "evidence", place)),
    )
    if (statement.object is None) == (statement.value is None):
        raise ExtractionError(f"{place}: one of object and value must be null, and the other not")
    return statement


def _value(record: dict[str, Any], place: str) -> Value | None:
    value = value_at(record, "value", place)
    if value is None:
        return None
    where = f"{place}.value"
    fields = mapping(value, where)
    return Value(text_at(fields, "text", where), text_at(fields, "value", where), text_at(fields, "datatype", where))


def _evidence(record: dict[str, Any], place: str, document: str) -> Evidence:
    start, end = bounds(record, place)
    return Evidence(
        document=document,
        start=start,
        end=end,
        subject=span_at(record, "subject", place),
        object=span_at(record, "object", place),
        polarity=one_of(record, "polarity", place, _POLARITIES),
        modality=one_of(record, "modality", place, _MODALITIES),
        speaker=text_or_none(record, "speaker", place),
        time=_time(record, place),
        extractor=text_at(record, "extractor", place),
        confidence=probability(record, "confidence", place),
        instead_of=text_at(record, "instead_of", place) if "instead_of" in record else "",
    )


def _time(record: dict[str, Any], place: str) -> Time | None:
    time = value_at(record, "time", place)
    if time is None:
        return None
    where = f"{place}.time"
    fields = mapping(time, where)
    return Time(text_at(fields, "text", where), text_at(fields, "value", where))


def _attribution(record: dict[str, Any], place: str) -> Attribution:
    return Attribution(
        source=span_at(record, "source", place),
        cue=span_at(record, "cue", place),
        content=span_at(record, "content", place),
        entity=text_or_none(record, "entity", place),
    )
