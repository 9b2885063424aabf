from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from kg.errors import ExtractionError
from kg.export import dump, quads, triples
from kg.export.jsonl import extractions
from kg.export.rdf_reader import extractions_of
from kg.export.vocabulary import term
from kg.model import Extraction
from tests.export.graphs import LANDA, HandMade, graph_of, hostile_extractions, two_documents


@pytest.fixture(scope="module")
def graph() -> HandMade:
    return graph_of(two_documents())


def bare(found: Iterable[Extraction]) -> list[Extraction]:
    """What provenance ``statement`` keeps: no text, mentions, attributions, nor entities that only these name."""
    return [
        replace(one, document=replace(one.document, text=""), mentions=(), attributions=(), entities=())
        for one in found
    ]


def test_all_comes_back(graph: HandMade) -> None:
    found, entities = extractions_of(quads(graph, provenance="mention"))
    assert found == list(extractions(graph))
    assert entities == graph.entities


def test_statements_come_back(graph: HandMade) -> None:
    found, entities = extractions_of(quads(graph))
    assert bare(found) == bare(extractions(graph))
    assert [one.document.text for one in found] == ["", ""]
    assert entities == graph.entities


@settings(max_examples=40, deadline=None)
@given(hostile_extractions())
def test_all_comes_back_hostile(found: list[Extraction]) -> None:
    graph = graph_of(found)
    back, entities = extractions_of(quads(graph, base="https://data.example.org/kg#", provenance="mention"))
    assert back == list(extractions(graph))
    assert entities == graph.entities


@pytest.mark.parametrize(
    ("format", "rdf_format"),
    [
        ("nq", ox.RdfFormat.N_QUADS),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("ttl", ox.RdfFormat.TURTLE),
        ("rdf", ox.RdfFormat.RDF_XML),
    ],
)
def test_any_format_with_provenance_will_do(graph: HandMade, format: str, rdf_format: ox.RdfFormat) -> None:
    file = io.BytesIO()
    dump(graph, file, format=format, provenance="mention")
    found, _ = extractions_of(ox.parse(file.getvalue(), format=rdf_format))
    assert found == list(extractions(graph))


def test_an_empty_data_set_is_an_empty_graph() -> None:
    assert extractions_of([]) == ([], {})


def test_facts_alone_are_not_enough(graph: HandMade) -> None:
    with pytest.raises(ExtractionError, match="write it with provenance statement or mention"):
        extractions_of(triples(graph))


def test_two_bases_are_not_one_graph(graph: HandMade) -> None:
    with pytest.raises(ExtractionError, match=r"more than one base: https://x\.example/document, urn:kg:document"):
        extractions_of([*quads(graph), *quads(graph, base="https://x.example/")])


def _without(found: Iterable[ox.Quad], subject: str, predicate: str) -> list[ox.Quad]:
    return [quad for quad in found if not (quad.subject.value.endswith(subject) and quad.predicate == term(predicate))]


@pytest.mark.parametrize(
    ("subject", "predicate", "said"),
    [
        ("statement/ledger/a1", "rdf:subject", "rdf:subject is missing"),
        ("evidence/ledger/a1/0", "kg:start", "kg:start is missing"),
        ("evidence/ledger/a1/0", "kg:subjectEnd", "kg:subjectEnd is missing"),
        (LANDA, "rdf:type", f"names the entity '{LANDA}', of which no type and label is given"),
        ("mention/ledger/m1/quote", "oa:exact", "oa:exact is missing"),
    ],
)
def test_a_node_that_lacks_what_it_must_have(graph: HandMade, subject: str, predicate: str, said: str) -> None:
    with pytest.raises(ExtractionError, match=said):
        extractions_of(_without(quads(graph, provenance="mention"), subject, predicate))


@pytest.mark.parametrize(
    ("subject", "predicate", "object_", "said"),
    [
        ("statement/ledger/a1", "rdf:predicate", term("rdfs:label"), "is not a predicate of"),
        ("statement/ledger/a1", "rdf:subject", term("rdfs:label"), "stands where an entity is right"),
        ("evidence/ledger/a1/0", "kg:polarity", term("kg:PlannedModality"), "is not one of positive, negative"),
        ("evidence/ledger/a1/0", "kg:confidence", ox.Literal("high"), "'high' is not a number"),
        ("evidence/ledger/a1/0", "kg:start", ox.Literal("1.5"), "'1.5' is not a number"),
        (LANDA, "rdf:type", term("schema:Event"), "is not the class of Person, Organization, Place"),
    ],
)
def test_a_node_that_says_something_else(
    graph: HandMade, subject: str, predicate: str, object_: ox.NamedNode | ox.Literal, said: str
) -> None:
    found = _without(quads(graph), subject, predicate)
    with pytest.raises(ExtractionError, match=said):
        extractions_of(
            [
                *found,
                ox.Quad(
                    ox.NamedNode(f"urn:kg:{'entity/' if subject == LANDA else ''}{subject}"), term(predicate), object_
                ),
            ]
        )


def test_blank_nodes_are_foreign() -> None:
    with pytest.raises(ExtractionError, match="blank node"):
        extractions_of([ox.Triple(ox.BlankNode("a"), term("rdf:type"), term("kg:Evidence"))])
