"""Peak memory of `kg extract` over many documents beside few: it must not grow with the corpus.

    python tests/bench/memory.py [--few 500] [--many 5000] [--at-most 100] [--workers 1]

Writes documents made from the sample articles, with names that differ from one to the next, runs `kg extract` over each
lot as a process of its own, and prints its peak resident memory (a worker's where it is larger). Exits with 1 where the
larger lot needs over `--at-most` MB more.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

SYLLABLES = [consonant + vowel for consonant in "bdghklmnrstv" for vowel in "aeio"]
CAPITALISED = re.compile(r"\b[A-Z][a-zé]+ [A-Z][a-zéáčřšžůý]+\b")


def paragraphs() -> list[str]:
    """The paragraphs of the sample articles."""
    folder = files("kg").joinpath("data/samples")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir(), key=lambda path: path.name)]
    return [paragraph for text in texts for paragraph in text.strip().split("\n\n")]


def made_up(random: Random) -> str:
    """A name of two words that hardly ever comes twice."""
    return " ".join("".join(random.choices(SYLLABLES, k=random.randint(2, 3))).capitalize() for _ in range(2))


def texts(count: int) -> Iterator[str]:
    """So many texts, always the same: two sample paragraphs each, with made-up names for those of two words."""
    random = Random(0)
    samples = paragraphs()
    for _ in range(count):
        text = "\n\n".join(random.sample(samples, 2))
        yield CAPITALISED.sub(lambda _: made_up(random), text) + "\n"


def write(path: Path, count: int) -> None:
    """A JSONL file of so many documents."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts(count)):
            file.write(json.dumps({"id": f"made-up-{number}", "text": text}) + "\n")


def peak(path: Path, workers: int) -> float:
    """Peak resident memory of `kg extract` over a file, in MB (2^20 bytes).

    Raises:
        RuntimeError: it ended with another exit code than 0.
    """
    command = [sys.executable, "-m", "kg", "extract", str(path), "--workers", str(workers)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: exit code {process.returncode}")
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def main(args: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=5000)
    parser.add_argument("--at-most", type=float, default=100, help="the largest difference that passes, in MB")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args(args)
    found = []
    with TemporaryDirectory() as folder:
        for count in (options.few, options.many):
            path = Path(folder, f"{count}.jsonl")
            write(path, count)
            found.append(peak(path, options.workers))
            print(f"  {count:6} documents: {found[-1]:7.1f} MB", flush=True)
    difference = found[1] - found[0]
    print(f"difference: {difference:.1f} MB (at most {options.at_most:.0f})")
    return 0 if difference <= options.at_most else 1


if __name__ == "__main__":
    sys.exit(main())
