"""One graph of ten articles in every database that runs here: the same answers to the same questions from all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import requests

import kg
from kg.export.bulk import write_duckdb, write_ladybug
from kg.export.jsonl import dumps
from kg.graph import KnowledgeGraph
from kg.load import Connection, Credentials, Options, connect, load
from kg.load.bolt import BoltOptions, connected, load_bolt, remove_document
from kg.load.cypher import schema, steps
from tests.load.questions import CYPHER, LADYBUG, SPARQL, SQL, Rows
from tests.load.servers import HOST, Oxigraph, arcadedb, falkordb, virtuoso

pytestmark = [pytest.mark.server, pytest.mark.model]

ANSWERS: list[Rows] = [
    [
        ("Dag Willems", "accused"),
        ("Erik Vanloo", "ceoOf"),
        ("Erik Vanloo", "worksFor"),
        ("Jonas Reker", "spokespersonFor"),
        ("Nadia Ferrar", "worksFor"),
    ],
    [("Jonas Reker", "Marrow Shipping")],
    [
        ("Irene Sutter", "Boris Talman", "met", "Erik Vanloo"),
        ("Irene Sutter", "Erik Vanloo", "visited", "Zurich"),
        ("Jonas Reker", "Erik Vanloo", "met", "Petra Quist"),
        ("Jonas Reker", "Petra Quist", "visited", "Oslo"),
        ("Karin Thorsby", "Knut Aas", "accused", "Henrik Maas"),
        ("Nadia Ferrar", "Boris Talman", "met", "Dag Willems"),
        ("Nadia Ferrar", "Dag Willems", "visited", "Geneva"),
    ],
]


def rows(found: Iterable[Iterable[Any]]) -> Rows:
    return sorted(tuple(str(value) for value in row) for row in found)


def ask(url: str, query: str) -> Rows:
    answer = requests.post(
        url, data={"query": query}, headers={"Accept": "application/sparql-results+json"}, timeout=60
    )
    answer.raise_for_status()
    found = answer.json()
    return rows([row[name]["value"] for name in found["head"]["vars"]] for row in found["results"]["bindings"])


def same(one: KnowledgeGraph, other: KnowledgeGraph) -> bool:
    """Equal by statement and evidence, by entity, and by document."""
    return (
        list(one.statements()) == list(other.statements())
        and one.entities == other.entities
        and one.documents == other.documents
        and all(one.mentions(name) == other.mentions(name) for name in one.documents)
    )


def test_oxigraph(ten: KnowledgeGraph, ten_file: Path) -> None:
    with Oxigraph(options=["--union-default-graph"]) as server:
        with connect(server.url) as opened:
            assert opened.store.name == "oxigraph"
            loaded = load(ten_file, opened)
        assert loaded.statements == len(ten_file.read_bytes().splitlines())
        assert not loaded.differences
        assert [ask(f"{server.url}/query", query) for query in SPARQL] == ANSWERS
        assert same(kg.read(server.url), ten)


def test_virtuoso(ten: KnowledgeGraph, ten_file: Path, tmp_path: Path) -> None:
    with virtuoso(tmp_path / "virtuoso") as url:
        with connect(url, Connection(credentials=Credentials("dba", "dba"))) as opened:
            assert opened.store.name == "virtuoso"
            for mode in ("add", "add", "replace"):
                assert not load(ten_file, opened, Options(mode=mode)).differences
        assert [ask(f"{url}/sparql", query) for query in SPARQL] == ANSWERS
        assert same(kg.read(url), ten)


def test_virtuoso_cuts_long_answers_and_is_read_in_ranges(tmp_path: Path) -> None:
    lines = [f'<urn:kg:statement/d/{n}> <urn:p:{m}> "{n}" <urn:kg:graph/d> .\n' for n in range(4000) for m in range(3)]
    activity = (
        "<urn:kg:extraction/d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/prov#Activity>"
    )
    file = tmp_path / "long.nq"
    file.write_text("".join(lines) + f"{activity} <urn:kg:graph/d/provenance> .\n", encoding="utf-8")
    from kg.load.reading import triples_of

    with (
        virtuoso(tmp_path / "virtuoso") as url,
        connect(url, Connection(credentials=Credentials("dba", "dba"))) as opened,
    ):
        assert not load(file, opened).differences
        cut = opened.triples("CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:kg:graph/d> { ?s ?p ?o } }")
        assert len(cut) < 11_000, "it no longer cuts: is the range reading still tested?"
        assert len(set(triples_of(opened))) == 12_001


def test_arcadedb_over_bolt(ten: KnowledgeGraph, tmp_path: Path) -> None:
    pytest.importorskip("neo4j", reason="see the extra 'neo4j'")
    with (
        arcadedb(tmp_path) as url,
        connected(url, Credentials("root", "playwithdata")) as driver,
    ):

        def asked(query: str) -> Rows:
            return rows(record.values() for record in driver.execute_query(query, database_="kg").records)

        for options in (
            BoltOptions(database="kg"),
            BoltOptions(database="kg"),
            BoltOptions(database="kg", replace=True),
        ):
            loaded = load_bolt(ten, driver, options)
            assert not loaded.differences
            assert [asked(query) for query in CYPHER] == ANSWERS
        assert asked("MATCH (n) RETURN count(n)") == [(str(len(ten.entities)),)]
        load_bolt(ten, driver, BoltOptions(database="kg", mentions=True))
        assert asked("MATCH (n:Document) RETURN count(n)") == [("10",)]
        assert asked("MATCH (:Mention)-[e:refersTo]->() RETURN count(e)") == asked("MATCH (n:Mention) RETURN count(n)")
        for document in sorted(ten.documents):
            remove_document(driver, document, database="kg")
        assert asked("MATCH (n) RETURN count(n)") == [("0",)]


def test_documents_come_and_go_over_bolt(ten: KnowledgeGraph, tmp_path: Path) -> None:
    pytest.importorskip("neo4j", reason="see the extra 'neo4j'")
    first, last = sorted(ten.documents)[:5], sorted(ten.documents)[5:]
    halves = [part(ten, names, tmp_path) for names in (first, last)]
    everything = "MATCH (a)-[e]->(b) RETURN a.id, type(e), b.id, e.status, e.confidence, e.documents, e.evidence"
    options = BoltOptions(database="kg")
    with (
        arcadedb(tmp_path) as url,
        connected(url, Credentials("root", "playwithdata")) as driver,
    ):

        def asked(query: str) -> Rows:
            return rows(record.values() for record in driver.execute_query(query, database_="kg").records)

        load_bolt(ten, driver, options)
        at_once = asked(everything)
        for document in last:
            remove_document(driver, document, database="kg")
        first_half = asked(everything)
        assert first_half != at_once
        load_bolt(halves[1], driver, options)
        assert asked(everything) == at_once
        for document in sorted(ten.documents):
            remove_document(driver, document, database="kg")
        load_bolt(halves[0], driver, options)
        assert asked(everything) == first_half


def test_falkordb(ten: KnowledgeGraph, tmp_path: Path) -> None:
    client = pytest.importorskip("falkordb", reason="see the extra 'servers'")
    with falkordb(tmp_path) as port:
        graph = client.FalkorDB(host=HOST, port=port).select_graph("kg")
        assert all(
            "CONSTRAINT" in query or "INDEX" in query for query in schema()
        )  # Neo4j's own, which it does not know
        for _ in range(2):
            for step in steps(ten, mentions=True):
                graph.query(step.query, {"rows": list(step.rows)})
        assert [rows(graph.query(query).result_set) for query in CYPHER] == ANSWERS
        assert graph.query("MATCH (n:Document) RETURN count(n)").result_set == [[10]]


@pytest.mark.parametrize("layout", ["parquet", "csv"])
def test_ladybug(ten: KnowledgeGraph, tmp_path: Path, layout: Any) -> None:
    ladybug = pytest.importorskip("ladybug", reason="see the extra 'servers'")
    run(write_ladybug(ten, tmp_path / "tables", layout=layout))
    connection = ladybug.Connection(ladybug.Database(str(tmp_path / "tables" / "graph.lbug")))
    queries = (
        LADYBUG if layout == "parquet" else [q.replace("e.speakers", "string_split(e.speakers, ';')") for q in LADYBUG]
    )
    assert [rows(connection.execute(query).get_all()) for query in queries] == ANSWERS


@pytest.mark.parametrize("layout", ["parquet", "csv"])
def test_duckdb(ten: KnowledgeGraph, tmp_path: Path, layout: Any) -> None:
    duckdb = pytest.importorskip("duckdb", reason="see the extra 'servers'")
    run(write_duckdb(ten, tmp_path / "tables", layout=layout))
    connection = duckdb.connect(str(tmp_path / "tables" / "graph.duckdb"))
    queries = (
        SQL
        if layout == "parquet"
        else [q.replace("unnest(speakers)", "unnest(string_split(speakers, ';'))") for q in SQL]
    )
    assert [rows(connection.execute(query).fetchall()) for query in queries] == ANSWERS


def part(graph: KnowledgeGraph, documents: list[str], folder: Path) -> KnowledgeGraph:
    """The graph of some of the documents, with the entities that all of them make."""
    path = folder / f"{documents[0]}.jsonl"
    found = [extraction for extraction in graph.extractions() if extraction.document.id in documents]
    path.write_text("".join(dumps(extraction) + "\n" for extraction in found), encoding="utf-8")
    return kg.read(path)


def run(command: str) -> None:
    """A printed command, with this Python."""
    subprocess.run(["bash", "-c", command.replace("python -c", f"{sys.executable} -c")], check=True)
