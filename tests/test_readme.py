"""What the README shows runs: its Python in one go, its shell lines in another, in a folder like a fresh clone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def examples(language: str, page: str = README) -> str:
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL))


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "kg" / "data" / "samples", tmp_path / "kg" / "data" / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.model
def test_python_examples_run(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(examples("python"), "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "visited asserted [Ingrid Solheim]" in printed
    assert "birthPlace asserted [Solheim], who was born in [Tromso]" in printed
    assert "Marek Dworski leads the party of Anna Wolska" in printed
    assert (clone / "graph.trig").stat().st_size


@pytest.mark.model
@pytest.mark.usefixtures("clone")
def test_the_pages_on_python_run(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    exec(compile(examples("python", page), "docs/python.md", "exec"), {})
    assert "Helena Sikora Gdansk" in capsys.readouterr().out


@pytest.mark.model
@pytest.mark.usefixtures("clone")
def test_the_pages_on_links_run(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "links.md").read_text(encoding="utf-8")
    exec(compile(examples("python", page), "docs/links.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "Cusco ('https://sws.geonames.org/3941584/',)" in printed
    assert "('https://data.example.org/person/7',)" in printed


@pytest.mark.model
@pytest.mark.usefixtures("clone")
def test_the_page_on_what_follows_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "inference.md").read_text(encoding="utf-8")
    exec(compile(examples("python", page), "docs/inference.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "leads Cusco asserted also ['mayorOf']" in printed
    assert "birthPlace Peru asserted through ['birthPlace', 'containedInPlace']" in printed or (
        "birthPlace Peru asserted through ['containedInPlace', 'birthPlace']" in printed
    )
    assert printed.endswith("True\n")


@pytest.mark.model
def test_shell_examples_run(clone: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", examples("sh")], env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "[Anna Wolska] was sworn in as mayor of [Gdansk]" in done.stdout
    assert "0 wrong spans" in done.stdout
    [line] = (clone / "deal.kg.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["document"]["source"] == "kg/data/samples/shipyard-deal.txt"
    assert {path.name for path in clone.glob("*.*")} >= {"graph.nq", "graph.ttl", "graph.graphml", "ontology.ttl"}


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_point_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()] == []
