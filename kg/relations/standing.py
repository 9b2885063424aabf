"""How a text puts a relation, as the encoder reads it: asserted, reported, uncertain or denied."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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

    encoder: Encoder
    weights: Mapping[str, Floats] = field(repr=False)

    def __call__(self, doc: Doc, relations: Sequence[RelationMention]) -> list[RelationMention]:
        """The relations with how they stand; those as they were of which no window holds both mentions."""
        found = list(relations)
        spans = [end.span for relation in found for end in (relation.subject, relation.object)]
        for page in self.encoder.pages(doc):
            spots = dict(zip(*places(page.window, spans), strict=True))
            here = [
                n
                for n, relation in enumerate(found)
                if relation.standing is None and 2 * n in spots and 2 * n + 1 in spots
            ]
            if here:
                ends = [end for n in here for end in (found[n].subject, found[n].object)]
                pairs = [_pair(found[n], 2 * row) for row, n in enumerate(here)]
                types = [TYPES.index(end.type) for end in ends]
                rows = inputs_of(page, pairs, types, [spots[2 * n + end] for n in here for end in (0, 1)])
                for n, likely in zip(here, self._likelihoods(rows).tolist(), strict=True):
                    found[n] = replace(found[n], standing=tuple(likely))
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


def load(folder: str | Path, encoder: Encoder) -> Standing | None:
    """What a folder's weights tell, on its encoder; None if it has none of them.

    Raises:
        DataError: the file isn't what it should be.
    """
    path = Path(folder) / FILE
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return Standing(encoder, {name: arrays[name].astype(np.float32) for name in sorted(arrays.files)})
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: not the weights that tell how relations stand: {error}") from error
