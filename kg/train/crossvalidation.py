"""Cross-validation of the relation classifier on Re-DocRED: every text is judged by a network that never saw it.

    python -m kg.train.crossvalidation redocred-dev.json [--parts 5] [--epochs 6] [--only 1]

The entities are those of the annotation; what counts are relations between entities of a window (nearly always a whole
text), of the predicates of the ontology. Prints precision, recall and F1 of each part, then of all.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.encoder import load_tokenizer
from kg.ontology import default_ontology
from kg.relations.pairs import classes, predicate_of
from kg.train import redocred
from kg.train.networks import published_encoder
from kg.train.relations import Network, Settings, predict, train
from kg.train.samples import NEGATIVE, POSITIVE, Sample, samples

__all__ = ["counted", "main"]


def counted(network: Network, held: Sequence[Sample]) -> Counter[tuple[str, str]]:
    """How often, by predicate: ``right``, ``wrong`` and ``missed``."""
    names = [predicate_of(name)[0] for name in classes(default_ontology())]
    found: Counter[tuple[str, str]] = Counter()
    for sample, scores, _ in predict(network, held):
        for row, pair in enumerate(sample.pairs):
            if pair.sentence is not None:
                continue
            for column, label in enumerate(sample.labels[row].tolist()):
                taken = bool(scores[row, column] > 0)
                if label == POSITIVE:
                    found[names[column], "right" if taken else "missed"] += 1
                elif label == NEGATIVE and taken:
                    found[names[column], "wrong"] += 1
    return found


def _lines(found: Counter[tuple[str, str]]) -> Iterator[str]:
    for name in ("", *sorted({predicate for predicate, _ in found})):
        right, wrong, missed = (
            sum(count for (predicate, kind), count in found.items() if kind == wanted and name in ("", predicate))
            for wanted in ("right", "wrong", "missed")
        )
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        both = 2 * right / max(1, 2 * right + wrong + missed)
        yield f"{name or 'all':20} P {precision:.3f} R {recall:.3f} F1 {both:.3f}  ({right + missed} told)"


def main(args: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path, help="Re-DocRED's development set")
    parser.add_argument("--parts", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--only", type=int, nargs="*", help="the parts to run, from 1")
    options = parser.parse_args(args)
    encoder = published_encoder()
    tokenizer = load_tokenizer(encoder)
    texts = list(redocred.read(options.file))
    total: Counter[tuple[str, str]] = Counter()
    for part in options.only or range(1, options.parts + 1):
        learnt = [text for number, text in enumerate(texts, 1) if number % options.parts != part % options.parts]
        held = [text for number, text in enumerate(texts, 1) if number % options.parts == part % options.parts]
        network = train(list(samples(learnt, tokenizer)), encoder, Settings(epochs=options.epochs))
        found = counted(network, list(samples(held, tokenizer)))
        print(f"part {part}: {next(_lines(found))}", flush=True)
        total += found
    print("\n".join(_lines(total)))


if __name__ == "__main__":
    main()
