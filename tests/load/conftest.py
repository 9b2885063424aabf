"""What the tests of loading share: the graph of ten articles, and no state of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.documents import read as read_documents
from kg.export import write
from kg.graph import KnowledgeGraph

ARTICLES = Path(__file__).parent / "articles"


@pytest.fixture(autouse=True)
def _state_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("KG_DB_USER", "KG_DB_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def ten() -> KnowledgeGraph:
    """The graph of ten articles, built once."""
    return kg.build(read_documents([str(ARTICLES)], published="2025-05-20"))


@pytest.fixture(scope="session")
def ten_file(ten: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as N-Quads, with all mentions."""
    path = tmp_path_factory.mktemp("ten") / "graph.nq"
    write(ten, path, provenance="mention")
    return path
