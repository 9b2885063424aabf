"""Links from the outside: `kg extract`, `kg build` and `kg kb`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner, Result

import kg as library
from kg.cli import app

TEXT = "Mira Sand, the chief executive of Orbis Bank, visited Cusco in Peru. Cusco is in the south of Peru."
MINE = "id,name,type,context\nurn:x:sand,Mira Sand,person,chief executive bank\nurn:x:broken,Orbis\n"

pytestmark = pytest.mark.model


def kg(*args: str | Path) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def record(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def links(found: dict[str, Any]) -> dict[str, list[str]]:
    return {entity["name"]: entity["links"] for entity in found["entities"]}


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def known(found: dict[str, Any]) -> list[str]:
    return [evidence["extractor"] for statement in found["statements"] for evidence in statement["evidence"]
            if evidence["extractor"].startswith("known:")]  # fmt: skip


def test_places_are_linked_and_known(article: Path) -> None:
    found = record(kg("extract", article))
    assert links(found)["Cusco"] == ["https://sws.geonames.org/3941584/"]
    assert known(found) == ["known:geonames:3941584"]


def test_no_known(article: Path, tmp_path: Path) -> None:
    found = record(kg("extract", article, "--no-known"))
    assert links(found)["Cusco"] == ["https://sws.geonames.org/3941584/"]
    assert known(found) == []
    whole, graph = tmp_path / "all.jsonl", tmp_path / "graph.jsonl"
    kg("extract", article, "--out", whole)
    assert kg("build", whole, "--no-known", "--out", graph).exit_code == 0
    assert known(json.loads(graph.read_text())) == []


def test_workers_link_the_same(article: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(MINE, encoding="utf-8")
    kg("kb", mine, "--out", tmp_path / "mine.kb")
    options = (article, "--kb", tmp_path / "mine.kb")
    alone = kg("extract", *options)
    assert links(record(alone))["Mira Sand"] == ["urn:x:sand"]
    assert kg("extract", *options, "--workers", "2").stdout == alone.stdout


def test_a_knowledge_base_with_a_broken_row(article: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(MINE, encoding="utf-8")
    result = kg("extract", article, "--kb", mine)
    assert links(record(result))["Mira Sand"] == ["urn:x:sand"]
    assert "mine.csv:3: 2 cells, but the first row names 4 columns" in result.stderr
    assert result.exit_code == 1


def test_an_index_and_a_graph_with_its_links(article: Path, tmp_path: Path) -> None:
    mine, index, graph = tmp_path / "mine.csv", tmp_path / "mine.kb", tmp_path / "graph.nq"
    mine.write_text(MINE, encoding="utf-8")
    result = kg("kb", mine, "--out", index)
    assert (result.exit_code, result.stdout) == (1, f"1 records in {index}\n")
    assert kg("kb", mine, "--out", index).exit_code == 2
    whole = tmp_path / "all.jsonl"
    kg("extract", article, "--out", whole)
    assert kg("build", whole, "--kb", index, "--out", graph).exit_code == 0
    found = {
        (quad.predicate.value.rpartition("#")[2], quad.object.value)
        for quad in ox.parse(path=graph)
        if quad.graph_name.value == "urn:kg:links"
    }
    assert found == {
        ("exactMatch", "http://publications.europa.eu/resource/authority/country/PER"),
        ("exactMatch", "urn:x:sand"),
        ("sameAs", "https://sws.geonames.org/3932488/"),
        ("sameAs", "https://sws.geonames.org/3941584/"),
    }
    assert library.read(graph).entity("Cusco").links == ("https://sws.geonames.org/3941584/",)


def test_a_knowledge_base_that_is_not_there(article: Path) -> None:
    result = kg("extract", article, "--kb", "gone.csv")
    assert result.exit_code == 2
    assert "gone.csv: can't be read: No such file or directory" in result.stderr
