"""Tables of nodes and edges: typed columns, rows, and the two ways to write them.

CSV is that of RFC 4180 (comma, quotes doubled, CRLF, UTF-8 without a mark). Several values in one field are joined by
``;``, and a ``;`` within one becomes ``,``. Parquet holds lists as lists, and every name as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from kg.errors import OutputError
from kg.export.parts import Graph
from kg.export.property_graph import Edge, Node, date_properties, edges, nodes
from kg.output import replacing

__all__ = [
    "EDGE_COLUMNS",
    "LAYOUTS",
    "Column",
    "Layout",
    "Table",
    "edge_values",
    "edges_by_ends",
    "new_folder",
    "node_columns",
    "node_values",
    "nodes_by_type",
    "rows_of",
    "write_csv",
    "write_table",
]

Kind = Literal["string", "list", "double"]
Layout = Literal["parquet", "csv"]
Value = str | float | tuple[str, ...]

LAYOUTS: Final = get_args(Layout)
"""How tables are written, by the names that are also their suffixes."""

# No CSV reader promises anything about NUL, and UTF-8 can't hold lone surrogates.
_UNWRITABLE: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``list`` is a list of strings."""

    name: str
    kind: Kind = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; ``name`` is the file's, without a suffix."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]


EDGE_COLUMNS: Final = (
    Column("id"),
    Column("status"),
    Column("confidence", "double"),
    Column("documents", "list"),
    Column("speakers", "list"),
    Column("times", "list"),
)


def node_columns() -> tuple[Column, ...]:
    """The columns of nodes: identifier, name, other names, links, and the dates of the ontology."""
    lists = ("aliases", "links", *date_properties())
    return (Column("id"), Column("name"), *(Column(name, "list") for name in lists))


def node_values(node: Node) -> tuple[Value, ...]:
    """What stands under `node_columns`."""
    return (node.id, node.name, node.aliases, node.links, *node.dates)


def edge_values(edge: Edge) -> tuple[Value, ...]:
    """What stands under `EDGE_COLUMNS`."""
    return (edge.id, edge.status, edge.confidence, edge.documents, edge.speakers, edge.times)


def nodes_by_type(graph: Graph) -> dict[str, list[Node]]:
    """Nodes, sorted by identifier, under their types."""
    found: dict[str, list[Node]] = {}
    for node in nodes(graph):
        found.setdefault(node.type, []).append(node)
    return found


def edges_by_ends(graph: Graph) -> dict[tuple[str, str, str], list[Edge]]:
    """Edges, sorted by identifier, under the subject's type, the predicate and the object's type, which are sorted."""
    found: dict[tuple[str, str, str], list[Edge]] = {}
    for edge in edges(graph):
        ends = graph.entities[edge.subject].type, edge.predicate, graph.entities[edge.object].type
        found.setdefault(ends, []).append(edge)
    return dict(sorted(found.items()))


def new_folder(folder: Path) -> Path:
    """The folder, made if need be.

    Raises:
        OutputError: it is a file, or can't be made.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: can't be made a folder: {error.strerror or error}") from error
    return folder


def write_table(table: Table, folder: Path, layout: Layout, *, overwrite: bool) -> str:
    """Write a table as a file of its name, and return the file's name.

    Raises:
        OutputError: the file exists, or can't be written; or Parquet is asked for, and its library is not installed.
    """
    path = folder / f"{table.name}.{layout}"
    if layout == "parquet":
        _write_parquet(table, path, overwrite=overwrite)
    else:
        header = [column.name for column in table.columns]
        write_csv(path, header, table.rows, overwrite=overwrite)
    return path.name


def write_csv(path: Path, header: list[str], rows: Iterable[tuple[Value, ...]], *, overwrite: bool) -> None:
    """Write rows as CSV.

    Raises:
        OutputError: the file exists, or can't be written.
    """
    with replacing(path, force=overwrite) as file:
        out = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows([_field(value) for value in row] for row in rows)
        out.detach()


def _field(value: Value) -> str:
    if isinstance(value, tuple):
        return ";".join(_written(part).replace(";", ",") for part in value)
    return repr(value) if isinstance(value, float) else _written(value)


def _written(value: str) -> str:
    return _UNWRITABLE.sub("\ufffd", value)


def _write_parquet(table: Table, path: Path, *, overwrite: bool) -> None:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise OutputError("Parquet needs pyarrow; right would be pip install 'kg[parquet]', or csv") from error
    kinds: dict[str, Any] = {"string": pa.string(), "list": pa.list_(pa.string()), "double": pa.float64()}
    schema = pa.schema([pa.field(column.name, kinds[column.kind]) for column in table.columns])
    columns = list(zip(*(tuple(_plain(value) for value in row) for row in table.rows), strict=True))
    columns = columns or [() for _ in table.columns]
    arrays = [pa.array(list(values), type=field.type) for values, field in zip(columns, schema, strict=True)]
    with replacing(path, force=overwrite) as file:
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), file, compression="zstd")


def _plain(value: Value) -> str | float | list[str]:
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    return value if isinstance(value, float) else _written(value)


def rows_of(found: Iterable[Edge]) -> Iterator[tuple[Value, ...]]:
    """Edges as rows that begin with the identifiers of both ends."""
    return ((edge.subject, edge.object, *edge_values(edge)) for edge in found)
