"""How often `kg.claims.judge` is right on sentences with their parts marked.

    python -m tests.claims.score FILE [--errors] [--ancestor] [--rules]

Prints, by kind and in all, how many statuses are right, and how many that are denied, uncertain or only reported came
out as asserted; speakers and times of those whose status is right are counted apart.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.language import Language

from kg.analysis import DEFAULT_MODEL, load
from tests.claims.marked import Row, described, judged, read_rows

__all__ = ["Score", "scored"]


@dataclass(slots=True)
class Score:
    """Counts, and what is wrong in words."""

    rows: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    not_asserted: int = 0
    made_asserted: int = 0
    speakers: Counter[bool] = field(default_factory=Counter)
    times: Counter[bool] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Statuses that are right, 0 to 1."""
        return self.right.total() / self.rows.total()


def scored(nlp: Language, rows: Sequence[Row], *, ancestor: bool = False, read: bool = True) -> Score:
    """Judge every row."""
    score = Score()
    for row in rows:
        _, claim = judged(nlp, row, ancestor=ancestor, read=read)
        status, speaker, time = described(claim)
        right = status == row.status
        score.rows[row.kind] += 1
        score.right[row.kind] += right
        score.not_asserted += row.status != "asserted"
        score.made_asserted += row.status != "asserted" == status
        wrong = [] if right else [status]
        for wanted, found, counts in ((row.after("@"), speaker, score.speakers), (row.after("#"), time, score.times)):
            if right and wanted is not None:
                counts[wanted == found] += 1
                wrong += [] if wanted == found else [str(found)]
        if wrong:
            score.errors.append(f"{row.kind}: {row.wanted} | {row.marked} -> {', '.join(wrong)}")
    return score


def main() -> None:
    names = [name for name in sys.argv[1:] if not name.startswith("--")] or ["challenge.txt"]
    score = scored(
        load(DEFAULT_MODEL),
        [row for name in names for row in read_rows(name)],
        ancestor="--ancestor" in sys.argv,
        read="--rules" not in sys.argv,
    )
    for kind, count in score.rows.items():
        print(f"{kind:24} {score.right[kind]:3} of {count}")
    print(f"status right: {score.right.total()} of {score.rows.total()}, {score.share:.3f}")
    print(f"asserted though not so: {score.made_asserted} of {score.not_asserted}")
    print(f"speaker right: {score.speakers[True]} of {score.speakers.total()}")
    print(f"time right: {score.times[True]} of {score.times.total()}")
    if "--errors" in sys.argv:
        print(*score.errors, sep="\n")


if __name__ == "__main__":
    main()
