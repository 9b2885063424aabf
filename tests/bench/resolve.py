"""Time and memory of `kg.resolve.resolve` over a million made-up mentions of 50,000 people, organisations and places.

    python tests/bench/resolve.py [--mentions 1000000] [--entities 50000] [--seconds 180] [--megabytes 2000]

Ambiguity is as in news: few entities have most of the mentions; forenames and surnames repeat, so that some people
share both; half of a document's names are of things that have to do with each other; names come with and without
titles, initials and legal forms, as surnames, acronyms and demonyms. Each mention is an entity of its own in a document
of ten, which is the most work that so many mentions can make. Prints the time, the peak of this process, and how right
the result is (B-cubed); exits with 1 where a limit is broken.
"""

from __future__ import annotations

import argparse
import resource
import sys
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from time import perf_counter

from kg.model import Document, Entity, EntityType, Extraction, Mention
from kg.resolve import Resolution, resolve

PER_DOCUMENT = 10

CIRCLE = 40
"""So many things have to do with each other, so that documents name them together."""

SYLLABLES = """
an ar bel bor dan del dor el far fen gar gim hal hol ing jar kal kir lan lim lor mar mel mor nad nel nor ol or pal per
ral rim ros sal sel sor tal tem tor ul val ver vin wal wen yar zel zim
"""
FORENAMES = """
Adam Alan Albert Anna Anne Ben Boris Carl Carla Clara Daniel David Diana Elena Emma Eric Eva Frank Greta Hans Helen
Henry Ida Igor Irene Ivan Jack James Jane Jean John Jose Julia Karin Kate Laura Leo Lisa Louis Lucas Luis Maria Mark
Martin Mary Max Mohammed Nina Nora Olga Omar Oscar Paul Pedro Peter Petra Rita Robert Rosa Ruth Sara Simon Sofia Susan
Thomas Tim Vera Victor Walter William Yusuf
"""
ROLES = """
minister mayor senator footballer coach goalkeeper lawyer judge singer novelist banker economist bishop
"""
KINDS = "Bank Energy Group Institute Systems Foundation Airlines Insurance University Party"
FORMS = ("Ltd", "Inc", "GmbH", "AG", "plc")
COUNTRIES = "Germany France Spain Italy Russia China Japan India Brazil Kenya Nigeria Egypt Turkey Greece Norway"


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or something of the made-up world: its type, its names, and a word on what it is."""

    type: EntityType
    names: tuple[str, ...]
    weights: tuple[float, ...]
    role: str = ""

    def called(self, random: Random) -> str:
        return random.choices(self.names, self.weights)[0]


def word(random: Random, least: int = 2, most: int = 3) -> str:
    """A word that could be a name."""
    return "".join(random.choices(SYLLABLES.split(), k=random.randint(least, most))).capitalize()


def person(random: Random, surnames: Sequence[str]) -> Thing:
    """Surnames repeat as in a population: the first of the list are the most common."""
    forename = random.choice(FORENAMES.split())
    surname = surnames[int(len(surnames) * random.random() ** 3)]
    full = f"{forename} {surname}"
    names = (
        full,
        f"{forename} {random.choice('ABCDEFGHJKLM')}. {surname}",
        surname,
        f"{forename[0]}. {surname}",
        f"Dr {full}",
    )
    return Thing("Person", names, (80, 5, 8, 4, 3), random.choice(ROLES.split()))


def organization(random: Random) -> Thing:
    kinds = random.sample(KINDS.split(), random.choice((0, 1, 1)))
    words = [word(random) for _ in range(random.choice((1, 1, 2, 3)))] + kinds
    full = " ".join(words)
    form = f"{full} {random.choice(FORMS)}"
    acronym = "".join(part[0] for part in words) if len(words) > 2 else full
    return Thing("Organization", (full, form, f"the {full}", acronym), (80, 8, 7, 5))


def place(random: Random) -> Thing:
    name = word(random, 2, 2)
    return Thing("Place", (name, f"{name} region", f"City of {name}"), (88, 6, 6))


def world(random: Random, entities: int) -> list[Thing]:
    """So many things; the first are the most famous."""
    surnames = [word(random) for _ in range(max(1, entities // 6))]
    things = [Thing("Place", (name,), (1,)) for name in COUNTRIES.split()]
    while len(things) < entities:
        kind = random.random()
        things.append(
            person(random, surnames) if kind < 0.6 else organization(random) if kind < 0.88 else place(random)
        )
    return things[:entities]


def documents(random: Random, things: Sequence[Thing], mentions: int) -> Iterator[tuple[Extraction, list[int]]]:
    """Documents of ten entities, each with one mention, and the numbers of the things that they are."""
    falling = list(accumulate(1 / (rank + 20) for rank in range(len(things))))
    circles = max(1, len(things) // CIRCLE)
    for number in range(mentions // PER_DOCUMENT):
        subject = bisect(falling, random.random() * falling[-1])
        chosen = {subject: None}
        while len(chosen) < min(PER_DOCUMENT, len(things)):
            thing = bisect(falling, random.random() * falling[-1])
            if random.random() < 0.5:
                thing = subject % circles + circles * int(CIRCLE * random.random() ** 2)
            if thing < len(things):
                chosen[thing] = None
        yield document(random, f"d{number:07}", [things[thing] for thing in chosen]), list(chosen)


def document(random: Random, id_: str, things: Sequence[Thing]) -> Extraction:
    text, mentions, entities = "", [], []
    for number, thing in enumerate(things, start=1):
        name = thing.called(random)
        start = len(text)
        text += f"{name}, the {thing.role}. " if thing.role and random.random() < 0.3 else f"{name}. "
        mentions.append(Mention(f"m{number}", start, start + len(name), name, "name", thing.type, f"e{number}"))
        entities.append(Entity(f"e{number}", thing.type, name))
    return Extraction(Document(id_, text), tuple(mentions), tuple(entities))


def b_cubed(resolution: Resolution, truth: dict[tuple[str, str], int]) -> tuple[float, float]:
    """Precision and recall, 0 to 1 (Bagga and Baldwin, 1998)."""
    both = Counter((resolution.of[place], thing) for place, thing in truth.items())
    ours, theirs = Counter(resolution.of[place] for place in truth), Counter(truth.values())
    precision = sum(count * count / ours[found] for (found, _), count in both.items())
    recall = sum(count * count / theirs[thing] for (_, thing), count in both.items())
    return precision / len(truth), recall / len(truth)


def peak() -> float:
    """The most memory that this process has held, in MB (2^20 bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def main(args: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--entities", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=180, help="the longest time that passes")
    parser.add_argument("--megabytes", type=float, default=2000, help="the highest peak that passes")
    options = parser.parse_args(args)
    random = Random(0)
    things = world(random, options.entities)
    truth: dict[tuple[str, str], int] = {}
    making = 0.0

    def made() -> Iterator[Extraction]:
        """The documents, one by one; the time to make them up is not the resolution's."""
        nonlocal making
        found = documents(random, things, options.mentions)
        while True:
            before = perf_counter()
            extraction, numbers = next(found, (None, []))
            if extraction is not None:
                truth.update(((extraction.document.id, f"e{n}"), thing) for n, thing in enumerate(numbers, start=1))
            making += perf_counter() - before
            if extraction is None:
                return
            yield extraction

    began = perf_counter()
    resolution = resolve(made())
    seconds, megabytes = perf_counter() - began - making, peak()
    precision, recall = b_cubed(resolution, truth)
    print(f"{len(truth)} mentions of {len(set(truth.values()))} entities: {len(resolution.entities)} found")
    print(f"{seconds:.1f} s (at most {options.seconds:.0f}), peak {megabytes:.0f} MB (at most {options.megabytes:.0f})")
    print(f"B-cubed precision {precision:.3f}, recall {recall:.3f}")
    return 0 if seconds <= options.seconds and megabytes <= options.megabytes else 1


if __name__ == "__main__":
    sys.exit(main())
