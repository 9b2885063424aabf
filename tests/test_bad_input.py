"""Inputs that nobody wishes for, from the text to the graph and its file."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from spacy.language import Language

import kg
from kg.export import write
from kg.graph import KnowledgeGraph
from kg.model import Entity, Extraction, Mention

pytestmark = pytest.mark.model


def built(text: str, nlp: Language) -> KnowledgeGraph:
    """The graph of a text, each span of which is checked."""
    graph = kg.build([kg.Document("d1", text)], nlp=nlp)
    for mention in graph.mentions("d1"):
        assert text[mention.start : mention.end] == mention.text
    return graph


def names(graph: KnowledgeGraph, type_: str) -> list[str]:
    return sorted(entity.name for entity in graph.entities.values() if entity.type == type_)


def test_two_thousand_mentions_of_one_entity_take_no_square_of_time(nlp: Language, tmp_path: Path) -> None:
    sentence = "Rosa Lind met John Berg. "

    def seconds(times: int) -> tuple[KnowledgeGraph, float]:
        began = process_time()
        graph = built(sentence * times, nlp)
        return graph, process_time() - began

    few, little = seconds(500)
    graph, much = seconds(2_000)
    assert len(few.entities) == len(graph.entities) == 2
    rosa = graph.entity("Rosa Lind")
    [met] = graph.statements(subject=rosa, predicate="met")
    assert sum(evidence.extractor.startswith("pattern:") for evidence in met.evidence) == 2_000
    # Four times the text, less than eight times the time.
    assert much < 8 * little
    write(graph, tmp_path / "g.nq", provenance="mention")
    assert kg.read(tmp_path / "g.nq") == graph


def test_an_entity_with_ten_thousand_mentions_in_a_hundred_documents() -> None:
    text = "Rosa Lind left. " * 100
    spans = [(start, start + 9) for start in range(0, len(text), 16)]
    mentions = tuple(Mention(f"m{n}", *span, "Rosa Lind", "name", "Person", "e1") for n, span in enumerate(spans))
    entities = (Entity("e1", "Person", "Rosa Lind"),)
    found = [Extraction(kg.Document(f"d{number:03}", text), mentions, entities) for number in range(100)]
    began = process_time()
    graph = KnowledgeGraph.from_extractions(found)
    assert "d000: Rosa Lind (100)" in str(graph.explain_entity("Rosa Lind"))
    assert sum(len(graph.mentions(id_)) for id_ in graph.documents) == 10_000
    assert process_time() - began < 10


@pytest.mark.parametrize("name", ["Rosa " + "Ab" * 250, "Rosa " + "Xander " * 70 + "Lind", "Ñ" * 500])
def test_a_name_of_500_characters(nlp: Language, tmp_path: Path, name: str) -> None:
    graph = built(f"John Berg met {name} in Oslo.", nlp)
    assert {"John Berg"} <= set(names(graph, "Person"))
    assert max(map(len, graph.entities)) < 100
    write(graph, tmp_path / "g.nq", provenance="mention")
    assert kg.read(tmp_path / "g.nq") == graph
    assert len(kg.KnowledgeGraph.from_extractions([*graph.extractions()]).entities) == len(graph.entities)


def test_a_text_in_capitals_only(nlp: Language) -> None:
    text = "ROSA LIND, THE MAYOR OF OSLO, MET JOHN BERG IN BERLIN ON MONDAY. LIND SAID THAT SHE WOULD HELP."
    graph = built(text, nlp)
    assert {"JOHN BERG", "ROSA LIND"} <= set(names(graph, "Person"))
    # With an article in the usual letters, people are the same.
    both = kg.build([kg.Document("d1", text), kg.Document("d2", "Rosa Lind met John Berg in Berlin.")], nlp=nlp)
    assert {"John Berg", "Rosa Lind"} <= set(names(both, "Person"))
    assert not {"JOHN BERG", "ROSA LIND"} & set(names(both, "Person"))


def test_two_people_of_one_name_in_one_article(nlp: Language) -> None:
    text = "The mayor, Carl Lind Sr., met Carl Lind Jr. in Oslo. Carl Lind Jr. thanked Carl Lind Sr. for the visit."
    graph = built(text, nlp)
    assert names(graph, "Person") == ["Carl Lind Jr.", "Carl Lind Sr"]
    [met] = graph.statements(predicate="met")
    assert met.subject != met.object
    text = "Mr Weber, a baker, sued the town. Mrs Weber, a judge, heard the case on Monday."
    assert len(names(built(text, nlp), "Person")) == 2
    two = [kg.Document(f"d{number}", part + ".") for number, part in enumerate(text.split(". "))]
    assert len(names(kg.build(two, nlp=nlp), "Person")) == 2
