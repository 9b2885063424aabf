"""A real server that is killed, read-only, full or away, and names that try to be queries."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.errors import LoadError
from kg.export import write
from kg.load import Connection, Options, connect, load
from kg.load.journal import journal_place
from kg.load.sparql import Loaded
from tests.export.graphs import HandMade, graph_of, two_documents
from tests.load.servers import Oxigraph

pytestmark = pytest.mark.server

STATEMENTS = 120_000


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Statements about nothing, in documents of sixty."""
    path = tmp_path_factory.mktemp("synthetic") / "graph.nq"
    with path.open("w", encoding="utf-8") as out:
        for number in range(STATEMENTS):
            part = ("", "/reported", "/provenance")[number % 60 // 20]
            graph = f"urn:kg:graph/d{number // 60}{part}"
            out.write(f'<urn:kg:entity/person/p-{number % 997}> <urn:kg:ontology#says> "Word {number}" <{graph}> .\n')
    return path


def canonical(data: bytes | Path) -> str:
    """One number for a data set: the same for the same statements, whatever their order (RDFC-1.0)."""
    lines = data.read_bytes() if isinstance(data, Path) else data
    dataset = ox.Dataset(quad for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS) if isinstance(quad, ox.Quad))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sha256("\n".join(sorted(str(quad) for quad in dataset)).encode()).hexdigest()


def loaded(url: str, file: Path, options: Options | None = None, *, retries: int = 0) -> Loaded:
    with connect(url, Connection(retries=retries)) as server:
        return load(file, server, options)


@contextmanager
def command(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The command `kg load` as a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", "kg", "load", *words], stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def held(server: Oxigraph) -> int:
    with connect(server.url) as opened:
        return sum(int(row["n"]) for row in opened.rows("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))


def wait_for_a_statement(server: Oxigraph) -> None:
    """Asks for one alone: to count all may take longer than a whole load on a busy machine."""
    until = time.monotonic() + 60
    with connect(server.url) as opened:
        while not list(opened.rows("SELECT ?s { GRAPH ?g { ?s ?p ?o } } LIMIT 1")):
            assert time.monotonic() < until
            time.sleep(0.02)


@pytest.mark.parametrize("how", [[], ["--bulk"], ["--replace"]])
def test_a_server_that_is_killed_and_started_again_holds_the_same(file: Path, tmp_path: Path, how: list[str]) -> None:
    server = Oxigraph(tmp_path / "db").start()
    try:
        with command("sparql", server.url, str(file), "--retries", "0", *how) as process:
            wait_for_a_statement(server)
            server.kill()
            assert process.wait(60) == 2
        server.start()
        assert held(server) < STATEMENTS, "the load was over before the server was killed: the test tests nothing"
        with command("sparql", server.url, str(file), *how) as process:
            assert process.wait(120) == 0
        assert held(server) == STATEMENTS
        assert canonical(server.dump()) == canonical(file)
    finally:
        server.stop()


def test_one_load_outlives_the_servers_death(file: Path, tmp_path: Path) -> None:
    server = Oxigraph(tmp_path / "db").start()
    found: list[Loaded] = []
    loading = threading.Thread(target=lambda: found.append(loaded(server.url, file, retries=8)))
    try:
        loading.start()
        wait_for_a_statement(server)
        server.kill()
        time.sleep(1)
        server.start()
        loading.join(120)
        assert found
        assert not found[0].differences
        assert canonical(server.dump()) == canonical(file)
    finally:
        server.stop()


def test_a_server_that_forgets_is_found_out(file: Path) -> None:
    """In memory, so that what it took before its death is lost."""
    server = Oxigraph().start()
    found: list[Loaded] = []
    loading = threading.Thread(target=lambda: found.append(loaded(server.url, file, retries=8)))
    try:
        loading.start()
        wait_for_a_statement(server)
        server.kill()
        server.start()
        loading.join(120)
        assert found
        assert found[0].differences
    finally:
        server.stop()


def test_a_killed_load_goes_on_where_it_was(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.load.sparql._QUADS_SIZE", 500_000)
    with Oxigraph(tmp_path / "db") as server:
        options = Options(journal=journal_place(server.url, file, "add"))
        script = (
            "import sys, kg.load.sparql as s, kg.load as l; from pathlib import Path; s._QUADS_SIZE = 500_000; "
            "l.load(sys.argv[2], l.connect(sys.argv[1]), l.Options(journal=Path(sys.argv[3])))"
        )
        process = subprocess.Popen([sys.executable, "-c", script, server.url, str(file), str(options.journal)])
        assert options.journal is not None
        while process.poll() is None and not (options.journal.exists() and options.journal.read_text()):
            time.sleep(0.01)
        process.kill()
        process.wait()
        report = loaded(server.url, file, options)
        assert 0 < report.skipped < STATEMENTS
        assert not report.differences
        assert canonical(server.dump()) == canonical(file)


def test_a_read_only_server_says_so(file: Path, tmp_path: Path) -> None:
    with Oxigraph(tmp_path / "db"):
        pass
    with (
        Oxigraph(tmp_path / "db", read_only=True) as server,
        pytest.raises(LoadError, match="the server is read-only"),
    ):
        loaded(server.url, file)


def test_a_disk_that_fills_is_said_and_mended(file: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(small)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"a small disk needs root: {mounted.stderr.decode()}")
    server = Oxigraph(small / "db")
    try:
        with server, pytest.raises(LoadError, match="its disk is full"):
            loaded(server.url, file)
        subprocess.run(["mount", "-o", "remount,size=500m", str(small)], check=True)
        with server:
            assert not loaded(server.url, file).differences
            assert canonical(server.dump()) == canonical(file)
    finally:
        subprocess.run(["umount", str(small)], check=True)


HOSTILE = [
    "x> } } ; DROP ALL ; INSERT DATA { GRAPH <urn:evil> { <urn:a> <urn:b> <urn:c",
    "'; DROP ALL; #",
    '" } } ; CLEAR ALL #',
    "\\u0022 . } } ; DROP ALL #",
    "../../store?default&graph=urn:evil",
    "a\nGRAPH <urn:evil> {",
    "d1/provenance",
    "%3E%20%7D",
]


@pytest.mark.parametrize("door", ["quads", "graphs", "update"])
@pytest.mark.parametrize("mode", ["add", "replace"])
def test_hostile_names_change_nothing_elsewhere(tmp_path: Path, door: str, mode: str) -> None:
    victim = '<urn:victim> <urn:p> "untouched" <urn:kg:graph/victim> .\n'
    file, other = tmp_path / "hostile '; DROP ALL.nq", tmp_path / "victim.nq"
    other.write_text(victim, encoding="utf-8")
    write(hostile_graph(), file, provenance="mention")
    with Oxigraph() as server, connect(server.url) as opened:
        load(other, opened)
        opened.store = only_by(opened.store, door)
        assert not load(file, opened, Options(mode=mode)).differences  # type: ignore[arg-type]
        assert canonical(server.dump()) == canonical(file.read_bytes() + victim.encode())


def test_a_hostile_base_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with Oxigraph() as server:
        for base in ("urn:x> } ; DROP ALL #:", "urn:kg:graph/{}:", "no base/"):
            with pytest.raises(kg.KgError, match="base"):
                write(hostile_graph(), tmp_path / "graph.nq", base=base)
            with command("remove", server.url, "d1", "--base", base) as process:
                assert process.wait(60) == 2
        assert not server.dump()


def hostile_graph() -> HandMade:
    found = []
    for number, name in enumerate(HOSTILE):
        for extraction in two_documents():
            document = replace(extraction.document, id=f"{name}{number}", title=name, source=f"http://x/{name}")
            statements = tuple(
                replace(statement, evidence=tuple(replace(piece, document=document.id) for piece in statement.evidence))
                for statement in extraction.statements
            )
            entities = tuple(replace(entity, name=name, aliases=(name + "2",)) for entity in extraction.entities)
            found.append(replace(extraction, document=document, statements=statements, entities=entities))
    return graph_of(found)


def only_by(store: object, door: str) -> object:
    """A store whose other doors are shut."""
    if door == "quads":
        return store
    return replace(store, quads=None, **({"graphs": None} if door == "update" else {}))  # type: ignore[type-var]
