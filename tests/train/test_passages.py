"""Passages with all names, pronouns and relations marked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kg.errors import DataError
from kg.ontology import default_ontology
from kg.relations.pairs import classes
from kg.relations.standing import STATUSES
from kg.train import passages
from kg.train.annotated import Annotated
from kg.train.samples import NEGATIVE, POSITIVE, UNKNOWN, Sample, samples
from tests.encoder.test_windows import words_only

TEXT = """\
# A comment.
HARBOUR SALE OFF ¶
[1P Ida Moe], [2L Kenya]'s minister, met [3P Bo Lund] in the [4L Taru] hills.
> 1 ministerOf 2
> 1 met 3
[1P She] denied that [5O Tana Bank] had bought [6O Norvane], founded in [7D 1994].
> denied 5 acquired 6
> 6 foundingDate 7

[1O The Norvane] works of [2P Eva Roux] closed.
"""


def read(path: Path, text: str) -> list[Annotated]:
    path.write_text(text, encoding="utf-8")
    return list(passages.read(path))


def sample_of(text: Annotated) -> Sample:
    [found] = samples([text], words_only(), ontology=default_ontology())
    return found


def test_what_is_marked(tmp_path: Path) -> None:
    first, second = read(tmp_path / "own.txt", TEXT)
    assert first.text.startswith("HARBOUR SALE OFF\n\nIda Moe, Kenya's minister, met Bo Lund in the Taru hills. She")
    assert first.text[slice(*first.sentences[0])] == "HARBOUR SALE OFF"
    assert [(m.text, m.kind, m.type, m.entity) for m in first.mentions[:5]] == [
        ("Ida Moe", "name", "Person", "1"),
        ("Kenya", "name", "Place", "2"),
        ("Bo Lund", "name", "Person", "3"),
        ("Taru", "name", "Place", "4"),
        ("She", "pronoun", "Person", "1"),
    ]
    assert all(first.text[m.start : m.end] == m.text for m in first.mentions)
    assert {fact.predicate for fact in first.facts} >= {"ministerOf", "officialOf", "met", "foundingDate"}
    assert [(fact.predicate, fact.status) for fact in first.unknown if fact.predicate == "acquired"] == [
        ("acquired", "denied")
    ]
    assert not second.facts
    assert second.mentions[0].kind == "name"


def test_what_is_not_marked_is_no_relation(tmp_path: Path) -> None:
    first, _ = read(tmp_path / "own.txt", TEXT)
    sample = sample_of(first)
    names = classes(default_ontology())

    def label(one: str, other: str, predicate: str) -> int:
        mentions = [mention.text for mention in first.mentions]
        ends = (mentions.index(one),), (mentions.index(other),)
        [row] = [n for n, pair in enumerate(sample.pairs) if {pair.first, pair.second} == set(ends)]
        return int(sample.labels[row][names.index(predicate)])

    assert label("Ida Moe", "Kenya", "ministerOf") == POSITIVE
    assert label("Ida Moe", "Kenya", "officialOf") == POSITIVE
    assert label("Ida Moe", "Taru", "visited") == NEGATIVE
    assert label("Tana Bank", "Norvane", "acquired") == UNKNOWN
    assert {STATUSES[status] for status in np.unique(sample.statuses) if status != UNKNOWN} == {"asserted", "denied"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("[1P Ida] left.\n> 1 met 2", "entity 2 is not marked"),
        ("[1P Ida] met [2P Bo].\n> perhaps 1 met 2", "'perhaps' is no status"),
        ("[1P Ida] met [2P Bo].\n> 1 greeted 2", "'greeted' no predicate"),
        ("[1P Ida] met [2P Bo].\n> 1 headOfState 2", "headOfState takes Place"),
        ("[1P Ida] met [1O Bo].", "entity 1 has two types"),
        ("[1P Ida] met [Bo].", "a bracket that is no mark"),
        ("> 1 met 2", "below a sentence"),
    ],
)
def test_what_is_wrong_is_named_by_line(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(DataError, match=rf"own\.txt:\d+: .*{why}"):
        read(tmp_path / "own.txt", line)


def test_passages_are_told_from_sentences(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text(TEXT, encoding="utf-8")
    assert passages.is_passages(own)
    own.write_text("## x\ndenied | met | [s:Ana Rey] never {met} [o:Bo Lund].\n", encoding="utf-8")
    assert not passages.is_passages(own)
