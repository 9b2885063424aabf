"""`kg train`: makes the weights that `kg` ships anew, from public annotated data that a user has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Force, Model
from kg.output import check_free, replacing

__all__ = ["app"]

app = typer.Typer(help="Train the weights that kg ships from annotated data.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `coreference` a verb of its own while it is the only one."""


@app.command(epilog="Example\n\nkg train coreference --gap gap-development.tsv --gum gum/ --out coreference.npz")
def coreference(
    gap: Annotated[Path, typer.Option(exists=True, help="A file of GAP: a pronoun and two names a row.")],
    gum: Annotated[Path, typer.Option(exists=True, help="A folder of GUM: CoNLL-U, with the field Entity.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The weights to write: a .npz file.")],
    model: Model = None,
    force: Force = False,
) -> None:
    """Train the ranker that says whom "he" and "she" mean. The same data give the same weights."""
    from kg.analysis import DEFAULT_MODEL, load
    from kg.train.coreference import lessons_of_gap, lessons_of_gum, save, train

    check_free(out, force=force)
    nlp = load(model or DEFAULT_MODEL)
    lessons = [*(lesson for _, lesson in lessons_of_gap(nlp, gap)), *lessons_of_gum(nlp, gum)]
    with replacing(out, force=force) as file:
        save(train(lessons), file)
    typer.echo(f"{len(lessons)} texts learned; weights in {out}")
