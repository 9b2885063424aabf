"""Training of the ranker's networks, in numpy: a hidden layer beside a linear path, softmax over candidates, Adam."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.coreference.ranker import Floats, Layer, Ranker
from kg.coreference.reading import Passage

__all__ = ["Example", "fit"]

Bools = NDArray[np.bool_]

_HIDDEN = 64
_BATCH = 32
_RATE = 3e-3
_DECAY = 1e-3
_DROPPED = 0.2  # of the hidden units, in a step
_BLANKED = 0.05  # of the features


@dataclass(frozen=True, slots=True)
class Example:
    """A row of features for each candidate and for "none" (the last), which of them may be right, and the words.

    ``exchanged`` is the passage with the genders of its pronouns exchanged.
    """

    rows: Floats
    right: Bools
    passage: Passage | None = None
    exchanged: Passage | None = None


def fit(examples: Sequence[Example], *, seeds: int = 4, epochs: int = 20) -> Ranker:
    """Train one network a seed and join them.

    The loss is the negative logarithm of the likelihood of all that may be right: where the data say only what a
    pronoun does not mean, the rest stays open.
    """
    return Ranker(tuple(_fit(examples, seed, epochs) for seed in range(seeds)))


def _normal(random: np.random.Generator, spread: float, shape: tuple[int, ...]) -> Floats:
    return np.asarray(random.normal(0, spread, shape), dtype=np.float32)


def _fit(examples: Sequence[Example], seed: int, epochs: int) -> Layer:
    random = np.random.default_rng(seed)
    width = examples[0].rows.shape[1]
    weights: list[Floats] = [
        _normal(random, 0.22, (width, _HIDDEN)),
        np.zeros(_HIDDEN, np.float32),
        _normal(random, 0.3, (_HIDDEN,)),
        _normal(random, 0.01, (width,)),
    ]
    means = [np.zeros_like(weight) for weight in weights]
    squares = [np.zeros_like(weight) for weight in weights]
    step = 0
    for epoch in range(epochs):
        rate = _RATE * (1 - epoch / epochs) + 1e-4
        for batch in _batches(examples, random):
            step += 1
            slopes = _slopes(batch, weights, random)
            for weight, slope, mean, square in zip(weights, slopes, means, squares, strict=True):
                slope += _DECAY * weight
                mean += 0.1 * (slope - mean)
                square += 0.001 * (slope * slope - square)
                weight -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Layer(*weights)


def _batches(examples: Sequence[Example], random: np.random.Generator) -> Iterator[list[Example]]:
    order = random.permutation(len(examples))
    for start in range(0, len(order), _BATCH):
        yield [examples[number] for number in order[start : start + _BATCH]]


def _slopes(batch: Sequence[Example], weights: Sequence[Floats], random: np.random.Generator) -> list[Floats]:
    """The slope of the loss by each weight, over a batch."""
    hidden, bias, out, linear = weights
    rows = np.concatenate([example.rows for example in batch])
    rows = rows * (random.random(rows.shape) > _BLANKED)
    right = np.concatenate([example.right for example in batch])
    case = np.repeat(np.arange(len(batch)), [len(example.rows) for example in batch])
    inner = rows @ hidden + bias
    gate = (inner > 0) * (random.random(inner.shape) > _DROPPED) / (1 - _DROPPED)
    active = inner * gate
    scores = active @ out + rows @ linear
    highest = np.full(len(batch), -np.inf)
    np.maximum.at(highest, case, scores)
    odds = np.exp(scores - highest[case])
    likely = odds / np.bincount(case, odds)[case]
    wanted = odds * right / np.bincount(case, odds * right)[case]
    error = ((likely - wanted) / len(batch)).astype(np.float32)
    inward = (error[:, None] * out * gate).astype(np.float32)
    slopes = (rows.T @ inward, inward.sum(axis=0), active.T @ error, rows.T @ error)
    return [np.asarray(slope, dtype=np.float32) for slope in slopes]
