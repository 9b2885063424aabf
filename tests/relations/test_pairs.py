"""Pairs and classes: one order of the ends, types that fit, and limits."""

from __future__ import annotations

import pytest

from kg.model import Mention, MentionType
from kg.ontology import default_ontology
from kg.relations.pairs import TYPES, admitted, classes, entity_pairs, fitting, mention_pairs


def mention(number: int, type_: MentionType, entity: str | None, kind: str = "name") -> Mention:
    return Mention(f"m{number}", number * 10, number * 10 + 5, "x", kind, type_, entity)  # type: ignore[arg-type]


def test_the_ends_are_ordered_by_type_then_place() -> None:
    mentions = [mention(0, "Place", "e1"), mention(1, "Person", "e2"), mention(2, "Person", "e3")]
    found = {(pair.first, pair.second) for pair in mention_pairs(mentions, [0, 0, 0])}
    assert found == {((1,), (0,)), ((2,), (0,)), ((1,), (2,))}


def test_only_mentions_of_one_sentence_pair_up() -> None:
    mentions = [mention(0, "Person", "e1"), mention(1, "Place", "e2")]
    assert not list(mention_pairs(mentions, [0, 1]))


def test_an_entity_is_no_pair_with_itself_nor_a_date_with_a_date() -> None:
    mentions = [
        mention(0, "Person", "e1"),
        mention(1, "Person", "e1", "pronoun"),
        mention(2, "Date", None),
        mention(3, "Date", None),
    ]
    assert {(pair.first, pair.second) for pair in mention_pairs(mentions, [0] * 4)} == {
        ((0,), (2,)),
        ((0,), (3,)),
        ((1,), (2,)),
        ((1,), (3,)),
    }


def test_entities_pair_up_with_all_their_mentions() -> None:
    mentions = [mention(0, "Organization", "e1"), mention(1, "Person", "e2"), mention(2, "Organization", "e1")]
    [pair] = entity_pairs(mentions)
    assert (pair.first, pair.second, pair.sentence) == ((1,), (0, 2), None)


def test_pairs_do_not_explode() -> None:
    mentions = [mention(number, "Person", f"e{number}") for number in range(400)]
    assert len(list(entity_pairs(mentions))) == 60 * 59 // 2
    assert len(list(mention_pairs(mentions, [0] * 400))) == 30 * 29 // 2


@pytest.mark.parametrize(
    ("name", "first", "second", "fits"),
    [
        ("ceoOf", "Person", "Organization", True),
        ("~ceoOf", "Person", "Organization", False),
        ("~founder", "Person", "Organization", True),
        ("parent", "Person", "Person", True),
        ("~parent", "Person", "Person", True),
        ("~spouse", "Person", "Person", False),  # symmetric: one class is enough
        ("birthDate", "Person", "Date", True),
        ("birthDate", "Organization", "Date", False),
    ],
)
def test_classes_fit_types(name: str, first: str, second: str, fits: bool) -> None:
    assert admitted(name, first, second, default_ontology()) is fits


def test_every_predicate_has_a_class() -> None:
    names = classes(default_ontology())
    assert {name.removeprefix("~") for name in names} == set(default_ontology().predicates)
    assert len(set(names)) == len(names)


def test_a_class_that_the_ontology_lacks_fits_nothing() -> None:
    found = fitting(("ceoOf", "hauntedBy"), default_ontology())
    assert found[TYPES.index("Person"), TYPES.index("Organization"), 0]
    assert not found[:, :, 1].any()
