"""The readers of data sets, on records of our own, and what is known of their pairs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from kg.documents import from_text
from kg.errors import DataError
from kg.export.jsonl import dumps
from kg.extract import extract
from kg.ontology import default_ontology
from kg.relations.pairs import classes
from kg.relations.patterns import default_patterns
from kg.train import examples, knowledgenet, own, recipe, redocred
from kg.train.annotated import Annotated
from kg.train.samples import NEGATIVE, POSITIVE, UNKNOWN, Sample, samples
from tests.encoder.test_windows import words_only

NAMES = classes(default_ontology())

REDOCRED = {
    "title": "Norvane",
    "sents": [
        ["Norvane", "is", "based", "in", "Lisbon", ",", "Portugal", "."],
        ["Ana", "Rey", "founded", "it", "in", "1999", "."],
    ],
    "vertexSet": [
        [{"name": "Norvane", "sent_id": 0, "pos": [0, 1], "type": "ORG"}],
        [{"name": "Lisbon", "sent_id": 0, "pos": [4, 5], "type": "LOC"}],
        [{"name": "Portugal", "sent_id": 0, "pos": [6, 7], "type": "LOC"}],
        [{"name": "Ana Rey", "sent_id": 1, "pos": [0, 2], "type": "PER"}],
        [{"name": "1999", "sent_id": 1, "pos": [5, 6], "type": "TIME"}],
    ],
    "labels": [
        {"h": 0, "r": "P159", "t": 1, "evidence": [0]},
        {"h": 1, "r": "P17", "t": 2, "evidence": [0]},
        {"h": 0, "r": "P112", "t": 3, "evidence": [0, 1]},
        {"h": 0, "r": "P571", "t": 4, "evidence": [1]},
    ],
}


def known(sample: Sample, text: Annotated, one: str, other: str, name: str, *, whole: bool) -> int:
    """What a sample knows of a class of a pair."""
    inside = text.mentions
    for row, pair in enumerate(sample.pairs):
        ends = {inside[pair.first[0]].text, inside[pair.second[0]].text}
        if ends == {one, other} and (pair.sentence is None) == whole:
            return int(sample.labels[row, NAMES.index(name)])
    raise AssertionError(f"no pair of {one} and {other}")


class TestReDocRED:
    @pytest.fixture
    def text(self, tmp_path: Path) -> Annotated:
        path = tmp_path / "redocred.json"
        path.write_text(json.dumps([REDOCRED]), encoding="utf-8")
        [text] = redocred.read(path)
        return text

    def test_the_text_is_put_together(self, text: Annotated) -> None:
        assert text.text == "Norvane is based in Lisbon, Portugal. Ana Rey founded it in 1999."
        assert [text.text[mention.start : mention.end] for mention in text.mentions] == [
            "Norvane",
            "Lisbon",
            "Portugal",
            "Ana Rey",
            "1999",
        ]

    def test_pairs_know_what_holds(self, text: Annotated) -> None:
        [sample] = samples([text], words_only())
        assert known(sample, text, "Norvane", "Lisbon", "basedIn", whole=True) == POSITIVE
        assert known(sample, text, "Norvane", "Lisbon", "basedIn", whole=False) == POSITIVE
        assert known(sample, text, "Norvane", "Portugal", "basedIn", whole=True) == NEGATIVE
        assert known(sample, text, "Norvane", "Lisbon", "attacked", whole=True) == UNKNOWN, "nobody annotated that"
        assert known(sample, text, "Norvane", "Ana Rey", "~founder", whole=True) == POSITIVE
        assert (
            known(sample, text, "Norvane", "Ana Rey", "~ceoOf" if "~ceoOf" in NAMES else "ceoOf", whole=True) == UNKNOWN
        )
        assert known(sample, text, "Norvane", "1999", "foundingDate", whole=True) == POSITIVE

    def test_evidence_is_the_sentences(self, text: Annotated) -> None:
        [sample] = samples([text], words_only())
        said = {
            frozenset({text.mentions[pair.first[0]].text, text.mentions[pair.second[0]].text}): set(evidence)
            for pair, evidence in zip(sample.pairs, sample.evidence, strict=True)
            if pair.sentence is None
        }
        assert said[frozenset({"Norvane", "Ana Rey"})] == {0, 1}

    def test_names_are_tagged(self, text: Annotated) -> None:
        [sample] = samples([text], words_only())
        tags = sample.tags.tolist()
        assert tags[1] == 3, "begin of an organisation"
        assert tags[9:11] == [1, 2], "begin and rest of a person"


KNOWLEDGENET = {
    "fold": 1,
    "documentId": "7",
    "documentText": "      He was born in Porto. She sings.",
    "passages": [
        {
            "passageStart": 6,
            "passageEnd": 27,
            "exhaustivelyAnnotatedProperties": [
                {"propertyName": "PLACE_OF_BIRTH"},
                {"propertyName": "PLACE_OF_RESIDENCE"},
            ],
            "facts": [
                {
                    "propertyId": "12",
                    "humanReadable": "<He> <PLACE_OF_BIRTH> <Porto>",
                    "subjectStart": 6,
                    "subjectEnd": 8,
                    "objectStart": 21,
                    "objectEnd": 26,
                }
            ],
        }
    ],
}


@pytest.mark.model
def test_knowledgenet_knows_what_was_annotated(nlp: Language, tmp_path: Path) -> None:
    path = tmp_path / "kn.jsonl"
    path.write_text(json.dumps(KNOWLEDGENET) + "\n", encoding="utf-8")
    assert not list(knowledgenet.read(nlp, path, folds=[2]))
    [text] = knowledgenet.read(nlp, path)
    [sample] = samples([text], words_only())
    [row] = range(len(sample.pairs))
    labels = sample.labels[row]
    assert labels[NAMES.index("birthPlace")] == POSITIVE
    assert labels[NAMES.index("residence")] == NEGATIVE
    assert labels[NAMES.index("nationality")] == UNKNOWN


@pytest.mark.model
def test_own_texts_are_read_as_extracted(nlp: Language, tmp_path: Path) -> None:
    [extraction] = extract([from_text("Ana Rey, the mayor of Lisbon, visited Chile.")], nlp=nlp, known=False)
    path = tmp_path / "own.jsonl"
    path.write_text(dumps(extraction) + "\n", encoding="utf-8")
    [text] = own.read(nlp, path)
    [sample] = samples([text], words_only())
    assert known(sample, text, "Ana Rey", "Lisbon", "mayorOf", whole=False) == POSITIVE
    assert known(sample, text, "Ana Rey", "Lisbon", "leads", whole=False) == POSITIVE, "implied"
    assert known(sample, text, "Ana Rey", "Chile", "mayorOf", whole=False) == NEGATIVE
    assert known(sample, text, "Ana Rey", "Chile", "nationality", whole=False) == UNKNOWN


def test_examples_of_patterns_tell_of_their_predicate_alone() -> None:
    texts = list(examples.read(default_patterns().patterns))
    stated = {fact.predicate for text in texts for fact in text.facts}
    assert stated == set(default_ontology().predicates)
    found = list(samples(texts[:200], words_only()))
    assert sum(int((sample.labels == POSITIVE).sum()) for sample in found) > 100
    assert all((sample.labels == UNKNOWN).any(axis=1).all() for sample in found)
    assert all(isinstance(sample.labels, np.ndarray) for sample in found)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "what.jsonl"
    path.write_text('{"title": "none"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="not a data set that training knows"):
        recipe.gather(None, [path])  # type: ignore[arg-type]
