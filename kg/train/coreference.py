"""Train the ranker of pronouns on GAP and GUM, and measure it by cross-validation.

Each text goes the way that it goes in extraction: the same pipeline, names and chains, so that the ranker learns on the
names that it will see. A chain counts as the annotated entity that most of its names overlap.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg import mentions
from kg.coreference.discourse import World, chains, world
from kg.coreference.features import FEATURES
from kg.coreference.pronouns import Case, cases
from kg.coreference.ranker import Ranker
from kg.coreference.scene import columns
from kg.model import Entity, Mention, Span
from kg.train import gap, gum
from kg.train.ranking import Example, fit

__all__ = ["Lesson", "crossvalidate", "lessons_of_gap", "lessons_of_gum", "save", "train"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with its names, and for each annotated pronoun (by its first character) what it means and does not.

    Sets of entity identifiers. ``complete`` where all of the text is annotated: what means none of them, means none.
    """

    doc: Doc
    found: tuple[Mention, ...]
    world: World
    meant: dict[int, frozenset[str]]
    not_meant: dict[int, frozenset[str]]
    complete: bool


def lessons_of_gap(nlp: Language, path: str | Path) -> Iterator[tuple[gap.Row, Lesson]]:
    """One lesson a row."""
    rows = list(gap.read(path))
    for row, doc in zip(rows, nlp.pipe(row.text for row in rows), strict=True):
        found = mentions.find(doc)
        scene = world(columns(doc), found)
        meant, not_meant = (
            frozenset(
                mention.entity
                for mention in scene.named
                if mention.entity is not None
                and any(
                    says == wanted and _overlap(mention.span, span)
                    for says, span in zip(row.meant, row.names, strict=True)
                )
            )
            for wanted in (True, False)
        )
        start = row.pronoun[0]
        yield row, Lesson(doc, tuple(found), scene, {start: meant}, {start: not_meant - meant}, complete=False)


def lessons_of_gum(nlp: Language, folder: str | Path) -> Iterator[Lesson]:
    """One lesson a text."""
    texts = list(gum.read(folder))
    for text, doc in zip(texts, nlp.pipe(text.text for text in texts), strict=True):
        found = mentions.find(doc)
        scene = world(columns(doc), found)
        gold = _gold(text, scene.named)
        meant = {
            word.span[0]: frozenset(entity for entity, number in gold.items() if number == word.entity)
            for word in text.mentions
            if word.tag == "PRON" and word.span == word.head
        }
        yield Lesson(doc, tuple(found), scene, meant, {}, complete=True)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _gold(text: gum.Text, named: Iterable[Mention]) -> dict[str, str]:
    """The annotated entity of each chain: the one that most of its names lie closest to."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    by_head = sorted((word for word in text.mentions if word.type in _TYPES), key=lambda word: word.head)
    for mention in named:
        near = [word for word in by_head if mention.start <= word.head[0] < mention.end]
        if mention.kind == "name" and mention.entity is not None and near:
            best = max(near, key=lambda word: _likeness(word.span, mention.span))
            counts[mention.entity][best.entity] += 1
    return {entity: count.most_common(1)[0][0] for entity, count in counts.items()}


_TYPES = frozenset({"person", "organization", "place"})


def _likeness(one: Span, other: Span) -> float:
    """Jaccard index of two spans; negative where they are apart."""
    return (min(one[1], other[1]) - max(one[0], other[0])) / (max(one[1], other[1]) - min(one[0], other[0]))


def train(lessons: Iterable[Lesson]) -> Ranker:
    """Train a ranker: first as if each pronoun before had meant the nearest name, then with the first's answers."""
    lessons = list(lessons)
    first = fit(list(_examples(lessons, _nearest)), seeds=2)
    return fit(list(_examples(lessons, _by(first))))


def _nearest(case: Case) -> int | None:
    return next((number for number, candidate in enumerate(case.candidates) if candidate.before), None)


def _by(ranker: Ranker) -> Callable[[Case], int | None]:
    def choose(case: Case) -> int | None:
        *likelihoods, _ = ranker.probabilities(case.rows)
        best = int(np.argmax(likelihoods))
        return best if likelihoods[best] >= 0.5 else None

    return choose


def _examples(lessons: Iterable[Lesson], choose: Callable[[Case], int | None]) -> Iterator[Example]:
    for lesson in lessons:
        c, scene = columns(lesson.doc), lesson.world
        for case in cases(c, scene.named, scene.entities, scene.guessed, choose):
            start = c.starts[case.pronoun.token]
            if start in lesson.meant:
                rows = np.asarray(case.rows, dtype=np.float32)
                yield Example(rows, np.array(_right(case, lesson, start)))


def _right(case: Case, lesson: Lesson, start: int) -> list[bool]:
    names = [lesson.world.entities[candidate.figure.number].id for candidate in case.candidates]
    meant = [name in lesson.meant[start] for name in names]
    if any(meant):
        return [*meant, False]
    if lesson.complete:
        return [*meant, True]
    return [*(name not in lesson.not_meant[start] for name in names), True]


def crossvalidate(
    rows: Sequence[tuple[gap.Row, Lesson]], others: Sequence[Lesson], *, folds: int = 5
) -> Iterator[tuple[gap.Row, list[Mention], list[Entity]]]:
    """Chains of each row, in order, by a ranker that was trained on the other folds' rows and on ``others``."""
    rankers = [
        train([*(lesson for number, (_, lesson) in enumerate(rows) if number % folds != fold), *others])
        for fold in range(folds)
    ]
    for number, (row, lesson) in enumerate(rows):
        found, entities = chains(lesson.doc, lesson.found, ranker=rankers[number % folds])
        yield row, found, entities


def save(ranker: Ranker, file: str | Path | BinaryIO) -> None:
    """Write the weights; the same ones give the same bytes."""
    names = ("hidden", "bias", "out", "linear")
    arrays = {name: np.stack([getattr(layer, name) for layer in ranker.layers]) for name in names}
    arrays["features"] = np.array(FEATURES)
    np.savez_compressed(file, allow_pickle=False, **arrays)
