"""The reader: how likely each candidate is by the words of the passage.

The lower layers of `kg.encoder`, adapted to pronouns, read the passage; pronoun and candidates are marked in what they
make of it, two layers of its own read on, and a small network compares the pronoun with each name. It is slower than
the ranker's features and knows what they can't: what the words mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg import encoder
from kg.coreference import weights
from kg.coreference.scene import Columns
from kg.coreference.setting import Candidate, Pronoun
from kg.encoder import BEGIN, END, Pieces
from kg.errors import DataError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["ABSENT", "CANDIDATE", "PRONOUN", "Passage", "Reader", "checksum", "default_reader", "load", "passage"]

Floats = NDArray[np.float32]

ABSENT, PRONOUN, CANDIDATE = range(3)
"""The marks of pieces."""

_BACK = 2  # sentences before the pronoun's that belong to its passage
_NAMES = 4  # names of a candidate before the pronoun that are compared with it
_PRONOUNS = 2  # and pronouns before it that were taken to mean the candidate


@dataclass(frozen=True, slots=True)
class Passage:
    """What the reader reads of a case: the pieces, the pronoun's first, and first and last piece of each name.

    ``owners`` are the indexes of the candidates whose names, or pronouns before, ``names`` are.
    """

    pieces: Pieces
    pronoun: tuple[int, int]
    names: list[tuple[int, int]]
    owners: list[int]

    @property
    def places(self) -> list[int]:
        """What is compared, among ``ids``: the pronoun's first piece, then first and last of each name."""
        return [1 + self.pronoun[0], *(1 + piece for name in self.names for piece in name)]

    @property
    def ids(self) -> list[int]:
        """The pieces in the vocabulary, between the marks of begin and end."""
        return [BEGIN, *self.pieces.ids, END]

    @property
    def marks(self) -> list[int]:
        """The mark of each of ``ids``."""
        found = [ABSENT] * len(self.pieces)
        for first, last in self.names:
            found[first : last + 1] = [CANDIDATE] * (last + 1 - first)
        first, last = self.pronoun
        found[first : last + 1] = [PRONOUN] * (last + 1 - first)
        return [ABSENT, *found, ABSENT]


def passage(c: Columns, pronoun: Pronoun, candidates: Sequence[Candidate]) -> Passage | None:
    """The sentences before a pronoun and its own, in pieces; None if no piece is the pronoun's."""
    token = pronoun.token
    pieces = encoder.pieces(c.doc).between(*_window(c, pronoun), around=c.starts[token])
    place = pieces.of(c.starts[token], c.ends[token])
    if place is None:
        return None
    names, owners = [], []
    for owner, candidate in enumerate(candidates):
        names_before = [place for place in candidate.before if place.is_name][:_NAMES]
        pronouns = [place for place in candidate.before if not place.is_name][:_PRONOUNS]
        names_after = [place for place in candidate.after if place.is_name][:1]
        for name in (*names_before, *pronouns, *names_after):
            if (found := pieces.of(c.starts[name.start], c.ends[name.end - 1])) is not None:
                names.append(found)
                owners.append(owner)
    return Passage(pieces, place, names, owners)


def _window(c: Columns, pronoun: Pronoun) -> tuple[int, int]:
    """The first and the end character of a pronoun's passage."""
    first = last = pronoun.token
    while first > 0 and c.sentences[first - 1] >= pronoun.sentence - _BACK:
        first -= 1
    while last + 1 < len(c.sentences) and c.sentences[last + 1] == pronoun.sentence:
        last += 1
    return c.starts[first], c.ends[last]


@dataclass(frozen=True, slots=True)
class Reader:
    """The layers, as a session of onnxruntime, and the weights that compare, by name."""

    layers: InferenceSession
    weights: dict[str, Floats] = field(repr=False)

    def scores(self, passage: Passage, rows: Sequence[Sequence[float]]) -> Floats:
        """A score for each candidate and for "none" (the last): the higher, the likelier.

        Args:
            passage: what to read.
            rows: the features of the case, which weigh in.
        """
        inputs = {"ids": [passage.ids], "marks": [passage.marks], "places": passage.places}
        (read,) = self.layers.run(None, {name: np.array(values, dtype=np.int64) for name, values in inputs.items()})
        scores = self._by_features(np.asarray(rows, dtype=np.float32))
        scores += self._by_words(np.asarray(read, dtype=np.float32), passage, len(rows))
        return scores

    def _by_features(self, rows: Floats) -> Floats:
        hidden = np.maximum(self._linear("f1", rows), 0)
        found: Floats = (self._linear("f2", hidden) + self._linear("fl", rows))[:, 0]
        return found

    def _by_words(self, read: Floats, passage: Passage, count: int) -> Floats:
        scores = np.full(count, self.weights["miss"][0], dtype=np.float32)
        pronoun = read[0]
        scores[-1] = self._linear("n", pronoun)[0]
        if passage.names:
            of_pronoun = self._linear("p", pronoun)
            of_names = self._linear("c", np.concatenate([read[1::2], read[2::2]], axis=1))
            compared = np.maximum(of_pronoun + of_names + self._linear("pc", of_pronoun * of_names), 0)
            values = self._linear("o", compared)[:, 0]
            owners = np.array(passage.owners)
            for owner in sorted(set(passage.owners)):
                scores[owner] = np.logaddexp.reduce(values[owners == owner])
        return scores

    def _linear(self, name: str, rows: Floats) -> Floats:
        found: Floats = rows @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return found


def checksum(path: str | Path) -> int:
    """The CRC-32 of a file."""
    return crc32(Path(path).read_bytes())


def load(folder: str | Path) -> Reader:
    """Read ``reader.onnx``, which takes matrices out of ``encoder.onnx`` beside it, and ``reader.npz`` of a folder.

    Raises:
        DataError: the weights are for other features than this version's, or for another ``encoder.onnx``.
    """
    path, lower = Path(folder) / "reader.npz", Path(folder) / "encoder.onnx"
    told = weights.read(path)
    layers = encoder.session(Path(folder) / "reader.onnx")
    if told.pop("encoder") != checksum(lower):
        raise DataError(f"{path}: weights for another {lower.name} than the one beside it; train them again")
    return Reader(layers, told)


@cache
def default_reader() -> Reader:
    """The reader that `kg` ships."""
    return load(encoder.MODELS)
