"""`kg train`: makes the weights that `kg` ships anew, from public annotated data that a user has."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from kg.cli.options import Force, Model
from kg.output import check_free, replacing

__all__ = ["app"]

app = typer.Typer(help="Train the weights that kg ships from annotated data.", no_args_is_help=True)

_WEIGHTS = ("coreference.npz", "reader.onnx", "reader.npz")


@app.callback()
def _group() -> None:
    """Keep `coreference` a verb of its own while it is the only one."""


@app.command(epilog="Example\n\nkg train coreference --gap gap-development.tsv --gum gum/ --out kg/data/models --force")
def coreference(
    gap: Annotated[Path, typer.Option(exists=True, help="A file of GAP: a pronoun and two names a row.")],
    gum: Annotated[Path, typer.Option(exists=True, help="A folder of GUM: CoNLL-U, with the field Entity.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", exists=True, file_okay=False, help="The folder of the weights to write.")
    ],
    model: Model = None,
    force: Force = False,
) -> None:
    """Train the ranker and the reader that say whom "he" and "she" mean, on the encoder that kg ships.

    It writes coreference.npz, reader.onnx and reader.npz. The same data give the same weights. Needs kg[train].
    """
    from kg.analysis import DEFAULT_MODEL, load
    from kg.train.coreference import build, lessons_of_gap, lessons_of_gum, published_model

    for name in _WEIGHTS:
        check_free(out / name, force=force)
    nlp = load(model or DEFAULT_MODEL)
    lessons = [*(lesson for _, lesson in lessons_of_gap(nlp, gap)), *lessons_of_gum(nlp, gum)]
    with TemporaryDirectory() as folder:
        build(lessons, published_model(), folder)
        for name in _WEIGHTS:
            with replacing(out / name, force=force) as file:
                file.write((Path(folder) / name).read_bytes())
    typer.echo(f"{len(lessons)} texts learned; weights in {out}")
