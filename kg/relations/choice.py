"""Who finds relations: the patterns, the classifier that `kg` ships, or both."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from kg.encoder import MODELS
from kg.errors import DataError
from kg.relations import Extractor
from kg.relations.classifier import Classifier, load
from kg.relations.joint import joint
from kg.relations.patterns import default_patterns

__all__ = ["Choice", "chosen", "default_classifier"]

Choice = Literal["both", "classifier", "patterns"]
"""What finds relations, by name."""


def chosen(choice: Choice, folder: str | Path | None = None) -> Extractor:
    """The extractor of a name.

    Args:
        choice: ``patterns`` needs no weights.
        folder: of a classifier that `kg train relations` wrote, instead of the one that `kg` ships.

    Raises:
        DataError: no such name; or the classifier's files are missing or broken.

    >>> chosen("patterns") is default_patterns()
    True
    """
    if choice not in get_args(Choice):
        raise DataError(f"{choice!r} finds no relations; one of {', '.join(get_args(Choice))} does")
    if choice == "patterns":
        return default_patterns()
    classifier = default_classifier() if folder is None else load(folder)
    return joint(default_patterns(), classifier) if choice == "both" else classifier


@cache
def default_classifier() -> Classifier:
    """The classifier that `kg` ships."""
    return load(MODELS)
