"""Train the ranker of pronouns on GAP and GUM, and measure it by cross-validation.

Each text goes the way that it goes in extraction: the same pipeline, names and chains, so that the ranker learns on the
names that it will see. A chain counts as the annotated entity that most of its names overlap.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg import analysis, mentions
from kg.coreference import weights
from kg.coreference.discourse import World, chains, world
from kg.coreference.pronouns import Case, cases
from kg.coreference.ranker import Judge, Layer, Ranker
from kg.coreference.ranker import load as load_ranker
from kg.coreference.reading import load as load_reader
from kg.coreference.reading import passage
from kg.coreference.scene import columns
from kg.documents import from_text
from kg.encoder import Encoder
from kg.errors import DataError
from kg.model import Document, Entity, Mention, Span
from kg.train import gap, genders, gum, pronouns
from kg.train.pronouns import Answers
from kg.train.ranking import Example, fit

__all__ = [
    "Lesson",
    "build",
    "crossvalidate",
    "features_only",
    "lessons_of_answers",
    "lessons_of_gap",
    "lessons_of_gum",
    "save",
    "train",
    "with_reader",
]


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


def lessons_of_gap(nlp: Language, path: str | Path, encoder: Encoder | None = None) -> Iterator[tuple[gap.Row, Lesson]]:
    """One lesson a row; the encoder is for the names, as `kg.mentions.find` takes it.

    GAP tells of one pronoun of a text, the table of `kg.train.pronouns` of the others.
    """
    rows, told = list(gap.read(path)), pronouns.table()
    for row, doc in zip(rows, _docs(nlp, [row.text for row in rows]), strict=True):
        found = mentions.find(doc, encoder)
        scene = world(columns(doc), found)
        all_of_them = _named_at(scene, [(0, len(row.text))])
        meant = _told(scene, told.get(f"gap-{row.id}", {}))
        not_meant = {start: all_of_them - names for start, names in meant.items()}
        asked = row.pronoun[0]
        meant[asked], other = (
            _named_at(scene, [span for says, span in zip(row.meant, row.names, strict=True) if says == wanted])
            for wanted in (True, False)
        )
        not_meant[asked] = other - meant[asked]
        yield row, Lesson(doc, tuple(found), scene, meant, not_meant, complete=False)


def lessons_of_gum(nlp: Language, folder: str | Path, encoder: Encoder | None = None) -> Iterator[Lesson]:
    """One lesson a text; the encoder is for the names, as `kg.mentions.find` takes it."""
    texts = list(gum.read(folder))
    for text, doc in zip(texts, _docs(nlp, [text.text for text in texts]), strict=True):
        found = mentions.find(doc, encoder)
        scene = world(columns(doc), found)
        gold = _gold(text, scene.named)
        meant = {
            word.span[0]: frozenset(entity for entity, number in gold.items() if number == word.entity)
            for word in text.mentions
            if word.tag == "PRON" and word.span == word.head
        }
        yield Lesson(doc, tuple(found), scene, meant, {}, complete=True)


def lessons_of_answers(
    nlp: Language, told: Iterable[tuple[Document, Answers]], encoder: Encoder | None = None
) -> Iterator[Lesson]:
    """One lesson a text of `kg.train.pronouns.read`; the encoder is for the names, as `kg.mentions.find` takes it."""
    told = list(told)
    for (_, answers), doc in zip(told, _docs(nlp, [document.text for document, _ in told]), strict=True):
        found = mentions.find(doc, encoder)
        scene = world(columns(doc), found)
        yield Lesson(doc, tuple(found), scene, _told(scene, answers), {}, complete=True)


def _docs(nlp: Language, texts: Sequence[str]) -> Iterator[Doc]:
    for document, doc in analysis.analyse(nlp, map(from_text, texts)):
        if not isinstance(doc, Doc):
            raise DataError(f"{document.text[:60]!r}: the analysis failed: {doc}")
        yield doc


def _named_at(scene: World, spans: Sequence[Span]) -> frozenset[str]:
    """The entities whose names lie on some spans."""
    return frozenset(
        mention.entity
        for mention in scene.named
        if mention.entity is not None and any(_overlap(mention.span, span) for span in spans)
    )


def _told(scene: World, answers: Answers) -> dict[int, frozenset[str]]:
    """What told pronouns mean: the entities whose names lie on the spans."""
    return {start: _named_at(scene, [] if span is None else [span]) for start, span in answers.items()}


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


_PARTS = 4
_TYPES = frozenset({"person", "organization", "place"})


def _likeness(one: Span, other: Span) -> float:
    """Jaccard index of two spans; negative where they are apart."""
    return (min(one[1], other[1]) - max(one[0], other[0])) / (max(one[1], other[1]) - min(one[0], other[0]))


def train(lessons: Iterable[Lesson]) -> Ranker:
    """Train a ranker."""
    return fit(examples(list(lessons)))


def examples(lessons: Sequence[Lesson]) -> list[Example]:
    """The examples of all lessons.

    What an example says of the pronouns before its own comes from a ranker that was not trained on its lesson, so that
    those answers are no better than they will be on a new text; that ranker took each pronoun to mean the nearest name.
    """
    rankers = _apart([list(_examples([lesson], _nearest)) for lesson in lessons])
    return [example for n, lesson in enumerate(lessons) for example in _examples([lesson], _by(rankers[n % _PARTS]))]


def _apart(examples: Sequence[Sequence[Example]]) -> list[Ranker]:
    """For each of `_PARTS` parts of the lessons a ranker that learned from the others."""
    return [
        fit([example for n, kept in enumerate(examples) if n % _PARTS != part for example in kept], seeds=2)
        for part in range(_PARTS)
    ]


def _nearest(case: Case) -> int | None:
    return next((number for number, candidate in enumerate(case.candidates) if candidate.before), None)


def _by(ranker: Ranker) -> Callable[[Case], int | None]:
    def choose(case: Case) -> int | None:
        *likelihoods, _ = ranker.likelihoods(case.rows)
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
                read = passage(c, case.pronoun, case.candidates)
                other = None if read is None else genders.exchanged(c, read)
                yield Example(rows, np.array(_right(case, lesson, start)), read, other)


def _right(case: Case, lesson: Lesson, start: int) -> list[bool]:
    names = [lesson.world.entities[candidate.figure.number].id for candidate in case.candidates]
    meant = [name in lesson.meant[start] for name in names]
    if any(meant):
        return [*meant, False]
    if lesson.complete:
        return [*meant, True]
    return [*(name not in lesson.not_meant[start] for name in names), True]


Trainer = Callable[[Sequence[Lesson]], Judge]


def features_only(lessons: Sequence[Lesson]) -> Judge:
    """A judge who does not read: half a minute."""
    return Judge(train(lessons))


def with_reader(model: str | Path) -> Trainer:
    """Training of a judge who reads, on the published all-MiniLM-L6-v2 in a folder: some twelve minutes of one core."""

    def trainer(lessons: Sequence[Lesson]) -> Judge:
        with TemporaryDirectory() as folder:
            build(lessons, model, folder)
            return Judge(load_ranker(Path(folder) / "coreference.npz"), load_reader(folder))

    return trainer


def crossvalidate(
    rows: Sequence[tuple[gap.Row, Lesson]],
    others: Sequence[Lesson],
    trainer: Trainer = features_only,
    *,
    folds: int = 5,
    only: Iterable[int] | None = None,
) -> Iterator[tuple[gap.Row, list[Mention], list[Entity]]]:
    """Chains of each row by a judge who was trained on the other folds' rows and on ``others``, fold by fold.

    Rows go to the folds in turn; ``only`` some folds are judged, where it says so.
    """
    for fold in range(folds) if only is None else only:
        judge = trainer([*(lesson for number, (_, lesson) in enumerate(rows) if number % folds != fold), *others])
        for row, lesson in rows[fold::folds]:
            yield row, *chains(lesson.doc, lesson.found, judge=judge)


def save(ranker: Ranker, file: str | Path | BinaryIO) -> None:
    """Write the weights; the same ones give the same bytes."""
    parts = [part.name for part in fields(Layer)]
    weights.write(file, {part: np.stack([getattr(layer, part) for layer in ranker.layers]) for part in parts})


def build(lessons: Sequence[Lesson], model: str | Path, folder: str | Path) -> None:
    """Train all that `kg/data/models` holds for coreference, on the encoder that is there, and write it to a folder.

    Args:
        lessons: of `lessons_of_gap` and `lessons_of_gum`.
        model: the folder of the published all-MiniLM-L6-v2, whose upper layers the reader's begin as.
        folder: gets coreference.npz, reader.onnx and reader.npz.
    """
    from kg.train import reading

    target = Path(folder)
    learnt = examples(lessons)
    save(fit(learnt), target / "coreference.npz")
    network = reading.train(learnt, model)
    reading.export(network, target)
