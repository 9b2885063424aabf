"""One construction at a time: how a text puts what stands in it, by the rules alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from spacy.language import Language

from kg.train.marked import Row
from tests.claims.marked import described, judged

pytestmark = pytest.mark.model


def status(nlp: Language, predicate: str, marked: str) -> str:
    _, claim = judged(nlp, Row("", "", predicate, marked), read=False)
    return described(claim)[0]


def check(nlp: Language, wanted: str, predicate: str, sentences: Sequence[str]) -> None:
    found = {sentence: status(nlp, predicate, sentence) for sentence in sentences}
    assert found == dict.fromkeys(sentences, wanted)


def test_phrases_for_what_was_not_done(nlp: Language) -> None:
    sentences = [
        "[s:Norway] thought better of {attacking} [o:Latvia].",
        "In the end [s:Norway] backed out of {attacking} [o:Latvia].",
        "[s:Norway] shrank from {attacking} [o:Latvia].",
        "[s:Norway] knew better than to {attack} [o:Latvia].",
        "[s:Norway] was talked out of {attacking} [o:Latvia].",
        "[s:Norway] has not threatened, let alone {attacked}, [o:Latvia].",
    ]
    check(nlp, "denied", "attacked", sentences)


def test_phrases_whose_negation_denies_nothing(nlp: Language) -> None:
    sentences = [
        "[s:Ferrum Steel] lost no time in {suing} [o:Lark Labs].",
        "[s:Ferrum Steel] had no qualms about {suing} [o:Lark Labs].",
        "[s:Ferrum Steel] had no choice but to {sue} [o:Lark Labs].",
        "[s:Ferrum Steel] was not slow to {sue} [o:Lark Labs].",
        "[s:Ferrum Steel] makes no apology for {suing} [o:Lark Labs].",
    ]
    check(nlp, "asserted", "sued", sentences)
    sentences = [
        "[s:Ferrum Steel] has no choice but to {sue} [o:Lark Labs].",
        "[s:Ferrum Steel] would have no qualms about {suing} [o:Lark Labs].",
    ]
    check(nlp, "uncertain", "sued", sentences)
    check(nlp, "denied", "sued", ["[s:Ferrum Steel] had no part in {suing} [o:Lark Labs]."])


def test_what_took_time_was_done(nlp: Language) -> None:
    sentences = [
        "It took [s:Norway] two days to {attack} [o:Latvia].",
        "It did not take [s:Norway] long to {attack} [o:Latvia].",
        "It took a broken treaty to get [s:Norway] to {attack} [o:Latvia].",
    ]
    check(nlp, "asserted", "attacked", sentences)
    check(nlp, "uncertain", "attacked", ["It would take a broken treaty to get [s:Norway] to {attack} [o:Latvia]."])
