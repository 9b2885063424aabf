from __future__ import annotations

import numpy as np

from kg.encoder import WIDTH, pieces, vectors

TEXT = "Rosa Lind met Karl Berg in Velden."


def test_pieces_know_their_places() -> None:
    found = pieces(TEXT, 0, len(TEXT), around=0)
    assert (found.starts[0], found.ends[0], found.starts[-1]) == (-1, -1, -1)
    first, last = found.of(0, 9) or (0, 0)
    assert TEXT[found.starts[first] : found.ends[last]] == "Rosa Lind"


def test_a_long_passage_is_cut_around_a_place() -> None:
    text = "Rosa Lind left. " * 100
    around = len(text) - 200
    found = pieces(text, 0, len(text), around=around)
    assert len(found.ids) <= 128
    assert found.of(around, around + 1)
    assert found.of(0, 4) is None


def test_the_same_pieces_give_the_same_vectors() -> None:
    found = pieces(TEXT, 0, len(TEXT), around=0)
    one, other = vectors(found), vectors(found)
    assert one.shape == (len(found.ids), WIDTH)
    assert np.array_equal(one, other)
