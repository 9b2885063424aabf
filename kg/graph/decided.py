"""A person's decisions on who is who, however they are given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.resolve import Decision, read_decisions

__all__ = ["Decisions", "decisions_of"]

Decisions = str | Path | Iterable[Decision] | None
"""A person's decisions: the path of their file, or themselves."""


def decisions_of(given: Decisions) -> tuple[Decision, ...]:
    """Decisions, read where a path is given.

    Raises:
        DataError: they can't be read, or contradict each other.
    """
    if given is None:
        return ()
    return read_decisions(given) if isinstance(given, str | Path) else tuple(given)
