"""`kg load` from a shell: exit codes, messages, and passwords that go nowhere."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.export import write
from kg.graph import KnowledgeGraph
from tests.export.graphs import two_documents
from tests.load.fake import Fake, Handler, served


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write(KnowledgeGraph.from_extractions(two_documents()), tmp_path / "graph.nq", provenance="mention")
    return tmp_path / "graph.nq"


@pytest.fixture
def fake() -> Iterator[Fake]:
    with served() as running:
        yield running


def kg(*words: str | Path, code: int = 0, typed: bytes = b"", **environment: str) -> str:
    command = [sys.executable, "-m", "kg", *map(str, words)]
    done = subprocess.run(command, input=typed, capture_output=True, env={**os.environ, **environment})
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode() + done.stderr.decode()


def wants_a_password(request: Handler) -> bool:
    import base64

    if request.headers.get("Authorization") == f"Basic {base64.b64encode(b'ana:sesame').decode()}":
        return False
    request.answer(401, b"who are you?", WWW_Authenticate='Basic realm="kg"')
    return True


def test_a_load_tells_what_it_did(fake: Fake, file: Path) -> None:
    said = kg("load", "sparql", fake.url, file)
    assert f"{len(fake.store)} statements in 6 graphs" in said
    assert "a second" in said
    assert kg("load", "sparql", fake.url, "-", typed=gzip.compress(file.read_bytes()))
    kg("load", "remove", fake.url, "ledger")
    assert "graph/ledger>" not in fake.dump()


def test_what_does_not_agree_is_the_exit_code(fake: Fake, file: Path) -> None:
    fake.misbehave = lambda request: request.path == "/store" and (request.answer(204) or True)
    said = kg("load", "sparql", fake.url, file, code=1)
    assert "6 graphs do not hold what was sent" in said
    assert "holds 0 statements" in said


def test_passwords_come_from_the_environment_a_file_or_a_prompt(fake: Fake, file: Path, tmp_path: Path) -> None:
    fake.misbehave = wants_a_password
    kg("load", "sparql", fake.url, file, KG_DB_USER="ana", KG_DB_PASSWORD="sesame")
    (tmp_path / "secret").write_text("ana:sesame\n", encoding="utf-8")
    kg("load", "sparql", fake.url, file, "--credentials", tmp_path / "secret")
    said = kg("load", "sparql", fake.url, file, "--ask", typed=b"ana\nsesame\n")
    assert "sesame" not in said


def test_passwords_are_in_no_message(fake: Fake, file: Path, tmp_path: Path) -> None:
    fake.misbehave = wants_a_password
    said = kg("load", "sparql", fake.url, file, code=2, KG_DB_USER="ana", KG_DB_PASSWORD="hunter2")
    assert "the user or the password is wrong" in said
    said += kg("load", "sparql", fake.url.replace("//", "//ana:hunter2@"), file, code=2)
    assert "has a user or a password in it" in said
    (tmp_path / "secret").write_text("hunter2", encoding="utf-8")
    said += kg("load", "sparql", fake.url, file, "--credentials", tmp_path / "secret", code=2)
    assert "not user:password" in said
    said += kg("load", "sparql", fake.url, file, code=2, KG_DB_PASSWORD="hunter2")
    assert "only KG_DB_PASSWORD is set" in said
    assert "hunter2" not in said
    state = Path(os.environ["XDG_STATE_HOME"])
    assert not any(b"hunter2" in path.read_bytes() for path in state.rglob("*") if path.is_file())


def test_no_option_takes_a_password(fake: Fake, file: Path) -> None:
    for verb in ("sparql", "bolt", "remove"):
        said = kg("load", verb, "--help")
        assert "--password" not in said
    kg("load", "sparql", fake.url, file, "--password", "x", code=2)


@pytest.mark.parametrize("loader", ["nquads", "neo4j", "neptune", "duckdb", "ladybug"])
def test_files_are_written_and_their_command_printed(loader: str, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "a folder"
    words = ("load", "files", loader, file, "--out", out, "--format", "csv")
    said = kg(*words)
    tools = {"nquads": "oxigraph load", "neo4j": "neo4j-admin database import full", "neptune": "/loader"}
    assert tools.get(loader, f"import {loader}") in said
    assert list(out.iterdir())
    assert "exists already" in kg(*words, code=2)
    kg(*words, "--force")
