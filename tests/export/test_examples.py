"""The examples in the docstrings of the exports run."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import kg.export

MODULES = ["kg.export", *(f"kg.export.{module.name}" for module in pkgutil.iter_modules(kg.export.__path__))]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
