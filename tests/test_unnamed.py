"""Entities of pronouns alone: proposed, kept where something is said of them, and left out of graphs."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.documents import from_text
from kg.extract import extract
from kg.graph import KnowledgeGraph
from kg.model import Entity, Extraction, Mention
from kg.unnamed import propose, without_unnamed


def pronoun(text: str, start: int) -> Mention:
    return Mention("", start, start + len(text), text, "pronoun", "Person")


def name(start: int) -> Mention:
    return Mention("m1", start, start + 3, "Ana", "name", "Person", "e1")


ANA = Entity("e1", "Person", "Ana")


def test_pronouns_of_one_kind_are_one_entity() -> None:
    mentions, entities = propose([pronoun("He", 0), pronoun("his", 20), pronoun("She", 40)], [], [])
    assert [mention.entity for mention in mentions] == ["e1", "e1", "e2"]
    assert [entity.name for entity in entities] == ["He", "She"]


def test_a_name_between_parts_them() -> None:
    mentions, _ = propose([pronoun("He", 0), pronoun("his", 20)], [name(10)], [ANA])
    assert [mention.entity for mention in mentions] == ["e2", "e1", "e3"]


@pytest.mark.model
def test_what_is_said_of_them_is_extracted(nlp: Language) -> None:
    [found] = extract([from_text("He was born in Porto. They laughed.")], nlp=nlp, known=False)
    [statement] = found.statements
    entities = {entity.id: entity.name for entity in found.entities}
    assert (entities[statement.subject], statement.predicate) == ("He", "birthPlace")
    assert set(entities.values()) == {"He", "Porto"}, "nothing is said of them"
    assert [mention.id for mention in found.mentions] == ["m1", "m2"]


@pytest.mark.model
def test_what_they_do_to_others_is_not(nlp: Language) -> None:
    [found] = extract([from_text("They met Ana Rey in Oslo. Eva Roux met Bo Lund.")], nlp=nlp, known=False)
    entities = {entity.id: entity.name for entity in found.entities}
    met = [statement for statement in found.statements if statement.predicate == "met"]
    assert [entities[statement.subject] for statement in met] == ["Eva Roux"]
    assert "They" not in entities.values()


@pytest.mark.model
def test_a_graph_leaves_them_out(nlp: Language) -> None:
    graph = KnowledgeGraph.from_extractions(extract([from_text("He was born in Porto.")], nlp=nlp, known=False))
    assert [entity.name for entity in graph.entities.values()] == ["Porto"]
    assert not graph.statements()


def test_what_is_named_stays() -> None:
    extraction = Extraction(from_text("Ana laughed."), (name(0),), (ANA,))
    assert without_unnamed(extraction) is extraction
