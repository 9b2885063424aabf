"""Loading into a server that is a few lines of Python over a real store, and what is said when it misbehaves."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import DocumentError, LoadError
from kg.export import write
from kg.graph import KnowledgeGraph
from kg.load import Connection, Credentials, Options, connect, load, remove_documents
from kg.load.journal import journal_place
from kg.load.sparql import Loaded
from kg.read import read
from tests.export.graphs import two_documents
from tests.load.fake import Fake, Handler, Misbehaviour, served


@pytest.fixture
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.from_extractions(two_documents())


@pytest.fixture
def file(graph: KnowledgeGraph, tmp_path: Path) -> Path:
    write(graph, tmp_path / "graph.nq", provenance="mention")
    return tmp_path / "graph.nq"


@pytest.fixture
def fake() -> Iterator[Fake]:
    with served() as running:
        yield running


def loaded(fake: Fake, file: Path, options: Options | None = None, **connection: object) -> Loaded:
    given = Connection(**{"retries": 2, **connection})  # type: ignore[arg-type]
    with connect(fake.url, given) as server:
        return load(file, server, options)


def only_writes(misbehave: Misbehaviour) -> Misbehaviour:
    return lambda request: request.path.startswith(("/store", "/update")) and misbehave(request)


def times(count: int, misbehave: Misbehaviour) -> Misbehaviour:
    left = [count]

    def some(request: Handler) -> bool:
        left[0] -= 1
        return left[0] >= 0 and misbehave(request)

    return some


@pytest.mark.parametrize("suffix", ["nq", "nq.gz", "trig", "jsonld"])
def test_a_graph_is_loaded_whole_and_read_back(fake: Fake, graph: KnowledgeGraph, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"graph.{suffix}"
    write(graph, file, provenance="mention")
    report = loaded(fake, file)
    assert (report.statements, report.differences) == (len(fake.store), ())
    again = read(fake.url)
    assert list(again.statements()) == list(graph.statements())
    assert (again.entities, again.documents) == (graph.entities, graph.documents)


def test_a_second_load_changes_nothing(fake: Fake, file: Path) -> None:
    loaded(fake, file)
    before = fake.dump()
    for mode in ("add", "replace"):
        assert not loaded(fake, file, Options(mode=mode)).differences  # type: ignore[arg-type]
        assert fake.dump() == before


def test_replacing_a_document_leaves_others_and_links(fake: Fake, file: Path, tmp_path: Path) -> None:
    loaded(fake, file)
    stale = '<urn:s> <urn:p> "stale" <urn:kg:graph/ledger{}> .\n'
    other = '<urn:s> <urn:p> "kept" <urn:kg:{}> .\n'
    more = tmp_path / "more.nq"
    more.write_text(
        stale.format("") + stale.format("/reported") + other.format("graph/other") + other.format("links"), "utf-8"
    )
    loaded(fake, more)
    assert loaded(fake, file).differences == ()
    assert "stale" in fake.dump()
    report = loaded(fake, file, Options(mode="replace"))
    assert report.differences == ()
    assert "stale" not in fake.dump()
    assert fake.dump().count("kept") == 2


def test_removed_documents_leave_the_rest(fake: Fake, file: Path) -> None:
    loaded(fake, file)
    with connect(fake.url) as server:
        remove_documents(server, ["market 1%"])
    assert list(read(fake.url).documents) == ["ledger"]
    assert "<urn:kg:links>" in fake.dump()


def test_statements_without_a_graph_go_where_they_are_told(fake: Fake, graph: KnowledgeGraph, tmp_path: Path) -> None:
    write(graph, tmp_path / "graph.ttl")
    assert loaded(fake, tmp_path / "graph.ttl").differences == ()
    size = len(fake.store)
    assert loaded(fake, tmp_path / "graph.ttl", Options(graph="urn:there")).graphs == 1
    assert len(fake.store) == 2 * size
    with pytest.raises(LoadError, match="not an IRI"):
        loaded(fake, tmp_path / "graph.ttl", Options(graph="urn:x> } ; DROP ALL #"))


def test_a_server_that_stores_nothing_is_found_out(fake: Fake, file: Path) -> None:
    def lie(request: Handler) -> bool:
        request.answer(204)
        return True

    fake.misbehave = only_writes(lie)
    report = loaded(fake, file)
    assert len(report.differences) == report.graphs
    assert {difference.held for difference in report.differences} == {0}


def test_a_failure_that_passes_is_waited_for(fake: Fake, file: Path) -> None:
    def fail(request: Handler) -> bool:
        request.answer(503, b"busy", Retry_After="0")
        return True

    told: list[str] = []
    fake.misbehave = only_writes(times(2, fail))
    assert not loaded(fake, file, on_retry=told.append).differences
    assert "status 503" in told[0]
    fake.misbehave = only_writes(times(1, lambda request: request.hang_up() or True))  # type: ignore[func-returns-value]
    assert not loaded(fake, file, on_retry=told.append).differences
    assert len(fake.store) == len(file.read_bytes().splitlines())


@pytest.mark.parametrize(
    ("status", "body", "kind", "message"),
    [
        (500, b"No space left on device", "text/plain", "its disk is full; it says: No space left on device"),
        (507, b"", "text/plain", "its disk is full"),
        (401, b"", "text/plain", "it wants a user and a password"),
        (403, b"no", "text/plain", r"read-only, or does not let this user write \(no user was given\); it says: no"),
        (405, b"", "text/plain", "the server is read-only"),
        (404, b"<html>nothing</html>", "text/html", "nothing is there; is it the right address"),
        (200, b"<html>Please log in</html>", "text/html", "status 200 with a page of text/html"),
        (400, b"bad\nline", "text/plain", r"status 400 \(Bad Request\); it says: bad line"),
    ],
)
def test_a_refusal_is_said_plainly(fake: Fake, file: Path, status: int, body: bytes, kind: str, message: str) -> None:
    fake.misbehave = only_writes(lambda request: request.answer(status, body, kind) or True)  # type: ignore[func-returns-value]
    with pytest.raises(LoadError, match=message):
        loaded(fake, file, retries=0)


def test_a_page_where_answers_should_be_is_no_answer(fake: Fake, file: Path) -> None:
    for body in (b"<html>hello</html>", b'{"results": 7}', b"[]"):
        fake.misbehave = lambda request, body=body: request.answer(200, body, "text/html") or True
        with pytest.raises(LoadError, match="is it the address of a SPARQL query service"):
            loaded(fake, file)


def test_another_host_is_not_followed_unless_it_is_allowed(fake: Fake, file: Path) -> None:
    with served() as target:
        fake.misbehave = lambda request: request.answer(307, Location=target.url + request.path) or True
        secret = Credentials("ana", "sesame")
        with pytest.raises(LoadError, match=r"redirects to http://127\.0\.0\.1:.*another server"):
            loaded(fake, file, credentials=secret)
        assert not target.requests
        assert not loaded(fake, file, credentials=secret, redirects=True, store="oxigraph").differences
        assert len(target.store)
        assert any("Authorization" in headers for headers in fake.headers)
        assert not any("Authorization" in headers for headers in target.headers)


def test_the_same_host_is_followed_with_its_method_and_body(fake: Fake, file: Path) -> None:
    def moved(request: Handler) -> bool:
        if request.path != "/store":
            return False
        request.answer(308, Location="/store?moved")
        return True

    fake.misbehave = moved
    assert not loaded(fake, file).differences


def test_nobody_there_is_said_at_once(file: Path) -> None:
    with pytest.raises(LoadError, match=r"can't be reached: .*Connection refused.*is the server started"):
        loaded(Fake(url="http://127.0.0.1:9"), file)


def test_tls_errors_are_said_plainly(file: Path, tmp_path: Path) -> None:
    certificate = tmp_path / "own.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    )
    subprocess.run(
        [*command.split(), "-keyout", certificate, "-out", tmp_path / "c.pem"], check=True, capture_output=True
    )
    with certificate.open("ab") as out:
        out.write((tmp_path / "c.pem").read_bytes())
    with served(certificate=certificate) as fake:
        with pytest.raises(LoadError, match=r"TLS failed: .*self.signed certificate.*--ca FILE"):
            loaded(fake, file)
        assert not loaded(fake, file, authority=str(tmp_path / "c.pem")).differences
    with served() as fake, pytest.raises(LoadError, match="TLS failed"):
        loaded(Fake(url=fake.url.replace("http:", "https:")), file)


def test_gzip_is_sent_where_it_is_wanted(fake: Fake, file: Path) -> None:
    loaded(fake, file)
    assert not any("Content-Encoding" in headers for headers in fake.headers)
    assert not loaded(fake, file, compress=True).differences
    assert any(headers.get("Content-Encoding") == "gzip" for headers in fake.headers)


def test_an_interrupted_load_goes_on(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.load.sparql._QUADS_SIZE", 1_000)
    file = tmp_path / "many.nq"
    line = '<urn:s> <urn:p> "{}" <urn:kg:graph/d{}> .\n'
    file.write_text("".join(line.format(n, n // 10) for n in range(500)), encoding="utf-8")
    options = Options(journal=journal_place(fake.url, file, "add"))
    done = [0]

    def dies(request: Handler) -> bool:
        done[0] += 1
        if done[0] > 10:
            request.answer(400, b"going down")
        return done[0] > 10

    fake.misbehave = only_writes(dies)
    with pytest.raises(LoadError, match="going down"):
        loaded(fake, file, options)
    held = len(fake.store)
    assert 0 < held < 500
    fake.misbehave = None
    assert not loaded(fake, file, options).differences
    assert len(fake.store) == 500
    # What was noted is not believed of a server that lost it, and is gone after a load that went through.
    assert loaded(fake, file, options).skipped == 0


def test_what_was_taken_before_is_skipped_if_it_is_still_there(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.load.sparql._QUADS_SIZE", 1_000)
    file = tmp_path / "many.nq"
    line = '<urn:s> <urn:p> "{}" <urn:kg:graph/d{}> .\n'
    file.write_text("".join(line.format(n, n // 10) for n in range(500)) + "broken\n", encoding="utf-8")
    options = Options(journal=journal_place(fake.url, file, "add"))
    with pytest.raises(DocumentError, match=r"many\.nq:501"):
        loaded(fake, file, options)
    file.write_text(file.read_text(encoding="utf-8").removesuffix("broken\n"), encoding="utf-8")
    fake.store.update("DELETE WHERE { GRAPH <urn:kg:graph/d0> { ?s ?p ?o } }")
    report = loaded(fake, file, options)
    assert 0 < report.skipped < 500
    assert (len(fake.store), report.differences) == (500, ())


def test_wrong_addresses_and_files_name_themselves(fake: Fake, tmp_path: Path) -> None:
    for address, message in (
        ("127.0.0.1:7878", "is not an address"),
        ("ftp://127.0.0.1", "is not an address"),
        ("http://", "is not an address"),
        ("http://127.0.0.1:99999", "address is not one"),
        ("http://127.0.0.1:1/ x", "is not an address"),
    ):
        with pytest.raises(LoadError, match=message):
            connect(address)
    with pytest.raises(LoadError, match="store 'mystery' is not one of oxigraph"):
        connect(fake.url, Connection(store="mystery"))
    with pytest.raises(DocumentError, match=r"no\.nq: can't be read"):
        loaded(fake, tmp_path / "no.nq")
    (tmp_path / "graph.docx").write_bytes(b"")
    with pytest.raises(DocumentError, match="format 'docx' is not one of nq"):
        loaded(fake, tmp_path / "graph.docx")
    (tmp_path / "cut.nq.gz").write_bytes(b"\x1f\x8b\x08")
    with pytest.raises(DocumentError, match="can't be read"):
        loaded(fake, tmp_path / "cut.nq.gz")
    assert not fake.writes()


def test_standard_input_is_loaded(fake: Fake, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = f"import kg.load as l; print(l.load('-', l.connect({fake.url!r})).statements)"
    done = subprocess.run([sys.executable, "-c", script], input=file.read_bytes(), capture_output=True, check=True)
    assert int(done.stdout) == len(fake.store) == len(file.read_bytes().splitlines())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))


def test_reading_says_what_is_there(fake: Fake, graph: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="it holds no graph of kg"):
        read(fake.url)
    for base in ("urn:kg:", "https://data.example.org/"):
        write(graph, tmp_path / "graph.nq", base=base, overwrite=True)
        loaded(fake, tmp_path / "graph.nq")
    with pytest.raises(LoadError, match=r"2 bases: https://data\.example\.org/, urn:kg:; choose one"):
        read(fake.url)
    assert list(read(fake.url, base="urn:kg:").statements()) == list(graph.statements())
    with pytest.raises(LoadError, match="no graph of kg with base"):
        read(fake.url, base="urn:other:")


def test_an_answer_that_is_cut_is_found_out(fake: Fake, file: Path) -> None:
    loaded(fake, file)

    def cut(request: Handler) -> bool:
        if b"CONSTRUCT" not in request.body:
            return False
        request.answer(200, b"", "application/n-triples")
        return True

    fake.misbehave = cut
    with pytest.raises(LoadError, match="it gives 0; does it limit the length of answers"):
        read(fake.url)
