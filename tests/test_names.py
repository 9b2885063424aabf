from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import EntityType
from kg.names import RULES, decide, initials, is_acronym, key_of, normal_form, parse, plain, rules, same_entity

SCOPES: tuple[rules.Scope, ...] = ("document", "corpus")
TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place"}


def table() -> list[list[str]]:
    """The rows of the table of rules, as its docstring has them."""
    lines = [line for line in (rules.__doc__ or "").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ROWS = table()
PAIRS = [row for row in ROWS if " / " in row[4]]


def test_the_table_has_a_row_for_every_rule() -> None:
    said = {int(number): (verdict == "joins", scope) for number, verdict, scope, _, _ in ROWS}
    assert said == {number: (rule.joins, rule.scope) for number, rule in RULES.items()}
    assert len(said) == len(ROWS)
    assert sorted(int(row[0]) for row in PAIRS) == [*range(1, 20), 26, 27, 28]


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: row[0])
def test_row_of_the_table(row: list[str]) -> None:
    number, verdict, scope, _, example = row
    first, second = example.split(" / ")
    letter, _, first = first.partition(": ")
    other, colon, rest = second.partition(": ")
    a = parse(first, TYPES[letter])
    b = parse(rest, TYPES[other]) if colon else parse(second, TYPES[letter])
    for one, two in ((a, b), (b, a)):
        for where in SCOPES:
            rule = decide(one, two, scope=where)
            if scope in ("both", where):
                assert rule is not None
                assert rule.number == int(number)
                assert (same_entity(one, two, scope=where) is not None) == (verdict == "joins")
            else:
                assert rule is None


@pytest.mark.parametrize(
    ("a", "b", "type_"),
    [
        ("Oslo", "Oslo University", "Organization"),
        ("United Nations", "United Nations Security Council", "Organization"),
        ("Fruit", "Friends of Fruit", "Organization"),
        ("Ardal region", "Ardal district", "Place"),
        ("Georgia", "Germany", "Place"),
        ("Rosa Lind", "Rosa Lund", "Person"),
        ("Miss Rosa", "Rosa Lind", "Person"),
        ("Lind", "Copies of Lind", "Person"),
        ("Austrian Institute", "Institute of Marine Biology", "Organization"),
        ("us", "US South", "Place"),
    ],
)
def test_nothing_joins(a: str, b: str, type_: EntityType) -> None:
    assert same_entity(parse(a, type_), parse(b, type_)) is None


@pytest.mark.parametrize(
    ("a", "b", "number"),
    [
        ("[Rosa] Lind", "Rosa Lind’s", 4),
        ("Zoë O'Hara", "ZOE O’HARA", 4),
        ("Dr. Rosa Lind", "Rosa Lind PhD", 5),
        ("Jan van der Berg", "van der Berg", 13),
        ("Jan van der Berg", "Berg", 13),
        ("Omar al-Haddad", "Al Haddad", 13),
        ("Elmo Funke Kupfer", "Funke Kupfer", 13),
        ("Rosa Karin Lind", "Rosa K. Lind", 11),
        ("Rosa Karin Lind", "Rosa M. Lind", 10),
        ("Rosa Karin Lind", "Karin", 14),
    ],
)
def test_persons(a: str, b: str, number: int) -> None:
    rule = decide(parse(a, "Person"), parse(b, "Person"))
    assert rule is not None
    assert rule.number == number


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("the U.N.", "un"),
        ("“The  Daily\nEcho”", "daily echo"),
        ("[Donna] Trent", "donna trent"),
        ("Peters’", "peters"),
        ("Smith's", "smith"),
        ("Łódź", "lodz"),
        ("Al-Nour", "al nour"),
        ("Black & White", "black and white"),
        ("the", "the"),
        ("東京", "東京"),
        ("", ""),
    ],
)
def test_normal_form(text: str, normal: str) -> None:
    assert normal_form(text) == normal


@pytest.mark.parametrize(
    ("text", "type_", "shown"),
    [
        ("President Mary Moss’s", "Person", "Mary Moss"),
        ("Mr.", "Person", "Mr."),
        ("the Daily Echo", "Organization", "Daily Echo"),
        ("The Daily Echo", "Organization", "Daily Echo"),
        ("The Hague", "Place", "The Hague"),
        ("[Donna] Trent", "Person", "Donna Trent"),
    ],
)
def test_plain(text: str, type_: EntityType, shown: str) -> None:
    assert plain(parse(text, type_)) == shown


def test_gender_by_title_and_by_forename() -> None:
    assert (parse("Mrs Lind", "Person").gender, parse("Mrs Lind", "Person").titled) == ("female", True)
    assert (parse("John Lind", "Person").gender, parse("John Lind", "Person").titled) == ("male", False)
    assert parse("Lind", "Person").gender is None


def test_acronyms() -> None:
    assert [is_acronym(text) for text in ("NATO", "U.S.", "AfD", "Oslo", "A", "ABCDEFGHI", "A B")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert initials(("office", "for", "national", "statistics")) == ("ons", "ofns")
    assert initials(("meadow", "news", "agency")) == ("mna", "mn")
    assert initials(("oslo",)) == ()


WORDS = st.sampled_from(
    [
        "Rosa",
        "Carl",
        "Lind",
        "van",
        "al",
        "K.",
        "Mr",
        "Mrs",
        "Jr",
        "Oslo",
        "Party",
        "Group",
        "AG",
        "of",
        "the",
        "Council",
        "OC",
        "City",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(NAMES, NAMES, st.sampled_from(["Person", "Organization", "Place"]), st.sampled_from(["document", "corpus"]))
def test_the_order_of_two_names_does_not_matter(a: str, b: str, type_: EntityType, scope: rules.Scope) -> None:
    one, two = parse(a, type_), parse(b, type_)
    assert decide(one, two, scope=scope) == decide(two, one, scope=scope)


@pytest.mark.parametrize("type_", ["Person", "Organization", "Place"])
def test_signs_are_no_name_of_anything(type_: EntityType) -> None:
    for signs in ("", " ", "…", "''", "—", ".", "the"):
        for other in ("UN", "Rosa Lind", "Oslo city"):
            assert decide(parse(signs, type_), parse(other, type_)) is None
            assert decide(parse(other, type_), parse(signs, type_)) is None


@given(st.text(max_size=30), st.sampled_from(["Person", "Organization", "Place"]))
def test_any_text_is_a_name(text: str, type_: EntityType) -> None:
    name = parse(text, type_)
    assert name.surname <= len(name.words)
    assert decide(name, name) == RULES[4]
    assert normal_form(f"“{text}”") == normal_form(text) or text.strip(" ,;:-–'‘’") != text or '"' in text
    plain(name)


_WORDS = """
Mr Dr. Rosa Lind J.R. R. van Jr III GmbH Lindner A/S Inc. (UFG) Union of State the The U.S. German Saint Müller’s
Republic Centre -
"""


@given(
    st.lists(st.sampled_from(_WORDS.split()), max_size=6).map(" ".join) | st.text(max_size=12),
    st.sampled_from(sorted(TYPES.values())),
)
def test_a_key_by_itself_is_that_of_the_name_taken_apart(text: str, type_: EntityType) -> None:
    assert key_of(text, type_) == parse(text, type_).key
