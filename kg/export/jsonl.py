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
    top = _mapping(record, "record")
    return tuple(_join(item, place) for item, place in _items(top, "joins", "")) if "joins" in top else ()


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
    top = _mapping(record, "record")
    document = _document(_mapping(_get(top, "document", "record"), "document"))
    return Extraction(
        document=document,
        mentions=tuple(_mention(item, place) for item, place in _items(top, "mentions", "")),
        entities=tuple(_entity(item, place) for item, place in _items(top, "entities", "")),
        statements=tuple(_statement(item, place, document.id) for item, place in _items(top, "statements", "")),
        attributions=tuple(_attribution(item, place) for item, place in _items(top, "attributions", "")),
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
    rule = _get(record, "rule", place)
    if type(rule) is not int or rule not in RULES:
        raise _wrong(place, "rule", rule, f"a number of the table of rules, 1 to {max(RULES)}")
    entity, name, other = (_text(record, key, place) for key in ("entity", "name", "other"))
    return Join(entity, name, other, RULES[rule])


def _document(record: dict[str, Any]) -> Document:
    return Document(
        id=_text(record, "id", "document"),
        text=_text(record, "text", "document"),
        title=_text_or_none(record, "title", "document"),
        published=_text_or_none(record, "published", "document"),
        source=_text_or_none(record, "source", "document"),
        author=_text_or_none(record, "author", "document") if "author" in record else None,
    )


def _mention(record: dict[str, Any], place: str) -> Mention:
    start, end = _bounds(record, place)
    return Mention(
        id=_text(record, "id", place),
        start=start,
        end=end,
        text=_text(record, "text", place),
        kind=_one_of(record, "kind", place, _MENTION_KINDS),
        type=_one_of(record, "type", place, _MENTION_TYPES),
        entity=_text_or_none(record, "entity", place),
        value=_text_or_none(record, "value", place),
    )


def _entity(record: dict[str, Any], place: str) -> Entity:
    return Entity(
        id=_text(record, "id", place),
        type=_one_of(record, "type", place, _ENTITY_TYPES),
        name=_text(record, "name", place),
        aliases=_texts(record, "aliases", place),
        links=_texts(record, "links", place),
    )


def _statement(record: dict[str, Any], place: str, document: str) -> Statement:
    statement = Statement(
        id=_text(record, "id", place),
        subject=_text(record, "subject", place),
        predicate=_text(record, "predicate", place),
        object=_text_or_none(record, "object", place),
        value=_value(record, place),
        evidence=tuple(_evidence(item, where, document) for item, where in _items(record, "evidence", place)),
    )
    if (statement.object is None) == (statement.value is None):
        raise ExtractionError(f"{place}: one of object and value must be null, and the other not")
    return statement


def _value(record: dict[str, Any], place: str) -> Value | None:
    value = _get(record, "value", place)
    if value is None:
        return None
    where = f"{place}.value"
    fields = _mapping(value, where)
    return Value(_text(fields, "text", where), _text(fields, "value", where), _text(fields, "datatype", where))


def _evidence(record: dict[str, Any], place: str, document: str) -> Evidence:
    start, end = _bounds(record, place)
    return Evidence(
        document=document,
        start=start,
        end=end,
        subject=_span(record, "subject", place),
        object=_span(record, "object", place),
        polarity=_one_of(record, "polarity", place, _POLARITIES),
        modality=_one_of(record, "modality", place, _MODALITIES),
        speaker=_text_or_none(record, "speaker", place),
        time=_time(record, place),
        extractor=_text(record, "extractor", place),
        confidence=_probability(record, "confidence", place),
    )


def _time(record: dict[str, Any], place: str) -> Time | None:
    time = _get(record, "time", place)
    if time is None:
        return None
    where = f"{place}.time"
    fields = _mapping(time, where)
    return Time(_text(fields, "text", where), _text(fields, "value", where))


def _attribution(record: dict[str, Any], place: str) -> Attribution:
    return Attribution(
        source=_span(record, "source", place),
        cue=_span(record, "cue", place),
        content=_span(record, "content", place),
        entity=_text_or_none(record, "entity", place),
    )


# -- one field --------------------------------------------------------------------------------------------------------


def _wrong(place: str, key: str, found: object, wanted: str) -> ExtractionError:
    where = f"{place}.{key}" if key else place
    shown = repr(found)
    return ExtractionError(f"{where}: {shown if len(shown) <= 60 else shown[:57] + '...'} is not {wanted}")


def _mapping(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(place, "", value, "an object")
    return value


def _get(record: dict[str, Any], key: str, place: str) -> Any:
    if key not in record:
        raise ExtractionError(f"{place}: the key {key!r} is missing; where it does not apply it is null or []")
    return record[key]


def _items(record: dict[str, Any], key: str, place: str) -> Iterator[tuple[dict[str, Any], str]]:
    value = _get(record, key, place or "record")
    where = f"{place}.{key}" if place else key
    if not isinstance(value, list):
        raise _wrong(where, "", value, "a list")
    for index, item in enumerate(value):
        yield _mapping(item, f"{where}[{index}]"), f"{where}[{index}]"


def _text(record: dict[str, Any], key: str, place: str) -> str:
    value = _get(record, key, place)
    if not isinstance(value, str):
        raise _wrong(place, key, value, "a string")
    return value


def _text_or_none(record: dict[str, Any], key: str, place: str) -> str | None:
    value = _get(record, key, place)
    if value is not None and not isinstance(value, str):
        raise _wrong(place, key, value, "a string or null")
    return value


def _texts(record: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = _get(record, key, place)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(place, key, value, "a list of strings")
    return tuple(value)


def _one_of(record: dict[str, Any], key: str, place: str, allowed: tuple[str, ...]) -> Any:
    value = _get(record, key, place)
    if value not in allowed:
        raise _wrong(place, key, value, f"one of {', '.join(allowed)}")
    return value


def _bounds(record: dict[str, Any], place: str) -> Span:
    span = _get(record, "start", place), _get(record, "end", place)
    if not _is_span(span):
        raise _wrong(place, "start, end", span, "a span: two integers with 0 <= start <= end")
    return span


def _span(record: dict[str, Any], key: str, place: str) -> Span | None:
    value = _get(record, key, place)
    if value is None:
        return None
    if not isinstance(value, list) or not _is_span(value):
        raise _wrong(place, key, value, "a span: [start, end] with 0 <= start <= end, or null")
    return value[0], value[1]


def _is_span(value: Any) -> bool:
    return len(value) == 2 and all(type(index) is int for index in value) and 0 <= value[0] <= value[1]


def _probability(record: dict[str, Any], key: str, place: str) -> float:
    value = _get(record, key, place)
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise _wrong(place, key, value, "a number from 0 to 1")
    return float(value)
