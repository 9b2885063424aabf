"""From annotated texts to the files of a relation classifier: training, likelihoods, thresholds, and a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.encoder import load_tokenizer
from kg.ontology import default_ontology
from kg.relations.pairs import classes, predicate_of
from kg.train import knowledgenet
from kg.train.calibration import calibration_error, fit, likelihoods, reliability
from kg.train.export import export
from kg.train.recipe import Corpus
from kg.train.relations import Network, Settings, predict, train
from kg.train.samples import POSITIVE, UNKNOWN, Sample, samples

__all__ = ["build"]

LEVELS = ("mention", "entity")

_LEAST = -4.0  # scores under it say nothing about likelihoods that matter
_PRECISION = 0.75  # that a predicate's threshold is to reach on what is held back
# The threshold where findings from .5 on are right so often: F1 is highest from half its value on (Lipton et al. 2014).
_LOWEST = 0.45
_FEW = 15  # findings held back, from which on a predicate has a threshold of its own
_CAREFUL = 0.9  # the threshold of a predicate that nothing held back speaks of
_RARE = 0.7  # the least of a predicate that no passages are annotated for, in which nearly all pairs have no relation
# The least of predicates that news misleads about more than biographies do: who stands beside the name of a body does
# not lead it, who comes to a place does not live there, who meets a minister does not meet the country. And never
# what `kg.link` knows better than any sentence.
_MISLEADING = {"leads": 0.9, "residence": 0.75, "met": 0.9, "containedInPlace": 1.01}
_OVER_DOCUMENT = 0.9  # the least between entities: over a whole document much is likely that it does not say

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is held back, judged, of one level: scores of what is known, whether it holds, and the predicate."""

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]
    predicates: NDArray[np.str_]


def build(
    corpus: Corpus,
    encoder: Path,
    out: Path,
    settings: Settings,
    *,
    version: str,
    progress: Progress,
    resume: bool = False,
) -> dict[str, Any]:
    """Train a classifier and write its files.

    Args:
        corpus: what to learn from, and what is held back.
        encoder: the folder of the published all-MiniLM-L6-v2.
        out: the folder to write; also the checkpoint, while it trains.
        settings: epochs, rates, seed.
        version: a name, which evidence will carry.
        progress: told how far it is.
        resume: go on from a checkpoint in the folder, if there is one.

    Returns:
        The report: for each level precision, recall, calibration error and the table of reliability; and of the marked
        sentences that were held back the share (0 to 1) of which it tells rightly how they put their relation.
    """
    tokenizer = load_tokenizer(encoder)
    learnt, held, marked = (list(samples(texts, tokenizer)) for texts in (corpus.train, corpus.held, corpus.marked))
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    if not resume:
        checkpoint.unlink(missing_ok=True)
    network = train(learnt, encoder, settings, progress=progress, checkpoint=checkpoint)
    table, report = judged(network, held)
    report["standing"] = standing(network, marked)
    export(network, encoder / "tokenizer.json", out, {"version": version, **table})
    checkpoint.unlink(missing_ok=True)
    return report


def judged(network: Network, held: Sequence[Sample]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The table of `kg.relations.classifier.load`, and a report, from samples that the network has not seen."""
    names = classes(default_ontology())
    table: dict[str, Any] = {"classes": list(names), "scales": {}, "thresholds": {}}
    report: dict[str, Any] = {}
    thresholds: dict[str, list[float]] = {}
    answers = list(_answers(network, held))
    for is_whole, level in enumerate(LEVELS):
        found = _judged(answers, names, is_whole=bool(is_whole))
        scale, shift = fit(found.scores, found.right) if found.right.any() else (1.0, 0.0)
        likely = likelihoods(found.scores, scale, shift)
        table["scales"][level] = [round(scale, 4), round(shift, 4)]
        for name in default_ontology().predicates:
            of_it = found.predicates == name
            least = _OVER_DOCUMENT if is_whole else _least(name)
            thresholds.setdefault(name, []).append(max(least, _threshold(likely[of_it], found.right[of_it])))
        report[level] = _report(likely, found)
    table["thresholds"] = thresholds
    return table, report


def standing(network: Network, marked: Sequence[Sample]) -> float | None:
    """The share of marked relations whose status the network tells, from samples that it has not seen."""
    right = []
    for sample, _, stands in predict(network, marked):
        known = sample.statuses != UNKNOWN
        right += (stands.numpy().argmax(axis=1)[known] == sample.statuses[known]).tolist()
    return round(float(np.mean(right)), 3) if right else None


def _least(predicate: str) -> float:
    """The least threshold between mentions; what is over 1 is never taken."""
    return _MISLEADING.get(predicate, _LOWEST if predicate in knowledgenet.PREDICATES else _RARE)


Answer = tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.bool_]]


def _answers(network: Network, held: Sequence[Sample]) -> Iterator[Answer]:
    """Scores and labels of each window's pairs, and which pairs are of entities."""
    for sample, scores, _ in predict(network, held):
        if sample.pairs:
            yield scores.numpy(), sample.labels, np.array([pair.sentence is None for pair in sample.pairs])


def _judged(answers: Sequence[Answer], names: Sequence[str], *, is_whole: bool) -> _Judged:
    predicates = np.array([predicate_of(name)[0] for name in names])
    scores, right, stated = [], [], []
    for rows, labels, whole in answers:
        counted = (labels != UNKNOWN) & (whole == is_whole)[:, None]
        scores.append(rows[counted])
        right.append(labels[counted] == POSITIVE)
        stated.append(np.broadcast_to(predicates, labels.shape)[counted])
    if not scores:
        return _Judged(np.zeros(0), np.zeros(0, dtype=bool), np.zeros(0, dtype=str))
    every = np.concatenate(scores).astype(np.float64)
    kept = every > _LEAST
    return _Judged(every[kept], np.concatenate(right)[kept], np.concatenate(stated)[kept])


def _threshold(likely: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The lowest likelihood from which on enough of a predicate's findings are right, or a little under it at .5."""
    if (likely >= 0.5).sum() < _FEW:
        return _CAREFUL if right.sum() < _FEW / 3 else _LOWEST
    for step in range(50, 96, 5):
        taken = likely >= step / 100
        if not taken.any() or right[taken].mean() >= _PRECISION:
            return step / 100 if step > 50 else _LOWEST
    return 0.95


def _report(likely: NDArray[np.float64], found: _Judged) -> Mapping[str, Any]:
    taken = likely >= 0.5
    bins = reliability(likely, found.right)
    return {
        "precision": round(float(found.right[taken].mean()), 3) if taken.any() else None,
        "recall": round(float(taken[found.right].mean()), 3) if found.right.any() else None,
        "calibration_error": round(calibration_error(bins), 4),
        "reliability": [(item.count, round(item.likelihood, 3), round(item.right, 3)) for item in bins],
    }
