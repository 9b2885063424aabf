"""Ten articles: who led, who said, what held when, and where they contradict each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language

from kg.documents import read
from kg.graph import KnowledgeGraph, build
from kg.query import Rows, standard_prefixes

SAMPLE = Path(__file__).parent / "sample"
DOCS = Path(__file__).parents[2] / "docs" / "claims.md"

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def graph(nlp: Language) -> KnowledgeGraph:
    return build(read([str(SAMPLE)]), nlp=nlp)


def queries() -> list[str]:
    return re.findall(r"```sparql\n(.*?)```", DOCS.read_text(encoding="utf-8"), flags=re.DOTALL)


def asked(graph: KnowledgeGraph, query: str) -> list[tuple[str | None, ...]]:
    found = graph.sparql(query)
    assert isinstance(found, Rows)
    return [tuple(None if cell is None else str(cell) for cell in row) for row in found]


def test_publication_dates_are_those_of_the_texts(graph: KnowledgeGraph) -> None:
    assert [document.published for document in graph.documents.values()].count(None) == 0


def test_who_led_it_in_2019(graph: KnowledgeGraph) -> None:
    assert asked(graph, queries()[0]) == [("Jonas Falk", "2018-04-03", None)]
    assert [row[0] for row in asked(graph, queries()[0].replace("2019", "2016"))] == ["Ingrid Moberg"]
    assert [row[0] for row in asked(graph, queries()[0].replace("2019", "2012"))] == []


def test_what_she_said_of_it(graph: KnowledgeGraph) -> None:
    rows = asked(graph, queries()[1])
    assert ("Estonia", "urn:kg:ontology#attacked", "Brandvik Bank") in [row[:3] for row in rows]
    assert {str(row[3]).count("Lindahl") for row in rows} == {1}


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib's own, within rdflib
@pytest.mark.parametrize("number", [0, 1])
def test_rdflib_gives_the_same_rows(graph: KnowledgeGraph, number: int) -> None:
    query = queries()[number]
    dataset = graph.to_rdf()
    dataset.default_union = True
    found = [
        tuple(None if cell is None else str(cell) for cell in row)
        for row in dataset.query(query, initNs=standard_prefixes())
    ]
    assert found
    assert found == asked(graph, query)


def said(graph: KnowledgeGraph, predicate: str) -> list[tuple[str, str]]:
    return sorted(
        (graph.entities[one.subject].name, graph.entities[one.object or ""].name)
        for one in graph.statements(predicate=predicate)
    )


def test_the_graph_as_it_held(graph: KnowledgeGraph) -> None:
    assert said(graph.at("2016"), "ceoOf") == [("Ingrid Moberg", "Brandvik Bank")]
    assert said(graph.at("2019-06-01"), "ceoOf") == [("Jonas Falk", "Brandvik Bank")]
    assert said(graph.at("2022-06-01"), "ceoOf") == [("Petra Lindahl", "Brandvik Bank")]
    assert said(graph.at("2013"), "mayorOf") == [("Jonas Falk", "Gdansk")]
    assert said(graph.at("2024"), "mayorOf") == [("Marit Vik", "Gdansk")]
    assert said(graph.at("2021-09-01"), "met") == []
    assert said(graph.at("2021-09-03"), "met") == [("Kaja Tamm", "Petra Lindahl")]


def test_claims(graph: KnowledgeGraph) -> None:
    found = graph.claims(by="Petra Lindahl", about="Estonia")
    assert "that Estonia had attacked Brandvik Bank in public" in [saying.text for saying in found]
    assert {saying.speaker.name for saying in found if saying.speaker} == {"Petra Lindahl"}
    assert all("Estonia" in [entity.name for entity in saying.about] for saying in found)
    [seized] = [saying for saying in found if saying.cue == "According to"]
    assert [(one.predicate, one.status) for one in seized.statements] == [("seized", "reported")]
    assert not graph.claims(by="Harald Nes")
    assert len(graph.claims()) > len(graph.claims(by="Petra Lindahl")) > len(found)


def test_conflicts_but_no_successions(graph: KnowledgeGraph) -> None:
    assert [(one.kind, one.sides[0].statement.predicate) for one in graph.conflicts()] == [
        ("denied", "sued"),
        ("denied", "attacked"),
        ("rivals", "capitalOf"),
    ]


def test_only_asserted_and_known_are_the_default_view(graph: KnowledgeGraph) -> None:
    assert {one.status for one in graph.statements()} == {"asserted"}  # what is known is asserted in the texts, too
    assert {one.status for one in graph.statements(status=None)} >= {"asserted", "reported", "uncertain", "denied"}
