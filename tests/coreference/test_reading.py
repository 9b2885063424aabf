from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kg.coreference.features import FEATURES
from kg.coreference.reading import CANDIDATE, PRONOUN, Passage, Reader, load
from kg.encoder import BEGIN, END, MODELS, WIDTH, Pieces
from kg.errors import DataError


class Same:
    """Layers that make of a piece its number, and remember what they were given."""

    given: Any = None

    def run(self, _: None, inputs: dict[str, Any]) -> list[Any]:
        self.given = inputs
        vectors = np.zeros((len(inputs["places"]), WIDTH), np.float32)
        vectors[:, 0] = inputs["ids"][0][inputs["places"]]
        return [vectors]


def weights() -> dict[str, Any]:
    """Networks that add up: a name scores the first number of its first piece times the pronoun's."""
    sizes = {"p": (2, WIDTH), "c": (2, 2 * WIDTH), "pc": (2, 2), "o": (1, 2), "n": (1, WIDTH)}
    sizes |= {"f1": (2, len(FEATURES)), "f2": (1, 2), "fl": (1, len(FEATURES))}
    found = {f"{name}.weight": np.zeros(size, np.float32) for name, size in sizes.items()}
    found |= {f"{name}.bias": np.zeros(size[0], np.float32) for name, size in sizes.items()}
    found["p.weight"][0, 0] = found["c.weight"][0, 0] = found["pc.weight"][0, 0] = found["o.weight"][0, 0] = 1
    found["o.bias"][0] = -3  # what "pronoun + name" adds beside their product
    return found | {"miss": np.array([-9], np.float32)}


def test_a_candidate_scores_by_its_best_names() -> None:
    pieces = Pieces([0, 2, 4, 6, 8, 10], [1, 3, 5, 7, 9, 11], [0, 1, 2, 0, 1, 0])
    passage = Passage(pieces, (4, 4), [(1, 1), (2, 3)], [0, 1])
    layers = Same()
    scores = Reader(layers, weights()).scores(passage, [[0.0] * len(FEATURES)] * 4)  # type: ignore[arg-type]
    # pronoun 1, names 1 and 2: 1 + n + 1 * n - 3; a candidate without a name in the passage; none
    assert scores.tolist() == [0.0, 2.0, -9.0, 0.0]
    assert layers.given["ids"].tolist() == [[BEGIN, 0, 1, 2, 0, 1, 0, END]]
    assert layers.given["marks"].tolist() == [[0, 0, CANDIDATE, CANDIDATE, CANDIDATE, PRONOUN, 0, 0]]


def test_pieces_of_a_span() -> None:
    pieces = Pieces([10, 13, 20], [13, 16, 25], [7, 8, 9])
    assert pieces.of(10, 16) == (0, 1)
    assert pieces.of(21, 30) == (2, 2)
    assert pieces.of(0, 10) is None


def test_weights_for_other_features_are_refused(tmp_path: Any) -> None:
    np.savez(tmp_path / "reader.npz", features=np.array(["one"]))
    with pytest.raises(DataError, match="other features"):
        load(tmp_path)


@pytest.mark.model
def test_the_reader_needs_the_encoder_beside_it(tmp_path: Any) -> None:
    for name in ("reader.onnx", "reader.npz"):
        (tmp_path / name).write_bytes((MODELS / name).read_bytes())
    with pytest.raises(DataError, match=r"reader\.onnx"):
        load(tmp_path)
    lower = (MODELS / "encoder.onnx").read_bytes()
    (tmp_path / "encoder.onnx").write_bytes(lower)
    assert load(tmp_path).weights.keys() == weights().keys()
    (tmp_path / "encoder.onnx").write_bytes(lower + b"\0")
    with pytest.raises(DataError, match=r"another encoder\.onnx"):
        load(tmp_path)
