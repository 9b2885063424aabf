"""A passage of a text to a vector for each piece of a word, with the pieces' places in the text.

It is the lower part of all-MiniLM-L6-v2 (Apache-2.0), as published but for its weights, which are rounded to 8 bits.
What stands on it (such as `kg.coreference.reading`) brings its own upper layers, so that one pass can serve several.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.encoder.sessions import session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["WIDTH", "Pieces", "pieces", "vectors"]

WIDTH = 384
"""Numbers in a vector."""

_LONGEST = 126  # pieces of a passage, without the marks of its beginning and end
_AFTER = 24  # pieces kept after the place that a passage is cut around

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A passage in pieces of words: their numbers, and their places in the text (-1 for marks that are not in it)."""

    ids: list[int]
    starts: list[int]
    ends: list[int]

    def of(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last piece of a span of the text; None if it lies outside of the passage."""
        found = [
            number
            for number, (first, last) in enumerate(zip(self.starts, self.ends, strict=True))
            if 0 <= first < end and last > start
        ]
        return (found[0], found[-1]) if found else None


@cache
def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    text = files("kg").joinpath("data/models/tokenizer.json").read_text(encoding="utf-8")
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@cache
def _lower() -> InferenceSession:
    with as_file(files("kg").joinpath("data/models/encoder.onnx")) as path:
        return session(path)


def pieces(text: str, start: int, end: int, around: int) -> Pieces:
    """The pieces of ``text[start:end]``; if they are too many, those about the character ``around``."""
    encoding = _tokenizer().encode(text[start:end])
    ids = encoding.ids
    places = [(first + start, last + start) if last > first else (-1, -1) for first, last in encoding.offsets]
    if len(ids) > _LONGEST + 2:
        middle = next((number for number, place in enumerate(places) if place[1] > around), 0)
        high = min(len(ids) - 1, max(middle + _AFTER, _LONGEST + 1))
        kept = [0, *range(max(1, high - _LONGEST), high), len(ids) - 1]
        ids, places = [ids[number] for number in kept], [places[number] for number in kept]
    return Pieces(list(ids), [first for first, _ in places], [last for _, last in places])


def vectors(passage: Pieces) -> Floats:
    """A row for each piece."""
    (output,) = _lower().run(None, {"ids": np.array([passage.ids], dtype=np.int64)})
    return np.asarray(output[0], dtype=np.float32)
