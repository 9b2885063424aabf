"""Figures of hand-made predictions against hand-made gold, counted by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluate import BCubed, Counts, Evaluation, evaluate, pair
from kg.evaluate.mentions import Named, aligned, matched, trimmed
from kg.model import Document, Entity, EntityType, Evidence, Extraction, Mention, Span, Statement, Value

TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place"}
STATUS: dict[str, dict[str, object]] = {
    "asserted": {},
    "reported": {"speaker": "unnamed"},
    "denied": {"polarity": "negative"},
    "known": {"extractor": "known:x"},
}
_MARK = re.compile(r"\[(\w)(\w*) ([^\]]+)\]")


def document(marked: str, *statements: str, id: str = "d1") -> Extraction:
    """A document with names marked "[Pe1 Rosa Lind]" (type, entity) and statements such as "e1 leads e2 (reported)"."""
    text, mentions, types, end = "", [], {}, 0
    for mark in _MARK.finditer(marked):
        text += marked[end : mark.start()]
        end = mark.end()
        type_, entity, words = mark.groups()
        span = (len(text), len(text) + len(words))
        mentions.append(Mention(f"m{len(mentions)}", *span, words, "name", TYPES[type_], entity or None))
        types[entity] = TYPES[type_]
        text += words
    entities = tuple(Entity(name, type_, name) for name, type_ in types.items() if name)
    said = tuple(statement(one, number, id) for number, one in enumerate(statements))
    return Extraction(Document(id, text + marked[end:]), tuple(mentions), entities, said)


def statement(said: str, number: int, document_id: str) -> Statement:
    said, _, status = said.partition(" (")
    subject, predicate, object_ = said.split()
    evidence = Evidence(document_id, 0, 1, (0, 1), (0, 1), **STATUS[status.rstrip(")") or "asserted"])  # type: ignore[arg-type]
    if object_[0].isdigit():
        return Statement(f"s{number}", subject, predicate, value=Value(object_, object_), evidence=(evidence,))
    return Statement(f"s{number}", subject, predicate, object_, evidence=(evidence,))


def counts(found: Counts) -> tuple[int, int, int, int]:
    return found.right, found.predicted, found.found, found.gold


GOLD = "[Pe1 Rosa Lind] leads [Oe2 Acme]. [Pe1 Lind] met [Pe3 Carl Kern] in [Le4 Oslo]."


def relations(said: list[str], true: list[str], **options: object) -> tuple[int, int, int, int]:
    return counts(evaluate([document(GOLD, *said)], [document(GOLD, *true)], **options).relations.all)  # type: ignore[arg-type]


def test_mentions_by_span_and_type() -> None:
    # "the" and a possessive do not count; "Acme" is a place here, and "Lind" is missed, "met" is no name.
    predicted = "[Px1 Rosa Lind] leads [Lx2 Acme]. Lind [Ox3 met] [Px4 Carl Kern] in [Lx5 Oslo]."
    found = evaluate([document(predicted)], [document(GOLD)])
    assert counts(found.mentions) == (3, 5, 3, 5)
    assert counts(found.spans) == (4, 5, 4, 5)
    assert {type_: counts(one) for type_, one in found.by_type.items()} == {
        "Person": (2, 2, 2, 3),
        "Organization": (0, 1, 0, 1),
        "Place": (1, 2, 1, 1),
    }
    assert found.mentions.precision == pytest.approx(3 / 5)
    trimmed_alike = evaluate([document("the [Oe1 Acme]'s gate")], [document("[Oe1 the Acme's] gate")])
    assert counts(trimmed_alike.mentions) == (1, 1, 1, 1)


def test_pronouns_nominals_and_dates_are_no_names() -> None:
    one = document("[Pe1 Rosa Lind] left. [Pe1 She] ran.")
    she = replace(one.mentions[1], kind="pronoun")
    day = Mention("m9", 0, 4, "Rosa", "name", "Date")
    assert counts(evaluate([replace(one, mentions=(she, day))], [one]).mentions) == (0, 0, 0, 2)


def test_entities() -> None:
    # Gold {Rosa Lind, Lind} {Acme} {Carl Kern} {Oslo}; predicted {Rosa Lind} {Lind, Carl Kern} {Acme} {Oslo} {met}.
    predicted = "[Px1 Rosa Lind] leads [Ox2 Acme]. [Px3 Lind] [Ox9 met] [Px3 Carl Kern] in [Lx4 Oslo]."
    found = evaluate([document(predicted)], [document(GOLD)])
    assert found.entities.precision == pytest.approx((1 + 1 / 2 + 1 / 2 + 1 + 1 + 0) / 6)
    assert found.entities.recall == pytest.approx((1 / 2 + 1 / 2 + 1 + 1 + 1) / 5)
    assert (found.split, found.mixed) == (1, 1)


def test_relations_are_counted_once_however_often_they_are_said() -> None:
    said = ["e1 leads e2", "e1 leads e2", "e1 met e3", "e1 visited e4"]
    assert relations(said, ["e1 leads e2", "e1 met e3", "e2 basedIn e4"]) == (2, 3, 2, 3)


def test_a_wider_predicate_is_right_but_does_not_find_the_narrower() -> None:
    assert relations(["e1 leads e2"], ["e1 ceoOf e2"]) == (1, 1, 0, 1)
    assert relations(["e1 ceoOf e2"], ["e1 leads e2"]) == (0, 1, 1, 1)
    # With the narrower one, the wider is not counted again.
    assert relations(["e1 ceoOf e2", "e1 leads e2"], ["e1 ceoOf e2", "e1 leads e2"]) == (1, 1, 1, 1)


def test_symmetric_statements_have_no_direction() -> None:
    assert relations(["e3 met e1"], ["e1 met e3"]) == (1, 1, 1, 1)
    assert relations(["e1 met e3", "e3 met e1"], ["e1 met e3"]) == (1, 1, 1, 1)
    assert relations(["e3 parent e1"], ["e1 parent e3"]) == (0, 1, 0, 1)


def test_statuses() -> None:
    said = ["e1 leads e2 (reported)", "e1 met e3 (denied)", "e2 basedIn e4 (known)"]
    true = ["e1 leads e2", "e2 basedIn e4", "e1 met e3 (denied)"]
    assert relations(said, true) == (1, 1, 1, 2)
    assert relations(said, true, statuses=["asserted", "reported", "known"]) == (2, 2, 2, 2)
    assert relations(said, true, statuses=["denied"]) == (1, 1, 1, 1)


def test_gold_without_evidence_is_asserted() -> None:
    gold = document(GOLD)
    bare = replace(gold, statements=(Statement("s1", "e1", "leads", "e2"),))
    assert counts(evaluate([document(GOLD, "e1 leads e2")], [bare]).relations.all) == (1, 1, 1, 1)


def test_dates_by_their_value() -> None:
    assert relations(["e1 birthDate 1970-05"], ["e1 birthDate 1970-05"]) == (1, 1, 1, 1)
    assert relations(["e1 birthDate 1970-05"], ["e1 birthDate 1970"]) == (0, 1, 0, 1)


def test_only_some_predicates() -> None:
    said, true = ["e1 ceoOf e2", "e1 visited e4"], ["e1 leads e2", "e1 met e3"]
    assert relations(said, true) == (0, 2, 1, 2)
    assert relations(said, true, predicates={"leads", "met"}) == (1, 1, 1, 2)


def test_an_entity_stands_for_the_one_that_most_of_its_names_overlap() -> None:
    predicted = "[Px1 Rosa] Lind leads [Ox2 Acme]. [Px1 Lind] met [Px1 Carl Kern] in [Lx4 Oslo]."
    found = evaluate([document(predicted, "x1 leads x2")], [document(GOLD, "e1 leads e2")])
    assert counts(found.relations.all) == (1, 1, 1, 1)
    assert counts(found.relations.by_predicate["leads"]) == (1, 1, 1, 1)


def test_what_the_gold_can_not_tell_is_left_out() -> None:
    # An entity without a name in the text; two entities that are one of the gold. One that is no name there is wrong.
    predicted = document(
        "[Px1 Rosa Lind] [Ox3 leads] [Ox2 Acme]. [Px5 Lind] met [Px4 Carl Kern] in Oslo.",
        *("x1 leads x9", "x1 met x5", "x1 worksFor x3"),
    )
    found = evaluate([predicted], [document(GOLD, "e1 leads e2", "e1 worksFor e9")])
    assert counts(found.relations.all) == (0, 1, 0, 1)
    assert (found.relations.left_out, found.relations.gold_left_out) == (2, 1)


def test_documents_are_paired_by_text() -> None:
    gold = [document(GOLD, id="a"), document("[Pe1 Ida]", id="b"), document("[Pe1 Ida]", id="c"), document("x", id="d")]
    given = [document("[Px1 Ida]", id="c"), document("[Px1 Ida] ", id="a"), document("[Px1 Ida]", id="z")]
    found = pair(given, gold)
    assert [one and one.document.id for one, _ in found.pairs] == [None, "z", "c", None]
    assert (found.missing, found.changed, found.extra) == (("a", "d"), ("a",), ("a",))
    # What has no prediction counts as missed.
    assert counts(evaluate(given, gold).mentions) == (2, 2, 2, 7)


def test_nothing_gives_no_figures_and_no_error() -> None:
    for found in (evaluate([], []), evaluate([document(GOLD)], []), evaluate([], [document("")])):
        assert found.mentions.f1 == found.entities.f1 == found.relations.all.f1 == 0.0
        assert found.as_dict()["relations"]["f1"] == 0.0


def test_figures_as_rows_and_as_a_mapping() -> None:
    found = evaluate([document(GOLD, "e1 leads e2")], [document(GOLD, "e1 leads e2", "e1 met e3", "e2 met e3")])
    assert [name for name, _ in found.rows()] == [
        *("mentions", "mentions: Organization", "mentions: Person", "mentions: Place", "mentions, any type"),
        *("entities, B-cubed", "relations", "relations: met", "relations: leads"),
    ]
    said = found.as_dict()
    assert said["relations"] == {
        **{"precision": 1.0, "recall": 0.3333, "f1": 0.5, "right": 1, "predicted": 1, "found": 1, "gold": 3},
        **{"left out": 0, "gold left out": 0},
    }
    assert said["documents"] == {"gold": 1, "missing": [], "changed": [], "extra": []}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("the Reform Party", "Reform Party"),
        ("The Hague", "Hague"),
        ("Lind’s ", "Lind"),
        ("the states'", "states"),
        ("the", "the"),
        ("’s", "’s"),
        ("Theresa", "Theresa"),
        ("", ""),
    ],
)
def test_what_is_trimmed(text: str, kept: str) -> None:
    start, end = trimmed(text, (0, len(text)))
    assert text[start:end] == kept


def test_equal_spans_are_matched_first() -> None:
    assert matched([(0, 10), (6, 10)], [(6, 10)]) == {(6, 10): (6, 10)}
    assert matched([(0, 4)], [(4, 8), (9, 9)]) == {}


def test_of_two_entities_the_one_with_the_better_fits() -> None:
    gold = [Named((0, 4), "Person", "a"), Named((10, 20), "Person", "b")]
    assert aligned([Named((0, 5), "Person", "x"), Named((10, 13), "Person", "x")], gold) == {"x": "a"}


def test_b_cubed_by_hand() -> None:
    b_cubed = BCubed()
    spans: list[Span] = [(place, place + 1) for place in range(5)]
    predicted = dict(zip(spans, "aabbb", strict=True))
    b_cubed.add(predicted, dict(zip(spans[:4], "AAAB", strict=True)), {span: span for span in spans[:4]})
    assert b_cubed.precision == pytest.approx((1 + 1 + 1 / 3 + 1 / 3) / 5)
    assert b_cubed.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


SPANS = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda at: (at[0], at[0] + at[1])), max_size=6)


@given(SPANS, SPANS)
def test_matching_is_one_to_one_and_of_overlapping_spans(spans: list[Span], others: list[Span]) -> None:
    spans, others = list(dict.fromkeys(spans)), list(dict.fromkeys(others))
    found = matched(spans, others)
    assert len(set(found.values())) == len(found)
    assert all(max(one[0], other[0]) < min(one[1], other[1]) for one, other in found.items())
    assert all(found[span] == span for span in spans if span in others)


@given(SPANS)
def test_the_gold_itself_is_all_right(spans: list[Span]) -> None:
    text = "x" * 20
    mentions = tuple(Mention(f"m{n}", *span, "x", "name", "Person", f"e{n % 2}") for n, span in enumerate(set(spans)))
    one = Extraction(Document("d1", text), mentions)
    found: Evaluation = evaluate([one], [one])
    assert found.mentions.f1 == found.entities.f1 == (1.0 if spans else 0.0)


def test_ten_thousand_names_take_no_square_of_time() -> None:
    long = document("[Pe1 Rosa Lind] met [Pe3 Carl Kern]. " * 5_000, "e1 met e3")
    began = process_time()
    found = evaluate([long], [long])
    assert process_time() - began < 10
    assert (found.entities.f1, found.relations.all.f1) == (1.0, 1.0)
