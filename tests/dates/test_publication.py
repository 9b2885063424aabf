"""The date of a report in its own text: found where it is told, and nowhere else."""

from __future__ import annotations

import pytest

from kg.dates import published_in

BODY = "\n\nThe mayor of Lima left on Monday. She had come on May 3, 2019."

TOLD = """
Published: 18 November 2024
Published on November 18, 2024 at 10:15
First published 18 Nov 2024
PUBLISHED 2024-11-18
Posted: Monday, November 18, 2024
Date: 2024-11-18
Publication date: 18.11.2024
Dated 18 November 2024
November 18, 2024
Monday, 18 November 2024
Nov. 18, 2024, 10:15 a.m.
2024-11-18T10:15:00Z
18/11/2024
18 November 2024 | Politics
By Ada Brun | November 18, 2024
By Ada Brun, 18 November 2024
November 18, 2024 - 10:15 CET
LIMA, Nov. 18, 2024 (Reuters) - The mayor left.
LIMA, Peru, November 18, 2024 — The mayor left.
Lima, 18 November 2024 – The mayor left.
GENEVA (18 November 2024) - The mayor left.
NEW YORK, Nov. 18, 2024 /PRNewswire/ -- The mayor left.
"""

NOT_TOLD = """
The mayor left on November 18, 2024, after a dry year.
Smoke over Lima, Peru, November 18 2024. Picture: ADA BRUN
Updated: November 19, 2024
November 18
LIMA, Nov. 18 (Reuters) - The mayor left.
November 2024
2024
Born: 18 November 1964
03/04/2024
Published in 2024
November 31, 2024
On 18 November 2024
The year to November 18, 2024 | Reports of all kinds, in all parts, and more of them, until the line is too long
"""


@pytest.mark.parametrize("line", TOLD.strip().splitlines())
def test_told(line: str) -> None:
    assert published_in(f"Mayor leaves\n{line}{BODY}") == "2024-11-18"


@pytest.mark.parametrize("line", NOT_TOLD.strip().splitlines())
def test_not_told(line: str) -> None:
    assert published_in(f"Mayor leaves\n{line}{BODY}") is None


def test_a_label_at_the_end() -> None:
    assert published_in(f"Mayor leaves{BODY}\n\nPublished 18 November 2024\n© The Lima Times") == "2024-11-18"


def test_a_date_on_its_own_line_deep_in_the_text_is_no_publication() -> None:
    assert published_in("Chronicle\n" + "A line of text.\n" * 20 + "November 18, 2024\nThe mayor left.") is None


def test_the_first_counts() -> None:
    assert published_in("Published: 18 November 2024\n19 November 2024\nText") == "2024-11-18"
