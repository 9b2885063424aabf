"""Words per second of `kg.extract` beside a bare `nlp.pipe` of the same pipeline over the same texts.

    python tests/bench/speed.py [FOLDER] [--rounds 5] [--at-least 0.40] [--triplets 8]

Both run in this process, after a short warm-up, turn by turn over a few documents, so that a machine that slows
down slows both. Prints each round, which takes both over all texts, then the medians; the ratio is the median of the
rounds' ratios. Exits with 1 where it is below `--at-least`. ``--triplets`` runs triplet-extract 0.5.0 (GPL-3.0, not
one of `kg`'s dependencies: ``pip install --no-deps triplet-extract==0.5.0 javaobj-py3``) over so many documents too.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import as_file, files
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from unittest.mock import patch

from kg.analysis import _PACKAGES, load
from kg.documents import read
from kg.extract import extract
from kg.model import Document

WORDS = 50_000
TURN = 16


def sample_documents(words: int = WORDS) -> list[Document]:
    """The sample articles, over and over, to about this many words, each under an identifier of its own."""
    with as_file(files("kg").joinpath("data/samples")) as folder:
        samples = list(read([folder]))
    length = sum(map(word_count, samples)) / len(samples)
    repeated = islice(cycle(samples), max(1, round(words / length)))
    return [Document(f"{sample.id}-{number}", sample.text) for number, sample in enumerate(repeated)]


def word_count(document: Document) -> int:
    """Words as white space parts them."""
    return len(document.text.split())


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def measure(documents: Sequence[Document], rounds: int) -> Iterator[tuple[float, float]]:
    """Words per second of each round: bare, ours."""
    nlp = load()
    words = sum(map(word_count, documents))
    turns = [documents[start : start + TURN] for start in range(0, len(documents), TURN)]

    def bare(some: Sequence[Document]) -> float:
        texts = [document.text for document in some]
        return seconds(lambda: deque(nlp.pipe(texts), maxlen=0))

    def ours(some: Sequence[Document]) -> float:
        return seconds(lambda: deque(extract(some, nlp=nlp), maxlen=0))

    bare(turns[0])
    ours(turns[0])
    for _ in range(rounds):
        times = [(bare(some), ours(some)) for some in turns]
        yield words / sum(first for first, _ in times), words / sum(second for _, second in times)


def triplets(documents: Sequence[Document]) -> float:
    """Words per second of triplet-extract with the same pipeline."""
    import spacy
    from triplet_extract import OpenIEExtractor

    pipelines = spacy.load
    with patch("spacy.load", lambda model, **options: pipelines(_PACKAGES.get(model, model), **options)):
        openie = OpenIEExtractor(nlp=load())
    openie.extract_triplet_objects(documents[0].text[:200])
    took = seconds(lambda: [openie.extract_triplet_objects(document.text) for document in documents])
    return sum(map(word_count, documents)) / took


def main(args: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="texts to read (default: the sample articles, repeated)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--at-least", type=float, default=0.40, help="the lowest ratio that passes")
    parser.add_argument("--triplets", type=int, default=0, help="documents to read with triplet-extract, too")
    options = parser.parse_args(args)
    documents = list(read([options.folder])) if options.folder else sample_documents()
    print(f"{len(documents)} documents, {sum(map(word_count, documents))} words, {options.rounds} rounds")
    found = []
    for bare, ours in measure(documents, options.rounds):
        found.append((bare, ours))
        print(f"  nlp.pipe {bare:8.0f} words/s   kg.extract {ours:8.0f} words/s   ratio {ours / bare:.3f}", flush=True)
    ratio = median(ours / bare for bare, ours in found)
    bare, ours = median(bare for bare, _ in found), median(ours for _, ours in found)
    print(f"median: nlp.pipe {bare:.0f} words/s, kg.extract {ours:.0f} words/s, ratio {ratio:.3f}")
    if options.triplets:
        other = triplets(documents[: options.triplets])
        print(f"triplet-extract {other:.0f} words/s, of which kg.extract is {ours / other:.1f} times")
    return 0 if ratio >= options.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
