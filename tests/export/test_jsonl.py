from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from kg.errors import ExtractionError, OutputError
from kg.export.jsonl import dumps, extractions, from_record, loads, to_record
from kg.model import Document, Extraction
from tests.export.graphs import HALVE, LANDA, graph_of, hostile_extractions, two_documents

# The contract's fields, in its order.
FIELDS = {
    "document": ["id", "text", "title", "published", "source", "author"],
    "mentions": ["id", "start", "end", "text", "kind", "type", "entity", "value"],
    "entities": ["id", "type", "name", "aliases", "links"],
    "statements": [
        *("id", "subject", "predicate", "object", "value"),
        *("status", "confidence", "valid_from", "valid_to", "evidence"),
    ],
    "attributions": ["source", "cue", "content", "entity"],
}
EVIDENCE = [
    *("start", "end", "subject", "object", "polarity", "modality"),
    *("speaker", "time", "extractor", "confidence"),
]


def test_fields_are_the_contract_s() -> None:
    record = to_record(two_documents()[0])
    assert list(record) == list(FIELDS)
    assert list(record["document"]) == FIELDS["document"]
    for name in list(FIELDS)[1:]:
        assert all(list(item) == FIELDS[name] for item in record[name])
        assert record[name]
    assert all(list(evidence) == EVIDENCE for item in record["statements"] for evidence in item["evidence"])
    born = record["statements"][1]
    assert born["value"] == {"text": "1971", "value": "1971", "datatype": "date"}
    assert (born["status"], born["confidence"], born["object"]) == ("reported", 0.8, None)
    assert born["evidence"][0]["time"] == {"text": "on 2 May", "value": "2024-05-02"}


@pytest.mark.parametrize("extraction", two_documents(), ids=lambda extraction: extraction.document.id)
def test_there_and_back(extraction: Extraction) -> None:
    line = dumps(extraction)
    assert "\n" not in line
    assert loads(line) == extraction


@settings(max_examples=25, deadline=None)
@given(hostile_extractions())
def test_there_and_back_hostile(found: list[Extraction]) -> None:
    assert [loads(dumps(extraction)) for extraction in found] == found


def test_lone_surrogates_encode() -> None:
    extraction = Extraction(Document("d\ud800", 'a\udfffb \\ud800 "\U0001f600'))
    assert loads(dumps(extraction).encode("utf-8").decode("utf-8")) == extraction
    assert "\U0001f600" in dumps(extraction)


def broken(path: str, value: Any) -> dict[str, Any]:
    """A good record with one field changed; ``...`` takes it away."""
    record: dict[str, Any] = to_record(two_documents()[0])
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    here: Any = record
    for step in way:
        here = here[step]
    if value is ...:
        del here[last]
    else:
        here[last] = value
    return json.loads(json.dumps(record))  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("document", ..., "record: the key 'document' is missing"),
        ("document", [], r"document: \[\] is not an object"),
        ("document.text", None, "document.text: None is not a string"),
        ("document.title", 3, "document.title: 3 is not a string or null"),
        ("mentions", {}, r"mentions: \{\} is not a list"),
        ("mentions.1", "m2", r"mentions\[1\]: 'm2' is not an object"),
        ("mentions.0.kind", "named", r"mentions\[0\].kind: 'named' is not one of name, nominal, pronoun"),
        ("mentions.0.start", -1, r"mentions\[0\].start, end: \(-1, 10\) is not a span"),
        ("mentions.0.end", True, r"mentions\[0\].start, end: \(0, True\) is not a span"),
        ("entities.2.aliases", "x", r"entities\[2\].aliases: 'x' is not a list of strings"),
        ("entities.2.type", [], r"entities\[2\].type: \[\] is not one of Person, Organization, Place"),
        ("statements.0.object", None, r"statements\[0\]: one of object and value must be null"),
        ("statements.1.value.text", ..., r"statements\[1\].value: the key 'text' is missing"),
        ("statements.0.evidence.0.subject", [3], r"statements\[0\].evidence\[0\].subject: \[3\] is not a span"),
        ("statements.0.evidence.0.confidence", 1.5, r"confidence: 1.5 is not a number from 0 to 1"),
        ("statements.0.evidence.0.time", ..., r"statements\[0\].evidence\[0\]: the key 'time' is missing"),
        ("attributions.0.cue", [5, 4], r"attributions\[0\].cue: \[5, 4\] is not a span"),
    ],
)
def test_what_is_wrong_is_named(path: str, value: object, said: str) -> None:
    with pytest.raises(ExtractionError, match=said):
        from_record(broken(path, value))


def test_unknown_keys_are_passed_over() -> None:
    record = broken("document.language", "en")
    del record["document"]["author"]
    assert from_record(record).document.author is None


@pytest.mark.parametrize("line", ["", "{", "3", "[" * 100_000, '"\ud800"'])
def test_lines_that_are_no_records(line: str) -> None:
    with pytest.raises(ExtractionError):
        loads(line)


def test_a_graph_as_extractions() -> None:
    found = list(extractions(graph_of(reversed(two_documents()))))
    assert [extraction.document.id for extraction in found] == ["ledger", "market 1%"]
    assert [extraction.statements for extraction in found] == [one.statements for one in two_documents()]
    assert [entity.id for entity in found[1].entities] == sorted(entity.id for entity in two_documents()[1].entities)


def test_a_graph_that_lacks_what_it_names() -> None:
    graph = graph_of(two_documents())
    with pytest.raises(OutputError, match="the graph does not hold its document 'market 1%'"):
        list(extractions(replace(graph, documents={"ledger": graph.documents["ledger"]})))
    with pytest.raises(OutputError, match=f"ledger: the graph does not hold its entity '{HALVE}'"):
        list(extractions(replace(graph, entities={LANDA: graph.entities[LANDA]})))
