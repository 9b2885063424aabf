"""What follows from statements by the ontology."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import DataError, OutputError
from kg.export import quads, write
from kg.graph import Derived, KnowledgeGraph
from kg.graph.inference import derive
from kg.model import Document, Entity, EntityType, Evidence, Extraction, Statement
from kg.ontology import Ontology, default_ontology, read_ontology
from kg.read import read

TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place"}
MORE: dict[str, dict[str, object]] = {
    "asserted": {},
    "reported": {"speaker": "unnamed"},
    "uncertain": {"modality": "planned"},
    "denied": {"polarity": "negative"},
    "known": {"extractor": "known:geonames:1"},
}


def statement(said: str, number: int) -> Statement:
    """A statement written as "P Rosa leads O Acme", or with a status and a confidence: "… (reported 0.5)"."""
    said, _, rest = said.partition(" (")
    status, confidence = (rest.rstrip(")") or "asserted 1").split()
    one, subject, predicate, other, object_ = said.split()
    evidence = Evidence("d1", 0, 1, (0, 1), (0, 1), confidence=float(confidence), **MORE[status])  # type: ignore[arg-type]
    return Statement(f"s{number}", f"{one} {subject}", predicate, f"{other} {object_}", evidence=(evidence,))


def follows(*said: str, ontology: Ontology | None = None) -> dict[str, Derived]:
    statements = [statement(text, number) for number, text in enumerate(said, start=1)]
    names = {end for one in statements for end in (one.subject, one.object or "")}
    entities = {name: Entity(name, TYPES[name[0]], name[2:]) for name in sorted(names)}
    found = derive(statements, entities, ontology or default_ontology())
    assert found == derive(reversed(statements), entities, ontology or default_ontology())
    assert [one.id for one in found] == sorted(one.id for one in found)
    return {f"{one.subject} {one.predicate} {one.object}": one for one in found}


def test_a_wider_predicate_follows_over_several_steps_where_types_fit() -> None:
    found = follows("P Rosa headOfState L Ardal")
    assert {said: (one.rule, one.premises, one.status) for said, one in found.items()} == {
        "P Rosa leads L Ardal": ("also", ("s1",), "asserted"),
        "P Rosa officialOf L Ardal": ("also", ("s1",), "asserted"),
    }
    # A minister of an organisation is no official of a state.
    assert follows("P Rosa ministerOf O Cabinet") == {}


def test_a_symmetric_predicate_follows_from_the_other_end() -> None:
    assert {said: one.rule for said, one in follows("P Rosa met P Carl").items()} == {"P Carl met P Rosa": "symmetric"}


def test_places_within_places() -> None:
    found = follows(
        "L Moss containedInPlace L Ardal", "L Ardal containedInPlace L Nordland", "L Nordland containedInPlace L Europe"
    )
    assert {said: one.premises for said, one in found.items()} == {
        "L Moss containedInPlace L Nordland": ("s1", "s2"),
        "L Ardal containedInPlace L Europe": ("s2", "s3"),
        "L Moss containedInPlace L Europe": ("s1", "s2", "s3"),
    }
    assert {one.rule for one in found.values()} == {"transitive"}
    # Two that lie in each other say nothing of themselves.
    assert follows("L Moss containedInPlace L Ardal", "L Ardal containedInPlace L Moss") == {}


def test_what_is_somewhere_is_in_what_holds_that() -> None:
    found = follows("P Rosa birthPlace L Moss", "O Acme basedIn L Moss", "L Moss containedInPlace L Ardal")
    assert {said: one.rule for said, one in found.items()} == {
        "P Rosa birthPlace L Ardal": "through",
        "O Acme basedIn L Ardal": "through",
    }
    # Who visits a city need not be said to have visited the country.
    assert follows("P Rosa visited L Moss", "L Moss containedInPlace L Ardal") == {}


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("asserted", "asserted", "asserted"),
        ("asserted", "known", "known"),
        ("asserted", "reported", "reported"),
        ("known", "reported", "reported"),
        ("reported", "uncertain", "uncertain"),
        ("known", "uncertain", "uncertain"),
    ],
)
def test_no_surer_than_the_weakest_premise(first: str, second: str, status: str) -> None:
    for one, other in ((first, second), (second, first)):
        said = f"O Acme basedIn L Moss ({one} 0.5)", f"L Moss containedInPlace L Ardal ({other} 0.9)"
        [found] = follows(*said).values()
        assert (found.status, found.confidence) == (status, 0.45)


def test_what_is_denied_is_no_premise() -> None:
    assert follows("P Rosa ceoOf O Acme (denied 1)") == {}


def test_what_is_stated_as_surely_is_not_derived() -> None:
    assert follows("P Rosa ceoOf O Acme", "P Rosa leads O Acme (asserted 0.1)") == {}
    found = follows("P Rosa ceoOf O Acme", "P Rosa leads O Acme (uncertain 0.9)")
    assert [one.status for one in found.values()] == ["asserted"]


def test_of_two_ways_the_surest_counts_then_the_shortest() -> None:
    found = follows("P Rosa headOfState L Ardal (reported 1)", "P Rosa headOfGovernment L Ardal (asserted 0.2)")
    assert {one.premises for one in found.values()} == {("s2",)}
    found = follows(
        *("L Moss containedInPlace L Ardal", "L Ardal containedInPlace L Bjerk", "L Bjerk containedInPlace L Europe"),
        "L Ardal containedInPlace L Europe (asserted 0.3)",
    )
    assert found["L Moss containedInPlace L Europe"].premises == ("s1", "s4")


MINE = """
[prefixes]
x = "https://example.org/"
[types.Person]
iri = "x:Person"
label = "person"
definition = "A person."
[predicates.parent]
iri = "x:parent"
label = "is a child of"
definition = "…"
group = "life"
domain = ["Person"]
range = ["Person"]
inverse = "child"
[predicates.child]
iri = "x:child"
label = "is a parent of"
definition = "…"
group = "life"
domain = ["Person"]
range = ["Person"]
"""


def test_an_inverse_holds_both_ways(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    mine = read_ontology(tmp_path / "mine.toml")
    assert list(follows("P Rosa parent P Carl", ontology=mine)) == ["P Carl child P Rosa"]
    assert list(follows("P Rosa child P Carl", ontology=mine)) == ["P Carl parent P Rosa"]


@pytest.mark.parametrize("line", ['inverse = "kid"', 'through = ["kid"]'])
def test_a_rule_of_an_ontology_names_a_predicate(tmp_path: Path, line: str) -> None:
    (tmp_path / "mine.toml").write_text(MINE.replace('inverse = "child"', line), encoding="utf-8")
    with pytest.raises(DataError, match="'kid' is not a predicate"):
        read_ontology(tmp_path / "mine.toml")


def test_many_places_within_places_in_time() -> None:
    said = [f"L p{number} containedInPlace L r{number % 50}" for number in range(3000)]
    said += [f"L r{number} containedInPlace L c{number % 5}" for number in range(50)]
    random.Random(1).shuffle(said)
    found = follows(*said)
    assert len(found) == 3000


@pytest.fixture
def graph() -> KnowledgeGraph:
    names = (
        ("e1", "Person", "Rosa Lind"),
        ("e2", "Organization", "Acme"),
        ("e3", "Place", "Moss"),
        ("e4", "Place", "Ardal"),
    )
    entities = tuple(Entity(id_, type_, name) for id_, type_, name in names)  # type: ignore[arg-type]

    def said(document: str, number: int, subject: str, predicate: str, object_: str, **more: object) -> Statement:
        evidence = Evidence(document, 0, 1, (0, 1), (0, 1), extractor="test", confidence=0.9)
        return Statement(f"s{number}", subject, predicate, object_, evidence=(replace(evidence, **more),))  # type: ignore[arg-type]

    statements = (
        said("d1", 1, "e1", "ceoOf", "e2"),
        said("d1", 2, "e2", "basedIn", "e3"),
        said("d1", 3, "e3", "containedInPlace", "e4", speaker="unnamed"),
    )
    again = Extraction(Document("d2", "b"), entities=entities, statements=(said("d2", 1, "e1", "ceoOf", "e2"),))
    return KnowledgeGraph.from_extractions([Extraction(Document("d1", "a"), (), entities, statements), again])


def test_a_graph_tells_what_follows_and_keeps_it_apart(graph: KnowledgeGraph) -> None:
    [leads] = graph.inferred(subject="Rosa Lind")
    [based] = graph.inferred(object="Ardal", predicate="basedIn", status="reported")
    assert leads.premises == (graph.statements(predicate="ceoOf")[0].id,)
    assert based.premises == tuple(
        sorted(
            one.id for name in ("basedIn", "containedInPlace") for one in graph.statements(predicate=name, status=None)
        )
    )
    assert len(graph.statements(status=None)) == 3
    assert graph.statements(predicate="leads") == []
    assert graph.inferred(status="asserted") == [leads]


def test_sparql_tells_what_follows_only_where_asked_to(graph: KnowledgeGraph) -> None:
    leads = "ASK { ?who kg:leads ?what }"
    assert graph.sparql(leads) is False
    assert graph.inferring().sparql(leads) is True
    assert graph.sparql(leads) is False
    assert graph.inferring().add([]).infers
    # What follows from hearsay is no plain triple.
    assert len(graph.inferring().sparql("SELECT ?what { ?what schema:location ?place }")) == 1  # type: ignore[arg-type]


def test_rdf_has_a_graph_of_its_own_for_what_follows(graph: KnowledgeGraph, tmp_path: Path) -> None:
    plain, told = list(quads(graph)), list(quads(graph.inferring()))
    own = ox.NamedNode("urn:kg:inferred")
    assert told[: len(plain)] == plain
    assert {quad.graph_name for quad in told[len(plain) :]} == {own}
    derived_from = [
        quad for quad in told if quad.graph_name == own and quad.predicate.value.endswith("#wasDerivedFrom")
    ]
    known = {quad.subject.value for quad in plain if isinstance(quad.subject, ox.NamedNode)}
    # Of the two documents that say it, both are named.
    assert len(derived_from) == 2 + 2
    assert {quad.object.value for quad in derived_from} <= known
    facts = [quad for quad in told if quad.graph_name == own and "/entity/" not in quad.subject.value]
    assert any(quad.predicate.value.endswith("inferredBy") for quad in facts)
    write(graph.inferring(), tmp_path / "g.nq")
    assert read(tmp_path / "g.nq") == graph
    assert read(tmp_path / "g.nq").inferred() == graph.inferred()
    alone = list(quads(graph.inferring(), provenance="none"))
    assert sum(quad.graph_name == own for quad in alone) == 1


@pytest.mark.parametrize("name", ["g.jsonl", "g.graphml", "tables.csv"])
def test_other_formats_refuse(graph: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="has no place for what is inferred; these have: nq, trig"):
        write(graph.inferring(), tmp_path / name)
    assert not (tmp_path / name).exists()
