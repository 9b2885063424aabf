"""A graph as parameters of a few Cypher queries: nodes and edges that can be written twice and be there once.

An edge carries the evidence that it was made of, piece by piece, so that documents can come and go: status, confidence,
speakers and times are worked out anew from what is left, as `kg.model.Statement` does. Labels, relationship types and
property names come from the ontology and from here, never from the data; all of the data is in parameters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from kg.errors import LoadError
from kg.export.parts import Graph, entity_of, evidence_by_document, named_in
from kg.export.property_graph import EDGE_STATUSES, date_properties
from kg.model import Entity, Evidence, Mention, Statement, Time
from kg.ontology import default_ontology

__all__ = [
    "Row",
    "Step",
    "edge_row",
    "merged",
    "node_labels",
    "node_row",
    "quoted",
    "schema",
    "steps",
    "without",
]

Row = dict[str, Any]
_ROWS: Final = 1_000
"""Rows of one query."""


def node_labels() -> tuple[str, ...]:
    """The labels of nodes.

    >>> node_labels()
    ('Person', 'Organization', 'Place', 'Document', 'Mention')
    """
    return (*default_ontology().types, "Document", "Mention")


@dataclass(frozen=True, slots=True)
class Step:
    """A query and the rows that it is run with, as the parameter ``rows``.

    ``existing`` returns what the database holds of the rows' identifiers (parameter ``ids``) as ``id`` and ``props``;
    ``None`` for what is the same whatever is there.
    """

    query: str
    rows: tuple[Row, ...]
    existing: str | None = None


def schema() -> Iterator[str]:
    """Neo4j's queries that make identifiers unique, and names quick to find."""
    for label in node_labels():
        yield (f"CREATE CONSTRAINT kg_{label.lower()}_id IF NOT EXISTS FOR (n:{quoted(label)}) REQUIRE n.id IS UNIQUE")
    for label in default_ontology().types:
        yield f"CREATE INDEX kg_{label.lower()}_name IF NOT EXISTS FOR (n:{quoted(label)}) ON (n.name)"


def steps(graph: Graph, *, documents: bool = False, mentions: bool = False) -> Iterator[Step]:
    """The queries that write a graph: its entities, its statements, on demand its documents and mentions.

    Args:
        graph: a `KnowledgeGraph`.
        documents: also a node for each document, with an edge ``names`` to each entity that it names.
        mentions: also a node for each mention of an entity, with edges ``inDocument`` and ``refersTo``; with documents.

    Raises:
        LoadError: the graph holds a type or predicate that the ontology does not.
    """
    named = _named(graph)
    nodes: dict[str, list[Row]] = {}
    facts = _facts(graph)
    for entity in (graph.entities[name] for name in sorted(graph.entities)):
        row = node_row(entity, named.get(entity.id, ()), facts.get(entity.id, ()))
        nodes.setdefault(quoted(entity.type), []).append(row)
    for label, rows in nodes.items():
        yield from _steps(_NODE.format(label=label), rows, _EXISTING_NODES.format(label=label))
    edges: dict[tuple[str, str, str], list[Row]] = {}
    for statement in sorted(graph.statements(status=None), key=lambda statement: statement.id):
        if statement.object is not None and statement.status in EDGE_STATUSES:
            place = f"statement {statement.id}"
            one, other = entity_of(graph, statement.subject, place), entity_of(graph, statement.object, place)
            ends = (quoted(one.type), quoted(statement.predicate), quoted(other.type))
            records = [_record(graph, evidence) for evidence in statement.evidence]
            edges.setdefault(ends, []).append(edge_row(statement.id, one.id, other.id, records))
    for (one_type, predicate, other_type), rows in edges.items():
        query = _EDGE.format(one=one_type, type=predicate, other=other_type)
        yield from _steps(query, rows, _EXISTING_EDGES.format(one=one_type, type=predicate, other=other_type))
    if documents or mentions:
        yield from _document_steps(graph, named)
    if mentions:
        yield from _mention_steps(graph)


def quoted(name: str) -> str:
    """A label or relationship type in backticks.

    >>> quoted("worksFor")
    '`worksFor`'

    Raises:
        LoadError: the ontology has no such type or predicate; nothing else ever stands in a query.
    """
    if name not in (*node_labels(), *default_ontology().predicates):
        raise LoadError(f"{name!r} is no type and no predicate of kg/data/ontology.toml")
    return f"`{name}`"


def node_row(entity: Entity, documents: Iterable[str], facts: Iterable[str]) -> Row:
    """An entity: its identifier and its properties."""
    props = {
        "name": entity.name,
        "aliases": list(entity.aliases),
        "links": list(entity.links),
        "documents": sorted(documents),
        "facts": sorted(facts),
    }
    return {"id": entity.id, "props": _with_dates(entity.id, props)}


def edge_row(statement: str, subject: str, object: str, records: Iterable[Row]) -> Row:
    """A statement between two entities, from the records of its evidence; ``props`` is empty if that makes no edge."""
    found = sorted({json.dumps(record, sort_keys=True, ensure_ascii=False): record for record in records}.items())
    pieces = tuple(_evidence(record) for _, record in found)
    whole = Statement(statement, subject, "", object, evidence=pieces)
    decisive = [piece for piece in pieces if piece.status == whole.status]
    names = {record["speaker"]: record["speakerName"] for _, record in found if record["speaker"]}
    props = {
        "id": statement,
        "status": whole.status,
        "confidence": whole.confidence,
        "documents": sorted({piece.document for piece in decisive}),
        "speakers": sorted({names[piece.speaker] for piece in decisive if piece.speaker}),
        "times": sorted({piece.time.value for piece in decisive if piece.time}),
        "sources": sorted({piece.document for piece in pieces}),
        "evidence": [line for line, _ in found],
    }
    keeps = bool(pieces) and whole.status in EDGE_STATUSES
    return {"id": statement, "subject": subject, "object": object, "props": props if keeps else {}}


def merged(row: Row, held: Mapping[str, Any] | None, documents: frozenset[str]) -> Row:
    """A row with what the database holds from documents other than these."""
    if held is None:
        return row
    props = row["props"]
    if "evidence" in props:
        kept = [record for record in map(json.loads, held["evidence"]) if record["document"] not in documents]
        return edge_row(row["id"], row["subject"], row["object"], [*kept, *map(json.loads, props["evidence"])])
    if "facts" not in props:
        return row
    facts = [fact for fact in held.get("facts") or () if json.loads(fact)["document"] not in documents]
    joined = {
        "name": props["name"],
        "aliases": sorted({*props["aliases"], *(held.get("aliases") or ()), held["name"]} - {props["name"]}),
        "links": sorted({*props["links"], *(held.get("links") or ())}),
        "documents": sorted({*props["documents"], *(held.get("documents") or ())}),
        "facts": sorted({*props["facts"], *facts}),
    }
    return {"id": row["id"], "props": _with_dates(row["id"], joined)}


def without(props: Mapping[str, Any], document: str) -> Row:
    """A node's properties when a document is gone; without any, the node is no longer needed."""
    left = {
        "name": props["name"],
        "aliases": list(props.get("aliases") or ()),
        "links": list(props.get("links") or ()),
        "documents": [name for name in props["documents"] if name != document],
        "facts": [fact for fact in props.get("facts") or () if json.loads(fact)["document"] != document],
    }
    return _with_dates(props["id"], left) if left["documents"] else {}


_NODE: Final = "UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row.props"
_EXISTING_NODES: Final = "MATCH (n:{label}) WHERE n.id IN $ids RETURN n.id AS id, properties(n) AS props"
_EDGE: Final = (
    "UNWIND $rows AS row MATCH (a:{one} {{id: row.subject}}) MATCH (b:{other} {{id: row.object}}) "
    "MERGE (a)-[e:{type} {{id: row.id}}]->(b) SET e = row.props"
)
_EXISTING_EDGES: Final = (
    "MATCH (a:{one})-[e:{type}]->(:{other}) WHERE a.id IN $subjects AND e.id IN $ids "
    "RETURN e.id AS id, properties(e) AS props"
)


def _steps(query: str, rows: list[Row], existing: str | None = None) -> Iterator[Step]:
    for start in range(0, len(rows), _ROWS):
        yield Step(query, tuple(rows[start : start + _ROWS]), existing)


def _with_dates(identifier: str, props: Row) -> Row:
    found = [json.loads(fact) for fact in props["facts"]]
    dates = {name: sorted({fact["value"] for fact in found if fact["predicate"] == name}) for name in date_properties()}
    return {"id": identifier, **props, **dates}


def _named(graph: Graph) -> dict[str, list[str]]:
    """For each entity the documents that name it."""
    by_document = evidence_by_document(graph)
    named: dict[str, list[str]] = {}
    for document in sorted(graph.documents):
        for entity in named_in(graph, document, by_document.get(document, [])):
            named.setdefault(entity, []).append(document)
    return named


def _facts(graph: Graph) -> dict[str, set[str]]:
    """For each entity the dates that documents assert of it, each as JSON."""
    found: dict[str, set[str]] = {}
    for statement in graph.statements(status=None):
        for evidence in statement.evidence if statement.value is not None else ():
            if evidence.status in ("asserted", "known") and statement.value is not None:
                fact = {
                    "document": evidence.document,
                    "predicate": statement.predicate,
                    "value": statement.value.value,
                }
                found.setdefault(statement.subject, set()).add(json.dumps(fact, ensure_ascii=False))
    return found


def _record(graph: Graph, evidence: Evidence) -> Row:
    speaker = graph.entities.get(evidence.speaker) if evidence.speaker else None
    return {**asdict(evidence), "speakerName": speaker.name if speaker else evidence.speaker}


def _evidence(record: Row) -> Evidence:
    values: Row = {name: value for name, value in record.items() if name != "speakerName"}
    for name in ("subject", "object"):
        values[name] = tuple(values[name]) if values[name] else None
    values["time"] = Time(**values["time"]) if values["time"] else None
    return Evidence(**values)


def _document_steps(graph: Graph, named: Mapping[str, list[str]]) -> Iterator[Step]:
    rows = [
        {
            "id": name,
            "props": {key: value for key, value in asdict(document).items() if key != "text" and value is not None},
        }
        for name, document in sorted(graph.documents.items())
    ]
    yield from _steps(_NODE.format(label=quoted("Document")), rows)
    naming: dict[str, list[Row]] = {}
    for entity, documents in named.items():
        label = quoted(graph.entities[entity].type)
        naming.setdefault(label, []).extend({"subject": name, "object": entity} for name in documents)
    for label, found in naming.items():
        yield from _steps(_PLAIN.format(one=quoted("Document"), type="names", other=label), found)


def _mention_steps(graph: Graph) -> Iterator[Step]:
    nodes: list[Row] = []
    referring: dict[str, list[Row]] = {}
    for document in sorted(graph.documents):
        for mention in graph.mentions(document):
            if mention.entity is not None:
                nodes.append(_mention(document, mention))
                label = quoted(graph.entities[mention.entity].type)
                referring.setdefault(label, []).append({"subject": nodes[-1]["id"], "object": mention.entity})
    yield from _steps(_NODE.format(label=quoted("Mention")), nodes)
    inside = [{"subject": row["id"], "object": row["props"]["document"]} for row in nodes]
    yield from _steps(_PLAIN.format(one=quoted("Mention"), type="inDocument", other=quoted("Document")), inside)
    for label, rows in referring.items():
        yield from _steps(_PLAIN.format(one=quoted("Mention"), type="refersTo", other=label), rows)


_PLAIN: Final = (
    "UNWIND $rows AS row MATCH (a:{one} {{id: row.subject}}) MATCH (b:{other} {{id: row.object}}) "
    "MERGE (a)-[:{type}]->(b)"
)


def _mention(document: str, mention: Mention) -> Row:
    # A mention's own identifier has no slash, so the document's may.
    props = {
        "id": f"{document}/{mention.id}",
        "document": document,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
    }
    return {"id": props["id"], "props": props}
