"""Pairs of a window as indexes, and what the text says of each: vectors of both ends and of what they look at.

"Localized context" (Zhou et al. 2021, ATLOP): the pieces at which both ends of a pair look, by their attention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.encoder import Page
from kg.model import Span
from kg.relations.pairs import Pair

__all__ = ["DISTANCES", "Ends", "Pooled", "ends_of", "pool"]

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]

DISTANCES = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144)
"""Bounds of the steps in which the pieces between the nearest two mentions of a pair are counted."""

_BETWEEN = 40  # pieces between two mentions that are read, at most


@dataclass(frozen=True, slots=True)
class Ends:
    """The pairs of a window: the sets of mentions that are ends, and for each pair which two.

    ``places`` has the first and last piece of each mention; ``members`` the mentions of each set, filled up where
    ``blank``; ``types`` and ``kinds`` are of the sets. ``between`` has the first and last piece between the nearest two
    mentions of each pair, the last before the first where none is read, and ``distance`` the step of `DISTANCES`.
    """

    places: Numbers
    members: Numbers
    blank: NDArray[np.bool_]
    types: Numbers
    kinds: Numbers
    first: Numbers
    second: Numbers
    between: Numbers
    distance: Numbers


@dataclass(frozen=True, slots=True)
class Pooled:
    """By set: vectors. By pair: the context's, those of the words between, and how much it looks at each piece."""

    sets: Floats
    context: Floats
    between: Floats
    looks: Floats


def ends_of(pairs: Sequence[Pair], types: Sequence[int], kinds: Sequence[int], places: Sequence[Span]) -> Ends:
    """The pairs of a window as indexes.

    Args:
        pairs: at least one.
        types: of the mentions, by their place in `kg.relations.pairs.TYPES`.
        kinds: of the mentions, by their place in `kg.relations.pairs.KINDS`.
        places: of the mentions, first and last piece.
    """
    sets: dict[tuple[int, ...], int] = {}
    first = [sets.setdefault(pair.first, len(sets)) for pair in pairs]
    second = [sets.setdefault(pair.second, len(sets)) for pair in pairs]
    members = np.zeros((len(sets), max(map(len, sets))), dtype=np.int64)
    blank = np.ones(members.shape, dtype=bool)
    for numbers, row in sets.items():
        members[row, : len(numbers)] = numbers
        blank[row, : len(numbers)] = False
    gaps = [_gap(places, pair.first, pair.second) for pair in pairs]
    sizes = np.array([max(0, high - low) for low, high in gaps])
    steps = np.searchsorted(DISTANCES, sizes) + np.array([pair.sentence is None for pair in pairs])
    read = [(low, high - 1) if 0 < high - low <= _BETWEEN else (0, -1) for low, high in gaps]
    return Ends(
        places=np.array(places, dtype=np.int64),
        members=members,
        blank=blank,
        types=np.array([types[numbers[0]] for numbers in sets]),
        kinds=np.array([min(kinds[number] for number in numbers) for numbers in sets]),
        first=np.array(first),
        second=np.array(second),
        between=np.array(read),
        distance=steps,
    )


def _gap(places: Sequence[Span], first: Sequence[int], second: Sequence[int]) -> tuple[int, int]:
    """The pieces between the nearest two mentions: the first, and the one after the last."""
    gaps = []
    for one in first:
        for other in second:
            (_, end), (start, _) = sorted((places[one], places[other]))
            gaps.append((start - end, end + 1, start))
    _, low, high = min(gaps)
    return low, high


def pool(page: Page, ends: Ends) -> Pooled:
    """Pool what a page says of pairs."""
    vectors = page.vectors
    heads, size, _ = page.attention.shape
    mentions = _means(vectors, ends.places)
    looks = _means(page.attention.transpose(1, 0, 2).reshape(size, -1), ends.places)
    blank = ends.blank[:, :, None]
    sets = np.logaddexp.reduce(np.where(blank, np.float32(-1e4), mentions[ends.members]), axis=1)
    weights = ~blank / (~blank).sum(axis=1, keepdims=True)
    looking = (looks[ends.members] * weights).sum(axis=1).astype(np.float32).reshape(len(sets), heads, size)
    both = np.einsum("phs,phs->ps", looking[ends.first], looking[ends.second])
    both /= both.sum(axis=1, keepdims=True) + 1e-10
    return Pooled(sets, both @ vectors, _means(vectors, ends.between), both)


def _means(rows: Floats, places: Numbers) -> Floats:
    """The mean of the rows from a first to a last one, for each place; nothing where the last is before the first."""
    first, last = places[:, :1], places[:, 1:]
    number = np.arange(len(rows))
    # A product of matrices is many times faster than sums of slices, or than a running sum.
    shares = ((first <= number) & (number <= last)) / np.maximum(last - first + 1, 1)
    found: Floats = shares.astype(np.float32) @ rows
    return found
