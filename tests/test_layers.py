"""The drawing of the house, held against the code: imports point one way, and heavy libraries stay in their rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import kg

ROOT = Path(kg.__file__).parent

# Each room may import the rooms of the lines above its own, and itself. A package's files count as their room.
LAYERS = [
    {"errors"},
    {"model"},
    {"output", "pool"},
    {"ontology"},
    {"geonames"},
    {"gazetteer"},
    {"names"},
    {"link", "encoder"},
    {"documents", "analysis", "mentions", "coreference", "relations", "claims", "dates"},
    {"unnamed"},
    {"extract"},
    {"resolve"},
    {"graph"},
    {"query", "export"},
    {"load"},
    {"read", "verify", "tables", "train", "evaluate"},
    {"cli"},
]

# Doors for users, who look for them at the graph: imported when they are opened.
DEFERRED = {"graph": {"query", "export"}}

# Who may import a heavy library, besides the tests.
ROOMS_OF = {
    "spacy": {"analysis", "mentions", "coreference", "relations", "claims", "extract", "train"},
    "numpy": {"coreference", "encoder", "relations", "train"},
    "onnxruntime": {"coreference", "encoder", "train"},
    "tokenizers": {"encoder", "train"},
    "torch": {"train"},
    "networkx": {"graph"},
    "pyoxigraph": {"export", "query", "read", "link", "load"},
    "rdflib": {"export", "graph"},
    "typer": {"cli"},
    "rich": {"cli", "tables"},
    "trafilatura": {"documents"},
    "requests": {"load"},
}


def rooms() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(ROOT.rglob("*.py")):
        room = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if room not in {"__init__", "__main__"}:
            found.setdefault(room, []).append(path)
    return found


def imported(path: Path, *, deferred: bool = True) -> set[str]:
    """Full names of the modules that a file imports when it runs; those in functions only if ``deferred``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in list(ast.walk(tree)):
        for name, body in ast.iter_fields(node):
            if isinstance(body, list):
                setattr(node, name, [inner for inner in body if not _is_left_out(inner, deferred)])
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where they point"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _is_left_out(node: object, deferred: bool) -> bool:
    is_for_checkers = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    return is_for_checkers or (isinstance(node, ast.FunctionDef) and not deferred)


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


def printed(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


ROOMS = rooms()


def layer(room: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if room in names)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    wrong = []
    for path in ROOMS[room]:
        for name in imported(path):
            parts = name.split(".")
            other = parts[1] if parts[0] == "kg" and len(parts) > 1 else ""
            deferred = other in DEFERRED.get(room, ()) and name not in imported(path, deferred=False)
            if other in ROOMS and other != room and layer(other) >= layer(room) and not deferred:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


@pytest.mark.parametrize("library", ROOMS_OF)
def test_heavy_libraries_stay_in_their_rooms(library: str) -> None:
    users = {room for room, paths in ROOMS.items() for path in paths if library in _roots(path)}
    assert users <= ROOMS_OF[library]
    assert users, f"nothing imports {library}: is it still a dependency?"


def _roots(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)}


def test_public_names() -> None:
    # A name that is added or taken away here is a change for users: say it in the changelog.
    assert kg.__all__ == [
        "Document",
        "Entity",
        "Evidence",
        "Extraction",
        "KgError",
        "KnowledgeGraph",
        "Mention",
        "Statement",
        "build",
        "extract",
        "read",
        "verify",
    ]
    assert all(callable(getattr(kg, name)) for name in kg.__all__)
    assert not hasattr(kg, "no_such_name")


def test_a_module_does_not_hide_the_function_of_its_name() -> None:
    script = "import kg, kg.extract, kg.read, kg.verify; print(*map(callable, (kg.extract, kg.read, kg.verify)))"
    assert printed(script).split() == ["True"] * 3


@pytest.mark.parametrize("path", [path for paths in ROOMS.values() for path in paths], ids=module_name)
def test_every_listed_name_is_there(path: Path) -> None:
    if path.parent.name == "train":
        pytest.importorskip("torch", reason="for training only: kg[train]")
    module = import_module(module_name(path))
    assert all(hasattr(module, name) for name in getattr(module, "__all__", ()))


def test_importing_loads_nothing_heavy() -> None:
    heavy = {
        "spacy",
        "numpy",
        "onnxruntime",
        "tokenizers",
        "networkx",
        "rdflib",
        "pyoxigraph",
        "trafilatura",
        "requests",
    } | {"neo4j"}
    script = f"import sys, kg, kg.cli; print(*sorted(set(sys.modules) & {heavy!r}))"
    assert printed(script).strip() == ""
