"""A whole text read once: what mentions and relations are told by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.encoder.lower import Lower, load_lower, model_file
from kg.encoder.sessions import session
from kg.encoder.windows import Window

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from spacy.tokens import Doc

__all__ = ["TAGS", "Encoder", "Page", "load"]

Floats = NDArray[np.float32]

_KEPT = "kg.encoder.reading"

TAGS = ("outside", *(f"{part}-{type_}" for type_ in ("Person", "Organization", "Place") for part in ("begin", "in")))
"""What a piece of a word is: of no name, or the begin of a name of some type, or in one."""


@dataclass(frozen=True, slots=True)
class Page:
    """A window as it was read: a vector for each piece, where each looks (head, from, to), and what name it is in.

    ``tags`` has a row for each piece: how likely (0 to 1) it is each of `kg.encoder.TAGS`.
    """

    window: Window
    vectors: Floats
    attention: Floats
    tags: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """The lower layers, which others share, and the upper ones as a session of onnxruntime."""

    lower: Lower
    upper: InferenceSession

    def pages(self, doc: Doc) -> list[Page]:
        """Read a document window by window; what was read stays with the document, for whoever asks next."""
        reader, kept = doc.user_data.get(_KEPT, (None, ()))
        if reader is not self:
            kept = [self._page(window, below) for window, below in self.lower.windows(doc)]
            doc.user_data[_KEPT] = self, kept
        return list(kept)

    def _page(self, window: Window, below: Floats) -> Page:
        vectors, attention, tags = self.upper.run(None, {"below": below[None]})
        odds = np.exp(tags[0] - tags[0].max(axis=1, keepdims=True))
        return Page(window, vectors[0], attention[0], odds / odds.sum(axis=1, keepdims=True))


def load(folder: str | Path) -> Encoder:
    """The encoder of a folder: ``tokenizer.json``, ``encoder.onnx`` and ``reading.onnx``.

    Raises:
        DataError: a file is missing, or isn't what it should be.
    """
    folder = Path(folder)
    return Encoder(load_lower(folder), session(model_file(folder, "reading.onnx")))
