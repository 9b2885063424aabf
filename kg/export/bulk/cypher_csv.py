"""Two CSV files with typed headers, in the two dialects of their header rules.

Neo4j: https://neo4j.com/docs/operations-manual/current/import/ (fields ``:ID``, ``:LABEL``, ``:START_ID``,
``:END_ID``, ``:TYPE``; types ``string``, ``double``; arrays ``string[]``, parted by ``;``). An identifier that is also
to be a property has a name before ``:ID``. Neptune: its user guide, "openCypher data format" (the same fields; types
``String``, ``Double``, arrays ``String[]``; ``:ID`` of relationships with ``userProvidedEdgeIds``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from shlex import quote
from typing import Final

from kg.export.bulk.tables import (
    EDGE_COLUMNS,
    Column,
    edge_values,
    new_folder,
    node_columns,
    node_values,
    write_csv,
)
from kg.export.parts import Graph
from kg.export.property_graph import edges, nodes

__all__ = ["write_neo4j", "write_neptune"]

NODES: Final = "nodes.csv"
RELATIONSHIPS: Final = "relationships.csv"

_NEO4J: Final = {"string": "", "list": ":string[]", "double": ":double"}
_NEPTUNE: Final = {"string": ":String", "list": ":String[]", "double": ":Double"}


def write_neo4j(graph: Graph, folder: str | Path, *, overwrite: bool = False) -> str:
    """Write ``nodes.csv`` and ``relationships.csv`` for `neo4j-admin database import`, and return its command.

    Raises:
        OutputError: a file exists and ``overwrite`` is false, or can't be written.
    """
    place = Path(folder)
    _write(graph, place, ["id:ID"], _NEO4J, overwrite=overwrite)
    return (
        f"neo4j-admin database import full --nodes={quote(str(place / NODES))} "
        f"--relationships={quote(str(place / RELATIONSHIPS))} "
        "--multiline-fields=true --overwrite-destination neo4j"
    )


def write_neptune(graph: Graph, folder: str | Path, *, overwrite: bool = False) -> str:
    """Write ``nodes.csv`` and ``relationships.csv`` for Neptune's bulk loader, and return the request that starts it.

    Raises:
        OutputError: a file exists and ``overwrite`` is false, or can't be written.
    """
    place = Path(folder)
    _write(graph, place, [":ID"], _NEPTUNE, overwrite=overwrite)
    settings = {
        "source": "s3://BUCKET/graph/",
        "format": "opencypher",
        "iamRoleArn": "ROLE",
        "region": "REGION",
        "userProvidedEdgeIds": "TRUE",
    }
    return (
        f"aws s3 cp --recursive {quote(str(place))} {settings['source']} && "
        f"curl -X POST https://ENDPOINT:8182/loader -H 'Content-Type: application/json' -d '{json.dumps(settings)}'"
    )


def _write(graph: Graph, folder: Path, identifier: list[str], kinds: Mapping[str, str], *, overwrite: bool) -> None:
    new_folder(folder)
    node_header = [*identifier, ":LABEL", *_header(node_columns()[1:], kinds)]
    node_rows = ((node.id, node.type, *node_values(node)[1:]) for node in nodes(graph))
    write_csv(folder / NODES, node_header, node_rows, overwrite=overwrite)
    # Only Neptune gives edges an identifier of their own; to Neo4j it is a property.
    own = ":ID" if identifier == [":ID"] else "id"
    edge_header = [":START_ID", ":END_ID", ":TYPE", own, *_header(EDGE_COLUMNS[1:], kinds)]
    edge_rows = ((edge.subject, edge.object, edge.predicate, *edge_values(edge)) for edge in edges(graph))
    write_csv(folder / RELATIONSHIPS, edge_header, edge_rows, overwrite=overwrite)


def _header(columns: Iterable[Column], kinds: Mapping[str, str]) -> list[str]:
    return [column.name + kinds[column.kind] for column in columns]
