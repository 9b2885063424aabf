"""The ontology as OWL and RDFS, and the shapes (SHACL) that an exported data set keeps: both made from the same data.

No blank nodes: lists have named nodes too. A term that others own (schema.org's) gets ``schema:domainIncludes``, not
``rdfs:domain``, from which a reasoner would infer types for data that has nothing to do with `kg`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import pyoxigraph as ox

from kg.export.vocabulary import PREFIXES, describe, integer, term, text
from kg.model import MentionKind, Modality, Polarity, Status
from kg.ontology import Ontology, Predicate, default_ontology

__all__ = ["ONTOLOGY", "SHAPES", "ontology_triples", "shape_triples"]

ONTOLOGY: Final = ox.NamedNode("urn:kg:ontology")
"""The ontology itself; its terms are ``urn:kg:ontology#...``."""

SHAPES: Final = "urn:kg:shapes#"
"""What the IRIs of shapes begin with."""

_OWN: Final = PREFIXES["kg"]
_DATES: Final = ("xsd:date", "xsd:gYearMonth", "xsd:gYear")
_EDTF: Final = ox.NamedNode("http://id.loc.gov/datatypes/edtf")


@dataclass(frozen=True, slots=True)
class _Property:
    """A property of provenance nodes: whose it is, what it holds, and how often (``at_least``, ``at_most``)."""

    name: str
    of: tuple[str, ...]
    holds: str
    at_least: int
    at_most: int | None
    definition: str


_CLASSES: Final = {
    "Evidence": "One place in one document that says a statement.",
    "Attribution": "A place where a document says who said what.",
    "Status": "What the evidence makes of a statement.",
    "Polarity": "Whether evidence affirms or denies.",
    "Modality": "As what evidence puts the statement forward.",
    "Inference": "A statement that follows from others by the ontology.",
    "Join": "Why two names of several documents are one entity: a rule of the table of rules, or a person's decision.",
    "Kind": "How a mention names its entity.",
}

_INDIVIDUALS: Final = {"Status": Status, "Polarity": Polarity, "Modality": Modality, "Kind": MentionKind}

_STATEMENT, _EVIDENCE, _ATTRIBUTION = ("rdf:Statement",), ("kg:Evidence",), ("kg:Attribution",)
_ANNOTATION, _ARTICLE, _JOIN = ("oa:Annotation",), ("schema:Article",), ("kg:Join",)
_INFERENCE = ("kg:Inference",)

_PROPERTIES: Final = (
    _Property("status", _STATEMENT + _INFERENCE, "kg:Status", 1, 1, "What the evidence makes of it, or the premises."),
    _Property("confidence", _STATEMENT + _EVIDENCE + _INFERENCE, "xsd:decimal", 1, 1, "How sure it is, from 0 to 1."),
    _Property("evidence", _STATEMENT, "kg:Evidence", 1, None, "A place in the document that says the statement."),
    _Property("valueText", _STATEMENT, "xsd:string", 0, 1, "The words of a statement's literal object."),
    _Property("valueType", _STATEMENT, "xsd:string", 0, 1, "The kind of a statement's literal object: date."),
    _Property("start", _EVIDENCE, "xsd:integer", 1, 1, "Where the sentence begins: characters before it."),
    _Property("end", _EVIDENCE, "xsd:integer", 1, 1, "Where the sentence ends: characters up to its end."),
    _Property("quote", _EVIDENCE, "xsd:string", 0, 1, "The sentence."),
    _Property("subjectStart", _EVIDENCE, "xsd:integer", 0, 1, "Where the mention of the subject begins."),
    _Property("subjectEnd", _EVIDENCE, "xsd:integer", 0, 1, "Where the mention of the subject ends."),
    _Property("objectStart", _EVIDENCE, "xsd:integer", 0, 1, "Where the mention of the object begins."),
    _Property("objectEnd", _EVIDENCE, "xsd:integer", 0, 1, "Where the mention of the object ends."),
    _Property("polarity", _EVIDENCE, "kg:Polarity", 1, 1, "Whether the text affirms or denies."),
    _Property("modality", _EVIDENCE, "kg:Modality", 1, 1, "As what the text puts it forward."),
    _Property("timeText", _EVIDENCE, "xsd:string", 0, 1, "When, in the words of the text."),
    _Property("extractor", _EVIDENCE, "xsd:string", 1, 1, "The rule, model or record that found it."),
    _Property("insteadOf", _EVIDENCE, "xsd:string", 0, 1, "What else was read there and gave way."),
    _Property("time", _STATEMENT + _EVIDENCE + _ANNOTATION, "edtf", 0, None, "When, or the date named, as EDTF."),
    _Property("endedBy", _STATEMENT + _EVIDENCE, "xsd:date", 0, 1, "The day of a report by which it was over."),
    _Property("kind", _ANNOTATION, "kg:Kind", 0, 1, "How the mention names its entity."),
    _Property("mentionType", _ANNOTATION, "rdfs:Class", 0, 1, "The type that the words have in their place."),
    _Property("sha256", _ARTICLE, "xsd:string", 1, 1, "SHA-256 of the document's text as UTF-8, in hexadecimal."),
    _Property("sourceStart", _ATTRIBUTION, "xsd:integer", 0, 1, "Where the words for who says it begin."),
    _Property("sourceEnd", _ATTRIBUTION, "xsd:integer", 0, 1, "Where the words for who says it end."),
    _Property("cueStart", _ATTRIBUTION, "xsd:integer", 0, 1, "Where the word of saying begins."),
    _Property("cueEnd", _ATTRIBUTION, "xsd:integer", 0, 1, "Where the word of saying ends."),
    _Property("contentStart", _ATTRIBUTION, "xsd:integer", 0, 1, "Where what is said begins."),
    _Property("contentEnd", _ATTRIBUTION, "xsd:integer", 0, 1, "Where what is said ends."),
    _Property("inferredBy", _INFERENCE, "xsd:string", 1, 1, "The last step: also, symmetric, transitive, through …"),
    _Property("entity", _JOIN, "rdfs:Resource", 1, 1, "The entity that both names are of."),
    _Property("name", _JOIN, "xsd:string", 1, 1, "A name."),
    _Property("otherName", _JOIN, "xsd:string", 1, 1, "The name that it was joined with."),
    _Property("rule", _JOIN, "xsd:integer", 1, 1, "The number of the rule in the table of rules."),
    _Property("reason", _JOIN, "xsd:string", 1, 1, "The rule in few words."),
)


def ontology_triples(ontology: Ontology | None = None) -> Iterator[ox.Triple]:
    """Classes and properties of an ontology (`kg`'s own if none is given), and the terms that tell of provenance.

    ``also`` becomes ``rdfs:subPropertyOf`` where the wider predicate admits every pair of types that the narrower one
    does, else ``skos:broadMatch``.
    """
    ontology = ontology or default_ontology()
    yield from describe(
        ONTOLOGY,
        ("rdf:type", term("owl:Ontology")),
        ("rdfs:label", text("kg: people, organisations, places, and who says what of them")),
        ("owl:versionInfo", text(ontology.version)),
    )
    for class_ in ontology.types.values():
        yield from describe(ox.NamedNode(class_.iri), *_labels("owl:Class", class_.label, class_.definition))
    for predicate in ontology.predicates.values():
        yield from _predicate(ontology, predicate)
    yield from _provenance_terms()


def shape_triples(ontology: Ontology | None = None) -> Iterator[ox.Triple]:
    """Shapes (SHACL Core) of the union of an exported data set's graphs: its facts, statement nodes and evidence."""
    ontology = ontology or default_ontology()
    predicates = [ox.NamedNode(predicate.iri) for predicate in ontology.predicates.values()]
    for class_ in ontology.types.values():
        shape = _shape(class_.name)
        yield from describe(shape, ("rdf:type", term("sh:NodeShape")), ("sh:targetClass", ox.NamedNode(class_.iri)))
        yield from _counted(shape, "rdfs:label", 1, None, ("sh:datatype", term("xsd:string")))
        yield from _counted(shape, "skos:altLabel", 0, None, ("sh:datatype", term("xsd:string")))
    for predicate in ontology.predicates.values():
        yield from _end_shape(ontology, predicate, "subject", predicate.domain)
        yield from _end_shape(ontology, predicate, "object", predicate.range)
    yield from _statement_shape(predicates)
    yield from _evidence_shape()
    yield from describe(_shape("Join"), ("rdf:type", term("sh:NodeShape")), ("sh:targetClass", term("kg:Join")))
    yield from _node_properties(_shape("Join"), "kg:Join")
    inference = _shape("Inference")
    yield from describe(inference, ("rdf:type", term("sh:NodeShape")), ("sh:targetClass", term("kg:Inference")))
    yield from _counted(inference, "prov:wasDerivedFrom", 1, None, ("sh:class", term("rdf:Statement")))
    yield from _node_properties(inference, "kg:Inference")


# -- OWL --------------------------------------------------------------------------------------------------------------


def _labels(class_: str, label: str, definition: str) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield "rdf:type", term(class_)
    yield "rdfs:label", ox.Literal(label, language="en")
    yield "skos:definition", ox.Literal(definition, language="en")
    yield "rdfs:isDefinedBy", ONTOLOGY


def _predicate(ontology: Ontology, predicate: Predicate) -> Iterator[ox.Triple]:
    node = ox.NamedNode(predicate.iri)
    kind = "owl:DatatypeProperty" if predicate.takes_value else "owl:ObjectProperty"
    yield from describe(node, *_labels(kind, predicate.label, predicate.definition))
    if predicate.symmetric:
        yield from describe(node, ("rdf:type", term("owl:SymmetricProperty")))
    if predicate.transitive:
        yield from describe(node, ("rdf:type", term("owl:TransitiveProperty")))
    if predicate.inverse is not None:
        yield from describe(node, ("owl:inverseOf", ox.NamedNode(ontology.predicates[predicate.inverse].iri)))
    for name in predicate.through:
        chain = ox.NamedNode(f"{ONTOLOGY.value}#{predicate.name}-through-{name}")
        yield from describe(node, ("owl:propertyChainAxiom", chain))
        yield from _list(chain, [node, ox.NamedNode(ontology.predicates[name].iri)])
    domain = [ox.NamedNode(ontology.types[name].iri) for name in predicate.domain]
    yield from _ends(node, "domain", domain)
    if not predicate.takes_value:
        yield from _ends(node, "range", [ox.NamedNode(ontology.types[name].iri) for name in predicate.range])
    for name in predicate.also:
        wider = ontology.predicates[name]
        fits = set(predicate.domain) <= set(wider.domain) and set(predicate.range) <= set(wider.range)
        yield from describe(node, ("rdfs:subPropertyOf" if fits else "skos:broadMatch", ox.NamedNode(wider.iri)))
    if predicate.wikidata is not None:
        yield from describe(node, ("skos:closeMatch", term(f"wdt:{predicate.wikidata}")))


def _ends(node: ox.NamedNode, end: str, classes: Sequence[ox.NamedNode]) -> Iterator[ox.Triple]:
    single = len(classes) == 1 and node.value.startswith(_OWN)
    property_ = f"rdfs:{end}" if single else f"schema:{end}Includes"
    yield from describe(node, *((property_, class_) for class_ in classes))


def _provenance_terms() -> Iterator[ox.Triple]:
    for name, definition in _CLASSES.items():
        yield from describe(term(f"kg:{name}"), *_labels("owl:Class", name.lower(), definition))
    for class_, values in _INDIVIDUALS.items():
        for value in get_args(values):
            individual = term(f"kg:{value.title()}{class_}")
            label = ox.Literal(value, language="en")
            yield from describe(individual, ("rdf:type", term(f"kg:{class_}")), ("rdfs:label", label))
    yield from describe(
        term("kg:Unnamed"),
        ("rdf:type", term("prov:Agent")),
        ("rdfs:label", ox.Literal("an unnamed source", language="en")),
    )
    for property_ in _PROPERTIES:
        node = term(f"kg:{property_.name}")
        kind = "owl:ObjectProperty" if property_.holds.startswith(("kg:", "rdfs:")) else "owl:DatatypeProperty"
        yield from describe(
            node, *_labels(kind, property_.name, property_.definition), ("rdfs:range", _range(property_.holds))
        )
        yield from _ends(node, "domain", [term(class_) for class_ in property_.of])


def _range(holds: str) -> ox.NamedNode:
    return _EDTF if holds == "edtf" else term(holds)


# -- SHACL ------------------------------------------------------------------------------------------------------------


def _shape(name: str) -> ox.NamedNode:
    return ox.NamedNode(SHAPES + name)


def _counted(
    shape: ox.NamedNode,
    path: str,
    at_least: int,
    at_most: int | None,
    *facts: tuple[str, ox.NamedNode | ox.Literal],
) -> Iterator[ox.Triple]:
    property_ = ox.NamedNode(f"{shape.value}-{path.replace(':', '-')}")
    yield from describe(shape, ("sh:property", property_))
    yield from describe(
        property_,
        ("rdf:type", term("sh:PropertyShape")),
        ("sh:path", term(path)),
        ("sh:minCount", integer(at_least) if at_least else None),
        ("sh:maxCount", None if at_most is None else integer(at_most)),
        *facts,
    )


def _list(head: ox.NamedNode, items: Iterable[ox.NamedNode | ox.Literal]) -> Iterator[ox.Triple]:
    nodes = list(items)
    for index, item in enumerate(nodes):
        here = head if index == 0 else ox.NamedNode(f"{head.value}-{index}")
        rest = term("rdf:nil") if index == len(nodes) - 1 else ox.NamedNode(f"{head.value}-{index + 1}")
        yield from describe(here, ("rdf:first", item), ("rdf:rest", rest))


def _one_of(shape: ox.NamedNode, constraint: str, items: Iterable[ox.NamedNode | ox.Literal]) -> Iterator[ox.Triple]:
    head = ox.NamedNode(f"{shape.value}-{constraint.replace(':', '-')}")
    yield from describe(shape, (constraint, head))
    yield from _list(head, items)


def _end_shape(ontology: Ontology, predicate: Predicate, end: str, types: Sequence[str]) -> Iterator[ox.Triple]:
    """What stands at one end of a predicate: an entity of a type that it admits, or a date."""
    shape = _shape(f"{predicate.name}-{end}")
    target = "sh:targetSubjectsOf" if end == "subject" else "sh:targetObjectsOf"
    yield from describe(shape, ("rdf:type", term("sh:NodeShape")), (target, ox.NamedNode(predicate.iri)))
    if end == "object" and predicate.takes_value:
        constraint, allowed = "sh:datatype", [*(term(name) for name in _DATES), _EDTF]
    else:
        constraint, allowed = "sh:class", [ox.NamedNode(ontology.types[name].iri) for name in types]
    if len(allowed) == 1:
        yield from describe(shape, (constraint, allowed[0]))
        return
    options = [ox.NamedNode(f"{shape.value}-{index}") for index in range(len(allowed))]
    for option, iri in zip(options, allowed, strict=True):
        yield from describe(option, ("rdf:type", term("sh:NodeShape")), (constraint, iri))
    yield from _one_of(shape, "sh:or", options)


def _statement_shape(predicates: Sequence[ox.NamedNode]) -> Iterator[ox.Triple]:
    shape = _shape("Statement")
    yield from describe(shape, ("rdf:type", term("sh:NodeShape")), ("sh:targetClass", term("rdf:Statement")))
    yield from _counted(shape, "rdf:subject", 1, 1, ("sh:nodeKind", term("sh:IRI")))
    yield from _counted(shape, "rdf:predicate", 1, 1)
    yield from _one_of(_shape("Statement-rdf-predicate"), "sh:in", predicates)
    yield from _counted(shape, "rdf:object", 1, 1)
    yield from _counted(shape, "prov:wasDerivedFrom", 1, 1, ("sh:class", term("schema:Article")))
    yield from _counted(shape, "prov:wasAttributedTo", 0, None, ("sh:nodeKind", term("sh:IRI")))
    yield from _node_properties(shape, "rdf:Statement")


def _evidence_shape() -> Iterator[ox.Triple]:
    shape = _shape("Evidence")
    yield from describe(shape, ("rdf:type", term("sh:NodeShape")), ("sh:targetClass", term("kg:Evidence")))
    yield from _counted(shape, "prov:wasDerivedFrom", 1, 1, ("sh:class", term("schema:Article")))
    yield from _counted(shape, "prov:wasAttributedTo", 0, 1, ("sh:nodeKind", term("sh:IRI")))
    yield from _node_properties(shape, "kg:Evidence")
    start = ox.NamedNode(f"{shape.value}-kg-start")
    yield from describe(start, ("sh:lessThanOrEquals", term("kg:end")))


def _node_properties(shape: ox.NamedNode, class_: str) -> Iterator[ox.Triple]:
    for property_ in _PROPERTIES:
        if class_ not in property_.of:
            continue
        path, holds = f"kg:{property_.name}", property_.holds
        values = _INDIVIDUALS.get(holds.removeprefix("kg:"))
        facts: list[tuple[str, ox.NamedNode | ox.Literal]] = []
        if holds == "kg:Evidence":
            facts.append(("sh:class", term(holds)))
        elif holds.startswith("rdfs:"):
            facts.append(("sh:nodeKind", term("sh:IRI")))
        elif values is None:
            facts.append(("sh:datatype", _range(holds)))
        if holds in ("xsd:integer", "xsd:decimal"):
            facts.append(("sh:minInclusive", integer(0)))
        if holds == "xsd:decimal":
            facts.append(("sh:maxInclusive", integer(1)))
        yield from _counted(shape, path, property_.at_least, property_.at_most, *facts)
        if values is not None:
            individuals = [term(f"{holds[:3]}{value.title()}{holds[3:]}") for value in get_args(values)]
            yield from _one_of(ox.NamedNode(f"{shape.value}-{path.replace(':', '-')}"), "sh:in", individuals)
