"""How alike two groupings of mentions are: MUC, B-cubed, CEAF-e, and their mean, the CoNLL score.

MUC: Vilain et al. 1995. B-cubed: Bagga and Baldwin 1998. CEAF-e: Luo 2005. The mean: Pradhan et al. 2012.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Score", "Scores", "compare"]

Cluster = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall as sums, so that documents add up: found of said, and found of gold, each 0 to 1."""

    right: float = 0.0
    said: float = 0.0
    found: float = 0.0
    gold: float = 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.said + other.said, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """The three measures."""

    muc: Score = Score()
    b_cubed: Score = Score()
    ceaf_e: Score = Score()

    def __add__(self, other: Scores) -> Scores:
        return Scores(self.muc + other.muc, self.b_cubed + other.b_cubed, self.ceaf_e + other.ceaf_e)

    @property
    def conll(self) -> float:
        """The mean of the three F1."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def compare(gold: Iterable[Iterable[Hashable]], said: Iterable[Iterable[Hashable]]) -> Scores:
    """The scores of one document's clusters. Mentions are equal if they are equal in Python; clusters do not overlap.

    >>> scores = compare([{"a", "b", "c"}], [{"a", "b"}, {"c"}])
    >>> round(scores.muc.recall, 2), scores.b_cubed.precision, round(scores.b_cubed.recall, 2)
    (0.5, 1.0, 0.56)
    """
    keys, responses = [frozenset(cluster) for cluster in gold], [frozenset(cluster) for cluster in said]
    found, of_gold = _muc(keys, responses)
    right, of_said = _muc(responses, keys)
    muc = Score(right, of_said, found, of_gold)
    found, of_gold = _b_cubed(keys, responses)
    right, of_said = _b_cubed(responses, keys)
    alike = _best_sum(keys, responses)
    return Scores(muc, Score(right, of_said, found, of_gold), Score(alike, len(responses), alike, len(keys)))


def _cluster_of(clusters: Sequence[Cluster]) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def _muc(clusters: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    """Links of the clusters that the others hold too, and links in all."""
    other_of = _cluster_of(others)
    held = links = 0
    for cluster in clusters:
        parts = len({other_of[mention] for mention in cluster if mention in other_of})
        parts += sum(mention not in other_of for mention in cluster)
        held += len(cluster) - parts
        links += len(cluster) - 1
    return held, links


def _b_cubed(clusters: Sequence[Cluster], others: Sequence[Cluster]) -> tuple[float, float]:
    """The sum over mentions of the share of their cluster that is with them in the others, and the mentions."""
    other_of = _cluster_of(others)
    total = 0.0
    for cluster in clusters:
        together = Counter(other_of[mention] for mention in cluster if mention in other_of)
        total += sum(count * count for count in together.values()) / len(cluster)
    return total, sum(map(len, clusters))


def _best_sum(keys: Sequence[Cluster], responses: Sequence[Cluster]) -> float:
    """The greatest sum of likenesses (F1 of the mentions) over one-to-one matchings of clusters."""
    response_of = _cluster_of(responses)
    shared: dict[int, Counter[int]] = defaultdict(Counter)
    for number, cluster in enumerate(keys):
        shared[number].update(response_of[mention] for mention in cluster if mention in response_of)
    likeness = np.zeros((len(keys), len(responses)))
    for key, counts in shared.items():
        for response, count in counts.items():
            likeness[key, response] = 2 * count / (len(keys[key]) + len(responses[response]))
    return _assigned(likeness) if likeness.size else 0.0


def _assigned(likeness: NDArray[np.float64]) -> float:
    """The value of the best assignment of rows to columns (Kuhn and Munkres, by shortest augmenting paths)."""
    cost = -likeness if likeness.shape[0] <= likeness.shape[1] else -likeness.T
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    row_of = np.zeros(columns + 1, dtype=np.int64)  # row, from 1, that each column is given to; 0 for none
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        least = np.full(columns + 1, np.inf)
        before = np.zeros(columns + 1, dtype=np.int64)
        used = np.zeros(columns + 1, dtype=bool)
        while row_of[column]:
            used[column] = True
            current = row_of[column]
            reduced = cost[current - 1] - row_price[current] - column_price[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better], before[1:][better] = reduced[better], column
            free = np.where(used[1:], np.inf, least[1:])
            following = int(free.argmin()) + 1
            step = least[following]
            row_price[row_of[used]] += step
            column_price[used] -= step
            least[~used] -= step
            column = following
        while column:
            row_of[column] = row_of[before[column]]
            column = int(before[column])
    return float(sum(-cost[row - 1, column - 1] for column, row in enumerate(row_of) if column and row))
