"""What the verbs write: files, standard output, messages, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast, get_args

import typer

from kg.cli.options import Amount, AnswerLayout

if TYPE_CHECKING:
    from rich.console import Console

    from kg.graph import KnowledgeGraph
    from kg.model import Status

__all__ = ["checked_format", "complain", "console", "print_rows", "sink", "statuses", "watched", "write"]

T = TypeVar("T")

DATA_SETS = ("nq", "trig", "jsonld")

_WIDE = 160
"""Columns of a table that goes to a file or a pipe."""


def complain(what: object) -> None:
    typer.echo(f"kg: {what}", err=True)


def console() -> Console:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else _WIDE, highlight=False, emoji=False)


def watched(items: Iterable[T], what: str, *, quiet: bool = False) -> Iterator[T]:
    """The items, with their count on standard error while they come, if a person is watching it."""
    if not sys.stderr.isatty() or (quiet and sys.stdout.isatty()):
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed:.0f} {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        yield from progress.track(items, description=what)


@contextmanager
def sink(out: Path | None, *, force: bool) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears when all is written."""
    if out is None:
        yield sys.stdout.buffer
        return
    from kg.output import replacing

    with replacing(out, force=force) as file:
        yield file


def statuses(given: str) -> tuple[Status, ...]:
    """The statuses of an option, such as ``asserted,reported``; of ``all`` every one."""
    from kg.model import Status

    known = get_args(Status)
    named = known if given == "all" else tuple(part.strip() for part in given.split(","))
    for name in named:
        if name not in known:
            raise typer.BadParameter(f"{name!r} is not one of {', '.join(known)}, all", param_hint="--status")
    return cast("tuple[Status, ...]", named)


def checked_format(out: Path | None, kind: str | None, *, force: bool) -> str:
    """The format to write, before long work; an error if it is not known or its place is taken."""
    from kg.export import format_of
    from kg.output import check_free

    kind = format_of(f"graph.{kind}") if kind else format_of(out) if out else "nq"
    if out is not None and kind != "csv":
        check_free(out, force=force)
    return kind


def write(
    graph: KnowledgeGraph, out: Path | None, kind: str, base: str, provenance: Amount | None, *, force: bool
) -> None:
    from kg import export as formats

    if provenance is None and kind in DATA_SETS:
        provenance = Amount.MENTION
    amount = cast("formats.Provenance | None", provenance and provenance.value)
    if out is None:
        formats.dump(graph, sys.stdout.buffer, format=kind, base=base, provenance=amount)
    else:
        formats.write(graph, out, format=kind, base=base, provenance=amount, overwrite=force)


def print_rows(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]], layout: AnswerLayout) -> None:
    from kg.tables import csv_of, json_of, result_table

    if layout is AnswerLayout.TABLE:
        console().print(result_table(columns, rows))
    else:
        typer.echo((json_of if layout is AnswerLayout.JSON else csv_of)(columns, rows), nl=False)
