from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import DocumentError, DocumentLineError
from kg.export import write
from kg.export.jsonl import dumps, extractions
from kg.graph import KnowledgeGraph
from kg.model import Document, Entity, Evidence, Extraction, Statement
from kg.read import read, read_extractions
from tests.export.graphs import LANDA, two_documents


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.from_extractions(two_documents())


@pytest.mark.parametrize(
    "name", ["g.nq", "g.nq.gz", "g.trig", "g.jsonld", "g.ttl", "g.nt", "g.rdf", "g.jsonl", "g.jsonl.gz"]
)
def test_a_written_graph_comes_back_equal(graph: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    write(graph, tmp_path / name, provenance="mention", base="https://data.example.org/")
    back = read(tmp_path / name)
    assert back == graph
    assert list(back.statements()) == list(graph.statements())
    assert dict(back.documents) == dict(graph.documents)
    assert dict(back.entities) == dict(graph.entities)
    assert list(extractions(back)) == list(extractions(graph))


def test_statements_alone_come_back_equal(graph: KnowledgeGraph, tmp_path: Path) -> None:
    write(graph, tmp_path / "g.nq")
    back = read(tmp_path / "g.nq")
    assert list(back.statements()) == list(graph.statements())
    assert dict(back.entities) == dict(graph.entities)
    assert {document.text for document in back.documents.values()} == {""}


def test_reading_twice_changes_nothing(graph: KnowledgeGraph, tmp_path: Path) -> None:
    write(graph, tmp_path / "a.nq", provenance="mention")
    write(read(tmp_path / "a.nq"), tmp_path / "b.nq", provenance="mention")
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def extraction(document: str, name: str) -> Extraction:
    """What `kg extract` gives for one document: identifiers of its own."""
    town, person = Entity("e1", "Place", "Orsted"), Entity("e2", "Person", name)
    evidence = Evidence(document, 0, 20, (0, 4), (10, 16), extractor="pattern:x", confidence=0.7)
    return Extraction(
        Document(document, f"{name} is mayor of Orsted."),
        entities=(town, person),
        statements=(Statement("s1", "e2", "mayorOf", "e1", evidence=(evidence,)),),
    )


def test_extractions_are_resolved(tmp_path: Path) -> None:
    lines = [dumps(extraction("d1", "Ulla Brandt")), "", dumps(extraction("d2", "Ulla Brandt"))]
    (tmp_path / "e.jsonl").write_text("\n".join(lines), encoding="utf-8-sig")
    graph = read(tmp_path / "e.jsonl")
    assert sorted(entity.name for entity in graph.entities.values()) == ["Orsted", "Ulla Brandt"]
    (statement,) = graph.statements()
    assert [evidence.document for evidence in statement.evidence] == ["d1", "d2"]
    assert [one.document.id for one in read_extractions(tmp_path / "e.jsonl")] == ["d1", "d2"]


def test_records_of_two_graphs_are_resolved_together(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """The same identifier with other aliases is no longer one graph's; it is still the same entity."""
    first, second = extractions(graph)
    other = tuple(replace(one, aliases=("M. Landa",)) if one.id == LANDA else one for one in first.entities)
    renamed = replace(first, document=replace(first.document, id="ledger 2"), entities=other, statements=())
    (tmp_path / "e.jsonl").write_text("\n".join(map(dumps, (first, second, renamed))), encoding="utf-8")
    back = read(tmp_path / "e.jsonl")
    assert [entity.name for entity in back.entities.values()].count("Mira Landa") == 1
    assert sorted(back.documents) == ["ledger", "ledger 2", "market 1%"]


def test_an_empty_file_is_an_empty_graph(tmp_path: Path) -> None:
    for name in ("e.nq", "e.jsonl"):
        (tmp_path / name).write_text("")
        assert not read(tmp_path / name).documents


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("g.txt", b"", "g.txt: its suffix is not one of nq, trig, jsonld, ttl, nt, rdf, jsonl"),
        ("g.graphml", b"", "its suffix is not one of"),
        ("g.nq", b"<urn:a> nonsense", "g.nq: not N-Quads: Parser error at line 1"),
        ("g.jsonld", b"{", "not JSON-LD"),
        ("g.nq", b"<urn:a> <urn:b> <urn:c> .\n", "write it with provenance statement or mention"),
        ("g.nq.gz", b"not gzip", "g.nq.gz: can't be read: Not a gzipped file"),
        ("g.nq.gz", gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 99)[:-9], "g.nq.gz: can't be read"),
        ("g.jsonl.gz", gzip.compress(b"\n" * 999)[:-9], "g.jsonl.gz: can't be read"),
        ("g.nq", b"\xff\xfe", "g.nq: not N-Quads"),
    ],
)
def test_files_that_hold_no_graph(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DocumentError, match=said):
        read(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"none\.nq: can't be read: No such file"):
        read(tmp_path / "none.nq")
    (tmp_path / "folder.jsonl").mkdir()
    with pytest.raises(DocumentError, match=r"can't be read: Is a directory"):
        read(tmp_path / "folder.jsonl")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", r"e\.jsonl:2: not JSON at character 1"),
        (b'{"text": "a plain document"}', r"e\.jsonl:2: record: the key 'document' is missing"),
        (b"\xff", r"e\.jsonl:2: not UTF-8 at byte 0"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: bytes, said: str) -> None:
    (tmp_path / "e.jsonl").write_bytes(dumps(extraction("d1", "Ulla Brandt")).encode() + b"\n" + line + b"\n")
    with pytest.raises(DocumentLineError, match=said):
        read(tmp_path / "e.jsonl")
