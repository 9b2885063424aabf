from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from rdflib.compare import to_isomorphic

from kg.errors import OutputError
from kg.export import dump, quads, to_rdflib, triples
from kg.export.graphml import xml_text
from kg.export.iris import Names
from kg.export.ontology_rdf import ontology_triples, shape_triples
from kg.export.rdf import Provenance
from kg.export.vocabulary import predicate_iri, term
from kg.model import Document, Entity, Extraction
from tests.export.graphs import BRUNN, HALVE, LANDA, OST, HandMade, graph_of, hostile_extractions, two_documents

DATA_SETS = {
    "nq": ("nquads", ox.RdfFormat.N_QUADS),
    "trig": ("trig", ox.RdfFormat.TRIG),
    "jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
}
SINGLE = {
    "ttl": ("turtle", ox.RdfFormat.TURTLE),
    "nt": ("nt", ox.RdfFormat.N_TRIPLES),
    "rdf": ("xml", ox.RdfFormat.RDF_XML),
}
NAMES = Names()

# rdflib's parsers and serialisers use what rdflib itself calls deprecated.
pytestmark = pytest.mark.filterwarnings(r"ignore:(Dataset\.\w+|ConjunctiveGraph) is deprecated:DeprecationWarning")


@pytest.fixture(scope="module")
def graph() -> HandMade:
    return graph_of(two_documents())


def canonical_hash(found: Iterable[ox.Quad]) -> str:
    dataset = ox.Dataset(found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()


def as_quads(found: Iterable[ox.Triple]) -> Iterable[ox.Quad]:
    return (ox.Quad(triple.subject, triple.predicate, triple.object, ox.DefaultGraph()) for triple in found)


def dumped(graph: HandMade, format: str, provenance: Provenance) -> bytes:
    file = io.BytesIO()
    dump(graph, file, format=format, provenance=provenance)
    return file.getvalue()


def through_rdflib(data: bytes, format: str) -> Iterable[ox.Quad]:
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format=format)
    return ox.parse(dataset.serialize(format="nquads").encode(), format=ox.RdfFormat.N_QUADS)


def check_all_formats(graph: HandMade, provenance: Provenance) -> None:
    whole = canonical_hash(quads(graph, provenance=provenance))
    for name, (_, format) in DATA_SETS.items():
        assert canonical_hash(ox.parse(dumped(graph, name, provenance), format=format)) == whole, name
    part = canonical_hash(as_quads(triples(graph, provenance=provenance)))
    for name, (_, format) in SINGLE.items():
        assert canonical_hash(ox.parse(dumped(graph, name, provenance), format=format)) == part, name


def check_rdflib_reads_all_formats(graph: HandMade, provenance: Provenance) -> None:
    whole = canonical_hash(quads(graph, provenance=provenance))
    for name, (format, _) in DATA_SETS.items():
        assert canonical_hash(through_rdflib(dumped(graph, name, provenance), format)) == whole, name
    part = canonical_hash(as_quads(triples(graph, provenance=provenance)))
    for name, (format, _) in SINGLE.items():
        read = rdflib.Graph().parse(data=dumped(graph, name, provenance), format=format)
        again = ox.parse(read.serialize(format="nt").encode(), format=ox.RdfFormat.N_TRIPLES)
        assert canonical_hash(again) == part, name


@pytest.mark.parametrize("provenance", ["none", "statement", "mention"])
def test_all_formats_are_one_data_set(graph: HandMade, provenance: Provenance) -> None:
    check_all_formats(graph, provenance)
    check_rdflib_reads_all_formats(graph, provenance)


@settings(max_examples=20, deadline=None)
@given(hostile_extractions())
def test_all_formats_are_one_data_set_hostile(found: list[Extraction]) -> None:
    check_all_formats(graph_of(found), "mention")


@settings(max_examples=8, deadline=None)
@given(hostile_extractions())
def test_rdflib_reads_all_formats_hostile(found: list[Extraction]) -> None:
    check_rdflib_reads_all_formats(graph_of(found), "statement")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    data = ox.serialize(shape_triples(), format=ox.RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=data, format="nt")


def conforms(found: Iterable[ox.Quad | ox.Triple], shapes: rdflib.Graph) -> bool:
    union = [ox.Triple(item.subject, item.predicate, item.object) for item in found]
    data = rdflib.Graph().parse(data=ox.serialize(union, format=ox.RdfFormat.N_TRIPLES), format="nt")
    done, _, report = pyshacl.validate(data, shacl_graph=shapes)
    assert done or "Constraint Violation" in report
    return bool(done)


@settings(max_examples=10, deadline=None)
@given(found=hostile_extractions())
def test_hostile_graphs_conform_to_the_shapes(found: list[Extraction], shapes: rdflib.Graph) -> None:
    assert conforms(quads(graph_of(found), provenance="mention"), shapes)


@pytest.mark.parametrize("provenance", ["none", "statement", "mention"])
def test_the_data_set_conforms_to_the_shapes(graph: HandMade, provenance: Provenance, shapes: rdflib.Graph) -> None:
    assert conforms(quads(graph, provenance=provenance), shapes)
    assert conforms(triples(graph, provenance=provenance), shapes)
    done, _, _ = pyshacl.validate(to_rdflib(graph, provenance=provenance), shacl_graph=shapes)
    assert done


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        (NAMES.entity(HALVE), predicate_iri("spouse"), NAMES.entity(LANDA)),  # domain
        (NAMES.entity(LANDA), predicate_iri("birthPlace"), NAMES.entity(HALVE)),  # range
        (NAMES.entity(LANDA), predicate_iri("birthDate"), ox.Literal("1971")),  # datatype
        (NAMES.entity(BRUNN), predicate_iri("leads"), NAMES.entity("nobody")),  # no type
        (
            NAMES.statement("ledger", "a1"),
            term("kg:confidence"),
            ox.Literal("0.9", datatype=term("xsd:decimal")),
        ),  # two
        (NAMES.statement("ledger", "a1"), term("rdf:predicate"), term("rdfs:label")),
        (NAMES.statement("ledger", "new"), term("rdf:type"), term("rdf:Statement")),
        (NAMES.evidence("ledger", "a1", 1), term("rdf:type"), term("kg:Evidence")),
        (NAMES.evidence("ledger", "a1", 0), term("kg:polarity"), term("kg:PlannedModality")),
    ],
)
def test_the_shapes_find_what_is_wrong(
    graph: HandMade, shapes: rdflib.Graph, subject: ox.NamedNode, predicate: ox.NamedNode, object_: ox.NamedNode
) -> None:
    found = [*quads(graph), ox.Quad(subject, predicate, object_, NAMES.known)]
    assert not conforms(found, shapes)


def facts(graph: HandMade, name: ox.NamedNode) -> set[tuple[str, str, str]]:
    predicates = {
        predicate_iri(one).value: one for one in ("leads", "birthDate", "basedIn", "worksFor", "containedInPlace")
    }
    return {
        (quad.subject.value.rpartition("/")[2], predicates[quad.predicate.value], quad.object.value.rpartition("/")[2])
        for quad in quads(graph)
        if quad.graph_name == name and quad.predicate.value in predicates
    }


def local(entity: str) -> str:
    return entity.rpartition("/")[2]


def test_each_fact_stands_in_its_graph(graph: HandMade) -> None:
    led, based = (local(LANDA), "leads", local(HALVE)), (local(HALVE), "basedIn", local(BRUNN))
    assert facts(graph, NAMES.graph("ledger")) == {led, based}
    assert facts(graph, NAMES.reported("ledger")) == {(local(LANDA), "birthDate", "1971")}
    # One statement is only possible there, one denied.
    assert facts(graph, NAMES.graph("market 1%")) == facts(graph, NAMES.reported("market 1%")) == set()
    assert facts(graph, NAMES.known) == {(local(BRUNN), "containedInPlace", local(BRUNN))}


def test_nothing_denied_or_uncertain_is_plain(graph: HandMade) -> None:
    denied = ox.Triple(NAMES.entity(OST), predicate_iri("worksFor"), NAMES.entity(HALVE))
    assert denied not in set(triples(graph, provenance="mention"))
    assert not [quad for quad in quads(graph) if quad.triple == denied]


def test_single_graph_formats_hold_the_union(graph: HandMade) -> None:
    apart = {NAMES.reported(name) for name in graph.documents} | {NAMES.provenance(name) for name in graph.documents}
    union = {quad.triple for quad in quads(graph) if quad.graph_name not in apart}
    found = list(triples(graph))
    assert set(found) == union
    assert len(found) == len(union)


def test_a_document_stands_alone(graph: HandMade) -> None:
    """Its graphs are the same whatever other documents there are, so that they can be replaced."""
    alone = graph_of(two_documents()[:1])
    own = {NAMES.graph("ledger"), NAMES.reported("ledger"), NAMES.provenance("ledger")}
    assert {quad for quad in quads(graph) if quad.graph_name in own} == {
        quad for quad in quads(alone) if quad.graph_name in own
    }


def test_the_order_of_documents_does_not_matter(graph: HandMade) -> None:
    assert list(quads(graph)) == list(quads(graph_of(reversed(two_documents()))))


def test_the_same_bytes_under_any_hash_seed() -> None:
    script = (
        "import sys; from tests.export.graphs import graph_of, two_documents; from kg.export import dump\n"
        "for format in ('trig', 'ttl', 'rdf', 'jsonl', 'graphml'):\n"
        "    dump(graph_of(two_documents()), sys.stdout.buffer, format=format)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, stdout=-1, check=True
        ).stdout
        for seed in "02"
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 10_000


def test_no_blank_nodes_and_no_duplicates(graph: HandMade) -> None:
    found = list(quads(graph, provenance="mention"))
    assert all(isinstance(quad.subject, ox.NamedNode) for quad in found)
    assert all(isinstance(quad.object, ox.NamedNode | ox.Literal) for quad in found)
    assert len(found) == len(set(found))


def test_statement_nodes_tell_everything(graph: HandMade) -> None:
    store = ox.Store()
    store.extend(quads(graph))
    (row,) = store.query(
        """PREFIX kg: <urn:kg:ontology#> PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX schema: <http://schema.org/>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?who ?born ?time ?day ?quote WHERE { GRAPH ?g {
            ?statement a rdf:Statement ; rdf:predicate schema:birthDate ; rdf:object ?born ;
                kg:status kg:ReportedStatus ; prov:wasAttributedTo ?speaker ; kg:time ?time ; schema:startDate ?day ;
                kg:evidence [ kg:quote ?quote ] }
            GRAPH ?h { ?speaker rdfs:label ?who } } LIMIT 1"""
    )
    assert row["who"].value == 'Teo "Tex" Ost'
    assert row["born"] == ox.Literal("1971", datatype=term("xsd:gYear"))
    assert row["time"].datatype.value == "http://id.loc.gov/datatypes/edtf"
    assert row["day"] == ox.Literal("2024-05-02", datatype=term("xsd:date"))
    assert row["quote"].value == "She was born in 1971, Teo Ost said on 2 May."


def test_mentions_are_web_annotations(graph: HandMade) -> None:
    found = set(triples(graph, provenance="mention"))
    quote, position = NAMES.mention("ledger", "m2", "quote"), NAMES.mention("ledger", "m2", "position")
    assert ox.Triple(NAMES.mention("ledger", "m2"), term("oa:hasBody"), NAMES.entity(HALVE)) in found
    assert ox.Triple(quote, term("oa:exact"), ox.Literal("Halve Bank")) in found
    assert ox.Triple(quote, term("oa:prefix"), ox.Literal("Mira Landa runs ")) in found
    assert ox.Triple(position, term("oa:start"), ox.Literal(16)) in found
    assert not [triple for triple in triples(graph, provenance="statement") if triple.predicate == term("oa:exact")]


def test_links(graph: HandMade) -> None:
    found = {(quad.predicate, quad.object.value) for quad in quads(graph) if quad.graph_name == NAMES.links}
    assert found == {
        (term("skos:exactMatch"), "http://www.wikidata.org/entity/Q14960"),
        (term("owl:sameAs"), "https://sws.geonames.org/3078610/"),
    }
    bad = replace(graph, entities={**graph.entities, OST: replace(graph.entities[OST], links=("Q1",))})
    with pytest.raises(OutputError, match=f"entity {OST}: link 'Q1' is not an absolute IRI"):
        list(quads(bad))


def test_lone_surrogates_become_the_replacement_character() -> None:
    graph = graph_of([Extraction(Document("d", "\ud800x"), entities=(Entity("e", "Person", "A\udcffB"),))])
    labels = [quad.object.value for quad in quads(graph) if quad.predicate == term("rdfs:label")]
    assert "A\ufffdB" in labels


def test_what_xml_cannot_hold_is_replaced_in_xml_alone() -> None:
    names = tuple(f"a{chr(code)}b" for code in (*range(32), 0x7F, 0x85, 0xFFFE, 0xFFFF))
    graph = graph_of([Extraction(Document("d", ""), entities=(Entity("e", "Person", "A\rB", tuple(sorted(names))),))])
    check_all_but_xml = {name: formats for name, formats in SINGLE.items() if name != "rdf"}
    whole = set(triples(graph))
    for name, (other, format) in check_all_but_xml.items():
        data = dumped(graph, name, "none")
        assert {quad.triple for quad in ox.parse(data, format=format)} == whole
        assert len(rdflib.Graph().parse(data=data, format=other)) == len(whole)
    held = {xml_text(triple.object.value) for triple in whole}
    data = dumped(graph, "rdf", "none")
    assert {quad.object.value for quad in ox.parse(data, format=ox.RdfFormat.RDF_XML)} == held
    assert {str(value) for value in rdflib.Graph().parse(data=data, format="xml").objects()} == held


def test_to_rdflib(graph: HandMade) -> None:
    dataset = to_rdflib(graph, provenance="mention")
    again = ox.parse(dataset.serialize(format="nquads").encode(), format=ox.RdfFormat.N_QUADS)
    assert canonical_hash(again) == canonical_hash(quads(graph, provenance="mention"))
    assert dict(dataset.namespaces())["kg"] == rdflib.URIRef("urn:kg:ontology#")


def test_every_term_is_explained(graph: HandMade) -> None:
    """Each kg: term and each predicate of the data is in the ontology, and every class that types something of kg's."""
    explained = {triple.subject.value for triple in ontology_triples()}
    used = {value for quad in quads(graph, provenance="mention") for value in (quad.predicate.value, quad.object.value)}
    assert {value for value in used if value.startswith("urn:kg:ontology#")} <= explained


def test_the_base(graph: HandMade) -> None:
    base = "https://data.example.org/"
    found = list(quads(graph, base=base))
    assert all(quad.subject.value.startswith(base) for quad in found)
    assert all(isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(base) for quad in found)


def test_wrong_arguments(graph: HandMade) -> None:
    with pytest.raises(OutputError, match="'all' is not one of none, statement, mention"):
        list(quads(graph, provenance="all"))  # type: ignore[arg-type]
    with pytest.raises(OutputError, match="predicate 'hugs' is not in"):
        list(quads(replace(graph, all_statements=[replace(graph.all_statements[0], predicate="hugs")])))


def test_ontology_and_shapes_are_isomorphic_in_rdflib() -> None:
    for made in (ontology_triples, shape_triples):
        data = ox.serialize(made(), format=ox.RdfFormat.TURTLE)
        read = rdflib.Graph().parse(data=data, format="turtle")
        again = rdflib.Graph().parse(data=ox.serialize(made(), format=ox.RdfFormat.RDF_XML), format="xml")
        assert to_isomorphic(read) == to_isomorphic(again)
        assert len(read) == len(set(made()))
