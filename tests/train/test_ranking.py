from __future__ import annotations

import numpy as np

from kg.train.ranking import Example, fit


def examples() -> list[Example]:
    """Three candidates; the one with the greater first number is right."""
    random = np.random.default_rng(0)
    rows = [random.random((3, 5)).astype(np.float32) for _ in range(200)]
    return [Example(table, table[:, 0] == table[:, 0].max()) for table in rows]


def test_a_ranker_learns_what_is_right() -> None:
    ranker = fit(examples(), seeds=1, epochs=20)
    right = [example.right[int(np.argmax(ranker.scores(example.rows.tolist())))] for example in examples()]
    assert np.mean(right) > 0.75


def test_the_same_examples_give_the_same_weights() -> None:
    one, other = (fit(examples()[:40], seeds=1, epochs=2).layers[0] for _ in range(2))
    assert all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("hidden", "bias", "out", "linear"))
