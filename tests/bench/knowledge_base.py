"""How long the index of a large knowledge base takes: to make, to open, and to ask.

    python tests/bench/knowledge_base.py [--entries 1000000] [--at-most SECONDS]

The entries are made up: 60 % people, 25 % organisations, 15 % places, with other names, a context and a popularity. The
time is that of the processor, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.link import KnowledgeBase

SYLLABLES = """
ka ro min del ber sto vin lan mer gu tas fel hor zen qui pa dor len wick sen
"""
FORENAMES = """
Ada Boris Clara Dmitri Ewa Farid Greta Hugo Ines Jan Karin Luis Mary Nils Olga Paul Rosa Sven
"""
FORMS = ("GmbH", "Ltd", "Inc", "Group", "University", "Bank", "AG")

_ASKED = 10_000


def rows(entries: int) -> Iterator[tuple[str, str, str, str, str, int]]:
    """The rows of the knowledge base: always the same for a number."""
    chance = random.Random(1)
    syllables, forenames = SYLLABLES.split(), FORENAMES.split()

    def word() -> str:
        return "".join(chance.choices(syllables, k=chance.randint(2, 4))).title()

    for number in range(entries):
        kind = chance.random()
        if kind < 0.6:
            forename, surname = chance.choice(forenames), word()
            name, type_, others = f"{forename} {surname}", "person", f"{forename[0]}. {surname}|Dr {forename} {surname}"
        elif kind < 0.85:
            name, type_ = f"{word()} {word()} {chance.choice(FORMS)}", "organization"
            others = name[:3].upper()
        else:
            name, type_ = word(), "place"
            others = f"{name} City"
        context = f"{word()} politician writer from {word()}"
        yield (
            f"https://example.org/{number}",
            name,
            type_,
            others * (kind % 0.1 < 0.04),
            context,
            chance.randint(0, 100),
        )


def main(args: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code is 1 if making the index took longer than it may."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--at-most", type=float, default=60.0, help="seconds of the processor")
    options = parser.parse_args(args)
    with TemporaryDirectory() as folder:
        source, index = Path(folder, "made-up.csv"), Path(folder, "made-up.kb")
        names = _written(source, options.entries)
        begin = time.process_time()
        KnowledgeBase.build([source], index).close()
        made = time.process_time() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        megabytes = index.stat().st_size >> 20
        print(f"{options.entries} entries: {made:.1f} s, {megabytes} MB on disk, peak {peak} MB")
        begin = time.perf_counter()
        with KnowledgeBase.open(index) as found:
            print(f"opened in {1000 * (time.perf_counter() - begin):.1f} ms")
            begin = time.perf_counter()
            hits = sum(bool(found.candidates(name, "Person")) for name in names)
            print(f"{1e6 * (time.perf_counter() - begin) / len(names):.0f} µs a name; {hits} of {len(names)} found")
    return int(made > options.at_most)


def _written(path: Path, entries: int) -> list[str]:
    """Write the source; names of people in it to ask for."""
    names: list[str] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "type", "aliases", "context", "popularity"])
        for row in rows(entries):
            writer.writerow(row)
            if row[2] == "person" and len(names) < _ASKED:
                names.append(row[1])
    return names


if __name__ == "__main__":
    sys.exit(main())
