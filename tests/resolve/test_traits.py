from __future__ import annotations

from time import perf_counter

import pytest

from kg.model import Document, Entity, Evidence, Extraction, Mention, Statement, Value
from kg.resolve import doubts, resolve
from kg.resolve.traits import NOTHING, Traits, conflict, shared, traits_of
from tests.resolve.test_resolve import corpus, extraction

KINDS = {"Person": "P", "Place": "L", "Organization": "O"}


def said(text: str, *names: str, published: str | None = None) -> Extraction:
    """A document whose entities, written as "P Rosa Lind", are where their names stand in it."""
    mentions, entities = [], []
    types = {letter: type_ for type_, letter in KINDS.items()}
    for number, name in enumerate(names, start=1):
        start = text.index(name[2:])
        span = (start, start + len(name) - 2)
        type_ = types[name[0]]
        mentions.append(Mention(f"m{number}", *span, name[2:], "name", type_, f"e{number}"))  # type: ignore[arg-type]
        entities.append(Entity(f"e{number}", type_, name[2:]))  # type: ignore[arg-type]
    return Extraction(Document("d1", text, published=published), tuple(mentions), tuple(entities))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Carl Lind, a retired goalkeeper, wept.", {("field", "sport")}),
        ("The boxer Carl Lind wept.", {("field", "sport")}),
        ("Carl Lind is the bishop of Oslo.", {("field", "religion")}),
        ("Carl Lind told the coach to leave.", set()),
        ("A judge freed Carl Lind.", set()),
        ("Carl Lind, née Kern, wept.", {("former", "carl kern")}),
    ],
)
def test_facts_of_the_words_around(text: str, facts: set[tuple[str, str]]) -> None:
    found = traits_of(said(text, "P Carl Lind")).get("e1", NOTHING)
    assert set(found.facts) == facts


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("Carl Lind, 34, wept.", (1985, 1986)),
        ("The 34-year-old Carl Lind wept.", (1985, 1986)),
        ("Carl Lind, aged 34, wept.", (1985, 1986)),
        ("Carl Lind, born in 1901, wept.", (1901, 1901)),
        ("Carl Lind (1901–1975) wept.", (1901, 1901)),
        ("Carl Lind scored 34 goals.", None),
    ],
)
def test_years_of_birth(text: str, born: tuple[int, int] | None) -> None:
    found = traits_of(said(text, "P Carl Lind", published="2020-05-01")).get("e1", NOTHING)
    assert found.born == born


def test_an_age_says_nothing_without_a_date() -> None:
    assert traits_of(said("Carl Lind, 34, wept.", "P Carl Lind")) == {}


def test_statements_are_facts() -> None:
    one = said("Carl Lind of the Meadow Party.", "P Carl Lind", "O Meadow Party")
    evidence = (Evidence("d1", 0, 30, (0, 9), (17, 29)),)
    party = Statement("s1", "e1", "memberOfParty", "e2", evidence=evidence)
    birth = Statement("s2", "e1", "birthDate", None, Value("1950", "1950-03-02"), evidence)
    found = traits_of(Extraction(one.document, one.mentions, one.entities, (party, birth)))
    assert found["e1"] == Traits(frozenset({("party", "meadow party")}), born=(1950, 1950))


def test_a_town_is_told_by_what_stands_behind_the_comma() -> None:
    found = traits_of(said("In London, Ontario, it froze.", "L London", "L Ontario"))
    assert found["e1"].facts == {("state", "ontario"), ("country", "canada")}
    # A list of countries, and a country itself, say nothing.
    assert traits_of(said("In Lorn, Spain and Greece it froze.", "L Lorn", "L Spain", "L Greece")) == {}
    assert traits_of(said("In Greece, Turkey, it froze.", "L Greece", "L Turkey")) == {}


def test_conflicts_and_what_is_shared() -> None:
    boxer, bishop = (Traits(frozenset({("field", field)})) for field in ("sport", "religion"))
    assert conflict(boxer, bishop) is not None
    assert not conflict(boxer, bishop).is_proof  # type: ignore[union-attr]
    law, politics = (Traits(frozenset({("field", field)})) for field in ("law", "politics"))
    assert conflict(law, politics) is None
    assert shared(boxer, boxer)
    assert not shared(boxer, boxer, weak=False)
    old, dead = Traits(born=(1985, 1986)), Traits(died=(1962, 1962))
    assert conflict(old, dead).is_proof  # type: ignore[union-attr]
    assert conflict(NOTHING, boxer) is None


def test_ten_thousand_documents_and_a_name_of_500_characters() -> None:
    long = "Union of " + " and ".join(["Fruit Growers"] * 30)
    documents = [
        extraction(f"d{number:05}", "P Rosa Lind = Lind", f"O {long}", "P Kern" if number % 2 else "P Carl Lind")
        for number in range(10_000)
    ]
    began = perf_counter()
    resolution = resolve(documents)
    assert perf_counter() - began < 10
    assert len(resolution.entities) == 4
    assert max(map(len, resolution.entities)) < 100


def test_many_people_of_one_name_take_no_square_of_time() -> None:
    documents = [
        extraction(f"d{number}", *["P Carl Lind"] * 2, "P Lind", f"P C{number}a Lind") for number in range(1000)
    ]
    began = perf_counter()
    resolve(documents)
    assert perf_counter() - began < 10


def test_doubts() -> None:
    documents = corpus("P Rosa Lind", "P Lind", "P R. Lind", "O Ardal Steel", "O Ardel Steel", "O Acme", "P Ida Kern")
    found = {(doubt.one.name, doubt.other.name): doubt for doubt in doubts(documents, resolve(documents))}
    assert set(found) == {("Lind", "Rosa Lind"), ("R. Lind", "Rosa Lind"), ("Ardal Steel", "Ardel Steel")}
    assert found["Lind", "Rosa Lind"].are_one
    assert found["Lind", "Rosa Lind"].reason == "surname alone"
    assert not found["R. Lind", "Rosa Lind"].are_one
    assert found["Ardal Steel", "Ardel Steel"].reason == "spelled alike"
