"""How likely each candidate is what a pronoun means: by features, and by reading where those leave doubt.

The weights are those that `kg.train.coreference` made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.coreference import weights
from kg.coreference.pronouns import Case
from kg.coreference.reading import Reader, default_reader, passage
from kg.coreference.scene import Columns

__all__ = ["Judge", "Layer", "Ranker", "default_judge", "load"]

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

    def scores(self, rows: Sequence[Sequence[float]]) -> Floats:
        """A score for each candidate and for "none" (the last): the higher, the likelier."""
        table = np.asarray(rows, dtype=np.float32)
        mean: Floats = np.mean([layer(table) for layer in self.layers], axis=0)
        return mean

    def likelihoods(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The same as likelihoods, which add up to 1."""
        return _likelihoods(self.scores(rows))


def load(path: str | Path) -> Ranker:
    """Read weights from a file of numpy arrays.

    Raises:
        DataError: they are for other features than those of this version.
    """
    arrays = weights.read(path)
    layers = zip(*(arrays[part.name] for part in fields(Layer)), strict=True)
    return Ranker(tuple(Layer(*parts) for parts in layers))


@dataclass(frozen=True, slots=True)
class Judge:
    """A ranker, and a reader who is asked where the ranker is in doubt."""

    ranker: Ranker
    reader: Reader | None = None
    doubt: float = 0.8
    """From this likelihood on, the ranker's answer stands."""
    share: float = 0.6
    """What the reader's scores weigh, of 1, where it is asked."""

    def likelihoods(self, c: Columns, case: Case) -> list[float]:
        """For each candidate of a case, and for "none" (the last), how likely it is; they add up to 1."""
        scores = self.ranker.scores(case.rows)
        likely = _likelihoods(scores)
        if self.reader is None or max(likely) >= self.doubt:
            return likely
        if (read := passage(c, case.pronoun, case.candidates)) is None:
            return likely
        share = np.float32(self.share)
        both: Floats = (1 - share) * scores + share * self.reader.scores(read, case.rows)
        return _likelihoods(both)


def _likelihoods(scores: Floats) -> list[float]:
    odds = np.exp(scores - scores.max())
    return [float(value) for value in odds / odds.sum()]


@cache
def default_judge() -> Judge:
    """The ranker and the reader that `kg` ships."""
    with as_file(files("kg").joinpath("data/models/coreference.npz")) as path:
        return Judge(load(path), default_reader())
