from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document, Entity, EntityType, Extraction
from kg.resolve import Decision, Reference, Resolution, resolve

TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place"}


def extraction(document: str, *entities: str) -> Extraction:
    """A document with entities written as "P Rosa Lind = Lind = Ms Lind"."""
    found = []
    for number, entity in enumerate(entities, start=1):
        name, *aliases = entity[2:].split(" = ")
        found.append(Entity(f"e{number}", TYPES[entity[0]], name, tuple(aliases)))
    return Extraction(Document(document, ""), entities=tuple(found))


def corpus(*documents: str) -> list[Extraction]:
    """Documents d1, d2 … with entities between semicolons."""
    return [extraction(f"d{n}", *text.split("; ")) for n, text in enumerate(documents, start=1)]


def names(resolution: Resolution) -> list[str]:
    return sorted(entity.name for entity in resolution.entities.values())


@pytest.mark.parametrize(
    ("documents", "name", "rule"),
    [
        (["P Rosa Lind", "P Rosa LIND"], "Rosa Lind", None),
        (["O the Daily Echo", "O Daily Echo"], "Daily Echo", 4),
        (["P President Rosa Lind", "P Rosa Lind"], "Rosa Lind", 5),
        (["L US", "L American"], "United States", 6),
        (["O Nato", "O North Atlantic Alliance"], "North Atlantic Alliance", 7),
        (["O Lindner Ltd", "O Lindner"], "Lindner", 8),
        (["L State of Ardal", "L Ardal"], "Ardal", 9),
        (["P Rosa K. Lind", "P Rosa Lind"], "Rosa K. Lind", 11),
        (["P Rosa Lind = Lind", "P Lind"], "Rosa Lind", 13),
        (["O Union of Fruit Growers = UFG", "O UFG"], "Union of Fruit Growers", 15),
        (["O Union of Fruit Growers", "O UFG"], "Union of Fruit Growers", 15),
        (["O Fruit Friends = FRIF", "O FRIF"], "Fruit Friends", 15),
        (["O Union Havelberg = Havelberg", "O Havelberg"], "Union Havelberg", 21),
    ],
)
def test_one_entity(documents: list[str], name: str, rule: int | None) -> None:
    resolution = resolve(corpus(*documents))
    assert names(resolution) == [name]
    assert resolution.of["d1", "e1"] == resolution.of["d2", "e1"]
    if rule is not None:
        assert [join.rule.number for join in resolution.joins] == [rule]
        assert {join.entity for join in resolution.joins} == set(resolution.entities)


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        # A type conflict never joins.
        (["P Florence", "L Florence"], 2),
        # Other forenames, generations, titles.
        (["P Rosa Lind", "P Carla Lind"], 2),
        (["P Carl Lind Jr", "P Carl Lind Sr"], 2),
        (["P Mr Weber", "P Mrs Weber"], 2),
        # An initial is enough within one document only.
        (["P R. Lind", "P Rosa Lind"], 2),
        # A surname that two people of the corpus have; a middle name that two have.
        (["P Rosa Lind; P Carla Lind", "P Lind"], 3),
        (["P Rosa K. Lind", "P Rosa M. Lind", "P Rosa Lind"], 3),
        # An acronym of two; one that the table of names knows; initials of two letters.
        (["O Union of Fruit Growers = UFG", "O United Fire Guards = UFG", "O UFG"], 3),
        (["O Fruit Board International = FBI", "O FBI"], 2),
        (["O Fruit Growers", "O FG"], 2),
        # A short name that two have, or that is only a kind of body, or of a place.
        (["O Union Havelberg = Havelberg", "O Eintracht Havelberg = Havelberg", "O Havelberg"], 3),
        (["O Ardal Council = Council", "O Council"], 2),
        (["L Ardal region = Ardal", "L Ardal"], 2),
        # What one document tells apart stays apart, although a third name would join both.
        (["O Union of Fruit Growers; O UFG"], 2),
        (["P Rosa K. Lind; P Rosa Lind", "P Rosa Lind"], 2),
    ],
)
def test_apart(documents: list[str], expected: int) -> None:
    assert len(resolve(corpus(*documents)).entities) == expected


def test_two_of_one_name_in_one_document_stay_two() -> None:
    two = extraction("d1", "P Carl Lind", "P Carl Lind")
    resolution = resolve([two, extraction("d2", "P Carl Lind")])
    assert resolution.of["d1", "e1"] != resolution.of["d1", "e2"]
    assert len(resolution.entities) == 3


def test_clusters_are_held_apart_as_wholes() -> None:
    # d3's Lind could be either; joining it through "UFG" must not bring the two of d1 together.
    resolution = resolve(corpus("P Rosa Lind = Lind", "P Lind; P Rosa Lind", "P Lind"))
    assert resolution.of["d2", "e1"] != resolution.of["d2", "e2"]


def test_names_aliases_and_links_come_together() -> None:
    first, second = corpus("P Rosa Lind = Lind", "P Dr Rosa Lind = Rosa")
    linked = Entity("e1", "Person", "Rosa Lind", ("Lind",), ("http://example.org/1",))
    [entity] = resolve([Extraction(first.document, entities=(linked,)), second]).entities.values()
    assert entity.name == "Rosa Lind"
    assert entity.aliases == ("Dr Rosa Lind", "Lind", "Rosa")
    assert entity.links == ("http://example.org/1",)


def test_identifiers() -> None:
    [place] = resolve(corpus("L Zürich")).entities
    assert place.startswith("place/zurich-")
    assert len(place) == len("place/zurich-") + 8
    [odd] = resolve(corpus("O 東京")).entities
    assert odd.startswith("organization/x-")
    # More documents don't change it.
    assert place in resolve(corpus("L Zürich", "L Oslo; P Zürich", "L ZÜRICH")).entities


def test_resolving_twice_changes_nothing() -> None:
    first = resolve(corpus("P Carl Lind; P Carl Lind; O UFG", "P Carl Lind; O Union of Fruit Growers = UFG"))
    again = [
        Extraction(
            Document(document, ""),
            entities=tuple(first.entities[id_] for (other, _), id_ in sorted(first.of.items()) if other == document),
        )
        for document in ("d1", "d2")
    ]
    assert resolve(again).entities == first.entities


ENTITY = st.sampled_from(
    [
        *("P Rosa Lind", "P Rosa Lind = Lind", "P Lind", "P Mr Lind", "P Mrs Lind", "P Rosa K. Lind", "P Rosa M. Lind"),
        *("P Carl Lind", "P Carl Lind Jr", "O UFG", "O Union of Fruit Growers", "O Union of Fruit Growers = UFG"),
        *("O United Fire Guards = UFG", "O Lindner AG", "O Lindner", "O Union Havelberg = Havelberg", "O Havelberg"),
        *("L US", "L American", "L Ardal region = Ardal", "L Ardal", "L Lind"),
    ]
)
CORPORA = st.lists(st.lists(ENTITY, min_size=1, max_size=4), min_size=1, max_size=6)


@given(CORPORA, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(documents: list[list[str]], random: object) -> None:
    extractions = [extraction(f"d{n}", *entities) for n, entities in enumerate(documents)]
    first = resolve(extractions)
    shuffled = list(extractions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    second = resolve(shuffled)
    assert second == first
    assert list(second.entities) == list(first.entities)


@given(CORPORA)
def test_what_always_holds(documents: list[list[str]]) -> None:
    extractions = [extraction(f"d{n}", *entities) for n, entities in enumerate(documents)]
    resolution = resolve(extractions)
    for one in extractions:
        found = [resolution.of[one.document.id, entity.id] for entity in one.entities]
        # One document's entities stay apart, keep their type, and are known by their name.
        assert len(set(found)) == len(found)
        for entity, id_ in zip(one.entities, found, strict=True):
            whole = resolution.entities[id_]
            assert whole.id == id_
            assert whole.type == entity.type
            assert {entity.name, *entity.aliases} <= {whole.name, *whole.aliases}
    assert set(resolution.of.values()) == set(resolution.entities)


def test_the_hash_seed_does_not_matter() -> None:
    script = (
        "from tests.resolve.test_resolve import corpus; from kg.resolve import resolve;"
        "print(resolve(corpus('P Rosa Lind = Lind; O UFG', 'P Lind; O Union of Fruit Growers = UFG = Union', 'L US')))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1


PARIS, TEXAS = "https://sws.geonames.org/2988507/", "https://sws.geonames.org/4717560/"


def linked(document: str, name: str, *links: str, type: EntityType = "Place") -> Extraction:
    return Extraction(Document(document, ""), entities=(Entity("e1", type, name, (), links),))


def test_places_of_one_name_and_different_links_stay_apart() -> None:
    found = resolve([linked("d1", "Paris", PARIS), linked("d2", "Paris", TEXAS), linked("d3", "Paris", PARIS)])
    assert found.of["d1", "e1"] == found.of["d3", "e1"] != found.of["d2", "e1"]
    assert sorted(entity.links for entity in found.entities.values()) == [(PARIS,), (TEXAS,)]


def test_links_of_two_authorities_tell_nothing_apart() -> None:
    [entity] = resolve([linked("d1", "Paris", PARIS), linked("d2", "Paris", "http://example.org/7")]).entities.values()
    assert entity.links == ("http://example.org/7", PARIS)


def test_a_common_link_outweighs_another_that_differs() -> None:
    one, other = (
        linked("d1", "Paris", PARIS, "http://example.org/7"),
        linked("d2", "Paris", PARIS, "http://example.org/8"),
    )
    assert len(resolve([one, other]).entities) == 1


def test_without_a_link_a_name_goes_to_the_better_known() -> None:
    known = [linked(f"d{number}", "Paris", PARIS) for number in range(9)]
    found = resolve([*known, linked("e1", "Paris", TEXAS), linked("f1", "Paris")])
    assert found.of["f1", "e1"] == found.of["d1", "e1"]


def test_one_link_makes_one_entity_of_two_names() -> None:
    link = "http://www.wikidata.org/entity/Q1"
    found = resolve(
        [linked("d1", "Rosa Lind", link, type="Person"), linked("d2", "The Nightingale", link, type="Person")]
    )
    assert len(found.entities) == 1
    assert [(join.rule.number, join.rule.reason) for join in found.joins] == [(31, "one identity link")]


@pytest.mark.parametrize(
    "entities",
    [
        # Another type; forenames that differ; a document that holds both.
        [("d1", "P Rosa Lind"), ("d2", "O Rosa Lind Works")],
        [("d1", "P Bill Lind"), ("d2", "P Hilda Lind")],
        [("d1", "O Lind Works; O Lind Engines")],
    ],
)
def test_one_link_does_not_join_what_names_and_documents_tell_apart(entities: list[tuple[str, str]]) -> None:
    extractions = [extraction(document, *text.split("; ")) for document, text in entities]
    link = ("http://www.wikidata.org/entity/Q1",)
    given = [
        replace(one, entities=tuple(replace(entity, links=link) for entity in one.entities)) for one in extractions
    ]
    assert len(resolve(given).entities) == 2


def test_a_decision_outweighs_links() -> None:
    one, other = Reference("Paris", "d1"), Reference("Paris", "d2")
    found = resolve(
        [linked("d1", "Paris", PARIS), linked("d2", "Paris", TEXAS)], decisions=[Decision(True, one, other)]
    )
    assert len(found.entities) == 1
