"""Date phrases with the day of their report: how many are read right, and that none is read into what has no date.

`phrases_held.txt` was written together with `phrases.txt` and not run while the rules were mended; docs/measurements.md
has what was found when it first was.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.dates import to_edtf

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if not line.startswith("#")]


@pytest.mark.parametrize("name", ["phrases.txt", "phrases_held.txt"])
def test_phrases(name: str) -> None:
    wrong, invented = [], []
    for phrase, published, tense, wanted in rows(name):
        found = to_edtf(
            phrase,
            published=None if published == "-" else published,
            tense=None if tense == "-" else tense,  # type: ignore[arg-type]
        )
        if (found or "-") != wanted:
            wrong.append(f"{phrase} ({published}, {tense}): {found}, not {wanted}")
            invented += [phrase] if wanted == "-" else []
    assert len(rows(name)) > 200
    assert not invented
    assert len(wrong) <= 0.05 * len(rows(name)), "\n".join(wrong)
