"""A graph as files that a database's bulk loader reads, and the command that loads them.

| module | writes |
|---|---|
| `tables` | what all have in common: columns, rows, CSV and Parquet |
| `cypher_csv` | the two files of `neo4j-admin database import` and of Neptune's openCypher loader |
| `embedded` | tables that `COPY` into Ladybug and DuckDB, with the statements that make them |
"""

from kg.export.bulk.cypher_csv import write_neo4j, write_neptune
from kg.export.bulk.embedded import write_duckdb, write_ladybug
from kg.export.bulk.tables import LAYOUTS, Layout

__all__ = ["LAYOUTS", "Layout", "write_duckdb", "write_ladybug", "write_neo4j", "write_neptune"]
