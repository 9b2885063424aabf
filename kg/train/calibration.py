"""From scores to likelihoods (Platt 1999), and how far those can be trusted: the expected calibration error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bin", "calibration_error", "fit", "likelihoods", "reliability"]

Floats = NDArray[np.float64]

_STEPS = 100
_BINS = 10
_MOST = 30.0  # log-odds that matter


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about one likelihood: how many, how likely they are said to be, and the share that is right."""

    count: int
    likelihood: float
    right: float


def fit(scores: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    """Factor and summand that make scores log-odds: logistic regression by Newton's method.

    >>> scale, shift = fit(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([False, True, False, True]))
    >>> 0 < scale < 1
    True
    """
    rows = np.stack([scores, np.ones_like(scores)], axis=1).astype(np.float64)
    weights = np.zeros(2)  # from further off the steps can run away
    for _ in range(_STEPS):
        likely = likelihoods(scores, weights[0], weights[1])
        slope = rows.T @ (likely - right) + 1e-3 * (weights - [1.0, 0.0])
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + 1e-3 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])


def likelihoods(scores: Floats, scale: float, shift: float) -> Floats:
    """Scores as likelihoods, 0 to 1."""
    found: Floats = 1 / (1 + np.exp(-np.clip(scores * scale + shift, -_MOST, _MOST)))
    return found


def reliability(likelihoods: Floats, right: NDArray[np.bool_]) -> list[Bin]:
    """Predictions in ten bins of equal width, without the empty ones."""
    places = np.minimum((likelihoods * _BINS).astype(int), _BINS - 1)
    return [
        Bin(int(held.sum()), float(likelihoods[held].mean()), float(right[held].mean()))
        for place in range(_BINS)
        if (held := places == place).any()
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The mean distance of likelihood and share that is right, by predictions (Naeini et al. 2015)."""
    count = sum(item.count for item in bins)
    return sum(item.count * abs(item.likelihood - item.right) for item in bins) / count if count else 0.0
