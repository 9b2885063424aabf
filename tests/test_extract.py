"""From a document to its extraction, with the default pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.documents import from_text
from kg.errors import AnalysisError, DocumentError
from kg.extract import extract
from kg.model import UNNAMED, Document, Extraction, Mention, RelationMention, Statement, Value

pytestmark = pytest.mark.model

SENTENCES = [
    "Elena Marsh founded Norvane Group in Porto in 1999.",
    "Norvane Group bought Pelling Foods last May. Pelling Foods was bought by Norvane Group.",
    "Danish Prime Minister Lone Krag met Bo Lindqvist in Stockholm on Monday.",
    "Nothing of note happened.",
]


def document(text: str, number: int = 1) -> Document:
    return from_text(text, id=f"d{number}", published="2024-11-18")


def documents(times: int = 1) -> list[Document]:
    return [document(text, number) for number, text in enumerate(SENTENCES * times, 1)]


def one(nlp: Language, text: str) -> Extraction:
    [extraction] = extract([document(text)], nlp=nlp, relations="patterns")
    return extraction


def names(extraction: Extraction) -> dict[str, str]:
    return {entity.id: entity.name for entity in extraction.entities}


def facts(extraction: Extraction) -> list[tuple[str, str, str, str]]:
    """Each statement as subject, predicate, object, status."""
    name = names(extraction)
    return [
        (name[each.subject], each.predicate, name[each.object] if each.object else "", each.status)
        for each in extraction.statements
    ]


def statement(extraction: Extraction, predicate: str) -> Statement:
    found = [each for each in extraction.statements if each.predicate == predicate]
    assert found, f"no {predicate} in {facts(extraction)}"
    return found[0]


# The stream.


def test_one_extraction_for_each_document_in_order(nlp: Language) -> None:
    assert [extraction.document for extraction in extract(documents(), nlp=nlp)] == documents()


def test_documents_are_read_as_they_are_needed(nlp: Language) -> None:
    def endless() -> Iterator[Document]:
        number = 0
        while True:
            number += 1
            yield document("Ana left.", number)

    stream = extract(endless(), nlp=nlp)
    assert [next(stream).document.id for _ in range(3)] == ["d1", "d2", "d3"]


def test_no_documents_give_nothing(nlp: Language) -> None:
    assert list(extract([], nlp=nlp)) == []


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "...", "and so on"])
def test_a_text_that_says_nothing(nlp: Language, text: str) -> None:
    empty = Document("d1", text)
    assert list(extract([empty], nlp=nlp)) == [Extraction(empty)]


def test_two_workers_give_the_same_as_one() -> None:
    many = documents(times=9)  # more than go to a worker at once
    assert list(extract(many, workers=2)) == list(extract(many))


def test_a_pipeline_goes_to_no_other_process(nlp: Language) -> None:
    with pytest.raises(AnalysisError, match="nlp= the name of an installed one"):
        list(extract(documents(), nlp=nlp, workers=2))


def test_a_pipeline_must_be_complete() -> None:
    with pytest.raises(AnalysisError, match="parser"):
        list(extract(documents(), nlp=spacy.blank("en")))


def test_a_pipeline_must_be_installed() -> None:
    with pytest.raises(AnalysisError, match="xx_none_such"):
        list(extract(documents(), nlp="xx_none_such"))


# A caller's own extractor.


def first_two(doc: Doc, mentions: Sequence[Mention]) -> Iterator[RelationMention]:
    """Relates the first two names."""
    if len(mentions) > 1:
        first, second = mentions[0], mentions[1]
        trigger = (first.start, first.start + 1)
        yield RelationMention(first, "met", second, 0, len(doc.text), trigger, "mine", 0.5)


def refuses_porto(doc: Doc, mentions: Sequence[Mention]) -> list[RelationMention]:
    if "Porto" in doc.text:
        raise LookupError("no Porto here")
    return []


def test_a_callers_own_extractor_is_used(nlp: Language) -> None:
    [extraction] = extract([document("Ana Rey left Bo Lindqvist.")], nlp=nlp, relations=first_two)
    assert facts(extraction) == [("Ana Rey", "met", "Bo Lindqvist", "asserted")]
    [evidence] = extraction.statements[0].evidence
    assert (evidence.extractor, evidence.confidence) == ("mine", 0.5)


def test_a_failure_is_its_documents_alone(nlp: Language) -> None:
    errors: list[DocumentError] = []
    done = extract(documents(), nlp=nlp, relations=refuses_porto, on_error=errors.append)
    assert [extraction.document.id for extraction in done] == ["d2", "d3", "d4"]
    [error] = errors
    assert "d1" in str(error)
    assert "LookupError: no Porto here" in str(error)


def test_a_failure_is_raised_where_nobody_takes_it(nlp: Language) -> None:
    stream = extract(reversed(documents()), nlp=nlp, relations=refuses_porto)
    assert [next(stream).document.id for _ in range(3)] == ["d4", "d3", "d2"]
    with pytest.raises(DocumentError, match="no Porto here"):
        next(stream)


def test_an_unknown_predicate_is_named(nlp: Language) -> None:
    def knows(doc: Doc, mentions: Sequence[Mention]) -> list[RelationMention]:
        return [replace(relation, predicate="knows") for relation in first_two(doc, mentions)]

    with pytest.raises(DocumentError, match="mine: predicate 'knows' is not in the ontology"):
        list(extract([document("Ana Rey left Bo Lindqvist.")], nlp=nlp, relations=knows))


# Statements and their evidence.


def test_statements_are_numbered_and_supported(nlp: Language) -> None:
    for extraction in extract(documents(), nlp=nlp):
        ids = [each.id for each in extraction.statements]
        assert ids == [f"s{number}" for number in range(1, len(ids) + 1)]
        spans = {mention.span: mention for mention in extraction.mentions}
        for each in extraction.statements:
            assert each.evidence
            for evidence in each.evidence:
                assert evidence.document == extraction.document.id
                assert evidence.subject is not None
                assert evidence.object is not None
                subject, object_ = spans[evidence.subject], spans[evidence.object]
                assert subject.entity == each.subject
                assert object_.entity == each.object
                assert evidence.start <= min(subject.start, object_.start)
                assert max(subject.end, object_.end) <= evidence.end <= len(extraction.document.text)


def test_mentions_and_entities_belong_together(nlp: Language) -> None:
    for extraction in extract(documents(), nlp=nlp):
        text = extraction.document.text
        assert all(text[mention.start : mention.end] == mention.text for mention in extraction.mentions)
        assert {mention.entity for mention in extraction.mentions} - {None} == set(names(extraction))


def test_one_statement_has_the_evidence_of_every_place(nlp: Language) -> None:
    extraction = one(nlp, SENTENCES[1])
    assert facts(extraction) == [("Norvane Group", "acquired", "Pelling Foods", "asserted")]
    [found] = extraction.statements
    assert [extraction.document.text[evidence.start : evidence.end] for evidence in found.evidence] == [
        "Norvane Group bought Pelling Foods last May.",
        "Pelling Foods was bought by Norvane Group.",
    ]
    assert found.confidence > max(evidence.confidence for evidence in found.evidence)


def test_a_symmetric_statement_has_one_direction(nlp: Language) -> None:
    extraction = one(nlp, "Ana Rey met Bo Lindqvist in Oslo. Bo Lindqvist met Ana Rey again in May.")
    met = [each for each in extraction.statements if each.predicate == "met"]
    assert len(met) == 1
    assert [extraction.document.text[slice(*(evidence.subject or ()))] for evidence in met[0].evidence] == [
        "Ana Rey",
        "Ana Rey",
    ]


def test_nothing_is_stated_of_an_entity_and_itself(nlp: Language) -> None:
    [extraction] = extract([document("Ana Rey left. Ana Rey came back.")], nlp=nlp, relations=first_two)
    assert extraction.statements == ()


@pytest.mark.parametrize(
    ("text", "status", "modality"),
    [
        ("Norvane Group bought Pelling Foods.", "asserted", "asserted"),
        ("Norvane Group did not buy Pelling Foods.", "denied", "asserted"),
        ("Norvane Group has never bought Pelling Foods.", "denied", "asserted"),
        ("Norvane Group may buy Pelling Foods.", "uncertain", "possible"),
        ("Norvane Group plans to buy Pelling Foods.", "uncertain", "planned"),
        ("If Norvane Group buys Pelling Foods, prices will rise.", "uncertain", "conditional"),
        ("Did Norvane Group buy Pelling Foods?", "uncertain", "questioned"),
        ("Elena Marsh said that Norvane Group bought Pelling Foods.", "reported", "asserted"),
        ("Officials said Norvane Group bought Pelling Foods.", "reported", "asserted"),
        ("Elena Marsh said Norvane Group may buy Pelling Foods.", "uncertain", "possible"),
    ],
)
def test_what_is_not_so_is_not_asserted(nlp: Language, text: str, status: str, modality: str) -> None:
    bought = statement(one(nlp, text), "acquired")
    assert (bought.status, bought.evidence[0].modality) == (status, modality)


def test_who_says_it(nlp: Language) -> None:
    extraction = one(nlp, "Elena Marsh said that Norvane Group bought Pelling Foods.")
    speaker = statement(extraction, "acquired").evidence[0].speaker
    assert speaker is not None
    assert names(extraction)[speaker] == "Elena Marsh"
    assert [attribution.entity for attribution in extraction.attributions] == [speaker]
    unnamed = one(nlp, "Officials said that Norvane Group bought Pelling Foods.")
    assert statement(unnamed, "acquired").evidence[0].speaker == UNNAMED


def test_what_is_denied_here_and_asserted_there_is_asserted(nlp: Language) -> None:
    bought = statement(
        one(nlp, "Norvane Group bought Pelling Foods. Norvane Group did not buy Pelling Foods."), "acquired"
    )
    assert [evidence.status for evidence in bought.evidence] == ["asserted", "denied"]
    assert bought.status == "asserted"


# Dates.


@pytest.mark.parametrize(
    ("text", "predicate", "value"),
    [
        ("Norvane Group was founded in 1999.", "foundingDate", Value("1999", "1999")),
        ("Elena Marsh was born on 3 May 1961.", "birthDate", Value("3 May 1961", "1961-05-03")),
    ],
)
def test_a_date_is_a_value(nlp: Language, text: str, predicate: str, value: Value) -> None:
    found = statement(one(nlp, text), predicate)
    assert (found.object, found.value) == (None, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ana Rey met Bo Lindqvist on Friday.", "2024-11-15"),
        ("Ana Rey will meet Bo Lindqvist on Friday.", "2024-11-22"),
        ("Ana Rey meets Bo Lindqvist on Friday.", "2024-11-22"),
    ],
)
def test_the_tense_tells_which_day(nlp: Language, text: str, value: str) -> None:
    extraction = one(nlp, text)
    [date] = [mention for mention in extraction.mentions if mention.type == "Date"]
    assert (date.value, date.entity) == (value, None)
    time = statement(extraction, "met").evidence[0].time
    assert time is not None
    assert time.value == value


def test_what_is_due_lies_ahead(nlp: Language) -> None:
    extraction = one(nlp, "The council is due to meet on Friday.")
    assert [mention.value for mention in extraction.mentions if mention.type == "Date"] == ["2024-11-22"]


def test_a_date_that_cannot_be_told_states_nothing(nlp: Language) -> None:
    text = "Norvane Group was founded on Monday."
    [dated] = extract([document(text)], nlp=nlp)
    [undated] = extract([from_text(text, id="d1")], nlp=nlp)
    assert statement(dated, "foundingDate").value == Value("Monday", "2024-11-18")
    assert undated.statements == ()
