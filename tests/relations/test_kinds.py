"""Each kind of mention that a pattern may ask for: what is one, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Mention, MentionType
from kg.relations.kinds import KINDS, fits

_TYPES: dict[str, MentionType] = {"P": "Person", "O": "Organization", "L": "Place", "D": "Date"}


def mention(marked: str) -> Mention:
    """``L:Chile`` -> the mention of a place."""
    type_, _, text = marked.partition(":")
    return Mention("m1", 0, len(text), text, "name", _TYPES[type_])


# kind: (names of the kind, names that are not)
CASES = {
    "P": (["P:Ana Rey"], ["O:Ana Rey", "L:Chile", "D:May"]),
    "O": (["O:Norvane"], ["P:Norvane", "L:Norvane", "D:May"]),
    "L": (["L:Chile", "L:Chilean", "L:Porto"], ["P:Chile", "O:Chile", "D:May"]),
    "A": (["P:Ana Rey", "O:Norvane", "L:Chile"], ["D:May"]),
    "Date": (["D:May"], ["P:May", "O:May", "L:May"]),
    "Country": (["L:Chile", "L:Chilean", "L:US", "L:the Netherlands"], ["L:Porto", "L:Ohio", "L:Bavarian", "P:Chad"]),
    "Land": (["L:Chile", "L:US"], ["L:Chilean", "L:Porto", "L:Bavaria"]),
    "Demonym": (["L:Chilean", "L:Danes", "L:US", "L:UK"], ["L:Chile", "L:Bavarian", "L:Porto"]),
    "Region": (["L:Bavaria", "L:Bavarian", "L:Ohio"], ["L:Chile", "L:Chilean", "L:Porto", "L:D.C."]),
    "City": (["L:Porto", "L:Kirchdorf", "L:Ohio"], ["L:Chile", "L:Chilean", "L:Bavarian"]),
    "Town": (["L:Porto", "L:Kirchdorf", "L:New York"], ["L:Ohio", "L:Bavaria", "L:Chile", "L:Bavarian"]),
    "Major": (["L:Porto", "L:Chile", "L:Ohio", "L:Bavaria"], ["L:Kirchdorf", "L:Chilean", "P:Chile"]),
    "Minor": (["L:Kirchdorf", "L:Alvade"], ["L:Porto", "L:Chile", "L:Ohio", "L:Chilean", "O:Kirchdorf"]),
    "Body": (
        ["O:Pentagon", "O:the Supreme Court", "O:Ministry of Defence", "O:Chilean Navy", "O:Council for Peace"],
        ["O:Norvane", "O:Navy Street Bank", "P:Pentagon"],
    ),
    "Party": (
        ["O:CDU", "O:the Greens", "O:Five Star Movement", "O:Party of Work", "O:Chilean Socialists"],
        ["O:Norvane", "O:Party Supplies Inc", "O:Pentagon"],
    ),
    "Seat": (
        ["O:Lund University", "O:University of Porto", "O:Institute for Peace", "O:Porto Museum"],
        ["O:Norvane", "O:University Press", "L:Lund University"],
    ),
    "House": (
        ["O:Rovel Bank", "O:Lund Opera House", "O:Norvane Ltd", "O:Center for Peace"],
        ["O:Norvane", "O:KDR", "O:Harun Front", "O:Bank Street Boys", "L:Rovel Bank"],
    ),
    "Employer": (["O:Norvane", "O:Pentagon", "O:Lund University"], ["O:CDU", "O:Labour Party", "P:Ana Rey"]),
    "Firm": (["O:Norvane", "O:Lund University"], ["O:CDU", "O:Pentagon", "O:Ministry of Defence", "P:Ana Rey"]),
}


def test_every_kind_has_cases() -> None:
    assert set(CASES) == set(KINDS)


def test_the_page_on_patterns_names_every_kind() -> None:
    page = (Path(__file__).parents[2] / "docs" / "patterns.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (of_kind, _) in CASES.items() for marked in of_kind]
)
def test_of_the_kind(kind: str, marked: str) -> None:
    assert fits(mention(marked), kind)


@pytest.mark.parametrize(
    ("kind", "marked"), [(kind, marked) for kind, (_, others) in CASES.items() for marked in others]
)
def test_not_of_the_kind(kind: str, marked: str) -> None:
    assert not fits(mention(marked), kind)


@pytest.mark.parametrize("text", ["of", "The", "", "'s", "the ", "of for"])
@pytest.mark.parametrize("type_", _TYPES)
def test_odd_names_fit_or_not_but_never_fail(text: str, type_: str) -> None:
    assert {fits(mention(f"{type_}:{text}"), kind) for kind in KINDS} <= {True, False}
