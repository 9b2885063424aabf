"""`kg evaluate`: figures for predictions, measured against a person's annotation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from kg.cli.inputs import extractions_in
from kg.cli.options import AnswerLayout
from kg.cli.outputs import complain, print_rows

if TYPE_CHECKING:
    from kg.evaluate import BCubed, Counts, Evaluation
    from kg.model import Status

__all__ = ["evaluate"]

_COLUMNS = ("figure", "precision", "recall", "f1", "right", "predicted", "found", "gold")


def evaluate(
    predicted: Annotated[Path, typer.Argument(metavar="PREDICTED", help="What kg extract wrote, or a graph file.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="The same documents, annotated by a person, as JSONL.")],
    status: Annotated[
        str, typer.Option(help="Which statements count: asserted, reported, uncertain, denied, known; with commas.")
    ] = "asserted,reported",
    predicates: Annotated[
        str | None, typer.Option(help="Which relations count, with commas; or gold: those that the gold has.")
    ] = None,
    layout: Annotated[AnswerLayout, typer.Option("--format", help="How to write the figures.")] = AnswerLayout.TABLE,
) -> None:
    """Measure predictions against your own gold: mentions, entities, relations, each predicate."""
    from kg.evaluate import evaluate as measured

    statuses = _statuses(status)
    wanted = list(extractions_in(str(gold)))
    only = {said.predicate for one in wanted for said in one.statements} if predicates == "gold" else _named(predicates)
    found = measured(extractions_in(str(predicted)), wanted, statuses=statuses, predicates=only)
    _warn(found)
    if layout is AnswerLayout.JSON:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
    else:
        print_rows(_COLUMNS, [_row(name, counts) for name, counts in found.rows()], layout)


def _statuses(given: str) -> tuple[Status, ...]:
    from kg.model import Status

    words = [word.strip() for word in given.split(",")]
    wrong = [word for word in words if word not in get_args(Status)]
    if wrong:
        raise typer.BadParameter(f"{wrong[0]!r} is not one of {', '.join(get_args(Status))}", param_hint="--status")
    return cast("tuple[Status, ...]", tuple(words))


def _named(predicates: str | None) -> set[str] | None:
    from kg.ontology import default_ontology

    if predicates is None:
        return None
    words = {word.strip() for word in predicates.split(",")}
    wrong = sorted(words - default_ontology().predicates.keys())
    if wrong:
        known = ", ".join(default_ontology().predicates)
        raise typer.BadParameter(f"{wrong[0]!r} is no predicate; these are: {known}", param_hint="--predicates")
    return words


def _warn(found: Evaluation) -> None:
    pairing = found.pairing
    if pairing.missing:
        complain(
            f"{len(pairing.missing)} of {len(pairing.pairs)} gold documents have no prediction and count as missed"
        )
    for id_ in pairing.changed:
        complain(f"document {id_!r}: the text of the prediction is not that of the gold, so they can't be compared")
    if pairing.extra:
        complain(f"{len(pairing.extra)} predicted documents are not in the gold, and do not count")


def _row(name: str, counts: Counts | BCubed) -> tuple[object, ...]:
    values = counts.as_dict()
    return name, *(_cell(key, values.get(key)) for key in _COLUMNS[1:])


def _cell(key: str, value: float | int | None) -> object:
    return f"{value:.3f}" if key in ("precision", "recall", "f1") else value
