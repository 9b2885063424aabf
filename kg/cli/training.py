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


@app.command(
    epilog="Example\n\nkg train coreference redocred-dev.json knowledgenet.jsonl re3d/ --gap gap-development.tsv "
    "--gum gum/ --out kg/data/models --force"
)
def coreference(
    gap: Annotated[Path, typer.Option(exists=True, help="A file of GAP: a pronoun and two names a row.")],
    gum: Annotated[Path, typer.Option(exists=True, help="A folder of GUM: CoNLL-U, with the field Entity.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", exists=True, file_okay=False, help="The folder of the weights to write.")
    ],
    texts: Annotated[
        list[Path] | None,
        typer.Argument(
            exists=True, help="Re-DocRED, KnowledgeNet, re3d: texts whose pronouns kg's own table tells of."
        ),
    ] = None,
    model: Model = None,
    force: Force = False,
) -> None:
    """Train the ranker and the reader that say whom "he" and "she" mean, on the encoder that kg ships.

    It writes coreference.npz, reader.onnx and reader.npz, to lie beside kg's encoder.onnx. The same data give the same
    weights. Needs kg[train].
    """
    from kg.analysis import DEFAULT_MODEL, load
    from kg.relations.choice import default_classifier
    from kg.train import pronouns, recipe
    from kg.train.coreference import build, lessons_of_answers, lessons_of_gap, lessons_of_gum
    from kg.train.networks import published_encoder

    for name in _WEIGHTS:
        check_free(out / name, force=force)
    nlp = load(model or DEFAULT_MODEL)
    encoder = default_classifier().encoder
    lessons = [
        *(lesson for _, lesson in lessons_of_gap(nlp, gap, encoder)),
        *lessons_of_gum(nlp, gum, encoder),
        *lessons_of_answers(nlp, pronouns.read(recipe.documents(texts or ())), encoder),
    ]
    with TemporaryDirectory() as folder:
        build(lessons, published_encoder(), folder)
        for name in _WEIGHTS:
            with replacing(out / name, force=force) as file:
                file.write((Path(folder) / name).read_bytes())
    typer.echo(f"{len(lessons)} texts learned; weights in {out}")


@app.command(
    epilog="Examples\n\nkg train relations redocred-dev.json knowledgenet.jsonl gum/ re3d/ --out model\n\n"
    "kg train relations ours.kg.jsonl redocred-dev.json --epochs 4 --out model"
)
def relations(
    data: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            help="Re-DocRED (.json), KnowledgeNet or your own texts as `kg extract` writes them (.jsonl), "
            "passages or sentences with their parts marked (.txt), "
            "folders of GUM or re3d, of which the texts are taken.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write.")],
    folds: Annotated[str, typer.Option(help="Which folds of KnowledgeNet to learn from.")] = "1,2,3",
    epochs: Annotated[int, typer.Option(min=1, help="How often to go over the texts.")] = 9,
    seed: Annotated[int, typer.Option(help="Of the beginning and the order.")] = 0,
    version: Annotated[str, typer.Option(help="A name for the model, which its evidence will carry.")] = "own",
    resume: Annotated[bool, typer.Option(help="Go on from the checkpoint in the folder, if there is one.")] = False,
    model: Model = None,
) -> None:
    """Train the classifier that finds relations; takes the extra `train`, and on the public data an hour."""
    import json

    from kg.analysis import DEFAULT_MODEL, load
    from kg.train.classifier import build
    from kg.train.networks import published_encoder
    from kg.train.recipe import gather
    from kg.train.relations import Settings

    corpus = gather(load(model or DEFAULT_MODEL), data, folds=[int(fold) for fold in folds.split(",")])
    typer.echo(f"{len(corpus.train)} texts to learn from, {len(corpus.held)} held back", err=True)
    report = build(
        corpus,
        published_encoder(),
        out,
        Settings(epochs=epochs, seed=seed),
        version=version,
        progress=lambda words: typer.echo(words, err=True),
        resume=resume,
    )
    typer.echo(json.dumps(report, indent=1))
