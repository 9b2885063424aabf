"""A graph into a property-graph database over Bolt, by the official driver (the extra ``neo4j``).

Every write is a managed transaction of ``UNWIND … MERGE``, which the driver repeats where the server asks for it, so
that a load can be repeated too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from kg.errors import LoadError
from kg.export.parts import Graph
from kg.load.credentials import Credentials, checked_address
from kg.load.cypher import Row, Step, edge_row, merged, quoted, schema, steps, without
from kg.load.sparql import Difference, Loaded, Progress
from kg.ontology import default_ontology

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

__all__ = ["SCHEMES", "BoltOptions", "connected", "load_bolt", "remove_document"]

SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
_RETRY_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoltOptions:
    """How to load over Bolt.

    Args:
        database: its name; without it, the server's default one.
        documents: also a node for each document.
        mentions: also a node for each mention, and for each document.
        replace: take away what the database holds of the graph's documents first.
    """

    database: str | None = None
    documents: bool = False
    mentions: bool = False
    replace: bool = False


@contextmanager
def connected(address: str, credentials: Credentials | None = None) -> Iterator[Driver]:
    """A driver for the server at an address, which was there when it was opened.

    Raises:
        LoadError: the address is none, the driver is not installed, or nobody answers as Neo4j would.
    """
    checked_address(address, SCHEMES)
    try:
        import neo4j
    except ImportError as error:
        raise LoadError("the driver neo4j is not installed; right would be pip install 'kg[neo4j]'") from error
    auth = (credentials.user, credentials.password) if credentials else None
    with (
        _said_plainly(address),
        neo4j.GraphDatabase.driver(
            address, auth=auth, max_transaction_retry_time=_RETRY_SECONDS, connection_timeout=10.0
        ) as driver,
    ):
        driver.verify_connectivity()
        yield driver


def load_bolt(
    graph: Graph,
    driver: Driver,
    options: BoltOptions | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> Loaded:
    """Write a graph's entities and statements, joined with what other documents said before, and count them.

    Args:
        graph: a `KnowledgeGraph`.
        driver: from `connected`.
        options: see `BoltOptions`.
        on_progress: called after each transaction.

    Raises:
        LoadError: the database refuses, or goes away for longer than a minute.
    """
    options = options or BoltOptions()
    began = monotonic()
    found = list(steps(graph, documents=options.documents, mentions=options.mentions))
    documents = frozenset(graph.documents)
    with driver.session(database=options.database) as session:
        _set_up(session)
        if options.replace:
            for document in sorted(documents):
                remove_document(driver, document, database=options.database)
        done, total = 0, sum(len(step.rows) for step in found)
        for step in found:
            session.execute_write(_write, step, documents)
            done += len(step.rows)
            if on_progress is not None:
                on_progress(Progress(done, done / total))
        differences = tuple(difference for step in found if (difference := session.execute_read(_count, step)))
    return Loaded(total, len(documents), 0, monotonic() - began, differences)


def remove_document(driver: Driver, document: str, *, database: str | None = None) -> int:
    """Take away all that one document alone says, and work out anew what others say too.

    Entities that no other document names go with it; names that only it used for others stay.

    Returns:
        how many nodes and edges were taken away or changed.

    Raises:
        LoadError: the database refuses, or goes away for longer than a minute.
    """
    with driver.session(database=database) as session:
        return session.execute_write(_remove, document)


def _set_up(session: Session) -> None:
    for query in schema():
        session.run(query).consume()


def _write(tx: ManagedTransaction, step: Step, documents: frozenset[str]) -> None:
    rows: Iterable[Row] = step.rows
    if step.existing is not None:
        ids = {
            "ids": [row["id"] for row in step.rows],
            "subjects": sorted({row["subject"] for row in step.rows if "subject" in row}),
        }
        held = {record["id"]: record["props"] for record in tx.run(step.existing, ids)}
        rows = [merged(row, held.get(row["id"]), documents) for row in step.rows]
    tx.run(step.query, rows=list(rows)).consume()


def _count(tx: ManagedTransaction, step: Step) -> Difference | None:
    """What a step should have written and did not; of edges without an identifier, nothing is asked."""
    if step.existing is None:
        return None
    ids = [row["id"] for row in step.rows]
    subjects = sorted({row["subject"] for row in step.rows if "subject" in row})
    held = {record["id"] for record in tx.run(step.existing, ids=ids, subjects=subjects)}
    return None if held >= set(ids) else Difference(step.query, len(ids), len(held))


def _remove(tx: ManagedTransaction, document: str) -> int:
    edges = list(tx.run(_EDGES_OF, document=document))
    for record in edges:
        _rewrite_edge(tx, record.data(), document)
    nodes = [(label, props) for label in default_ontology().types for props in _nodes_of(tx, label, document)]
    for label, props in nodes:
        _rewrite_node(tx, label, props, document)
    for label, key in (("Mention", "document"), ("Document", "id")):
        tx.run(f"MATCH (n:{quoted(label)} {{{key}: $document}}) DETACH DELETE n", document=document).consume()
    return len(edges) + len(nodes)


_EDGES_OF: Final = (
    "MATCH (a)-[e]->(b) WHERE $document IN e.sources "
    "RETURN labels(a)[0] AS one, a.id AS subject, type(e) AS type, labels(b)[0] AS other, b.id AS object, "
    "e.id AS id, e.evidence AS evidence"
)


def _nodes_of(tx: ManagedTransaction, label: str, document: str) -> list[Row]:
    query = f"MATCH (n:{quoted(label)}) WHERE $document IN n.documents RETURN properties(n) AS props"
    return [record["props"] for record in tx.run(query, document=document)]


def _rewrite_edge(tx: ManagedTransaction, edge: Mapping[str, Any], document: str) -> None:
    records = [record for record in map(json.loads, edge["evidence"]) if record["document"] != document]
    row = edge_row(edge["id"], edge["subject"], edge["object"], records)
    found = (
        f"MATCH (a:{quoted(edge['one'])} {{id: $subject}})-[e:{quoted(edge['type'])} {{id: $id}}]->"
        f"(:{quoted(edge['other'])} {{id: $object}}) "
    )
    tx.run(found + ("SET e = $props" if row["props"] else "DELETE e"), row).consume()


def _rewrite_node(tx: ManagedTransaction, label: str, props: Mapping[str, Any], document: str) -> None:
    left = without(props, document)
    found = f"MATCH (n:{quoted(label)} {{id: $id}}) "
    tx.run(found + ("SET n = $props" if left else "DETACH DELETE n"), id=props["id"], props=left).consume()


@contextmanager
def _said_plainly(address: str) -> Iterator[None]:
    """The driver's errors, in the words of this project."""
    from neo4j.exceptions import AuthError, ClientError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable

    try:
        yield
    except AuthError as error:
        raise LoadError(f"{address}: the user or the password is wrong, or none is given") from error
    except ServiceUnavailable as error:
        raise LoadError(f"{address}: can't be reached, or does not speak Bolt: {_first_line(error)}") from error
    except ClientError as error:
        raise LoadError(f"{address}: the database refuses: {_first_line(error)}") from error
    except (Neo4jError, DriverError, ConfigurationError) as error:
        raise LoadError(f"{address}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
