"""A graph as two CSV files with the headers that `neo4j-admin database import` and Neptune's openCypher loader read.

RFC 4180: comma, double quotes doubled, CRLF, UTF-8 without a mark. Several values in one field are joined by ``;``, and
a ``;`` within one becomes ``,``. Untyped columns are strings; the one number is ``double``, which both loaders know.
Names with line ends in them need Neo4j's ``--multiline-fields=true``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from kg.export.parts import Graph
from kg.export.property_graph import date_properties, edges, nodes

__all__ = ["NODES", "RELATIONSHIPS", "write_nodes", "write_relationships"]

NODES = "nodes.csv"
RELATIONSHIPS = "relationships.csv"

# No CSV reader promises anything about NUL, and UTF-8 can't hold lone surrogates.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def write_nodes(graph: Graph, file: TextIO) -> None:
    """The entities. The file must have been opened with ``newline=""``."""
    header = [":ID", ":LABEL", "name", "aliases", "links", *date_properties()]
    rows = (
        [node.id, node.type, node.name, _joined(node.aliases), _joined(node.links), *map(_joined, node.dates)]
        for node in nodes(graph)
    )
    _write(file, header, rows)


def write_relationships(graph: Graph, file: TextIO) -> None:
    """The statements between entities. The file must have been opened with ``newline=""``."""
    _write(
        file,
        [
            ":START_ID",
            ":END_ID",
            ":TYPE",
            "statement",
            "status",
            "confidence:double",
            "documents",
            "speakers",
            "times",
            "valid_from",
            "valid_to",
        ],
        _relationships(graph),
    )


def _relationships(graph: Graph) -> Iterator[list[str]]:
    for edge in edges(graph):
        yield [
            *(edge.subject, edge.object, edge.predicate, edge.id, edge.status, repr(edge.confidence)),
            *(_joined(edge.documents), _joined(edge.speakers), _joined(edge.times), edge.valid_from, edge.valid_to),
        ]


def _write(file: TextIO, header: list[str], rows: Iterable[list[str]]) -> None:
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([_UNWRITABLE.sub("\ufffd", value) for value in row] for row in rows)


def _joined(values: Iterable[str]) -> str:
    return ";".join(value.replace(";", ",") for value in values)
