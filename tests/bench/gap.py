"""Whom "he" and "she" mean, by cross-validation on GAP: the chains of each row by a judge who did not learn from it.

    python tests/bench/gap.py GAP.tsv GUM/ OUT.jsonl [--folds 5] [--only 0,1] [--no-reader]

Writes the rows' documents as `kg extract --format jsonl` does, for a scorer of GAP to read. Rows go to the folds in
turn. With a reader (``pip install kg[train]``) a fold takes some eight minutes of one core, without one half a minute.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.analysis import DEFAULT_MODEL, load
from kg.documents import from_text
from kg.encoder import MODELS
from kg.encoder import load as load_encoder
from kg.export.jsonl import dumps
from kg.model import Extraction
from kg.train.coreference import crossvalidate, features_only, lessons_of_gap, lessons_of_gum, with_reader


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gap", type=Path)
    parser.add_argument("gum", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", default="", help="numbers of folds, by comma")
    parser.add_argument("--no-reader", action="store_true")
    given = parser.parse_args()
    nlp, encoder = load(DEFAULT_MODEL), load_encoder(MODELS)
    rows = list(lessons_of_gap(nlp, given.gap, encoder))
    others = list(lessons_of_gum(nlp, given.gum, encoder))
    trainer = features_only
    if not given.no_reader:
        from kg.train.networks import published_encoder  # needs torch

        trainer = with_reader(published_encoder())
    only = [int(fold) for fold in given.only.split(",")] if given.only else None
    with given.out.open("w", encoding="utf-8") as out:
        for row, found, entities in crossvalidate(rows, others, trainer, folds=given.folds, only=only):
            document = from_text(row.text, id=row.id)
            out.write(dumps(Extraction(document, tuple(found), tuple(entities), (), ())) + "\n")


if __name__ == "__main__":
    main()
