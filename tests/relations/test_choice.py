"""Who finds relations, by name; and what the encoder adds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from spacy.language import Language

from kg.documents import from_text
from kg.encoder import MODELS
from kg.encoder.tagged import taken
from kg.errors import DataError
from kg.extract import extract
from kg.relations import encoder_of
from kg.relations.choice import chosen, default_classifier
from kg.relations.joint import Joint
from kg.relations.patterns import default_patterns


def test_a_name_that_finds_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="one of both, classifier, patterns"):
        chosen("guesses")  # type: ignore[arg-type]


def test_patterns_need_no_encoder() -> None:
    assert encoder_of(default_patterns()) is None


@pytest.mark.model
def test_both_share_the_encoder() -> None:
    both = chosen("both")
    assert isinstance(both, Joint)
    assert encoder_of(both) is default_classifier().encoder


@pytest.mark.model
def test_a_folder_that_lacks_a_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(MODELS, tmp_path / "model")
    (tmp_path / "model" / "reading.onnx").unlink()
    with pytest.raises(DataError, match=r"reading\.onnx: missing"):
        chosen("classifier", tmp_path / "model")


@pytest.mark.model
def test_a_broken_network_is_named(tmp_path: Path) -> None:
    shutil.copytree(MODELS, tmp_path / "model")
    (tmp_path / "model" / "encoder.onnx").write_bytes(b"no network")
    with pytest.raises(DataError, match=r"encoder\.onnx: not a network"):
        chosen("both", tmp_path / "model")


@pytest.mark.model
def test_the_encoder_takes_names_for_names(nlp: Language) -> None:
    doc = nlp("Rosa Lind lives in Oslo.")
    person, _, _, nothing = taken(doc, default_classifier().encoder)[0]
    assert person > 0.5 > nothing
    *_, place, nothing = taken(doc, default_classifier().encoder)[4]
    assert place > 0.5 > nothing


@pytest.mark.model
def test_the_classifier_finds_what_no_pattern_says(nlp: Language) -> None:
    text = "The novelist Rosa Lind, a native of Bergen, won the prize."
    found = {
        relations: {item.predicate for item in one.statements}
        for relations in ("patterns", "both")
        for one in extract([from_text(text)], nlp=nlp, relations=relations, known=False)  # type: ignore[arg-type]
    }
    assert "birthPlace" in found["both"] - found["patterns"]


@pytest.mark.model
def test_four_hundred_names_in_one_sentence(nlp: Language) -> None:
    names = ", ".join(f"Rosa Lind{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(400))
    [found] = extract([from_text(f"Present were {names} and no one else.")], nlp=nlp)
    assert len(found.mentions) > 100


@pytest.mark.model
def test_a_sentence_of_two_thousand_words(nlp: Language) -> None:
    [found] = extract([from_text("Rosa Lind met Karl Berg and " * 400 + "left.")], nlp=nlp)
    assert found.statements
