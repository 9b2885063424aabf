"""A graph as RDF 1.1: named graphs without blank nodes, in a fixed order, from a generator.

| graph | holds |
|---|---|
| `<base>graph/<document>` | types, names and other names of the entities that the document names; what it asserts |
| `<base>graph/<document>/reported` | what it only reports: a union of the other graphs leaves it out |
| `<base>graph/<document>/provenance` | a node for each statement, its evidence, the document; on demand the mentions |
| `<base>links` | identity: `owl:sameAs` to GeoNames, `skos:exactMatch` to all else |
| `<base>resolution` | why names of several documents are one entity; not with provenance "none" |
| `<base>inferred` | what follows from all this by the ontology, if the graph is asked to tell it |
| `<base>known` | what a knowledge base says, not a text; entities that no document names |

A document's three graphs stand alone: they can be dropped and written anew without touching others. What is uncertain
or denied is never a plain triple, only a node in the provenance graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal, get_args

import pyoxigraph as ox

from kg.errors import OutputError
from kg.export.annotations import attribution_triples, mention_triples
from kg.export.iris import DEFAULT_BASE, Names, external
from kg.export.parts import Graph, entity_of, evidence_by_document, named_in
from kg.export.provenance import document_triples, inference_triples, join_triples, object_term, statement_triples
from kg.export.vocabulary import DATA_PREFIXES, describe, predicate_iri, term, text, type_iri
from kg.model import Entity, Statement, Status

if TYPE_CHECKING:
    import rdflib

__all__ = ["DEFAULT_BASE", "Provenance", "quads", "to_rdflib", "triples"]

Provenance = Literal["none", "statement", "mention"]
"""How much is told of where statements come from: nothing, statement and evidence nodes, or these and every mention
with the documents' texts."""

_GEONAMES = re.compile(r"https?://([a-z]+\.)?geonames\.org/")
_FIRST: Final = (term("rdf:type"), term("rdfs:label"), term("skos:altLabel"))
_PLAIN: Final[frozenset[Status]] = frozenset({"asserted", "known"})


def quads(graph: Graph, *, base: str = DEFAULT_BASE, provenance: Provenance = "statement") -> Iterator[ox.Quad]:
    """The data set, document by document, then `links`, `resolution`, `known` and `inferred`.

    The same graph gives the same quads in one order.

    Args:
        graph: a `KnowledgeGraph`.
        base: what every IRI of the data begins with; the vocabulary's own IRIs stay ``urn:kg:ontology#``.
        provenance: see `Provenance`.

    Raises:
        OutputError: the base is no IRI, ``provenance`` has another value, or the graph names a predicate, entity or
            document that is not there.
    """
    names = _checked(base, provenance)
    by_document = evidence_by_document(graph)
    unnamed = set(graph.entities)
    for document in sorted(graph.documents):
        statements = by_document.get(document, [])
        named = named_in(graph, document, statements)
        unnamed.difference_update(named)
        described = (triple for name in named for triple in _entity(names, entity_of(graph, name, document)))
        yield from _in(names.graph(document), _sorted([*described, *_plain(names, statements, "asserted")]))
        yield from _in(names.reported(document), _sorted(_plain(names, statements, "reported")))
        if provenance != "none":
            yield from _in(names.provenance(document), _provenance(graph, names, document, statements, provenance))
    entities = [graph.entities[entity] for entity in sorted(graph.entities)]
    yield from _in(names.links, (triple for entity in entities for triple in _links(names, entity)))
    if provenance != "none":
        yield from _in(names.resolution, join_triples(names, graph.joins()))
    known = [
        _triple(names, statement) for statement in graph.statements(status=None) if "known" in _statuses(statement)
    ]
    described = (triple for name in unnamed for triple in _entity(names, graph.entities[name]))
    yield from _in(names.known, _sorted([*described, *known]))
    if graph.infers:
        yield from _in(names.inferred, _inferred(graph, names, provenance))


def triples(graph: Graph, *, base: str = DEFAULT_BASE, provenance: Provenance = "none") -> Iterator[ox.Triple]:
    """What formats of one graph (Turtle, N-Triples, RDF/XML) hold: the union of `quads` without the reported graphs.

    That is every entity's type, names and links, and what a document asserts or a knowledge base says; with
    ``provenance`` also the statement nodes, those of reported, uncertain and denied statements among them.

    >>> from kg.graph import KnowledgeGraph
    >>> from kg.model import Document, Extraction
    >>> lima = Extraction(Document("d1", "Lima"), entities=(Entity("e1", "Place", "Lima"),))
    >>> [triple.object.value for triple in triples(KnowledgeGraph.from_extractions([lima]))]
    ['http://schema.org/Place', 'Lima']

    Raises:
        OutputError: as `quads`.
    """
    names = _checked(base, provenance)
    plain: dict[str, list[ox.Triple]] = {}
    for statement in graph.statements(status=None):
        if _PLAIN & _statuses(statement):
            plain.setdefault(statement.subject, []).append(_triple(names, statement))
    for name in sorted({*graph.entities, *plain}):
        entity = entity_of(graph, name, "a statement")
        yield from _sorted([*_entity(names, entity), *_links(names, entity), *plain.get(name, ())])
    if provenance != "none":
        by_document = evidence_by_document(graph)
        for document in sorted(graph.documents):
            yield from _provenance(graph, names, document, by_document.get(document, []), provenance)
        yield from join_triples(names, graph.joins())
    if graph.infers:
        yield from _inferred(graph, names, provenance)


def to_rdflib(graph: Graph, *, base: str = DEFAULT_BASE, provenance: Provenance = "statement") -> rdflib.Dataset:
    """The data set as an `rdflib.Dataset`, for programs that know rdflib; its default graph is empty.

    For large graphs, `write` a file and query it with `kg.query` instead: rdflib needs 30 times as long.

    Raises:
        OutputError: as `quads`.
    """
    import rdflib

    dataset = rdflib.Dataset()
    for prefix, namespace in DATA_PREFIXES.items():
        dataset.bind(prefix, namespace)
    for quad in quads(graph, base=base, provenance=provenance):
        assert isinstance(quad.graph_name, ox.NamedNode), quad
        context = dataset.graph(rdflib.URIRef(quad.graph_name.value))
        context.add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
    return dataset


def _rdflib_term(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.URIRef | rdflib.Literal:
    import rdflib

    if isinstance(value, ox.NamedNode):
        return rdflib.URIRef(value.value)
    assert isinstance(value, ox.Literal), value
    datatype = None if value.datatype == term("xsd:string") else rdflib.URIRef(value.datatype.value)
    return rdflib.Literal(value.value, datatype=datatype, normalize=False)


def _checked(base: str, provenance: str) -> Names:
    if provenance not in get_args(Provenance):
        raise OutputError(f"provenance {provenance!r} is not one of {', '.join(get_args(Provenance))}")
    return Names(base)


def _in(graph: ox.NamedNode, found: Iterable[ox.Triple]) -> Iterator[ox.Quad]:
    return (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in found)


def _sorted(found: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Subject by subject, its type and names first: the order in which a person reads Turtle."""

    def place(triple: ox.Triple) -> tuple[str, int, str]:
        predicate = triple.predicate
        return str(triple.subject), _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST), str(triple)

    return sorted(set(found), key=place)


def _entity(names: Names, entity: Entity) -> Iterator[ox.Triple]:
    yield from describe(
        names.entity(entity.id),
        ("rdf:type", type_iri(entity.type)),
        ("rdfs:label", text(entity.name)),
        *(("skos:altLabel", text(alias)) for alias in entity.aliases),
    )


def _links(names: Names, entity: Entity) -> Iterator[ox.Triple]:
    for link in sorted(set(entity.links)):
        try:
            target = external(link)
        except ValueError as error:
            raise OutputError(f"entity {entity.id}: link {error}") from error
        same = _GEONAMES.match(target.value)
        yield from describe(names.entity(entity.id), ("owl:sameAs" if same else "skos:exactMatch", target))


def _plain(names: Names, statements: Iterable[Statement], status: Status) -> Iterator[ox.Triple]:
    return (_triple(names, statement) for statement in statements if statement.status == status)


def _triple(names: Names, statement: Statement) -> ox.Triple:
    subject, predicate = names.entity(statement.subject), predicate_iri(statement.predicate)
    return ox.Triple(subject, predicate, object_term(names, statement))


def _inferred(graph: Graph, names: Names, provenance: Provenance) -> Iterator[ox.Triple]:
    """What follows: plain triples of what is so, and a node for each, what is only reported or uncertain too."""
    found = graph.inferred()
    plain = [derived for derived in found if derived.status in _PLAIN]
    yield from _sorted(
        ox.Triple(names.entity(derived.subject), predicate_iri(derived.predicate), names.entity(derived.object))
        for derived in plain
    )
    if provenance != "none":
        statements = {statement.id: statement for statement in graph.statements(status=None)}
        for derived in found:
            yield from inference_triples(names, derived, [statements[id_] for id_ in derived.premises])


def _statuses(statement: Statement) -> frozenset[Status]:
    return frozenset(evidence.status for evidence in statement.evidence)


def _provenance(
    graph: Graph, names: Names, document_id: str, statements: list[Statement], provenance: Provenance
) -> Iterator[ox.Triple]:
    document = graph.documents[document_id]
    with_mentions = provenance == "mention"
    yield from document_triples(names, document, with_text=with_mentions)
    for statement in statements:
        yield from statement_triples(names, document, statement)
    if with_mentions:
        for mention in graph.mentions(document_id):
            yield from mention_triples(names, document, mention)
        for index, attribution in enumerate(graph.attributions(document_id)):
            yield from attribution_triples(names, document, index, attribution)
