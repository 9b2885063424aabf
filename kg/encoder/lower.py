"""The lower layers of the encoder: what they make of a document's windows is computed once, for all who read on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
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

__all__ = ["MODELS", "WIDTH", "Lower", "load_lower", "load_tokenizer", "model_file"]

Floats = NDArray[np.float32]

WIDTH = 384
"""Numbers in a vector."""

MODELS = Path(str(files("kg").joinpath("data/models")))
"""The folder of the weights that `kg` ships."""

_KEPT = "kg.encoder.lower"


@dataclass(frozen=True, slots=True, eq=False)
class Lower:
    """The tokenizer, and the lower layers as a session of onnxruntime."""

    tokenizer: Tokenizer
    layers: InferenceSession

    def windows(self, doc: Doc) -> list[tuple[Window, Floats]]:
        """The windows of a parsed document, each with a vector for each piece; kept with the document."""
        reader, kept = doc.user_data.get(_KEPT, (None, []))
        if reader is not self:
            sentences = [(sentence.start_char, sentence.end_char) for sentence in doc.sents]
            kept = [(window, self._vectors(window)) for window in windows(doc.text, sentences, self.tokenizer)]
            doc.user_data[_KEPT] = self, kept
        return kept  # type: ignore[no-any-return]

    def _vectors(self, window: Window) -> Floats:
        (vectors,) = self.layers.run(None, {"ids": np.array([window.ids], dtype=np.int64)})
        return np.asarray(vectors[0], dtype=np.float32)


@cache
def load_lower(folder: Path) -> Lower:
    """The lower layers of a folder: ``tokenizer.json`` and ``encoder.onnx``.

    Raises:
        DataError: a file is missing, or isn't what it should be.
    """
    return Lower(load_tokenizer(folder), session(model_file(folder, "encoder.onnx")))


@cache
def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a folder, ``tokenizer.json``, which neither cuts nor fills up.

    Raises:
        DataError: the file is missing, or isn't what it should be.
    """
    from tokenizers import Tokenizer

    path = model_file(folder, "tokenizer.json")
    try:
        tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except Exception as error:
        raise DataError(f"{path}: not a tokenizer: {error}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def model_file(folder: Path, name: str) -> Path:
    """The path of a file in a folder of weights.

    Raises:
        DataError: it is missing.
    """
    path = folder / name
    if not path.is_file():
        raise DataError(f"{path}: missing; it is one of the files of a model that `kg train relations` writes")
    return path
