"""The classifier around its networks: pairs, thresholds, sentences, files; with weights that are known by sight."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.encoder import TAGS, Page
from kg.encoder.windows import Window
from kg.errors import DataError
from kg.model import Mention, MentionType
from kg.relations.classifier import Classifier, Head, load
from kg.relations.pairs import KINDS, TYPES
from kg.relations.pooling import DISTANCES

WIDTH, HIDDEN, BLOCK, FEATURE = 6, 4, 2, 3
NAMES = ("ceoOf", "~founder", "basedIn", "hauntedBy")


def weights(bias: dict[str, float]) -> dict[str, np.ndarray]:
    """Weights that score every pair of a class by the class alone; 0 is the threshold."""
    inputs = 3 * WIDTH + 3 * FEATURE
    found = {
        "of_type.weight": np.zeros((len(TYPES), FEATURE)),
        "of_kind.weight": np.zeros((len(KINDS), FEATURE)),
        "distance.weight": np.zeros((len(DISTANCES) + 2, FEATURE)),
        "classes.weight": np.zeros((len(NAMES) + 1, HIDDEN * BLOCK + 2 * HIDDEN)),
        "classes.bias": np.array([*(bias.get(name, -9.0) for name in NAMES), 0.0]),
    }
    for name in ("first", "second"):
        found[f"{name}.weight"], found[f"{name}.bias"] = np.zeros((HIDDEN, inputs)), np.zeros(HIDDEN)
    return {name: array.astype(np.float32) for name, array in found.items()}


@dataclass
class Words:
    """An encoder to whom every word is a piece, and all pieces are alike."""

    looks_at: int = 1

    def pages(self, doc: Doc) -> list[Page]:
        spans = [(0, 0), *((token.idx, token.idx + len(token)) for token in doc), (0, 0)]
        numbers = [number for number, sentence in enumerate(doc.sents) for _ in sentence]
        window = Window((0,) * len(spans), tuple(spans), (0, *numbers, numbers[-1]), 0)
        attention = np.zeros((2, len(spans), len(spans)), dtype=np.float32)
        attention[:, :, self.looks_at] = 1
        vectors = np.ones((len(spans), WIDTH), dtype=np.float32)
        return [Page(window, vectors, attention, np.zeros((len(spans), len(TAGS)), dtype=np.float32))]


def classifier(bias: dict[str, float], *, over_document: bool = False, **thresholds: tuple[float, float]) -> Classifier:
    taken = {"ceoOf": (0.5, 0.5), "founder": (0.5, 0.5), "basedIn": (0.5, 0.5), "hauntedBy": (0.0, 0.0), **thresholds}
    head = Head(weights(bias), NAMES, ((1.0, 0.0), (1.0, 0.0)), taken, "t")
    return Classifier(Words(), head, over_document=over_document)  # type: ignore[arg-type]


def doc(*sentences: str) -> Doc:
    words = [word for sentence in sentences for word in sentence.split()]
    starts = [number == 0 for sentence in sentences for number in range(len(sentence.split()))]
    return Doc(Vocab(), words=words, sent_starts=starts)


def mention(text: str, word: str, type_: MentionType, entity: str | None) -> Mention:
    start = text.index(word)
    return Mention(f"m{start}", start, start + len(word), word, "name", type_, entity)


TEXT = doc("Ana runs Acme .", "Bea laughs .")
MENTIONS = [
    mention(TEXT.text, "Ana", "Person", "e1"),
    mention(TEXT.text, "Acme", "Organization", "e2"),
    mention(TEXT.text, "Bea", "Person", "e3"),
]


def test_a_class_reads_forward_and_backward() -> None:
    found = classifier({"ceoOf": 3.0, "~founder": 2.0}, founder=(0.5, 2.0), ceoOf=(0.5, 2.0))(TEXT, MENTIONS)
    assert [(item.subject.text, item.predicate, item.object.text) for item in found] == [
        ("Ana", "ceoOf", "Acme"),
        ("Acme", "founder", "Ana"),
    ]
    assert found[0].confidence == pytest.approx(0.953, abs=0.001)
    assert found[0].extractor == "classifier:t"


def test_types_that_do_not_fit_are_not_asked() -> None:
    assert not classifier({"basedIn": 5.0, "hauntedBy": 5.0})(TEXT, MENTIONS)


def test_a_threshold_of_its_own_for_each_level() -> None:
    assert not classifier({"ceoOf": 1.0}, ceoOf=(0.8, 0.8))(TEXT, MENTIONS)
    [near] = classifier({"ceoOf": 1.0}, ceoOf=(0.7, 0.8))(TEXT, MENTIONS)
    assert (near.subject.text, near.extractor) == ("Ana", "classifier:t")
    assert not classifier({"ceoOf": 1.0}, ceoOf=(0.8, 0.7))(TEXT, MENTIONS)
    [far] = classifier({"ceoOf": 1.0}, over_document=True, ceoOf=(0.8, 0.7))(TEXT, MENTIONS)
    assert (far.subject.text, far.extractor) == ("Bea", "classifier:t:document")


def test_what_is_read_over_the_document_has_the_sentence_that_was_looked_at() -> None:
    [far] = classifier({"ceoOf": 1.0}, over_document=True, ceoOf=(0.8, 0.7))(TEXT, MENTIONS)
    assert TEXT.text[far.start : far.end] == TEXT.text.strip(), "from the sentence to both mentions"


def test_a_likely_mention_backs_a_less_likely_one_of_the_same_end() -> None:
    text = doc("Ana , she runs Acme .")
    mentions = [
        mention(text.text, "Ana", "Person", "e1"),
        replace(mention(text.text, "she", "Person", "e1"), kind="pronoun"),
        mention(text.text, "Acme", "Organization", "e2"),
    ]
    made = classifier({"ceoOf": 0.0})
    # A pronoun is the likelier subject here.
    made.head.weights["of_kind.weight"][KINDS.index("pronoun")] = 1.0
    made.head.weights["first.weight"][:, -FEATURE:] = 1.0
    made.head.weights["classes.weight"][0, HIDDEN * BLOCK : HIDDEN * BLOCK + HIDDEN] = 0.3
    found = made(text, mentions)
    assert {item.subject.text for item in found} == {"Ana", "she"}
    strict = replace(made, head=replace(made.head, thresholds={"ceoOf": (0.7, 2.0)}))
    assert {item.subject.text for item in strict(text, mentions)} == {"Ana", "she"}
    stricter = replace(made, head=replace(made.head, thresholds={"ceoOf": (0.99, 2.0)}))
    assert not stricter(text, mentions)


def test_no_mentions_no_relations() -> None:
    assert classifier({"ceoOf": 3.0})(TEXT, []) == []


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"tokenizer\.json: missing"):
        load(tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text(json.dumps({"version": "?"}))
    with pytest.raises(DataError, match=r"tokenizer\.json: not a tokenizer"):
        load(tmp_path)


def test_only_one_from_a_folder_goes_to_another_process() -> None:
    with pytest.raises(TypeError, match="from a folder"):
        pickle.dumps(classifier({}))
