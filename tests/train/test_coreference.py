"""Training the ranker of pronouns, on a few texts of our own in the form of GAP and GUM."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from spacy.language import Language
from typer.testing import CliRunner

from kg.cli import app
from kg.coreference.features import FEATURES
from kg.coreference.ranker import Judge, load
from kg.coreference.reading import load as load_reader
from kg.encoder import MODELS
from kg.train import gap, gum, pronouns
from kg.train.coreference import Lesson, crossvalidate, features_only, lessons_of_gap, lessons_of_gum

_ROWS = [
    (
        "Ruth Okafor met Dana Kern in Velden. She left her a letter.",
        "She",
        "Ruth Okafor",
        True,
        "Dana Kern",
        False,
    ),
    ("Piet Maas thanked Carl Lind when he had won.", "he", "Piet Maas", False, "Carl Lind", True),
    ("Ines Duarte phoned Eva Roux after her trip to Oslo.", "her", "Ines Duarte", True, "Eva Roux", False),
    ("Tomas Beran and Ivan Sorin spoke; his speech was short.", "his", "Tomas Beran", False, "Ivan Sorin", True),
]
_CONLLU = """\
# newdoc id = own
1\tRuth\t_\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new-cf1-1,2-sgl
2\tOkafor\t_\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3\tleft\t_\tVERB\tVBD\t_\t0\troot\t_\t_
4\twhen\t_\tADV\tWRB\t_\t6\tadvmod\t_\t_
5\tshe\t_\tPRON\tPRP\t_\t6\tnsubj\t_\tEntity=(1-person-giv-cf1-1-ana)
6\twon\t_\tVERB\tVBD\t_\t3\tadvcl\t_\tSpaceAfter=No
7\t.\t_\tPUNCT\t.\t_\t3\tpunct\t_\t_
"""


@pytest.fixture
def data(tmp_path: Path) -> tuple[Path, Path]:
    """A file like GAP's and a folder like GUM's."""
    header = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL"
    lines = [header]
    for number, (text, pronoun, a, a_right, b, b_right) in enumerate(_ROWS, 1):
        at = text.rindex(f" {pronoun} ") + 1
        cells = (number, text, pronoun, at, a, text.index(a), a_right, b, text.index(b), b_right, "own")
        lines.append("\t".join(str(cell).upper() if isinstance(cell, bool) else str(cell) for cell in cells))
    table = tmp_path / "own.tsv"
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "own.conllu").write_text(_CONLLU, encoding="utf-8")
    return table, folder


def test_annotations_are_read(data: tuple[Path, Path]) -> None:
    rows = list(gap.read(data[0]))
    assert [row.text[row.names[0][0] : row.names[0][1]] for row in rows] == [row[2] for row in _ROWS]
    assert [row.meant for row in rows] == [(row[3], row[5]) for row in _ROWS]
    [text] = gum.read(data[1])
    assert text.text.strip() == "Ruth Okafor left when she won."


@pytest.mark.model
def test_other_pronouns_of_a_row_are_told(
    data: tuple[Path, Path], nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _ROWS[0][0]
    she, her, dana = text.index("She"), text.index("her a"), text.index("Dana")
    told = {"gap-1": {her: (dana, dana + len("Dana Kern"))}}
    monkeypatch.setattr(pronouns, "table", lambda: told)
    first, *_ = [lesson for _, lesson in lessons_of_gap(nlp, data[0])]
    name_of = {entity.id: entity.name for entity in first.world.entities}
    assert {at: {name_of[entity] for entity in first.meant[at]} for at in (she, her)} == {
        she: {"Ruth Okafor"},
        her: {"Dana Kern"},
    }
    assert {name_of[entity] for entity in first.not_meant[she]} == {"Dana Kern"}
    assert "Ruth Okafor" in {name_of[entity] for entity in first.not_meant[her]}


@pytest.mark.model
def test_each_row_is_judged_by_who_did_not_learn_from_it(data: tuple[Path, Path], nlp: Language) -> None:
    rows, [other] = list(lessons_of_gap(nlp, data[0])), lessons_of_gum(nlp, data[1])
    learnt: list[list[str]] = []

    def trainer(lessons: Sequence[Lesson]) -> Judge:
        learnt.append([lesson.doc.text for lesson in lessons])
        return features_only(lessons)

    judged = list(crossvalidate(rows, [other], trainer, folds=2))
    texts = [row.text for row, _ in rows]
    assert [row.text for row, _, _ in judged] == texts[0::2] + texts[1::2]
    assert learnt == [[*texts[1::2], other.doc.text], [*texts[0::2], other.doc.text]]
    assert all({mention.entity for mention in found} <= {entity.id for entity in known} for _, found, known in judged)
    assert [row.text for row, _, _ in crossvalidate(rows, [other], folds=2, only=[1])] == texts[1::2]


@pytest.mark.model
def test_the_same_data_give_the_same_weights(data: tuple[Path, Path], tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="for training only: kg[train]")
    outs = [tmp_path / "one", tmp_path / "two"]
    for out in outs:
        out.mkdir()
        args = ["train", "coreference", "--gap", str(data[0]), "--gum", str(data[1]), "--out", str(out)]
        result = CliRunner().invoke(app, args)
        assert result.exit_code == 0, result.output
    for name in ("coreference.npz", "reader.onnx", "reader.npz"):
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes()
    (outs[0] / "encoder.onnx").write_bytes((MODELS / "encoder.onnx").read_bytes())  # the reader's layers refer to it
    assert load_reader(outs[0]).weights
    odds = load(str(outs[0] / "coreference.npz")).likelihoods([[0.0] * len(FEATURES), [1.0] * len(FEATURES)])
    assert abs(sum(odds) - 1) < 1e-5


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    args = ["train", "coreference", "--gap", str(tmp_path / "no.tsv"), "--gum", str(tmp_path), "--out", str(tmp_path)]
    assert CliRunner().invoke(app, args).exit_code == 2
