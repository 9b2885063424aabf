"""How relations stand, by weights that are known by sight: a sentence with "may" in it is uncertain."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.encoder import TAGS, Page
from kg.encoder.windows import Window
from kg.errors import DataError
from kg.model import Mention, RelationMention
from kg.relations.pairs import Pair
from kg.relations.standing import FILE, STATUSES, Standing, load, sentence_of

WORDS = ["Ana", "may", "run", "Norvane", ".", "Bo", "runs", "Solvik", "."]
WIDTH = 2


class Reading:
    """An encoder to whom every word is a piece; the second number of a vector is 1 for "may"."""

    def __init__(self, *, cut: bool = False) -> None:
        self.cut = cut

    def pages(self, doc: Doc) -> list[Page]:
        tokens = [token for token in doc if not (self.cut and token.text == "Norvane")]
        spans = [(0, 0), *((token.idx, token.idx + len(token)) for token in tokens), (0, 0)]
        numbers = [number for number, sentence in enumerate(doc.sents) for token in sentence if token in tokens]
        window = Window((0,) * len(spans), tuple(spans), (0, *numbers, numbers[-1]), 0)
        vectors = np.array([[1, 0], *([1, token.text == "may"] for token in tokens), [1, 0]], dtype=np.float32)
        attention = np.ones((1, len(spans), len(spans)), dtype=np.float32) / len(spans)
        return [Page(window, vectors, attention, np.zeros((len(spans), len(TAGS)), dtype=np.float32))]


def standing(encoder: Reading) -> Standing:
    """Looks at the last number of the inputs alone, the share of "may" in the sentence."""
    weights = {
        "hidden.weight": np.zeros((1, 5 * WIDTH)),
        "hidden.bias": np.zeros(1),
        "out.weight": np.array([[0.0], [0.0], [100.0], [0.0]]),
        "out.bias": np.array([5.0, 0.0, 0.0, 0.0]),
    }
    weights["hidden.weight"][0, -1] = 1.0
    return Standing(encoder, {name: value.astype(np.float32) for name, value in weights.items()})  # type: ignore[arg-type]


@pytest.fixture
def doc() -> Doc:
    return Doc(Vocab(), WORDS, sent_starts=[word in ("Ana", "Bo") for word in WORDS])


def relation(doc: Doc, one: str, other: str) -> RelationMention:
    ends = []
    for word, type_ in ((one, "Person"), (other, "Organization")):
        start = doc.text.index(word)
        ends.append(Mention(word, start, start + len(word), word, "name", type_))  # type: ignore[arg-type]
    return RelationMention(ends[0], "leads", ends[1], 0, len(doc.text), ends[0].span, "test", 1.0)


def test_each_sentence_stands_for_itself(doc: Doc) -> None:
    found = standing(Reading())(doc, [relation(doc, "Bo", "Solvik"), relation(doc, "Ana", "Norvane")])
    likely = [dict(zip(STATUSES, item.standing or (), strict=True)) for item in found]
    assert likely[0]["asserted"] > 0.9
    assert likely[1]["uncertain"] > 0.9
    assert all(abs(sum(item.values()) - 1) < 1e-5 for item in likely)


def test_what_is_told_stays(doc: Doc) -> None:
    [told] = standing(Reading())(doc, [relation(doc, "Ana", "Norvane")])
    assert standing(Reading())(doc, [told]) == [told]


def test_a_mention_that_no_window_holds(doc: Doc) -> None:
    asked = [relation(doc, "Ana", "Norvane"), relation(doc, "Bo", "Solvik")]
    found = standing(Reading(cut=True))(doc, asked)
    assert found[0] == asked[0]
    assert found[1].standing is not None


def test_sentences_of_a_pair() -> None:
    sentences, places = (0, 0, 0, 1, 1, 2, 2), [(1, 1), (2, 2), (4, 4), (5, 5)]
    assert sentence_of(sentences, places, Pair((0,), (1,))) == (1, 2)
    assert sentence_of(sentences, places, Pair((2,), (1,))) == (1, 4)
    assert sentence_of(sentences, places, Pair((3,), (3,))) == (5, 5)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    assert load(tmp_path, Reading()) is None  # type: ignore[arg-type]
    (tmp_path / FILE).write_bytes(b"no weights")
    with pytest.raises(DataError, match=FILE):
        load(tmp_path, Reading())  # type: ignore[arg-type]
