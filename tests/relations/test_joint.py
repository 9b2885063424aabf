"""Several extractors as one: backing, contradiction, narrower predicates."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.model import Mention, RelationMention
from kg.relations.joint import joint

ANA = Mention("m1", 0, 3, "Ana", "name", "Person", "e1")
BEA = Mention("m2", 4, 7, "Bea", "name", "Person", "e2")
ACME = Mention("m3", 8, 12, "Acme", "name", "Organization", "e3")
DOC = Doc(Vocab(), words=["Ana", "Bea", "Acme"])


def says(subject: Mention, predicate: str, object_: Mention, confidence: float, extractor: str) -> RelationMention:
    return RelationMention(subject, predicate, object_, 0, 12, object_.span, extractor, confidence)


def joined(*relations: RelationMention) -> list[RelationMention]:
    def finder(doc: Doc, mentions: Sequence[Mention]) -> list[RelationMention]:
        return list(relations)

    return joint(finder)(DOC, [ANA, BEA, ACME])


def found(*relations: RelationMention) -> list[tuple[str, str]]:
    return [(item.predicate, item.extractor) for item in joined(*relations)]


def test_what_both_find_is_kept_twice() -> None:
    relations = says(ANA, "ceoOf", ACME, 0.9, "a"), says(ANA, "ceoOf", ACME, 0.8, "b")
    assert found(*relations) == [("ceoOf", "a"), ("ceoOf", "b")]


@pytest.mark.parametrize(("first", "second", "left"), [(0.9, 0.6, "a"), (0.5, 0.8, "b")])
def test_of_two_directions_the_likelier_stands(first: float, second: float, left: str) -> None:
    assert found(says(ANA, "parent", BEA, first, "a"), says(BEA, "parent", ANA, second, "b")) == [("parent", left)]


def test_who_met_whom_has_no_direction() -> None:
    assert len(found(says(ANA, "accused", BEA, 0.9, "a"), says(BEA, "accused", ANA, 0.6, "b"))) == 2


def test_the_narrower_stands() -> None:
    assert found(says(ANA, "leads", ACME, 0.9, "a"), says(ANA, "ceoOf", ACME, 0.6, "b")) == [("ceoOf", "b")]


def test_what_gave_way_is_told() -> None:
    [parent] = joined(says(ANA, "parent", BEA, 0.9, "a"), says(BEA, "parent", ANA, 0.61, "b"))
    assert parent.instead_of == "parent the other way round, b 0.61"
    [ceo] = joined(says(ANA, "leads", ACME, 0.9, "a"), says(ANA, "ceoOf", ACME, 0.6, "b"))
    assert ceo.instead_of == "leads, a 0.90"


def test_what_one_extractor_reads_narrow_and_wide_is_no_contradiction() -> None:
    [ceo] = joined(says(ANA, "leads", ACME, 0.9, "a"), says(ANA, "ceoOf", ACME, 0.6, "a"))
    assert not ceo.instead_of


def test_who_works_for_a_party_is_in_it() -> None:
    of_bea = says(BEA, "memberOfParty", ACME, 0.8, "a")
    member, other = joined(says(ANA, "worksFor", ACME, 0.9, "a"), of_bea)
    assert (member.predicate, member.instead_of) == ("memberOfParty", "worksFor, a 0.90")
    assert other == of_bea
    assert found(says(ANA, "worksFor", ACME, 0.9, "a")) == [("worksFor", "a")]
