"""The words that tell who says something and whether it is so, read once from `data/claims/*.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import DataError

__all__ = ["prepositions", "table", "words"]


@cache
def table(name: str) -> dict[str, Any]:
    """One file of cues.

    Raises:
        DataError: the file is not TOML.
    """
    place = f"data/claims/{name}.toml"
    try:
        return tomllib.loads(files("kg").joinpath(place).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"kg/{place}: not TOML: {error}") from error


@cache
def words(name: str, *keys: str) -> frozenset[str]:
    """The words under a key of a file, such as ``words("factuality", "verbs", "negative")``.

    Raises:
        DataError: the file has no such key, or no list of words under it.
    """
    found: Any = table(name)
    for key in keys:
        if not isinstance(found, dict) or key not in found:
            raise DataError(f"kg/data/claims/{name}.toml: no key {'.'.join(keys)}; a list of words is wanted there")
        found = found[key]
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise DataError(f"kg/data/claims/{name}.toml: {'.'.join(keys)} is not a list of words")
    return frozenset(found)


@cache
def prepositions(name: str, *keys: str) -> dict[str, frozenset[str]]:
    """Words under a key, each with the prepositions, or other words, that it takes."""
    found: Any = table(name)
    for key in keys:
        found = found[key]
    return {word: frozenset(taken) for word, taken in found.items()}
