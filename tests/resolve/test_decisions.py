from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError
from kg.graph import KnowledgeGraph
from kg.model import Extraction
from kg.resolve import Decision, Reference, Resolution, read_decisions, resolve
from tests.resolve.test_resolve import corpus, extraction

HEADER = "decision,type,name,document,other_name,other_document\n"


def decided(*lines: str) -> tuple[Decision, ...]:
    """Decisions written as "same: Rosa Lind @d1 = R. Lind @d2"."""

    def reference(text: str) -> Reference:
        name, _, document = text.strip().partition(" @")
        return Reference(name, document or None)

    found = []
    for number, line in enumerate(lines, start=1):
        verdict, _, pair = line.partition(": ")
        one, other = pair.split(" = ")
        found.append(Decision(verdict == "same", reference(one), reference(other), f"line {number}"))
    return tuple(found)


def are_one(resolution: Resolution, one: tuple[str, str], other: tuple[str, str]) -> bool:
    return resolution.of[one] == resolution.of[other]


def test_what_is_decided_to_be_the_same_is_one() -> None:
    documents = corpus("P Rosa Lind", "P R. Kern", "P Rosa Lind", "P R. Kern")
    resolution = resolve(documents, decisions=decided("same: Rosa Lind @d1 = R. Kern @d2"))
    assert len(resolution.entities) == 1
    assert [(join.name, join.other, join.rule.number) for join in resolution.joins] == [("Rosa Lind", "R. Kern", 23)]


def test_what_is_decided_to_be_apart_is_two() -> None:
    documents = corpus("P Carl Lind", "P Carl Lind")
    assert len(resolve(documents).entities) == 1
    resolution = resolve(documents, decisions=decided("apart: Carl Lind @d1 = Carl Lind @d2"))
    assert len(resolution.entities) == 2
    assert {entity.name for entity in resolution.entities.values()} == {"Carl Lind"}


def test_a_third_of_the_name_goes_where_its_document_says() -> None:
    documents = corpus("P Carl Lind; O Acme", "P Carl Lind; O Bolt", "P Carl Lind; O Bolt", "P Carl Lind")
    resolution = resolve(documents, decisions=decided("apart: Carl Lind @d1 = Carl Lind @d2"))
    assert are_one(resolution, ("d2", "e1"), ("d3", "e1"))
    assert len({resolution.of[f"d{number}", "e1"] for number in (1, 2, 4)}) == 3


def test_a_decision_outweighs_rules_documents_and_types() -> None:
    documents = corpus("P Rosa Lind; P Rosa K. Lind", "P Mr Weber", "P Mrs Weber", "L Washington", "P Washington")
    lines = (
        "same: Rosa Lind @d1 = Rosa K. Lind @d1",
        "same: Mr Weber = Mrs Weber",
        "same: Washington @d4 = Washington @d5",
    )
    resolution = resolve(documents, decisions=decided(*lines))
    assert not resolution.warnings
    assert are_one(resolution, ("d1", "e1"), ("d1", "e2"))
    assert are_one(resolution, ("d2", "e1"), ("d3", "e1"))
    assert are_one(resolution, ("d4", "e1"), ("d5", "e1"))


def test_a_name_without_document_means_every_document() -> None:
    documents = corpus("O Fruit Friends", "O FRIF", "O FRIF", "O Fruit Friends")
    assert len(resolve(documents).entities) == 2
    assert len(resolve(documents, decisions=decided("same: FRIF = Fruit Friends")).entities) == 1


def test_other_names_of_a_document_count_where_no_name_fits() -> None:
    documents = corpus("P Rosa Lind = Lind; P Lind", "P Ida Kern")
    resolution = resolve(documents, decisions=decided("same: Lind @d1 = Ida Kern @d2"))
    assert are_one(resolution, ("d1", "e2"), ("d2", "e1"))
    assert not are_one(resolution, ("d1", "e1"), ("d2", "e1"))


def test_identifiers_are_those_of_the_graph_without_and_with_the_decisions() -> None:
    documents = corpus("P Rosa Lind", "P Ida Kern", "P Anna Rey")
    rosa, ida, anna = (resolve(documents).of[f"d{number}", "e1"] for number in (1, 2, 3))
    first = Decision(True, Reference(rosa), Reference(ida))
    whole = resolve(documents, decisions=[first])
    both = whole.of["d1", "e1"]
    assert len(whole.entities) == 2
    again = resolve(documents, decisions=[first, Decision(True, Reference(both), Reference(anna))])
    assert len(again.entities) == 1
    assert not again.warnings


def test_an_identifier_is_known_after_a_fuller_name_has_come() -> None:
    before = resolve(corpus("P Rosa Lind"))
    decision = Decision(True, Reference(before.of["d1", "e1"]), Reference("Ida Kern"))
    after = resolve(corpus("P Rosa Lind", "P Rosa K. Lind", "P Ida Kern"), decisions=[decision])
    assert not after.warnings
    assert len(after.entities) == 1


def test_the_unknown_is_warned_of() -> None:
    lines = (
        "same: Rosa Lind @d9 = Rosa Lind @d1",
        "apart: Nobody @d1 = Rosa Lind",
        "same: person/nobody-00000000 = Rosa Lind",
        "same: Kern @d2 = Rosa Lind",
    )
    resolution = resolve(corpus("P Rosa Lind", "P Ida Kern = Kern; P Ulla Kern = Kern"), decisions=decided(*lines))
    assert sorted(str(warning) for warning in resolution.warnings) == [
        "line 1: there is no document 'd9'",
        "line 2: nothing is called 'Nobody' in 'd1'",
        "line 3: no entity has the identifier 'person/nobody-00000000'",
        "line 4: 'Kern' in 'd2' may be any of 2 entities; give the fuller name or the type",
    ]
    assert len(resolution.entities) == 3


def test_contradictions_are_named_pair_by_pair(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(
        HEADER
        + "same,,Rosa Lind,d1,R. Lind,d2\nsame,,R. Lind,d2,Rosa Kern,d3\napart,,Rosa Lind,d1,Rosa Kern,d3\n"
        + "same,,Ida Rey,,Ida Roy,\napart,,Ida Roy,,Ida  Rey,\napart,,Max,d1,Max,d1\n"
    )
    with pytest.raises(DataError) as caught:
        read_decisions(path)
    first, *pairs = str(caught.value).splitlines()
    assert first.startswith("decisions contradict each other")
    assert len(pairs) == 3
    assert all(f"{path}:{line}: " in pairs[0] for line in (2, 3, 4))
    assert all(f"{path}:{line}: " in pairs[1] for line in (5, 6))
    assert pairs[2] == f"{path}:7: 'Max' in 'd1' and 'Max' in 'd1' are apart, but they are one and the same"


def test_contradictions_that_only_documents_show() -> None:
    documents = corpus("P Rosa Lind = Lind", "P Ida Kern")
    lines = decided("same: Rosa Lind @d1 = Ida Kern", "apart: Lind @d1 = Ida Kern @d2")
    with pytest.raises(DataError, match=r"line 2: .* are apart, but line 1: .* are the same"):
        resolve(documents, decisions=lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1: the header lacks decision, type"),
        ("name,other_name\n", "1: the header lacks decision, type, document"),
        (HEADER + "maybe,,a,,b,\n", "2: decision is 'maybe'"),
        (HEADER + "same,Person,a,,b,\nsame,Human,a,,b,\n", "3: type is 'Human'"),
        (HEADER + "same,,a,,,\n", "2: name and other_name must both be there"),
    ],
)
def test_broken_files(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(text)
    with pytest.raises(DataError) as caught:
        read_decisions(path)
    assert f"{path}:{message}" in str(caught.value)


def test_files_that_are_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="can't be read"):
        read_decisions(tmp_path / "none.csv")
    (tmp_path / "bytes.csv").write_bytes(b"decision\xff")
    with pytest.raises(DataError, match="not UTF-8 at byte 8"):
        read_decisions(tmp_path / "bytes.csv")


def test_files_as_spreadsheets_write_them(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    header = HEADER.replace(",", ";").strip() + ";why\r\n"
    path.write_text("\ufeff" + header + "Same;;Lind;d1;Kern;d2;sure\r\n;;open;;question;;\r\n", encoding="utf-8")
    [decision] = read_decisions(path)
    assert decision == Decision(True, Reference("Lind", "d1"), Reference("Kern", "d2"), f"{path}:2")


NAMES = ("Carl Lind", "Rosa Lind", "Rosa K. Lind", "Lind", "Ida Kern")
DOCUMENTS = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), min_size=2, max_size=6)
PAIRS = st.lists(st.tuples(st.booleans(), *[st.integers(0, 5), st.integers(0, 2)] * 2), max_size=5)


@given(DOCUMENTS, PAIRS, st.randoms(use_true_random=False), st.integers(0, 5))
def test_decisions_are_obeyed_with_documents_shuffled_added_and_removed(
    documents: list[list[str]], pairs: list[tuple[bool, int, int, int, int]], random: object, kept: int
) -> None:
    extractions = [
        extraction(f"d{number}", *(f"P {name}" for name in dict.fromkeys(names)))
        for number, names in enumerate(documents)
    ]
    places = [(one.document.id, entity.id, entity.name) for one in extractions for entity in one.entities]
    decisions = []
    for same, *numbers in pairs:
        one, other = (places[(numbers[at] * 3 + numbers[at + 1]) % len(places)] for at in (0, 2))
        decisions.append((same, one, other))
    given_ = [
        Decision(same, Reference(one[2], one[0]), Reference(other[2], other[0])) for same, one, other in decisions
    ]
    try:
        resolution = resolve(extractions, decisions=given_)
    except DataError:
        return
    shuffled = list(extractions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve(shuffled, decisions=reversed(given_)) == resolution
    for some in (extractions, extractions[: kept + 1], [*shuffled, extraction("more", "P Carl Lind", "P Ida Kern")]):
        check(resolve(some, decisions=given_), decisions)


def check(resolution: Resolution, decisions: list[tuple[bool, tuple[str, ...], tuple[str, ...]]]) -> None:
    for same, one, other in decisions:
        first, second = (resolution.of.get((place[0], place[1])) for place in (one, other))
        if first is not None and second is not None:
            assert (first == second) is same


def test_a_graph_keeps_its_decisions(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(HEADER + "same,,Rosa Lind,d1,Ida Kern,d2\n")
    first, second, third = corpus("P Rosa Lind", "P Ida Kern", "P Ida Kern")
    graph = KnowledgeGraph.from_extractions([first, second], decisions=path)
    assert len(graph.entities) == 1
    assert len(graph.add([third]).entities) == 1
    assert graph.explain_entity("Rosa Lind").joins[0].rule.number == 23


def test_what_an_earlier_resolution_made_can_be_decided_on() -> None:
    documents = corpus("P Rosa Lind; P Rosa Lind", "P Rosa Lind", "P Rosa Lind")
    graph = KnowledgeGraph.from_extractions(documents)
    again: list[Extraction] = list(graph.extractions())
    assert len(graph.entities) == 3
    one, other = graph.resolution.of["d1", "e1"], graph.resolution.of["d2", "e1"]
    resolution = resolve(again, decisions=[Decision(True, Reference(one), Reference(other))])
    assert len(resolution.entities) == 2
    assert len({resolution.of["d2", other], resolution.of["d3", other], resolution.of["d1", one]}) == 1
