"""Files for bulk loaders: header rules, RFC 4180, several values, and names that try to break out."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import OutputError
from kg.export.bulk import write_duckdb, write_ladybug, write_neo4j, write_neptune
from kg.model import Extraction
from tests.export.graphs import BRUNN, HALVE, LANDA, graph_of, hostile_extractions, two_documents

# CSV can't tell an empty identifier from none.
IDS = st.sampled_from(["a", "'; DROP TABLE entity; --", 'x"\n,y', "\\N", "NULL", " ", "é/;"])

NEO4J = re.compile(r"(?:\w*:ID|:LABEL|:START_ID|:END_ID|:TYPE|\w+(?::(?:string\[\]|double))?)")
NEPTUNE = re.compile(r"(?::ID|:LABEL|:START_ID|:END_ID|:TYPE|\w+:(?:String(?:\[\])?|Double))")


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_neo4js_dialect(tmp_path: Path) -> None:
    command = write_neo4j(graph_of(two_documents()), tmp_path / "import")
    nodes, edges = read(tmp_path / "import" / "nodes.csv"), read(tmp_path / "import" / "relationships.csv")
    assert all(NEO4J.fullmatch(name) for name in [*nodes[0], *edges[0]])
    assert nodes[0][:5] == ["id:ID", ":LABEL", "name", "aliases:string[]", "links:string[]"]
    assert edges[0][:6] == [":START_ID", ":END_ID", ":TYPE", "id", "status", "confidence:double"]
    assert [LANDA, "Person", "Mira Landa", "Landa;Ms. Landa"] in [row[:4] for row in nodes]
    assert edges[1][:7] == [LANDA, HALVE, "leads", "a1", "asserted", "0.8", "ledger"]
    assert command.startswith("neo4j-admin database import full --nodes=")
    assert "--multiline-fields=true" in command


def test_neptunes_dialect(tmp_path: Path) -> None:
    command = write_neptune(graph_of(two_documents()), tmp_path / "import")
    nodes, edges = read(tmp_path / "import" / "nodes.csv"), read(tmp_path / "import" / "relationships.csv")
    assert all(NEPTUNE.fullmatch(name) for name in [*nodes[0], *edges[0]])
    assert nodes[0][:4] == [":ID", ":LABEL", "name:String", "aliases:String[]"]
    assert edges[0][:6] == [":START_ID", ":END_ID", ":TYPE", ":ID", "status:String", "confidence:Double"]
    assert '"format": "opencypher"' in command
    assert '"userProvidedEdgeIds": "TRUE"' in command


def test_lines_end_as_rfc_4180_has_it_and_quotes_are_doubled(tmp_path: Path) -> None:
    write_neo4j(graph_of(two_documents()), tmp_path / "import")
    data = (tmp_path / "import" / "nodes.csv").read_bytes()
    assert b'"Teo ""Tex"" Ost"' in data
    assert '"Brünn\n(old town)"'.encode() in data
    assert data.replace(b"Br\xc3\xbcnn\n", b"").count(b"\n") == data.count(b"\r\n") == 5


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    graph = graph_of(two_documents())
    for write in (write_neo4j, write_neptune, write_ladybug, write_duckdb):
        more = {"layout": "csv"} if write in (write_ladybug, write_duckdb) else {}
        folder = tmp_path / write.__name__
        write(graph, folder, **more)  # type: ignore[operator]
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        with pytest.raises(OutputError, match="exists already"):
            write(graph, folder, **more)  # type: ignore[operator]
        write(graph, folder, overwrite=True, **more)  # type: ignore[operator]
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_printed_commands_quote_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "it's; rm -rf $HOME"
    command = write_neo4j(graph_of(two_documents()), folder)
    import shlex

    assert f"--nodes={folder}/nodes.csv" in shlex.split(command)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hostile_extractions(ids=IDS))
@pytest.mark.parametrize("layout", ["parquet", "csv"])
def test_duckdb_holds_every_name(
    layout: str, tmp_path_factory: pytest.TempPathFactory, found: list[Extraction]
) -> None:
    duckdb = pytest.importorskip("duckdb", reason="see the extra 'servers'")
    if layout == "parquet":
        pytest.importorskip("pyarrow")
    graph = graph_of(found)
    folder = tmp_path_factory.mktemp("tables")
    write_duckdb(graph, folder, layout=layout, overwrite=True)  # type: ignore[arg-type]
    connection = duckdb.connect()
    connection.execute(f"SET file_search_path = '{folder}'")
    connection.execute((folder / "load.sql").read_text(encoding="utf-8"))
    names = connection.execute("SELECT id, coalesce(name, '') FROM entity ORDER BY id").fetchall()
    assert sorted(names) == sorted((entity.id, entity.name) for entity in graph.entities.values())


def test_ladybug_gets_a_table_for_each_pair_of_types(tmp_path: Path) -> None:
    write_ladybug(graph_of(two_documents()), tmp_path / "tables", layout="csv")
    lines = (tmp_path / "tables" / "load.cypher").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("CREATE NODE TABLE") for line in lines) == 3
    assert any("CREATE REL TABLE `leads`(FROM `Person` TO `Organization`" in line for line in lines)
    assert any("COPY `basedIn` FROM 'Organization-basedIn-Place.csv'" in line for line in lines)
    assert BRUNN in (tmp_path / "tables" / "Place.csv").read_text(encoding="utf-8")
