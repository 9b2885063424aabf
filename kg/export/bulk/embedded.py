"""Tables for the embedded databases Ladybug and DuckDB, each with one file of statements that make and fill them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from shlex import quote
from typing import Final

from kg.export.bulk.tables import (
    EDGE_COLUMNS,
    Column,
    Layout,
    Table,
    edges_by_ends,
    new_folder,
    node_columns,
    node_values,
    nodes_by_type,
    rows_of,
    write_table,
)
from kg.export.parts import Graph
from kg.export.property_graph import edges, nodes
from kg.ontology import default_ontology
from kg.output import replacing

__all__ = ["write_duckdb", "write_ladybug"]

_LADYBUG: Final = {"string": "STRING", "list": "STRING[]", "double": "DOUBLE"}
_DUCKDB: Final = {"string": "VARCHAR", "list": "VARCHAR[]", "double": "DOUBLE"}
# Line ends within quotes and doubled quotes are not what Ladybug expects by itself.
_LADYBUG_CSV: Final = "HEADER=true, PARALLEL=false, DELIM=',', QUOTE='\"', ESCAPE='\"'"
_ENDS: Final = (Column("subject"), Column("object"))


def write_ladybug(graph: Graph, folder: str | Path, *, layout: Layout = "parquet", overwrite: bool = False) -> str:
    """Write a table for each type and each pair of types that a predicate joins, and ``load.cypher``.

    Returns:
        the command that loads them, to be run in the folder.

    Raises:
        OutputError: a file exists and ``overwrite`` is false, or can't be written; or Parquet's library is missing.
    """
    place = new_folder(Path(folder))
    lines = list(_ladybug_nodes(graph, place, layout, overwrite=overwrite))
    lines += _ladybug_edges(graph, place, layout, overwrite=overwrite)
    _write_text(place / "load.cypher", lines, overwrite=overwrite)
    return _command(place, "import ladybug; ladybug.Connection(ladybug.Database('graph.lbug'))", "load.cypher")


def write_duckdb(graph: Graph, folder: str | Path, *, layout: Layout = "parquet", overwrite: bool = False) -> str:
    """Write the tables ``entity`` and ``statement``, and ``load.sql``.

    Returns:
        the command that loads them, to be run in the folder.

    Raises:
        OutputError: as `write_ladybug`.
    """
    place = new_folder(Path(folder))
    entity_columns = (node_columns()[0], Column("type"), *node_columns()[1:])
    entities = ((node.id, node.type, *node_values(node)[1:]) for node in nodes(graph))
    statement_columns = (EDGE_COLUMNS[0], _ENDS[0], Column("predicate"), _ENDS[1], *EDGE_COLUMNS[1:])
    statements = (
        (edge.id, edge.subject, edge.predicate, edge.object, *row[3:])
        for edge in edges(graph)
        for row in rows_of([edge])
    )
    lines = []
    for table in (Table("entity", entity_columns, entities), Table("statement", statement_columns, statements)):
        file = write_table(table, place, layout, overwrite=overwrite)
        columns = _declared(table.columns, _DUCKDB, layout)
        how = "FORMAT parquet" if layout == "parquet" else "FORMAT csv, HEADER true, QUOTE '\"', ESCAPE '\"'"
        lines.append(f"CREATE TABLE {table.name}({columns}, PRIMARY KEY (id));")
        lines.append(f"COPY {table.name} FROM '{file}' ({how});")
    _write_text(place / "load.sql", lines, overwrite=overwrite)
    return _command(place, "import duckdb; duckdb.connect('graph.duckdb')", "load.sql")


def _ladybug_nodes(graph: Graph, folder: Path, layout: Layout, *, overwrite: bool) -> Iterator[str]:
    by_type = nodes_by_type(graph)
    columns = _declared(node_columns(), _LADYBUG, layout)
    for type_ in default_ontology().types:
        yield f"CREATE NODE TABLE {_name(type_)}({columns}, PRIMARY KEY(id));"
        if found := by_type.get(type_):
            table = Table(type_, node_columns(), map(node_values, found))
            file = write_table(table, folder, layout, overwrite=overwrite)
            yield f"COPY {_name(type_)} FROM '{file}'{_how(layout)};"


def _ladybug_edges(graph: Graph, folder: Path, layout: Layout, *, overwrite: bool) -> list[str]:
    made: dict[str, list[str]] = {}
    copied = []
    for (one, predicate, other), found in edges_by_ends(graph).items():
        made.setdefault(predicate, []).append(f"FROM {_name(one)} TO {_name(other)}")
        table = Table(f"{one}-{predicate}-{other}", (*_ENDS, *EDGE_COLUMNS), rows_of(found))
        file = write_table(table, folder, layout, overwrite=overwrite)
        ends = f"from='{one}', to='{other}'"
        copied.append(f"COPY {_name(predicate)} FROM '{file}'{_how(layout, ends)};")
    columns = _declared(EDGE_COLUMNS, _LADYBUG, layout)
    tables = [f"CREATE REL TABLE {_name(name)}({', '.join(pairs)}, {columns});" for name, pairs in made.items()]
    return [*tables, *copied]


def _how(layout: Layout, ends: str = "") -> str:
    options = [*([_LADYBUG_CSV] if layout == "csv" else []), *([ends] if ends else [])]
    return f" ({', '.join(options)})" if options else ""


def _declared(columns: Iterable[Column], kinds: Mapping[str, str], layout: Layout) -> str:
    """Columns with their types; CSV has no lists, so there they are text."""
    return ", ".join(
        f"{column.name} {kinds['string' if layout == 'csv' and column.kind == 'list' else column.kind]}"
        for column in columns
    )


def _name(name: str) -> str:
    """A table's name; only those of the ontology come here."""
    ontology = default_ontology()
    assert name in ontology.types or name in ontology.predicates, name
    return f"`{name}`"


def _write_text(path: Path, lines: Iterable[str], *, overwrite: bool) -> None:
    with replacing(path, force=overwrite) as file:
        file.write("".join(f"{line}\n" for line in lines).encode())


def _command(folder: Path, opening: str, file: str) -> str:
    return f"cd {quote(str(folder))} && python -c \"{opening}.execute(open('{file}').read())\""
