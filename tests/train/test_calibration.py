"""Likelihoods from scores, on data whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from kg.train.calibration import calibration_error, fit, reliability


def test_a_known_curve_is_found_again() -> None:
    random = np.random.default_rng(1)
    scores = random.normal(0, 3, 20_000)
    right = random.random(20_000) < 1 / (1 + np.exp(-(0.5 * scores - 1)))
    scale, shift = fit(scores, right)
    assert (scale, shift) == (pytest.approx(0.5, abs=0.02), pytest.approx(-1, abs=0.06))
    assert calibration_error(reliability(1 / (1 + np.exp(-(scale * scores + shift))), right)) < 0.01


def test_the_error_is_the_distance_from_the_truth() -> None:
    likely = np.array([0.95] * 10 + [0.05] * 10)
    right = np.array([True] * 5 + [False] * 15)
    bins = reliability(likely, right)
    assert [(item.count, item.right) for item in bins] == [(10, 0.0), (10, 0.5)]
    assert calibration_error(bins) == pytest.approx((0.45 + 0.05) / 2)


def test_nothing_to_measure_is_no_error() -> None:
    assert calibration_error([]) == 0.0
