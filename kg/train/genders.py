"""Passages as they would read of people of the other gender.

What a text says of a woman it could say of a man. A reader who learns each passage in either form has twice the cases,
and less reason to be better at one gender (Zhao et al. 2018, "Gender Bias in Coreference Resolution").
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kg.coreference.reading import Passage
from kg.coreference.scene import Columns
from kg.encoder import MODELS, load_tokenizer

__all__ = ["exchanged"]

_FORMS = {
    "he": "she",
    "him": "her",
    "himself": "herself",
    "she": "he",
    "hers": "his",
    "herself": "himself",
}
_OWNERS = {"his": "her", "her": "his"}  # before what is owned
_OTHERS = {"his": "hers", "her": "him"}  # "it is his", "she saw her"


def exchanged(c: Columns, passage: Passage) -> Passage:
    """A passage with "he" and "she" exchanged in all their forms; names and all else stay."""
    numbers, pieces, ids = _numbers(), passage.pieces, list(passage.pieces.ids)
    for token in range(c.token_at(pieces.starts[0]), c.token_at(pieces.starts[-1]) + 1):
        word = c.word(token)
        other = _FORMS.get(word) or (_OWNERS if c.labels[token] == "poss" else _OTHERS).get(word)
        if other is not None and (place := pieces.of(c.starts[token], c.ends[token])) is not None:
            ids[place[0]] = numbers[other]
    return replace(passage, pieces=replace(pieces, ids=ids))


@cache
def _numbers() -> dict[str, int]:
    """The number of each form in the vocabulary, where each is one piece."""
    vocabulary = load_tokenizer(MODELS).get_vocab()
    return {word: vocabulary[word] for word in {*_FORMS, *_OWNERS}}
