"""Precision, recall, F1, and B-cubed. All are fractions of 1; one whose denominator is 0 is 0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass

from kg.model import Span

__all__ = ["BCubed", "Counts"]


@dataclass(slots=True)
class Counts:
    """How many were predicted and are right, how many are in the gold and were found.

    The two differ where what was predicted is wider than the gold: it is right, but does not find the narrower.

    >>> counts = Counts(right=3, predicted=4, found=3, gold=6)
    >>> counts.precision, counts.recall, round(counts.f1, 2)
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    predicted: int = 0
    found: int = 0
    gold: int = 0

    @classmethod
    def of_sets(cls, predicted: Set[object], gold: Set[object]) -> Counts:
        """Counts where what is in both is right."""
        common = len(predicted & gold)
        return cls(common, len(predicted), common, len(gold))

    def add(self, other: Counts) -> None:
        self.right += other.right
        self.predicted += other.predicted
        self.found += other.found
        self.gold += other.gold

    @property
    def precision(self) -> float:
        return _ratio(self.right, self.predicted)

    @property
    def recall(self) -> float:
        return _ratio(self.found, self.gold)

    @property
    def f1(self) -> float:
        return _f1(self.precision, self.recall)

    def as_dict(self) -> dict[str, float | int]:
        """Fractions, rounded to four digits, and counts."""
        return {
            **_rounded(self.precision, self.recall, self.f1),
            "right": self.right,
            "predicted": self.predicted,
            "found": self.found,
            "gold": self.gold,
        }


@dataclass(slots=True)
class BCubed:
    """B-cubed (Bagga and Baldwin, 1998) over documents, each mention with the same weight.

    The precision of a predicted mention is the part of its entity that stands for mentions of the same gold entity, the
    recall of a gold mention the part of its entity that is so covered. A mention without a counterpart has 0.
    """

    precisions: float = 0.0
    predicted: int = 0
    recalls: float = 0.0
    gold: int = 0

    def add(
        self,
        predicted: Mapping[Span, str],
        gold: Mapping[Span, str],
        matches: Mapping[Span, Span],
    ) -> None:
        """Add a document: the entity of each predicted and gold mention, and which gold mention a predicted one is."""
        sizes, gold_sizes = Counter(predicted.values()), Counter(gold.values())
        common = Counter((predicted[mention], gold[other]) for mention, other in matches.items())
        for (entity, gold_entity), size in common.items():
            self.precisions += size * size / sizes[entity]
            self.recalls += size * size / gold_sizes[gold_entity]
        self.predicted += len(predicted)
        self.gold += len(gold)

    @property
    def precision(self) -> float:
        return _ratio(self.precisions, self.predicted)

    @property
    def recall(self) -> float:
        return _ratio(self.recalls, self.gold)

    @property
    def f1(self) -> float:
        return _f1(self.precision, self.recall)

    def as_dict(self) -> dict[str, float | int]:
        """Fractions, rounded to four digits, and the numbers of mentions."""
        return {
            **_rounded(self.precision, self.recall, self.f1),
            "predicted": self.predicted,
            "gold": self.gold,
        }


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _f1(precision: float, recall: float) -> float:
    return _ratio(2 * precision * recall, precision + recall)


def _rounded(precision: float, recall: float, f1: float) -> dict[str, float]:
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
