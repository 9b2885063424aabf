"""A whole text read once: what mentions and relations are told by."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.encoder.sessions import session
from kg.encoder.windows import Window, windows
from kg.errors import DataError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from spacy.tokens import Doc
    from tokenizers import Tokenizer

__all__ = ["TAGS", "Encoder", "Page", "load"]

Floats = NDArray[np.float32]

_KEPT = "kg.encoder"

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
    """The layers as sessions of onnxruntime: the lower ones, which others share, and the upper ones."""

    tokenizer: Tokenizer
    lower: InferenceSession
    upper: InferenceSession

    def pages(self, doc: Doc) -> list[Page]:
        """Read a document window by window; what was read stays with the document, for whoever asks next."""
        reader, kept = doc.user_data.get(_KEPT, (None, ()))
        if reader is not self:
            sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
            kept = [self._page(window) for window in windows(doc.text, sentences, self.tokenizer)]
            doc.user_data[_KEPT] = self, kept
        return list(kept)

    def _page(self, window: Window) -> Page:
        (below,) = self.lower.run(None, {"ids": np.array([window.ids], dtype=np.int64)})
        vectors, attention, tags = self.upper.run(None, {"below": below})
        odds = np.exp(tags[0] - tags[0].max(axis=1, keepdims=True))
        return Page(window, vectors[0], attention[0], odds / odds.sum(axis=1, keepdims=True))


def load(folder: str | Path) -> Encoder:
    """The encoder of a folder: ``tokenizer.json``, ``encoder.onnx`` and ``reading.onnx``.

    Raises:
        DataError: a file is missing, or isn't what it should be.
    """
    from tokenizers import Tokenizer

    folder = Path(folder)
    text = _file(folder, "tokenizer.json").read_text(encoding="utf-8")
    try:
        tokenizer = Tokenizer.from_str(text)
    except Exception as error:
        raise DataError(f"{folder / 'tokenizer.json'}: not a tokenizer: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Encoder(tokenizer, session(_file(folder, "encoder.onnx")), session(_file(folder, "reading.onnx")))


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        raise DataError(f"{path}: missing; it is one of the files of a model that `kg train relations` writes")
    return path
