"""A graph for people to read: tables of its entities and statements, and the sentences that say them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kg.model import DEFAULT_VIEW, UNNAMED, Entity, Statement, Status

if TYPE_CHECKING:
    from kg.graph import Explanation, KnowledgeGraph

__all__ = [
    "conflict_rows",
    "csv_of",
    "entity_table",
    "facts_about",
    "json_of",
    "print_graph",
    "print_sentences",
    "readable",
    "result_table",
    "statement_table",
]

Row = tuple[object, ...]


def print_graph(
    console: Console, graph: KnowledgeGraph, *, sentences: bool = False, status: Sequence[Status] | None = DEFAULT_VIEW
) -> None:
    """Print the entities of a graph and its statements of some statuses, with their sentences where asked for."""
    shown = sorted(graph.statements(status=status), key=lambda statement: _order(graph, statement))
    console.print(entity_table(graph, graph.entities.values()))
    if sentences:
        print_sentences(console, graph, shown)
    else:
        console.print(statement_table(graph, shown))


def entity_table(graph: KnowledgeGraph, entities: Iterable[Entity]) -> Table:
    """A row an entity: type, name, other names, number of mentions; by type, the most mentioned first."""
    counts = Counter(mention.entity for document in graph.documents for mention in graph.mentions(document))
    table = _table("Entities", "type", "name", "also called", "mentions")
    for entity in sorted(entities, key=lambda entity: (entity.type, -counts[entity.id], entity.name, entity.id)):
        _row(table, entity.type, entity.name, ", ".join(entity.aliases), str(counts[entity.id]))
    return table


def statement_table(graph: KnowledgeGraph, statements: Iterable[Statement]) -> Table:
    """A row a statement: subject, predicate, object, status, confidence, and the number of places that say it."""
    table = _table("Statements", "subject", "predicate", "object", "status", "confidence", "places")
    for statement in statements:
        subject, predicate, object_ = _triple(graph, statement)
        confidence = f"{statement.confidence:.2f}"
        _row(table, subject, predicate, object_, statement.status, confidence, str(len(statement.evidence)))
    return table


def print_sentences(console: Console, graph: KnowledgeGraph, statements: Iterable[Statement]) -> None:
    """Print each statement with every sentence that says it, its two ends in brackets."""
    for statement in statements:
        subject, predicate, object_ = map(readable, _triple(graph, statement))
        head = Text.assemble((subject, "bold"), f" {predicate} ", (object_, "bold"))
        head.append(f"  ({statement.status}, {statement.confidence:.2f})", "dim")
        console.print(head)
        for explanation in graph.explain(statement):
            quoted = Text(readable(_quoted(graph, explanation)))
            if console.is_terminal:
                console.print(Padding(quoted, (0, 0, 0, 4)))
            else:
                console.print(Text("    ") + quoted, soft_wrap=True)


def facts_about(
    graph: KnowledgeGraph, name: str, *, status: Sequence[Status] | None = DEFAULT_VIEW
) -> tuple[tuple[str, ...], list[Row]]:
    """Columns and rows of what a graph says of an entity: each statement with the first sentence that says it.

    Raises:
        GraphError: no entity, or several, are called so.
    """
    entity = graph.entity(name)
    found = {statement.id: statement for statement in graph.statements(subject=entity, status=status)}
    found |= {statement.id: statement for statement in graph.statements(object=entity, status=status)}
    rows: list[Row] = []
    for statement in sorted(found.values(), key=lambda statement: _order(graph, statement)):
        sentence = next((_quoted(graph, explanation) for explanation in graph.explain(statement)), "")
        rows.append((*_triple(graph, statement), statement.status, statement.confidence, sentence))
    rows += _inferred_about(graph, entity) if graph.infers else []
    return ("subject", "predicate", "object", "status", "confidence", "sentence"), rows


def _inferred_about(graph: KnowledgeGraph, entity: Entity) -> list[Row]:
    """What follows, with its premises where the others have a sentence."""
    rows: list[Row] = []
    for found in (*graph.inferred(subject=entity), *graph.inferred(object=entity)):
        ends = graph.entities[found.subject].name, found.predicate, graph.entities[found.object].name
        premises = "; ".join(" ".join(_triple(graph, graph.statement(id_))) for id_ in found.premises)
        rows.append((*ends, f"{found.status}, inferred", found.confidence, f"follows from: {premises}"))
    return sorted(rows, key=lambda row: row[:3])


def conflict_rows(graph: KnowledgeGraph) -> tuple[tuple[str, ...], list[Row]]:
    """Columns and rows of the contradictions in a graph, two rows each: one a side, under one number."""
    rows: list[Row] = []
    for number, conflict in enumerate(graph.conflicts(), 1):
        for side in conflict.sides:
            published = graph.documents[side.says.document].published
            triple = " ".join(_triple(graph, side.statement))
            rows.append((number, conflict.kind, triple, side.says.status, published, _quoted(graph, side.says)))
    return ("conflict", "kind", "statement", "status", "published", "sentence"), rows


def result_table(columns: Iterable[str], rows: Iterable[Row]) -> Table:
    """The rows of an answer as a table."""
    table = _table(None, *columns)
    for row in rows:
        _row(table, *map(_cell, row))
    return table


def csv_of(columns: Iterable[str], rows: Iterable[Row]) -> str:
    r"""The rows of an answer as CSV (RFC 4180) with a header.

    >>> csv_of(("who", "born"), [("Ana, Rey", None)])
    'who,born\r\n"Ana, Rey",\r\n'
    """
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(map(_cell, row) for row in rows)
    return out.getvalue()


def json_of(columns: Iterable[str], rows: Iterable[Row]) -> str:
    """The rows of an answer as a JSON list of objects, a line each; a date is a string, what is not bound is null.

    >>> print(json_of(("who", "age"), [("Ana Rey", 44), ("Rosa Lind", None)]), end="")
    [{"who": "Ana Rey", "age": 44},
     {"who": "Rosa Lind", "age": null}]
    """
    names = tuple(columns)
    lines = (
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_number_or_text) for row in rows
    )
    return "[" + ",\n ".join(lines) + "]\n"


def readable(text: str) -> str:
    r"""The text on one line, without characters that would steer a terminal or can't be written to it.

    >>> readable("Ana\nRey \x1b[31m\ud800")
    'Ana Rey �[31m�'
    """
    return "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))


def _table(title: str | None, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for column in columns:
        numeric = column in {"mentions", "places", "confidence"}
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    return table


def _row(table: Table, *cells: str) -> None:
    table.add_row(*(Text(readable(cell)) for cell in cells))


def _cell(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _number_or_text(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def _triple(graph: KnowledgeGraph, statement: Statement) -> tuple[str, str, str]:
    subject = graph.entities[statement.subject].name
    if statement.object is not None:
        return subject, statement.predicate, graph.entities[statement.object].name
    return subject, statement.predicate, statement.value.value if statement.value else ""


def _order(graph: KnowledgeGraph, statement: Statement) -> tuple[str, str, str, str]:
    return *_triple(graph, statement), statement.id


def _quoted(graph: KnowledgeGraph, explanation: Explanation) -> str:
    """The sentence with its ends in brackets, who says so, and the document that it is in."""
    if not explanation.text:
        return str(explanation)
    document = graph.documents[explanation.document]
    speaker = "an unnamed source" if explanation.speaker == UNNAMED else explanation.speaker
    said = f", says {speaker}" if speaker else ""
    return f"“{explanation}”  ({document.source or document.id}{said})"
