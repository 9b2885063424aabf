from __future__ import annotations

import pyoxigraph as ox

from kg.export.ontology_rdf import ontology_triples, shape_triples
from kg.export.vocabulary import predicate_iri, term, type_iri
from kg.ontology import default_ontology

FOUND = set(ontology_triples())


def objects(subject: ox.NamedNode, predicate: str) -> set[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    return {triple.object for triple in FOUND if triple.subject == subject and triple.predicate == term(predicate)}


def test_every_type_and_predicate_is_described() -> None:
    ontology = default_ontology()
    for class_ in ontology.types.values():
        assert objects(ox.NamedNode(class_.iri), "rdf:type") == {term("owl:Class")}
    for predicate in ontology.predicates.values():
        node = ox.NamedNode(predicate.iri)
        kind = term("owl:DatatypeProperty" if predicate.takes_value else "owl:ObjectProperty")
        assert kind in objects(node, "rdf:type")
        assert (term("owl:SymmetricProperty") in objects(node, "rdf:type")) == predicate.symmetric
        assert objects(node, "rdfs:label") == {ox.Literal(predicate.label, language="en")}


def test_what_a_predicate_implies() -> None:
    assert objects(predicate_iri("headOfState"), "rdfs:subPropertyOf") == {
        predicate_iri("leads"),
        predicate_iri("officialOf"),
    }
    # A minister of a ministry is no official of it in the sense of the wider predicate, whose range is places.
    assert objects(predicate_iri("ministerOf"), "rdfs:subPropertyOf") == set()
    assert objects(predicate_iri("ministerOf"), "skos:broadMatch") == {predicate_iri("officialOf")}


def test_domains_of_own_and_borrowed_terms() -> None:
    assert objects(predicate_iri("mayorOf"), "rdfs:domain") == {type_iri("Person")}
    assert objects(predicate_iri("leads"), "rdfs:range") == set()
    assert objects(predicate_iri("leads"), "schema:rangeIncludes") == {type_iri("Organization"), type_iri("Place")}
    # schema:location has many subjects in the world that are no organisations.
    assert objects(predicate_iri("basedIn"), "rdfs:domain") == set()
    assert objects(predicate_iri("basedIn"), "schema:domainIncludes") == {type_iri("Organization")}


def test_no_blank_nodes() -> None:
    for triple in (*FOUND, *shape_triples()):
        assert isinstance(triple.subject, ox.NamedNode)
        assert not isinstance(triple.object, ox.BlankNode)


def test_lists_are_well_formed() -> None:
    shapes = list(shape_triples())
    rest = {triple.subject: triple.object for triple in shapes if triple.predicate == term("rdf:rest")}
    first = [triple.subject for triple in shapes if triple.predicate == term("rdf:first")]
    assert len(first) == len(set(first)) == len(rest)
    heads = [triple.object for triple in shapes if triple.predicate in (term("sh:or"), term("sh:in"))]
    assert heads
    for here in heads:
        for _ in rest:
            here = rest.get(here, here)
        assert here == term("rdf:nil")
