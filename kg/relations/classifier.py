"""Relations by a trained classifier: all pairs of the mentions that a window of the text holds, at once.

It computes what `kg.train.relations.Network.relate` does, from what `kg.encoder` reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.encoder import Encoder, Page
from kg.encoder import load as load_encoder
from kg.encoder.windows import places
from kg.errors import DataError
from kg.model import Mention, RelationMention
from kg.ontology import Ontology, default_ontology
from kg.relations.kinds import fits
from kg.relations.pairs import KINDS, TYPES, Pair, entity_pairs, fitting, mention_pairs, predicate_of
from kg.relations.pooling import Ends, ends_of, pool
from kg.relations.standing import Standing
from kg.relations.standing import load as load_standing
from kg.relations.wording import Reading, worded

__all__ = ["Classifier", "Head", "load"]

Floats = NDArray[np.float32]

_NEVER = (2.0, 2.0)
_WORTH = -2.0  # log-odds under which a reading is not looked at
# The likelihood from which on another mention of an end that is read so in the sentence is one too: half of the F1
# that is reached (.80 on what is held back), under which a finding costs more than it brings (Lipton et al. 2014).
_BACKED = 0.4


@dataclass(frozen=True, slots=True)
class Head:
    """What scores the pairs of a window: weights by name, the classes, and what makes a score a likelihood.

    ``scales`` are factor and summand of a score's log-odds, ``thresholds`` the likelihood (0 to 1) from which on a
    predicate is taken: first for two mentions of one sentence, then for two entities.
    """

    weights: Mapping[str, Floats] = field(repr=False)
    names: tuple[str, ...]
    scales: tuple[tuple[float, float], tuple[float, float]]
    thresholds: Mapping[str, tuple[float, float]]
    version: str

    def scores(self, page: Page, ends: Ends, fits: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """The scores of pairs (row) in classes (column) above their thresholds; how much each looks at each piece.

        Args:
            page: what was read.
            ends: the pairs.
            fits: of `kg.relations.pairs.fitting`; what does not fit scores nothing.
        """
        pooled = pool(page, ends)
        distance = self.weights["distance.weight"][ends.distance]
        shared = [pooled.context, pooled.between, distance]
        one, other = (
            np.tanh(self._linear(name, np.concatenate([pooled.sets[end], *shared, *self._told(ends, end)], axis=1)))
            for name, end in (("first", ends.first), ("second", ends.second))
        )
        types = np.stack([ends.types[ends.first], ends.types[ends.second]], axis=1)
        found = np.full((len(one), len(self.names)), -np.inf, dtype=np.float32)
        for first, second in np.unique(types, axis=0):
            rows = np.flatnonzero((types == (first, second)).all(axis=1))
            columns = np.flatnonzero(fits[first, second])
            found[np.ix_(rows, columns)] = self._classes(one[rows], other[rows], columns)
        return found, pooled.looks

    def _told(self, ends: Ends, end: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """What is known of one end of each pair: its type and kind."""
        return self.weights["of_type.weight"][ends.types[end]], self.weights["of_kind.weight"][ends.kinds[end]]

    def _classes(self, one: Floats, other: Floats, columns: NDArray[np.int64]) -> Floats:
        """Products of the two ends in blocks, and the ends themselves, to some classes above their threshold."""
        weights, bias = self.weights["classes.weight"], self.weights["classes.bias"]
        count, width = one.shape
        block = weights.shape[1] // width - 2
        outer = one.reshape(count, -1, block, 1) * other.reshape(count, -1, 1, block)
        rows = np.concatenate([outer.reshape(count, -1), one, other], axis=1)
        asked = np.append(columns, len(bias) - 1)
        found = rows @ weights[asked].T + bias[asked]
        above: Floats = found[:, :-1] - found[:, -1:]
        return above

    def _linear(self, name: str, rows: Floats) -> Floats:
        found: Floats = rows @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return found


@dataclass(frozen=True)
class Classifier:
    """A trained classifier; call it with a Doc and its mentions.

    ``over_document`` asks of entities whose mentions are in different sentences, too: it takes twice the time, and on
    news it finds next to nothing that is sure enough.
    """

    encoder: Encoder
    head: Head
    ontology: Ontology = field(default_factory=default_ontology)
    folder: Path | None = None
    over_document: bool = False
    standing: Standing | None = None

    def __reduce__(self) -> tuple[Callable[[Path], Classifier], tuple[Path]]:
        """Go to another process by the folder alone: the networks are loaded anew there."""
        if self.folder is None:
            raise TypeError("a classifier that was not loaded from a folder can't go to another process")
        return _reloaded, (self.folder,)

    @cached_property
    def _fits(self) -> NDArray[np.bool_]:
        return fitting(self.head.names, self.ontology)

    def __call__(self, doc: Doc, mentions: Sequence[Mention]) -> list[RelationMention]:
        """All relations that are likely enough, in text order."""
        found = [reading for page in self.encoder.pages(doc) for reading in self._readings(page, mentions)]
        relations = worded(doc, mentions, _chosen(found, mentions), f"classifier:{self.head.version}")
        return relations if self.standing is None else self.standing(doc, relations)

    def _readings(self, page: Page, mentions: Sequence[Mention]) -> Iterator[tuple[Reading, bool]]:
        """What is read, and whether it is likely enough by itself."""
        numbers, spots = places(page.window, [mention.span for mention in mentions])
        here = [mentions[number] for number in numbers]
        types = [TYPES.index(mention.type) for mention in here]
        sentences = [page.window.sentences[first] for first, _ in spots]
        pairs = [
            pair
            for pair in _pairs(here, sentences, page.window.fresh, whole=self.over_document)
            if self._fits[types[pair.first[0]], types[pair.second[0]]].any()
        ]
        if not pairs:
            return
        ends = ends_of(pairs, types, [KINDS.index(mention.kind) for mention in here], spots)
        scores, looks = self.head.scores(page, ends, self._fits)
        scales = np.array([self.head.scales[pair.sentence is None] for pair in pairs])
        odds = scores * scales[:, :1] + scales[:, 1:]
        for row, column in np.argwhere(odds > _WORTH).tolist():
            pair = pairs[row]
            is_whole = pair.sentence is None
            predicate, is_backward = predicate_of(self.head.names[column])
            if predicate == "worksFor" and fits(here[pair.second[0]], "Party"):
                predicate = "memberOfParty"  # data sets call members and employees alike
            likelihood = float(1 / (1 + np.exp(-odds[row, column])))
            threshold = self.head.thresholds.get(predicate, _NEVER)[is_whole]
            if likelihood >= threshold or (likelihood >= _BACKED and not is_whole and threshold <= 1):
                first, second = (tuple(numbers[n] for n in end) for end in (pair.first, pair.second))
                subject, object_ = (second, first) if is_backward else (first, second)
                sentence = _looked_at(page, looks[row]) if pair.sentence is None else pair.sentence
                taken = likelihood >= threshold
                yield Reading(subject, predicate, object_, likelihood, sentence, is_whole), taken


def _pairs(mentions: Sequence[Mention], sentences: Sequence[int], fresh: int, *, whole: bool) -> Iterator[Pair]:
    """The pairs of a window; two entities with one mention each, in one sentence, are a pair of mentions alone."""
    single = set()
    for pair in mention_pairs(mentions, sentences):
        single.add((pair.first, pair.second))
        if pair.sentence is not None and pair.sentence >= fresh:
            yield pair
    if whole:
        yield from (pair for pair in entity_pairs(mentions) if (pair.first, pair.second) not in single)


def _looked_at(page: Page, looks: Floats) -> int:
    """The sentence that a pair looks at most."""
    sentences = np.array(page.window.sentences[1:-1])
    sums = np.bincount(sentences - sentences[0], weights=looks[1:-1])
    return int(sums.argmax()) + int(sentences[0])


def _chosen(readings: Iterable[tuple[Reading, bool]], mentions: Sequence[Mention]) -> list[Reading]:
    """The readings that are likely by themselves, and those of the same ends and sentence that they back.

    Those of entities only where no two mentions of theirs are read so.
    """
    readings = list(readings)
    single = {
        (_said(reading, mentions), reading.sentence) for reading, taken in readings if taken and not reading.is_whole
    }
    said = {ends for ends, _ in single}
    whole: dict[tuple[str, str, str], Reading] = {}
    found = []
    for reading, _ in readings:
        ends = _said(reading, mentions)
        if not reading.is_whole:
            if (ends, reading.sentence) in single:
                found.append(reading)
        elif ends not in said and (ends not in whole or reading.likelihood > whole[ends].likelihood):
            whole[ends] = reading
    return [*found, *whole.values()]


def _said(reading: Reading, mentions: Sequence[Mention]) -> tuple[str, str, str]:
    return _end(mentions[reading.subject[0]]), reading.predicate, _end(mentions[reading.object[0]])


def _end(mention: Mention) -> str:
    return mention.entity or mention.id


@cache
def _reloaded(folder: Path) -> Classifier:
    """The classifier of a folder, once in a process that gets it with each of its tasks."""
    return load(folder)


def load(folder: str | Path) -> Classifier:
    """The classifier of a folder: the files of `kg.encoder`, relations.npz, relations.json and standing.npz.

    Raises:
        DataError: a file is missing, or isn't what it should be.
    """
    encoder = load_encoder(folder)
    path = Path(folder) / "relations.json"
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        with np.load(Path(folder) / "relations.npz", allow_pickle=False) as arrays:
            weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
        weights["classes.weight"] *= weights.pop("classes.scale", np.float32(1))
        head = _head(weights, table)
    except (OSError, KeyError, ValueError) as error:
        raise DataError(f"{path} and relations.npz beside it: not a relation classifier: {error}") from error
    return Classifier(encoder, head, folder=Path(folder), standing=load_standing(folder, encoder))


def _head(weights: Mapping[str, Floats], table: Mapping[str, Any]) -> Head:
    names = tuple(table["classes"])
    if weights["classes.bias"].shape != (len(names) + 1,):
        raise ValueError(f"{len(names)} classes, but weights for {len(weights['classes.bias']) - 1}")
    mention, entity = (tuple(map(float, table["scales"][level])) for level in ("mention", "entity"))
    thresholds = {name: (float(pair[0]), float(pair[1])) for name, pair in table["thresholds"].items()}
    return Head(weights, names, (mention, entity), thresholds, str(table["version"]))  # type: ignore[arg-type]
