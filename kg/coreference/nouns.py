"""Nouns beside names, by what they tell: `kg/data/coreference/nouns.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from kg.errors import DataError

__all__ = ["nouns"]


@cache
def nouns(key: str) -> tuple[str, ...]:
    """The nouns under a key, in the order of the file.

    Raises:
        DataError: the file has no such key.
    """
    table = tomllib.loads(files("kg").joinpath("data/coreference/nouns.toml").read_text(encoding="utf-8"))
    if key not in table:
        raise DataError(f"kg/data/coreference/nouns.toml: lacks the key {key!r}")
    return tuple(table[key].split())
