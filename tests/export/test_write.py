from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from kg.errors import OutputError
from kg.export import FORMATS, dump, format_of, quads, triples, write, write_ontology, write_shapes
from kg.export.jsonl import loads
from kg.export.ontology_rdf import ontology_triples, shape_triples
from kg.model import Entity, Extraction, Statement
from tests.export.graphs import BRUNN, HALVE, LANDA, HandMade, graph_of, two_documents


@pytest.fixture(scope="module")
def graph() -> HandMade:
    return graph_of(two_documents())


@pytest.mark.parametrize("name", ["g.nq", "g.trig", "g.jsonld", "g.nq.gz", "G.NQ", "2024.11.nq"])
def test_data_sets(graph: HandMade, tmp_path: Path, name: str) -> None:
    write(graph, tmp_path / name)
    data = (tmp_path / name).read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    format = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}[format_of(name)]
    assert set(ox.parse(data, format=format)) == set(quads(graph))
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["g.ttl", "g.nt", "g.rdf", "g.ttl.gz"])
def test_single_graphs(graph: HandMade, tmp_path: Path, name: str) -> None:
    write(graph, tmp_path / name)
    data = (tmp_path / name).read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    format = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}[format_of(name)]
    assert {quad.triple for quad in ox.parse(data, format=format)} == set(triples(graph))


def test_gzip_says_neither_name_nor_time(graph: HandMade, tmp_path: Path) -> None:
    write(graph, tmp_path / "a.nq.gz")
    write(graph, tmp_path / "b.nq.gz")
    data = (tmp_path / "a.nq.gz").read_bytes()
    assert data == (tmp_path / "b.nq.gz").read_bytes()
    assert data[3:8] == bytes(5)


def test_jsonl(graph: HandMade, tmp_path: Path) -> None:
    write(graph, tmp_path / "g.jsonl")
    lines = (tmp_path / "g.jsonl").read_text(encoding="utf-8").splitlines()
    assert [loads(line).statements for line in lines] == [one.statements for one in two_documents()]


def test_the_format_may_be_told(graph: HandMade, tmp_path: Path) -> None:
    write(graph, tmp_path / "graph", format="nt")
    assert (tmp_path / "graph").read_text(encoding="utf-8").startswith("<urn:kg:entity/")


@pytest.mark.parametrize("name", ["graph.nqq", "graph", "graph.gz", "graph.csv.gz", ".nq", "nq"])
def test_an_unknown_suffix_lists_the_known(graph: HandMade, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"is not one of nq, trig, jsonld, ttl, nt, rdf, jsonl, graphml, csv"):
        write(graph, tmp_path / name)
    with pytest.raises(OutputError, match="format 'xls' is not one of"):
        write(graph, tmp_path / "graph.nq", format="xls")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_there_stays_unless_told(graph: HandMade, tmp_path: Path, format: str) -> None:
    path = tmp_path / f"g.{format}"
    there = path / "nodes.csv" if format == "csv" else path
    there.parent.mkdir(exist_ok=True)
    there.write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        write(graph, path)
    assert there.read_text() == "mine"
    write(graph, path, overwrite=True)
    assert there.read_text(encoding="utf-8") != "mine"


class Failing(HandMade):
    def statements(self, *, status: None = None) -> Iterator[Statement]:  # type: ignore[override]
        yield from self.all_statements
        raise KeyboardInterrupt


@pytest.mark.parametrize("name", ["g.nq", "g.ttl.gz", "g.jsonl", "g.graphml", "g.csv"])
def test_never_half_written(tmp_path: Path, graph: HandMade, name: str) -> None:
    failing = Failing(graph.documents, graph.entities, graph.all_statements)
    with pytest.raises(KeyboardInterrupt):
        write(failing, tmp_path / name)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["no/folder/g.nq", "no/folder/g.csv"])
def test_a_place_that_is_none(graph: HandMade, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="no/folder"):
        write(graph, tmp_path / name)


def test_csv_needs_a_folder(graph: HandMade, tmp_path: Path) -> None:
    (tmp_path / "g.csv").write_text("mine")
    with pytest.raises(OutputError, match="is a file; CSV needs a folder"):
        write(graph, tmp_path / "g.csv", overwrite=True)
    with pytest.raises(OutputError, match="name a folder"):
        dump(graph, io.BytesIO(), format="csv")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_csv(graph: HandMade, tmp_path: Path) -> None:
    write(graph, tmp_path / "tables", format="csv")
    nodes = {row[":ID"]: row for row in rows(tmp_path / "tables" / "nodes.csv")}
    assert list(nodes) == sorted(graph.entities)
    assert nodes[LANDA][":LABEL"] == "Person"
    assert nodes[LANDA]["aliases"] == "Landa;Ms. Landa"
    assert nodes[LANDA]["birthDate"] == ""  # only reported
    assert nodes[BRUNN]["name"] == "Brünn\n(old town)"
    relationships = {row["statement"]: row for row in rows(tmp_path / "tables" / "relationships.csv")}
    assert sorted(relationships) == ["a1", "c3", "e5"]  # neither what is denied (d4) nor the date (b2)
    led = relationships["a1"]
    assert (led[":START_ID"], led[":TYPE"], led[":END_ID"]) == (LANDA, "leads", HALVE)
    assert (led["status"], led["confidence:double"], led["documents"]) == ("asserted", "0.8", "ledger")


def test_csv_quotes_as_rfc_4180_says(tmp_path: Path) -> None:
    entity = Entity("e;1", "Person", 'a "b", c\x00\ud800', ("x;y", "z"))
    write(HandMade({}, {"e;1": entity}), tmp_path / "t", format="csv")
    text = (tmp_path / "t" / "nodes.csv").read_bytes().decode()
    assert text == (
        ":ID,:LABEL,name,aliases,links,birthDate,deathDate,foundingDate\r\n"
        'e;1,Person,"a ""b"", c\ufffd\ufffd","x,y;z",,,,\r\n'
    )


def test_graphml_in_networkx(graph: HandMade, tmp_path: Path) -> None:
    write(graph, tmp_path / "g.graphml")
    read = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert sorted(read.nodes) == sorted(graph.entities)
    assert read.nodes[BRUNN]["name"] == "Brünn\n(old town)"
    assert read.edges[LANDA, HALVE, "a1"]["predicate"] == "leads"
    assert read.edges[LANDA, HALVE, "a1"]["confidence"] == 0.8
    assert read.number_of_edges() == 3


def test_graphml_holds_hostile_names() -> None:
    entity = Entity("e1", "Place", "a\x00\x0b<&>\"']]>\ud800\U0001f600", ("b\r",))
    file = io.BytesIO()
    dump(HandMade({}, {"e1": entity}), file, format="graphml")
    read = nx.parse_graphml(file.getvalue().decode())
    assert read.nodes["e1"]["name"] == "a\ufffd\ufffd<&>\"']]>\ufffd\U0001f600"


def test_asserted_dates_are_properties(tmp_path: Path) -> None:
    ledger = two_documents()[0]
    born = ledger.statements[1]
    told = replace(born, evidence=tuple(replace(evidence, speaker=None) for evidence in born.evidence))
    write(graph_of([replace(ledger, statements=(told,))]), tmp_path / "t", format="csv")
    assert {row[":ID"]: row["birthDate"] for row in rows(tmp_path / "t" / "nodes.csv")}[LANDA] == "1971"


@pytest.mark.parametrize("name", ["o.ttl", "o.nt", "o.rdf", "o.jsonld"])
def test_the_ontology_and_the_shapes(tmp_path: Path, name: str) -> None:
    write_ontology(tmp_path / name)
    write_shapes(tmp_path / f"shapes-{name}")
    format = ox.RdfFormat.from_extension(format_of(name))
    assert {quad.triple for quad in ox.parse((tmp_path / name).read_bytes(), format=format)} == set(ontology_triples())
    assert {quad.triple for quad in ox.parse((tmp_path / f"shapes-{name}").read_bytes(), format=format)} == set(
        shape_triples()
    )
    with pytest.raises(OutputError, match="exists already"):
        write_ontology(tmp_path / name)


def test_the_ontology_is_rdf_only(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="suffix is not one of ttl, nt, rdf, jsonld"):
        write_ontology(tmp_path / "o.graphml")


def test_an_empty_graph_can_be_written(tmp_path: Path) -> None:
    for format in FORMATS:
        write(graph_of(list[Extraction]()), tmp_path / f"empty.{format}")
