from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.query import IRI, Rows, ask, open_store, store_of

EX = "https://data.example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def quad(subject: str, predicate: str, value: ox.NamedNode | ox.Literal, graph: str = "g") -> ox.Quad:
    return ox.Quad(node(subject), ox.NamedNode(predicate), value, node(graph))


def typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(
        [
            quad("rosa", "urn:kg:ontology#mayorOf", node("oslo"), "d1"),
            quad("rosa", "http://schema.org/birthDate", typed("1970-02-01", "date"), "d2"),
            quad("rosa", "urn:kg:ontology#confidence", typed("0.92", "decimal"), "d2"),
            quad("oslo", "http://www.w3.org/2000/01/rdf-schema#label", ox.Literal('Os"lo')),
        ]
    )


def test_select_over_all_graphs_with_prefixes_that_need_no_declaration(store: ox.Store) -> None:
    rows = ask(store, "SELECT ?who ?city ?born WHERE { ?who kg:mayorOf ?city ; schema:birthDate ?born }")
    assert rows == Rows(("who", "city", "born"), ((IRI(EX + "rosa"), IRI(EX + "oslo"), date(1970, 2, 1)),))
    assert isinstance(rows, Rows)
    assert len(rows) == 1
    assert [isinstance(cell, IRI) for cell in next(iter(rows))] == [True, True, False]
    assert rows.dicts() == [{"who": EX + "rosa", "city": EX + "oslo", "born": date(1970, 2, 1)}]


def test_a_triple_of_several_graphs_counts_once() -> None:
    mayor = [quad("rosa", "urn:kg:ontology#mayorOf", node("oslo"), graph) for graph in ("d1", "d2", "d3")]
    store = store_of(mayor)
    assert ask(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == Rows(("n",), ((1,),))
    assert ask(store, "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }") == Rows(("n",), ((3,),))


def test_values_are_plain_python(store: ox.Store) -> None:
    query = """SELECT ?decimal ?label ?none ?whole ?true ?float ?when ?far WHERE {
        ?s kg:confidence ?decimal . ?o rdfs:label ?label .
        BIND(1+1 AS ?whole) BIND(1 = 1 AS ?true) BIND("1.5"^^xsd:double AS ?float)
        BIND("2024-11-18T10:00:00Z"^^xsd:dateTime AS ?when) BIND("-0044-03-15"^^xsd:date AS ?far) }"""
    [row] = ask(store, query)  # type: ignore[misc]
    assert row[:6] == (Decimal("0.92"), 'Os"lo', None, 2, True, 1.5)
    assert row[6] == datetime(2024, 11, 18, 10, tzinfo=UTC)
    assert row[7] == "-0044-03-15"


def test_ask(store: ox.Store) -> None:
    assert ask(store, "ASK { ?who kg:mayorOf ?city }") is True
    assert ask(store, "ASK { ?who kg:met ?other }") is False


def test_construct(store: ox.Store) -> None:
    rows = ask(store, "CONSTRUCT { ?city kg:ledBy ?who } WHERE { ?who kg:mayorOf ?city }")
    assert rows == Rows(("subject", "predicate", "object"), ((EX + "oslo", "urn:kg:ontology#ledBy", EX + "rosa"),))


def test_prefixes_can_be_given(store: ox.Store) -> None:
    assert ask(store, "ASK { ex:rosa kg:mayorOf ex:oslo }", prefixes={"ex": EX}) is True


@pytest.mark.parametrize("query", ["SELECT ?x WHERE { ?x ", "", "SELEKT", "SELECT ?x { ?x nope:y ?z }"])
def test_a_query_that_is_none_says_where(store: ox.Store, query: str) -> None:
    with pytest.raises(QueryError, match=r"^the SPARQL query failed: .*1:\d+|Prefix"):
        ask(store, query)


@pytest.mark.parametrize("name", ["g.nq", "g.nq.gz", "g.trig", "g.ttl"])
def test_files(store: ox.Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    kind = ox.RdfFormat.from_extension(name.split(".")[1])
    assert kind is not None
    graph = node("d1") if name == "g.ttl" else None
    data = store.dump(format=kind, from_graph=graph)
    assert data is not None
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert ask(open_store(path), "ASK { ?who kg:mayorOf ?city }") is True


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"missing\.nq"):
        open_store(tmp_path / "missing.nq")
    (tmp_path / "g.txt").write_text("")
    with pytest.raises(QueryError, match=r"suffix '\.txt' names no RDF format; nq, trig"):
        open_store(tmp_path / "g.txt")
    (tmp_path / "g.ttl").write_text("this is no Turtle")
    with pytest.raises(QueryError, match=r"g\.ttl"):
        open_store(tmp_path / "g.ttl")
    (tmp_path / "g.nq.gz").write_bytes(b"no gzip")
    with pytest.raises(QueryError, match=r"g\.nq\.gz"):
        open_store(tmp_path / "g.nq.gz")
