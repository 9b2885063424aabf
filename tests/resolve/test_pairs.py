"""Names in short documents, resolved: at least so right. `python tests/resolve/pairs.py --errors` says where it is
not.
"""

from __future__ import annotations

import pytest

from kg.analysis import load
from tests.resolve.pairs import joined, rows, text


def test_the_rows_are_enough_and_hard_both_ways() -> None:
    found = list(rows())
    assert len(found) >= 300
    assert min(sum(row.same for row in found), sum(not row.same for row in found)) >= 120
    assert len({row.source for row in found}) == len(found)
    for row in found:
        assert sum(len(one.asked) for one in row.texts) == 2, row.source


def test_marks_are_taken_out() -> None:
    found = text("(2020-03-01) [P* Peter Lind], 81, left [L Oslo].", "d1")
    assert found.document.text == "Peter Lind, 81, left Oslo."
    assert found.document.published == "2020-03-01"
    assert [found.document.text[mention.start : mention.end] for mention in found.mentions] == ["Peter Lind", "Oslo"]
    assert found.asked == (0,)


@pytest.mark.model
def test_precision_and_recall() -> None:
    nlp = load()
    results = [(row.same, joined(row, nlp)) for row in rows()]
    right = sum(same and together for same, together in results)
    assert right / sum(together for _, together in results) >= 0.98
    assert right / sum(same for same, _ in results) >= 0.85
