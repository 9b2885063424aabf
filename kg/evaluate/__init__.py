"""Measure what was extracted against a person's annotation, both in the contract's JSONL form: `evaluate`."""

from kg.evaluate.counts import BCubed, Counts
from kg.evaluate.evaluation import DEFAULT_STATUSES, Evaluation, evaluate
from kg.evaluate.pairing import Pairing, pair

__all__ = ["DEFAULT_STATUSES", "BCubed", "Counts", "Evaluation", "Pairing", "evaluate", "pair"]
