from __future__ import annotations

import itertools

import numpy as np
import pytest

from kg.train.clusters import Score, compare


def test_the_same_clusters_score_one() -> None:
    scores = compare([{1, 2}, {3, 4, 5}], [{5, 4, 3}, {2, 1}])
    assert scores.conll == pytest.approx(1)


def test_known_values() -> None:
    # The example of Pradhan et al. 2014, figure 1: one link is missed, one entity split, one mention spurious.
    scores = compare([{"a", "b", "c"}, {"d", "e", "f", "g"}], [{"a", "b"}, {"c", "d"}, {"f", "g", "h", "i"}])
    assert (scores.muc.recall, scores.muc.precision) == pytest.approx((2 / 5, 2 / 5))
    assert (scores.b_cubed.recall, scores.b_cubed.precision) == pytest.approx((0.42, 0.5), abs=0.02)
    assert (scores.ceaf_e.recall, scores.ceaf_e.precision) == pytest.approx((0.65, 0.43), abs=0.01)


def test_documents_add_up() -> None:
    one, other = compare([{1, 2}], [{1, 2}]), compare([{1, 2}], [{1}, {2}])
    assert (one + other).muc.recall == 0.5
    assert (one + other).b_cubed.precision == 1
    assert Score().f1 == 0


def test_the_best_matching_is_found() -> None:
    random = np.random.default_rng(0)
    for _ in range(30):
        mentions = range(8)
        gold = _groups(random.integers(0, 3, 8), mentions)
        said = _groups(random.integers(0, 4, 8), mentions)
        short, long = sorted((gold, said), key=len)
        best = max(
            sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(short, chosen, strict=True))
            for chosen in itertools.permutations(long, len(short))
        )
        assert compare(gold, said).ceaf_e.right == pytest.approx(best)


def _groups(numbers: np.ndarray, mentions: range) -> list[set[int]]:
    return [{mention for mention in mentions if numbers[mention] == number} for number in sorted(set(numbers.tolist()))]
