"""Windows: whole sentences, none too long, nothing lost, and every place found again."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from kg.encoder.windows import OVERLAP, places, windows
from kg.model import Span


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return words_only()


def words_only() -> Tokenizer:
    """A tokenizer whose pieces are words and marks, all unknown."""
    tokenizer = Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


def sentences_of(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^.]+\.", text)]


def test_a_short_text_is_one_window(tokenizer: Tokenizer) -> None:
    text = "Ana Rey met Piet. He left."
    [window] = windows(text, sentences_of(text), tokenizer)
    words = [text[start:end] for start, end in window.spans[1:-1]]
    assert words == ["Ana", "Rey", "met", "Piet", ".", "He", "left", "."]
    assert window.sentences[1:-1] == (0, 0, 0, 0, 0, 1, 1, 1)
    assert window.fresh == 0


def test_places_are_those_of_the_mentions(tokenizer: Tokenizer) -> None:
    text = "Ana Rey met Piet."
    [window] = windows(text, sentences_of(text), tokenizer)
    assert places(window, [(0, 7), (12, 16), (90, 95)]) == ([0, 1], [(1, 2), (4, 4)])


def test_a_sentence_longer_than_a_window_is_cut(tokenizer: Tokenizer) -> None:
    text = "word " * 50 + "end."
    [window] = windows(text, [(0, len(text))], tokenizer, longest=20)
    assert len(window.ids) == 22


def test_a_long_text_repeats_whole_sentences(tokenizer: Tokenizer) -> None:
    text = " ".join(f"Number {number} is here." for number in range(40))
    found = list(windows(text, sentences_of(text), tokenizer, longest=100))
    assert len(found) > 1
    for before, after in pairwise(found):
        shared = set(before.sentences) & set(after.sentences)
        assert shared
        assert after.fresh == max(before.sentences) + 1
        assert sum(number in shared for number in after.sentences[1:-1]) <= OVERLAP


@given(st.lists(st.integers(1, 40), max_size=30), st.integers(5, 60))
def test_every_sentence_is_fresh_once(sizes: list[int], longest: int) -> None:
    text = "".join(" a" * size + "." for size in sizes)
    found = list(windows(text, sentences_of(text), words_only(), longest=longest))
    fresh = [number for window in found for number in range(window.fresh, max(window.sentences[1:-1]) + 1)]
    assert fresh == list(range(len(sizes)))
    assert all(len(window.ids) <= longest + 2 for window in found)
