from __future__ import annotations

import pytest
from spacy.language import Language

from kg.encoder import MODELS, Pieces, load_tokenizer, pieces

pytestmark = pytest.mark.model

TEXT = "Rosa Lind met Karl Berg in Velden."


def test_pieces_know_their_places(nlp: Language) -> None:
    found = pieces(nlp(TEXT))
    assert [load_tokenizer(MODELS).id_to_token(number) for number in found.ids[:4]] == ["rosa", "lin", "##d", "met"]
    first, last = found.of(0, 9) or (0, 0)
    assert TEXT[found.starts[first] : found.ends[last]] == "Rosa Lind"


def test_pieces_of_a_document_are_made_once(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert pieces(doc) is pieces(doc)


def test_each_piece_of_a_long_text_is_there_once(nlp: Language) -> None:
    text = "Rosa Lind left Velden. " * 120
    found = pieces(nlp(text))
    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)].count("Rosa") == 120
    assert found.starts == sorted(set(found.starts))


def test_a_long_passage_is_cut_around_a_place(nlp: Language) -> None:
    text = "Rosa Lind left. " * 100
    around = len(text) - 200
    found = pieces(nlp(text)).between(0, len(text), around)
    assert len(found) == len(found.ids) == 126
    assert found.of(around, around + 1)
    assert found.of(0, 4) is None


def test_a_passage_at_the_end_is_as_long_as_it_can_be() -> None:
    every = Pieces(list(range(0, 600, 2)), list(range(1, 600, 2)), [0] * 300)
    assert every.between(0, 600, around=599).starts[-1] == 598
    assert every.between(100, 110, around=104).starts == [100, 102, 104, 106, 108]


def test_a_text_without_words_has_none(nlp: Language) -> None:
    assert len(pieces(nlp(" \n"))) == 0
