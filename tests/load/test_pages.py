"""What the pages on databases show was done."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from kg.load.stores import store_named, store_of_address, stores
from tests.load.pages import ROOT, run, shown

PAGES = ROOT / "docs" / "databases"
NEEDS = {
    "oxigraph": "oxigraph",
    "virtuoso": "virtuoso-t",
    "arcadedb": "arcadedb_embedded",
    "ladybug": "ladybug",
    "duckdb": "duckdb",
}


@pytest.mark.server
@pytest.mark.model
@pytest.mark.parametrize("name", NEEDS)
def test_a_page_runs_as_printed(name: str, tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    if not (shutil.which(NEEDS[name], path=path) or find_spec(NEEDS[name])):
        pytest.skip(f"{NEEDS[name]} is not installed: see the extra 'servers' and docs/databases")
    if name == "virtuoso" and os.geteuid():
        pytest.skip("apt-get needs root")
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    expected = shown(page)
    assert sum(output is not None for output in expected) >= 3
    for output, seen in zip(expected, run(page, tmp_path), strict=True):
        assert output is None or output == seen


@pytest.mark.server
@pytest.mark.model
def test_commands_of_databases_that_were_not_run_write_their_files(ten_file: Path, tmp_path: Path) -> None:
    shutil.copy(ten_file, tmp_path / "graph.nq")
    page = (PAGES / "not-run.md").read_text(encoding="utf-8")
    commands = re.findall(r"^kg load files .*$", page, flags=re.MULTILINE)
    assert len(commands) == 3
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in commands:
        subprocess.run(["bash", "-c", f"{command} --force"], cwd=tmp_path, env={**os.environ, "PATH": path}, check=True)


def test_the_table_of_databases_that_were_not_run_names_each_and_how() -> None:
    page = (PAGES / "not-run.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| `kg load sparql (\S+) graph\.nq(?: --store (\w+))?`", page, flags=re.MULTILINE)
    named = {}
    for title, address, store in rows:
        found = store_named(store) if store else store_of_address(address)
        assert found is not None, address
        named[title] = found
        assert address == found.address
    assert {title: store.title for title, store in named.items()} == {title: title for title in named}
    assert set(named.values()) == {store for store in stores().values() if store.ran is None}


def test_the_index_names_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in PAGES.glob("*.md")} - {"README.md"} == set(re.findall(r"\]\(([\w-]+\.md)\)", index))
    for store in stores().values():
        assert store.ran is None or f"kg load sparql` | {store.ran} |" in index
