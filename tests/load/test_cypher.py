"""A graph as Cypher: data in parameters only, edges from their evidence, documents that come and go."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from kg.errors import LoadError
from kg.load.bolt import connected
from kg.load.cypher import Row, edge_row, merged, quoted, schema, steps, without
from tests.export.graphs import BRUNN, HALVE, LANDA, HandMade, graph_of, two_documents

HOSTILE = "'}) DETACH DELETE n // ` \\u0027 \" ;"


def rows(graph: HandMade, kind: str) -> dict[str, Row]:
    return {row["id"]: row for step in steps(graph) if kind in step.query for row in step.rows}


def test_an_edge_says_what_its_statement_says() -> None:
    edges = rows(graph_of(two_documents()), "MATCH (a")
    assert sorted(edges) == ["a1", "c3", "e5"]  # b2 is a date, and d4 is denied
    props = edges["c3"]["props"]
    assert (edges["c3"]["subject"], edges["c3"]["object"]) == (HALVE, BRUNN)
    assert (props["status"], props["confidence"], props["documents"]) == ("asserted", 0.55, ["ledger"])
    assert props["sources"] == ["ledger", "market 1%"]
    assert len(props["evidence"]) == 2


def test_a_node_says_what_is_asserted_of_it() -> None:
    extraction, market = two_documents()
    known = replace(extraction.statements[1].evidence[0], speaker=None)
    born = replace(extraction.statements[1], evidence=(known,))
    nodes = rows(graph_of([replace(extraction, statements=(born,)), market]), "MERGE (n")
    assert nodes[LANDA]["props"]["birthDate"] == ["1971"]
    assert nodes[LANDA]["props"]["documents"] == ["ledger"]
    assert without(nodes[LANDA]["props"], "ledger") == {}


def test_evidence_of_other_documents_is_kept_and_of_the_same_replaced() -> None:
    whole = rows(graph_of(two_documents()), "MATCH (a")["c3"]
    records = [json.loads(line) for line in whole["props"]["evidence"]]
    by_document = {record["document"]: edge_row("c3", HALVE, BRUNN, [record]) for record in records}
    ledger, market = by_document["ledger"], by_document["market 1%"]
    assert market["props"] == {}  # what is only possible is no edge
    assert merged(ledger, whole["props"], frozenset({"ledger"})) == whole
    assert merged(ledger, whole["props"], frozenset({"ledger", "market 1%"})) == ledger
    assert merged(ledger, None, frozenset({"ledger"})) == ledger


def test_names_join_and_documents_part_again() -> None:
    node = rows(graph_of(two_documents()), "MERGE (n")[HALVE]
    held = {**node["props"], "name": "Halve", "aliases": ["H."], "documents": ["other"], "facts": []}
    joined = merged(node, held, frozenset({"ledger", "market 1%"}))["props"]
    assert (joined["name"], joined["aliases"]) == ("Halve Bank", ["H.", "Halve"])
    assert joined["documents"] == ["ledger", "market 1%", "other"]
    assert without(joined, "other")["documents"] == ["ledger", "market 1%"]


def test_no_word_of_the_data_stands_in_a_query() -> None:
    plain, hostile = graph_of(two_documents()), graph_of(hostile_documents())
    queries = [step.query for step in steps(hostile, mentions=True)]
    assert queries == [step.query for step in steps(plain, mentions=True)]
    assert not any(HOSTILE in query for query in queries)
    assert any(
        HOSTILE in json.dumps(step.rows, ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\")
        for step in steps(hostile)
    )


def hostile_documents() -> list:
    ledger, market = two_documents()
    names = {entity.id: HOSTILE + entity.name for entity in ledger.entities}
    return [
        replace(extraction, entities=tuple(replace(entity, name=names[entity.id]) for entity in extraction.entities))
        for extraction in (ledger, market)
    ]


@pytest.mark.parametrize("part", ["predicate", "type"])
def test_a_type_or_predicate_that_the_ontology_lacks_is_refused(part: str) -> None:
    ledger, _ = two_documents()
    if part == "predicate":
        statements = tuple(replace(found, predicate=f"leads`]->() {HOSTILE}") for found in ledger.statements[:1])
        ledger = replace(ledger, statements=statements)
    else:
        ledger = replace(
            ledger, entities=(replace(ledger.entities[0], type=f"Person`) {HOSTILE}"), *ledger.entities[1:])
        )  # type: ignore[arg-type]
    with pytest.raises(LoadError, match="is no type and no predicate"):
        list(steps(graph_of([ledger])))


def test_the_schema_is_of_the_ontologys_names() -> None:
    assert all(
        re.fullmatch(r"CREATE (CONSTRAINT|INDEX) kg_[a-z]+_(id|name) IF NOT EXISTS FOR .*", query) for query in schema()
    )
    assert quoted("Mention") == "`Mention`"


def test_nobody_there_and_wrong_addresses_are_said_plainly() -> None:
    pytest.importorskip("neo4j")
    for address, message in (
        ("bolt://127.0.0.1:9", "can't be reached"),
        ("http://127.0.0.1:7687", "is not an address; right would be bolt://"),
        ("bolt://neo4j:sesame@127.0.0.1:7687", "KG_DB_USER"),
    ):
        with pytest.raises(LoadError, match=message) as caught, connected(address):
            pass
        assert "sesame" not in str(caught.value)
