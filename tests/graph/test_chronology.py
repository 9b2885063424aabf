"""What held on a day, on statements made by hand."""

from __future__ import annotations

import pytest

from kg.errors import GraphError
from kg.graph import KnowledgeGraph
from kg.graph.chronology import before, held
from kg.model import Document, Evidence, Statement, Time
from kg.ontology import default_ontology

DOCUMENTS = {
    "old": Document("old", "x", published="2018-05-01"),
    "new": Document("new", "x", published="2024-11-18"),
    "undated": Document("undated", "x"),
}


def statement(
    predicate: str, *times: str | None, document: str = "new", subject: str = "e1", extractor: str = "pattern:x"
) -> Statement:
    evidence = tuple(
        Evidence(document, 0, 9, (0, 1), (2, 3), time=time and Time("then", time), extractor=extractor)
        for time in times
    )
    return Statement(f"{subject} {predicate}", subject, predicate, "e2", evidence=evidence)


def holds(one: Statement, day: str) -> bool:
    return bool(held([one], day, DOCUMENTS, default_ontology()))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("2014", "2015", True),
        ("2015", "2015-02", False),
        ("2015-02", "2015", False),
        ("2014~", "2015-02-01", True),
        ("199X", "2014", True),
        ("2014", "201X", False),
        ("2014-23", "2014-05", False),  # a season is compared as its year
        ("2024-11-18?", "2024-11-19", True),
    ],
)
def test_before_for_certain(one: str, other: str, wanted: bool) -> None:
    assert before(one, other) is wanted


@pytest.mark.parametrize(
    ("times", "day", "wanted"),
    [
        (["2008/2012"], "2010-06-01", True),
        (["2008/2012"], "2012", True),
        (["2008/2012"], "2013", False),
        (["2008/2012"], "2007-12-31", False),
        (["2014/.."], "2024", True),
        (["2014/.."], "2013", False),
        (["../2019"], "2020", False),
        (["../2019"], "2001", True),
        (["../2024-11-18?"], "2024-11-19", False),
        (["2004"], "2004-07", True),
        (["2004"], "2010", False),
        (["2004", None], "2010", True),
        ([None], "1999", True),
    ],
)
def test_what_lasts(times: list[str | None], day: str, wanted: bool) -> None:
    assert holds(statement("leads", *times), day) is wanted


@pytest.mark.parametrize(
    ("times", "document", "day", "wanted"),
    [
        (["2024-09-12"], "new", "2024-09-11", False),
        (["2024-09-12"], "new", "2024-09-12", True),
        (["2024-09-12"], "new", "2030", True),
        ([None], "new", "2024-11-17", False),
        ([None], "new", "2024-11-18", True),
        ([None], "undated", "1999", True),
        (["2024-11-11/2024-11-17"], "new", "2024-11-12", True),
    ],
)
def test_what_happens(times: list[str | None], document: str, day: str, wanted: bool) -> None:
    assert holds(statement("met", *times, document=document), day) is wanted


@pytest.mark.parametrize(("day", "wanted"), [("2017", "e1"), ("2024-10", "e9")])
def test_of_two_holders_of_an_office_the_nearest(day: str, wanted: str) -> None:
    both = [
        statement("headOfState", None, document="old"),
        statement("headOfState", None, document="new", subject="e9"),
    ]
    assert [one.subject for one in held(both, day, DOCUMENTS, default_ontology())] == [wanted]


def test_the_one_who_began_last() -> None:
    both = [statement("mayorOf", "2011/.."), statement("mayorOf", "2016/..", subject="e9")]
    assert [one.subject for one in held(both, "2020", DOCUMENTS, default_ontology())] == ["e9"]
    assert [one.subject for one in held(both, "2013", DOCUMENTS, default_ontology())] == ["e1"]


def test_several_may_lead() -> None:
    both = [statement("leads", None, document="old"), statement("leads", None, document="new", subject="e9")]
    assert len(held(both, "2024", DOCUMENTS, default_ontology())) == 2


def test_what_is_known_or_a_birthday_is_always_so() -> None:
    assert holds(statement("containedInPlace", None, extractor="known:geonames:1"), "1066")
    assert holds(statement("birthDate", None), "1066")


@pytest.mark.parametrize("day", ["", "yesterday", "2024-13", "2024-11-32", "24-11-18", "2024-11-18T10:00"])
def test_no_date(day: str) -> None:
    with pytest.raises(GraphError, match="is not a date"):
        KnowledgeGraph.from_extractions([]).at(day)
