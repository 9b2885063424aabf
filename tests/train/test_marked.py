"""Sentences with their parts marked, and tables of whom pronouns mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from kg.documents import from_text
from kg.errors import DataError
from kg.ontology import default_ontology
from kg.relations.standing import STATUSES
from kg.train import marked, pronouns
from kg.train.samples import UNKNOWN, samples
from tests.encoder.test_windows import words_only

ROWS = """\
# A comment.
## negation
denied | met | [s:Ana Rey] never {met} [o:Bo Lund].
## plans
uncertain | met | [s:Eva Roux] will {meet} [o:Carl Lind], said [Ida Moe].
reported @Ida Moe | leads | [s:Dana Kern] {heads} [o:Norvane], [Ida Moe] said.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "own.txt"
    found.write_text(ROWS, encoding="utf-8")
    return found


def test_rows(path: Path) -> None:
    rows = list(marked.read_rows(path))
    assert [(row.kind, row.status, row.after("@")) for row in rows] == [
        ("negation", "denied", None),
        ("plans", "uncertain", None),
        ("plans", "reported", "Ida Moe"),
    ]
    assert marked.plain(rows[0].marked)[0] == "Ana Rey never met Bo Lund."


@pytest.mark.parametrize(
    "line",
    [
        "perhaps | met | [s:Ana] {met} [o:Bo].",
        "denied | met | [s:Ana] met [o:Bo].",
        "denied | met | [s:Ana] {met} Bo.",
        "denied | met",
    ],
)
def test_what_is_no_row_is_named_by_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.txt"
    path.write_text(f"## x\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"own\.txt:2"):
        list(marked.read_rows(path))


@pytest.mark.model
def test_a_predicate_that_is_not_in_the_ontology(tmp_path: Path, nlp: Language) -> None:
    path = tmp_path / "own.txt"
    path.write_text("denied | haunts | [s:Ana] {haunts} [o:Bo].\n", encoding="utf-8")
    with pytest.raises(DataError, match="haunts"):
        list(marked.read(nlp, path))


@pytest.mark.model
def test_texts_of_marked_sentences(path: Path, nlp: Language) -> None:
    texts = list(marked.read(nlp, path))
    assert [len(text.sentences) for text in texts] == [1, 2]
    for text in texts:
        assert all(mention.text == text.text[slice(*mention.span)] for mention in text.mentions)
    found = list(samples(texts, words_only()))
    told = [status for sample in found for status in sample.statuses.tolist() if status != UNKNOWN]
    assert sorted(told) == sorted(STATUSES.index(row.status) for row in marked.read_rows(path))  # type: ignore[arg-type]
    assert all((sample.labels == UNKNOWN).all() for sample in found), "they tell nothing of relations"


def test_the_sentences_that_kg_learns_from() -> None:
    path = Path(marked.__file__).parents[1] / "data" / "training" / "sentences.txt"
    rows = list(marked.read_rows(path))
    assert len(rows) > 800
    assert {row.status for row in rows} == set(STATUSES)
    assert {row.predicate for row in rows} <= set(default_ontology().predicates)
    assert len({row.marked for row in rows}) == len(rows)


def test_whom_pronouns_mean(tmp_path: Path) -> None:
    table = tmp_path / "told.tsv"
    table.write_text("text\tpronoun\tstart\tend\na\t9\t0\t3\na\t14\t\t\nb\t1\t\t\n", encoding="utf-8")
    document = from_text("Ana left. She saw her.", id="a")
    assert list(pronouns.read([document, from_text("Bo left.", id="c")], table)) == [(document, {9: (0, 3), 14: None})]


def test_a_table_of_another_text_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "told.tsv"
    table.write_text("text\tpronoun\tstart\tend\na\t90\t0\t3\n", encoding="utf-8")
    with pytest.raises(DataError, match="no character 90"):
        list(pronouns.read([from_text("Ana left.", id="a")], table))
    table.write_text("text\tpronoun\tstart\tend\na\tx\t0\t3\n", encoding="utf-8")
    with pytest.raises(DataError, match=":2"):
        list(pronouns.read([from_text("Ana left.", id="a")], table))
