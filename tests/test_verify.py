"""Spans that are wrong are found, each kind of them; spans that are right are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kg.errors import ExtractionError
from kg.graph import KnowledgeGraph
from kg.model import Attribution, Document, Entity, Evidence, Extraction, Mention, Statement, Time, Value
from kg.verify import SpanError, verify

TEXT = "Mira Sand leads Orbis Bank, Olaf Brekke said. She was born in 1970."


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def mention(number: int, words: str, entity: str | None, **more: str) -> Mention:
    fields = {"kind": "name", "type": "Person", **more}
    return Mention(f"m{number}", *span(words), words, entity=entity, **fields)  # type: ignore[arg-type]


SENTENCE = (0, span(" She")[0])
LEADS = Evidence("d1", *SENTENCE, span("Mira Sand"), span("Orbis Bank"), speaker="e3", time=Time("now", "2024"))
BORN = Evidence("d1", span("She")[0], len(TEXT), span("She"), span("1970"))
GOOD = Extraction(
    document=Document("d1", TEXT, source="bank.txt"),
    mentions=(
        mention(1, "Mira Sand", "e1"),
        mention(2, "Orbis Bank", "e2", type="Organization"),
        mention(3, "Olaf Brekke", "e3"),
        mention(4, "She", "e1", kind="pronoun"),
        mention(5, "1970", None, type="Date", value="1970"),
    ),
    entities=(
        Entity("e1", "Person", "Mira Sand"),
        Entity("e2", "Organization", "Orbis Bank"),
        Entity("e3", "Person", "Olaf Brekke"),
    ),
    statements=(
        Statement("s1", "e1", "leads", "e2", evidence=(LEADS,)),
        Statement("s2", "e1", "birthDate", value=Value("1970", "1970"), evidence=(BORN,)),
    ),
    attributions=(Attribution(span("Olaf Brekke"), span("said"), span("Mira Sand leads Orbis Bank"), "e3"),),
)


def with_evidence(**changes: object) -> Extraction:
    statement = replace(GOOD.statements[0], evidence=(replace(LEADS, **changes),))  # type: ignore[arg-type]
    return replace(GOOD, statements=(statement, GOOD.statements[1]))


def with_attribution(**changes: object) -> Extraction:
    return replace(GOOD, attributions=(replace(GOOD.attributions[0], **changes),))  # type: ignore[arg-type]


def with_mention(**changes: object) -> Extraction:
    return replace(GOOD, mentions=(*GOOD.mentions[:4], replace(GOOD.mentions[4], **changes)))  # type: ignore[arg-type]


def test_nothing_is_wrong_with_right_spans() -> None:
    assert verify(GOOD) == []
    assert verify([GOOD, GOOD]) == []


def test_a_graph_is_checked_too() -> None:
    assert verify(KnowledgeGraph.from_extractions([GOOD])) == []
    wrong = with_evidence(object=span("Olaf Brekke"))
    [error] = verify(KnowledgeGraph.from_extractions([wrong]))
    assert error.document == "d1"
    assert error.span == span("Olaf Brekke")


@pytest.mark.parametrize(
    ("corrupted", "what"),
    [
        (with_mention(text="1971"), ["mention m5"]),
        (with_mention(start=span("1970")[0] + 1), ["mention m5", "statement s2, evidence 1, object"]),
        (with_mention(end=len(TEXT) + 5), ["mention m5", "statement s2, evidence 1, object"]),
        (with_mention(value="1971"), ["statement s2, evidence 1, object"]),
        (with_evidence(subject=(0, 4)), ["statement s1, evidence 1, subject"]),
        (with_evidence(object=span("Olaf Brekke")), ["statement s1, evidence 1, object"]),
        (with_evidence(object=None), ["statement s1, evidence 1, object"]),
        (with_evidence(subject=span("She")), ["statement s1, evidence 1, subject"]),
        (with_evidence(end=len(TEXT) + 1), ["statement s1, evidence 1"]),
        (with_attribution(cue=(9999, 10001)), ["attribution 1, cue"]),
        (with_attribution(content=(5, 5)), ["attribution 1, content"]),
        (with_attribution(source=span("Orbis Bank")), ["attribution 1, source"]),
    ],
)
def test_a_wrong_span_is_found(corrupted: Extraction, what: list[str]) -> None:
    assert [error.what for error in verify(corrupted)] == what


def test_the_error_says_what_would_be_right() -> None:
    [error] = verify(with_mention(text="1971"))
    assert error == SpanError("d1", "mention m5", span("1970"), expected="'1971'", found="'1970'")
    assert str(error) == f"d1: mention m5 [{error.span[0]}, {error.span[1]}): expected '1971', found '1970'"


def test_evidence_from_a_knowledge_base_has_no_spans() -> None:
    known = Evidence("d1", 0, 0, None, None, extractor="known:places")
    assert verify(replace(GOOD, statements=(Statement("s1", "e1", "leads", "e2", evidence=(known,)),))) == []


def test_a_relative_pronoun_may_stand_for_the_source() -> None:
    text = "Olaf Brekke, who said so"
    said = Attribution((13, 16), (17, 21), None, "e3")
    olaf = Mention("m1", 0, 11, "Olaf Brekke", "name", "Person", "e3")
    assert verify(Extraction(Document("d1", text), (olaf,), attributions=(said,))) == []
    [error] = verify(Extraction(Document("d1", text), (olaf,), attributions=(replace(said, source=(12, 16)),)))
    assert error.expected == "a mention of e3 inside"


def test_originals_are_found_by_identifier_or_source() -> None:
    assert verify(GOOD, documents=[Document("d1", TEXT)]) == []
    assert verify(GOOD, documents=[Document("other", TEXT, source="bank.txt")]) == []
    [error] = verify(GOOD, documents=[Document("other", TEXT)])
    assert error.what == "document"


@pytest.mark.parametrize(
    ("original", "first"),
    [(TEXT.replace("born", "made"), TEXT.index("born")), (TEXT + "\n", len(TEXT)), (TEXT[:-1], len(TEXT) - 1)],
)
def test_a_text_that_differs_from_its_original_is_found(original: str, first: int) -> None:
    error = verify(GOOD, documents=[Document("d1", original)])[0]
    assert (error.what, error.span[0]) == ("text", first)


def test_spans_are_checked_against_the_originals() -> None:
    errors = verify(GOOD, documents=[Document("d1", "X" + TEXT)])
    assert len(errors) == 1 + len(GOOD.mentions)


@pytest.mark.parametrize("check", [lambda found: verify(found), lambda found: verify([GOOD, found])])
def test_missing_texts_are_not_called_right(check: Callable[[Extraction], object]) -> None:
    bare = replace(GOOD, document=Document("d2", ""), mentions=())
    with pytest.raises(ExtractionError, match="d2: its text is not there"):
        check(bare)


def test_without_mentions_ends_must_still_lie_in_their_sentence() -> None:
    bare = replace(GOOD, document=replace(GOOD.document, text=""), mentions=(), attributions=())
    assert verify(bare, documents=[GOOD.document]) == []
    wrong = replace(bare, statements=(replace(GOOD.statements[0], evidence=(replace(LEADS, subject=span("She")),)),))
    assert [error.what for error in verify(wrong, documents=[GOOD.document])] == ["statement s1, evidence 1, subject"]
