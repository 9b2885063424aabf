"""The ranker: how likely each candidate is what a pronoun means, from weights that `kg.train.coreference` made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from kg.coreference.features import FEATURES
from kg.errors import DataError

__all__ = ["Layer", "Ranker", "default_ranker", "load"]

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """One network: a hidden layer of rectified units beside a linear path."""

    hidden: Floats
    bias: Floats
    out: Floats
    linear: Floats

    def __call__(self, rows: Floats) -> Floats:
        active: Floats = np.maximum(rows @ self.hidden + self.bias, 0) @ self.out + rows @ self.linear
        return active


@dataclass(frozen=True, slots=True)
class Ranker:
    """The mean of several networks that were trained from different beginnings."""

    layers: tuple[Layer, ...]

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """For each candidate, and for "none" (the last), how likely it is; they add up to 1."""
        table = np.asarray(rows, dtype=np.float32)
        scores = np.mean([layer(table) for layer in self.layers], axis=0)
        odds = np.exp(scores - scores.max())
        return [float(value) for value in odds / odds.sum()]


def load(path: str) -> Ranker:
    """Read weights from a file of numpy arrays.

    Raises:
        DataError: they are for other features than those of this version.
    """
    with np.load(path, allow_pickle=False) as arrays:
        if tuple(arrays["features"].tolist()) != FEATURES:
            raise DataError(f"{path}: weights for other features than this version computes; train them again")
        count = len(arrays["out"])
        return Ranker(
            tuple(Layer(*(arrays[name][n] for name in ("hidden", "bias", "out", "linear"))) for n in range(count))
        )


@cache
def default_ranker() -> Ranker:
    """The ranker that `kg` ships."""
    with as_file(files("kg").joinpath("data/models/coreference.npz")) as path:
        return load(str(path))
