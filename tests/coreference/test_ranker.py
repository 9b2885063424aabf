from __future__ import annotations

from math import exp
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kg.coreference import ranker
from kg.coreference.ranker import Judge, Layer, Ranker

CASE: Any = SimpleNamespace(rows=[[2.0], [1.0], [0.0]], pronoun=None, candidates=[])


class Reverse:
    """A reader to whom the last is the likeliest."""

    def scores(self, passage: object, rows: list[list[float]]) -> Any:
        return np.array([0.0, 1.0, 2.0], np.float32)


def judge(**given: Any) -> Judge:
    """One whose ranker scores a row by its only feature."""
    nothing = np.zeros((1, 1), np.float32)
    layer = Layer(nothing, nothing[0], nothing[0], np.ones(1, np.float32))
    return Judge(Ranker((layer,)), Reverse(), **given)  # type: ignore[arg-type]


def as_likelihoods(*scores: float) -> Any:
    odds = [exp(score) for score in scores]
    return pytest.approx([value / sum(odds) for value in odds])


def test_the_reader_is_asked_where_the_ranker_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranker, "passage", lambda *case: object())
    columns: Any = None
    assert judge(doubt=0.6).likelihoods(columns, CASE) == as_likelihoods(2, 1, 0)  # .67 is no doubt
    assert judge(doubt=0.7, share=0.75).likelihoods(columns, CASE) == as_likelihoods(0.5, 1, 1.5)
    monkeypatch.setattr(ranker, "passage", lambda *case: None)
    assert judge(doubt=0.7).likelihoods(columns, CASE) == as_likelihoods(2, 1, 0)
