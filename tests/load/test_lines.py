"""Files as runs of lines: what comes out is what an RDF library reads, and nothing that it would not."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DocumentError, DocumentLineError
from kg.load.batches import batches, unit_of
from kg.load.lines import Run, as_triples, runs
from kg.load.parts import write_parts

IRIS = st.sampled_from(
    ["urn:a", "urn:kg:graph/d1", "urn:kg:graph/d1/provenance", "https://x.example/é#b", "urn:kg:links"]
)
TEXTS = st.text(alphabet='a"\\\n\r\t\0\x07\x7f<>{}. #^@é\u2028\U0001f600', max_size=8)
OBJECTS = st.one_of(
    IRIS.map(ox.NamedNode),
    TEXTS.map(ox.Literal),
    TEXTS.map(lambda text: ox.Literal(text, language="en-gb")),
    TEXTS.map(lambda text: ox.Literal(text, datatype=ox.NamedNode("urn:type"))),
)
QUADS = st.builds(
    ox.Quad,
    IRIS.map(ox.NamedNode),
    IRIS.map(ox.NamedNode),
    OBJECTS,
    st.one_of(st.just(ox.DefaultGraph()), IRIS.map(ox.NamedNode)),
)


def read(data: bytes, format: str = "nq") -> list[Run]:
    return list(runs(io.BytesIO(data), format=format, place="file"))


def parsed(lines: bytes) -> set[ox.Quad]:
    return {quad for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS) if isinstance(quad, ox.Quad)}


@given(st.lists(QUADS, max_size=12), st.sampled_from(["nq", "trig"]))
def test_runs_hold_what_the_file_says(quads: list[ox.Quad], format: str) -> None:
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS if format == "nq" else ox.RdfFormat.TRIG)
    assert data is not None
    found = read(data, format)
    assert {quad for run in found for quad in parsed(run.lines)} == set(quads)
    for run in found:
        graph = ox.NamedNode(run.graph) if run.graph else ox.DefaultGraph()
        assert {quad.graph_name for quad in parsed(run.lines)} == {graph}
        assert {quad.graph_name for quad in parsed(as_triples(run))} == {ox.DefaultGraph()}
        assert b"\\u0022" not in run.lines


@given(st.lists(QUADS, max_size=30), st.integers(1, 400))
def test_batches_lose_nothing_and_count_what_is_distinct(quads: list[ox.Quad], size: int) -> None:
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert data is not None
    found = list(batches(read(data), size=size, graph="urn:else"))
    placed = {
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode("urn:else"))
        if quad.graph_name == ox.DefaultGraph()
        else quad
        for quad in quads
    }
    assert {quad for batch in found for run in batch.runs for quad in parsed(run.lines)} == placed
    assert len({batch.digest for batch in found} | {""}) <= len(found) + 1
    begun = [unit.name for batch in found for unit in batch.new]
    assert len(begun) == len(set(begun))


def test_a_document_is_a_unit_of_three_graphs_and_is_not_cut_before_twice_the_size() -> None:
    line = '<urn:s> <urn:p> "{}" <urn:kg:graph/{}> .\n'
    data = "".join(line.format(n, f"d{n // 6}{('', '/reported', '/provenance')[n % 6 // 2]}") for n in range(60))
    for batch in batches(read(data.encode()), size=100):
        names = {unit_of(run.graph).name for run in batch.runs}
        assert len(batch.runs) == 3 * len(names)
    assert unit_of("urn:kg:graph/d%2Freported/reported").name == "urn:kg:graph/d%2Freported"


def test_links_and_what_is_known_are_never_a_files_own() -> None:
    lines = "".join(f"<urn:s> <urn:p> <urn:o> <urn:kg:{name}> .\n" for name in ("graph/d", "links", "known"))
    new = [unit.name for batch in batches(read(lines.encode()), size=10) for unit in batch.new]
    assert new == ["urn:kg:graph/d"]
    alone = b"<urn:s> <urn:p> <urn:o> <urn:others:links> .\n"
    assert [unit.name for batch in batches(read(alone), size=10) for unit in batch.new] == ["urn:others:links"]


@pytest.mark.parametrize(
    ("line", "place", "reason"),
    [
        (b'<urn:s> <urn:p> "a" <urn:g> .\n<urn:s> <urn:p> "\xff" <urn:g> .\n', "file:2", "not UTF-8"),
        (b'# a comment\n\n_:b <urn:p> "a" <urn:g> .\n', "file:3", "blank node"),
        (b'<urn:s> <urn:p> "a" _:g .\n', "file:1", "blank node"),
        (b'<urn:s> <urn:p> "a" <urn:g>\n', "file:1", "not N-Quads"),
        (b'<s> <urn:p> "a" <g> .\n', "file:1", "graph <g>"),
        (b"<urn:s> <urn:p> <urn:o> <urn:e> . <urn:s> <urn:p> <urn:o> <urn:g> .\n", "file:1", "not N-Quads"),
        (b"<urn:s> <urn:p> <urn:o> <urn:g> } ; DROP ALL # .\n", "file:1", "not N-Quads"),
    ],
)
def test_a_bad_line_is_named(line: bytes, place: str, reason: str) -> None:
    with pytest.raises(DocumentLineError, match=reason) as caught:
        read(line)
    assert caught.value.source == place


def test_what_hides_behind_a_comment_or_an_escape_is_what_the_grammar_says() -> None:
    (run,) = read(b"<urn:s> <urn:p> <urn:o> <urn:real> . # <urn:g> .\n")
    assert run.graph == "urn:real"
    (run,) = read(b'<urn:s> <urn:p> "x\\u0022 } } ; DROP ALL #" <urn:g> .\n')
    assert run.lines == b'<urn:s> <urn:p> "x\\" } } ; DROP ALL #" <urn:g> .\n'


@pytest.mark.parametrize("format", ["ttl", "trig", "jsonld"])
def test_other_formats_say_what_is_wrong(format: str) -> None:
    with pytest.raises(DocumentError, match="not "):
        read(b"<<<", format)
    blank = b'{"http://x/p": "o"}' if format == "jsonld" else b"[] <urn:p> 1 ."
    with pytest.raises(DocumentError, match="blank node"):
        read(blank, format)


def test_parts_are_whole_documents_and_the_same_bytes(tmp_path: Path) -> None:
    line = '<urn:s> <urn:p> "{}" <urn:kg:graph/d{}> .\n'
    data = "".join(line.format(n, n // 10) for n in range(500)).encode()
    (tmp_path / "graph.nq.gz").write_bytes(gzip.compress(data))
    first = write_parts(tmp_path / "graph.nq.gz", tmp_path / "a", size=5_000)
    again = write_parts(tmp_path / "graph.nq.gz", tmp_path / "b", size=5_000)
    assert len(first) > 3
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in again]
    found = [gzip.decompress(path.read_bytes()) for path in first]
    assert b"".join(found) == data
    graphs = [{quad.graph_name for quad in parsed(part)} for part in found]
    assert sum(map(len, graphs)) == 50
