from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import DocumentError, DocumentLineError
from kg.export import Provenance, write
from kg.export.jsonl import dumps, extractions
from kg.graph import KnowledgeGraph
from kg.model import Document, Entity, Evidence, Extraction, Statement
from kg.read import read, read_extractions
from kg.resolve import Decision, Reference
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


@pytest.fixture(scope="module")
def joined() -> KnowledgeGraph:
    """Two documents of one person, by a name at birth that only a decision knows."""
    decision = Decision(True, Reference("Rosa Lind"), Reference("Rosa Kern"))
    found = [extraction("d1", "Rosa Lind"), extraction("d2", "Rosa Kern"), extraction("d3", "Dr Rosa Lind")]
    return KnowledgeGraph.from_extractions(found, decisions=[decision])


@pytest.mark.parametrize("name", ["g.nq", "g.trig", "g.jsonld", "g.ttl", "g.jsonl"])
@pytest.mark.parametrize("provenance", ["statement", "mention"])
def test_why_names_are_one_entity_comes_back(
    joined: KnowledgeGraph, tmp_path: Path, name: str, provenance: Provenance
) -> None:
    write(joined, tmp_path / name, provenance=provenance)
    back = read(tmp_path / name)
    assert {join.rule.number for join in joined.joins()} == {5, 23}
    assert back.joins() == joined.joins()
    assert back.explain_entity("Rosa Lind").joins == joined.explain_entity("Rosa Lind").joins
    write(back, tmp_path / f"again-{name}", provenance=provenance)
    assert read(tmp_path / f"again-{name}").joins() == joined.joins()


def test_why_names_are_one_entity_stands_once_in_jsonl(joined: KnowledgeGraph, tmp_path: Path) -> None:
    write(joined, tmp_path / "g.jsonl")
    records = [json.loads(line) for line in (tmp_path / "g.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [len(record["joins"]) for record in records] == [2, 0, 0]
    assert records[0]["joins"][1]["reason"] == "decided by a person"


def test_a_reason_without_a_rule_is_named(joined: KnowledgeGraph, tmp_path: Path) -> None:
    write(joined, tmp_path / "g.jsonl")
    text = (tmp_path / "g.jsonl").read_text(encoding="utf-8")
    (tmp_path / "g.jsonl").write_text(text.replace('"rule": 23', '"rule": 999'), encoding="utf-8")
    with pytest.raises(DocumentLineError, match=r"g.jsonl:1: joins\[1\].rule: 999 is not a number of the table"):
        read(tmp_path / "g.jsonl")
    write(joined, tmp_path / "g.nq")
    (tmp_path / "g.nq").write_text((tmp_path / "g.nq").read_text().replace('"23"^^', '"999"^^'))
    with pytest.raises(DocumentError, match="kg:rule: 999 is not in the table of rules"):
        read(tmp_path / "g.nq")


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
