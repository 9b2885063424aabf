"""How a text puts a relation, as the encoder reads it: asserted, reported, uncertain or denied."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.encoder import Encoder, Page
from kg.encoder.windows import places
from kg.errors import DataError
from kg.model import RelationMention, Span, Status
from kg.relations.pairs import TYPES, Pair, is_before
from kg.relations.pooling import ends_of, pool

__all__ = ["FILE", "STATUSES", "Standing", "inputs_of", "load", "sentence_of"]

Floats = NDArray[np.float32]

STATUSES: tuple[Status, ...] = ("asserted", "reported", "uncertain", "denied")
"""What a text can make of a relation, in the order of the network's answers."""

FILE = "standing.npz"


def sentence_of(sentences: Sequence[int], places: Sequence[Span], pair: Pair) -> Span:
    """The first and the last piece of the sentences that a pair's mentions are in.

    Args:
        sentences: the number of the sentence of each piece; the first and the last piece are marks.
        places: of the mentions, first and last piece.
        pair: the pair.
    """
    ends = [places[number] for number in (*pair.first, *pair.second)]
    low, high = sentences[min(first for first, _ in ends)], sentences[max(last for _, last in ends)]
    return bisect_left(sentences, low, 1, len(sentences) - 1), bisect_right(sentences, high, 1, len(sentences) - 1) - 1


def inputs_of(page: Page, pairs: Sequence[Pair], types: Sequence[int], spots: Sequence[Span]) -> Floats:
    """What the network is told of each pair: both ends, where both look, the words between, and the sentence."""
    pooled = pool(page, ends := ends_of(pairs, types, [0] * len(types), spots))
    said = [sentence_of(page.window.sentences, spots, pair) for pair in pairs]
    sentence = np.stack([page.vectors[first : last + 1].mean(axis=0) for first, last in said])
    parts = [pooled.sets[ends.first], pooled.sets[ends.second], pooled.context, pooled.between, sentence]
    return np.concatenate(parts, axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Standing:
    """Tells how relations stand in a text; its weights learn together with the classifier's."""

    weights: Mapping[str, Floats] = field(repr=False)

    def __call__(self, encoder: Encoder, doc: Doc, relations: Sequence[RelationMention]) -> list[Floats | None]:
        """For each relation how likely (0 to 1) each of `STATUSES` is; nothing where no window holds both mentions."""
        found: list[Floats | None] = [None] * len(relations)
        for page in encoder.pages(doc):
            spans = [end.span for relation in relations for end in (relation.subject, relation.object)]
            numbers, spots = places(page.window, spans)
            at = dict(zip(numbers, spots, strict=True))
            here = [n for n, done in enumerate(found) if done is None and 2 * n in at and 2 * n + 1 in at]
            if not here:
                continue
            ends = [end for n in here for end in (relations[n].subject, relations[n].object)]
            pairs = [_pair(relations[n], 2 * row) for row, n in enumerate(here)]
            types = [TYPES.index(end.type) for end in ends]
            rows = inputs_of(page, pairs, types, [at[2 * n + end] for n in here for end in (0, 1)])
            for n, likely in zip(here, self._likelihoods(rows), strict=True):
                found[n] = likely
        return found

    def _likelihoods(self, rows: Floats) -> Floats:
        weights = self.weights
        hidden = np.tanh(rows @ weights["hidden.weight"].T + weights["hidden.bias"])
        scores = hidden @ weights["out.weight"].T + weights["out.bias"]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: Floats = odds / odds.sum(axis=1, keepdims=True)
        return found


def _pair(relation: RelationMention, number: int) -> Pair:
    first, second = (number,), (number + 1,)
    return Pair(first, second) if is_before(relation.subject, relation.object) else Pair(second, first)


def load(folder: str | Path) -> Standing:
    """The weights of a folder.

    Raises:
        DataError: the file is missing, or isn't what it should be.
    """
    path = Path(folder) / FILE
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return Standing({name: arrays[name].astype(np.float32) for name in sorted(arrays.files)})
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not the weights that tell how relations stand: {error}") from error
