"""What is known of the places that a document names."""

from __future__ import annotations

from dataclasses import replace

from kg.graph import KnowledgeGraph
from kg.link import link, without_known
from kg.model import Evidence, Extraction, Statement
from tests.link.documents import extraction


def facts(found: Extraction) -> set[tuple[str, str, str | None]]:
    names = {entity.id: entity.name for entity in found.entities}
    return {
        (names[statement.subject], statement.predicate, names.get(statement.object or ""))
        for statement in found.statements
        if statement.status == "known"
    }


def test_a_city_lies_in_its_division_and_in_its_country() -> None:
    found = link(extraction("[Munich] is in [Bavaria], and [Bavaria] in [Germany]; [Berlin] is far."))
    assert facts(found) == {
        ("Munich", "containedInPlace", "Bavaria"),
        ("Munich", "containedInPlace", "Germany"),
        ("Bavaria", "containedInPlace", "Germany"),
        ("Berlin", "containedInPlace", "Germany"),
        ("Berlin", "capitalOf", "Germany"),
    }


def test_places_that_are_not_named_are_not_added() -> None:
    found = link(extraction("[Munich] and [Lima] are cities."))
    assert facts(found) == set()
    assert len(found.entities) == 2


def test_a_demonym_names_its_country() -> None:
    assert ("Munich", "containedInPlace", "German") in facts(link(extraction("The [German] city is [Munich].")))


def test_evidence_names_the_record_and_has_no_spans() -> None:
    found = link(extraction("[Cusco] is in [Peru]."))
    [statement] = found.statements
    [evidence] = statement.evidence
    assert (evidence.document, evidence.start, evidence.end, evidence.subject, evidence.object) == (
        "d1",
        0,
        0,
        None,
        None,
    )
    assert evidence.extractor == "known:geonames:3941584"
    assert 0.5 < statement.confidence <= 1


def test_a_statement_of_the_text_keeps_its_evidence_and_status() -> None:
    said = Evidence("d1", 0, 15, (0, 5), (9, 13), extractor="pattern:in", confidence=0.9)
    before = extraction("[Cusco] in [Peru]")
    before = replace(before, statements=(Statement("s1", "e1", "containedInPlace", "e2", evidence=(said,)),))
    [after] = link(before).statements
    assert (after.id, after.status, after.confidence) == ("s1", "asserted", 0.9)
    assert after.evidence[0] == said
    assert after.evidence[1].status == "known"
    assert without_known(link(before)).statements == before.statements


def test_new_statements_get_free_identifiers() -> None:
    said = Evidence("d1", 0, 15, (0, 5), (9, 13))
    before = extraction("[Cusco] in [Peru]")
    taken = Statement("s2", "e2", "met", "e1", evidence=(said,))
    assert [statement.id for statement in link(replace(before, statements=(taken,))).statements] == ["s2", "s3"]


def test_known_can_be_left_out() -> None:
    found = link(extraction("[Cusco] is in [Peru]."), known=False)
    assert found.statements == ()
    assert found.entities[0].links == ("https://sws.geonames.org/3941584/",)


def test_in_a_graph_a_known_statement_needs_one_document_that_names_both() -> None:
    apart = [link(extraction("[Cusco] is old.", document="d1")), link(extraction("[Peru] is old.", document="d2"))]
    assert KnowledgeGraph.from_extractions(apart).statements() == []
    both = link(extraction("[Peru] loves [Cusco].", document="d3"))
    graph = KnowledgeGraph.from_extractions([*apart, both])
    [statement] = graph.statements(status="known")
    assert [evidence.document for evidence in statement.evidence] == ["d3"]
    assert graph.entity("Cusco").links == ("https://sws.geonames.org/3941584/",)
