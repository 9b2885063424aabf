from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataError
from kg.train import gap, gum

HEADER = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL\n"


def test_gap(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(
        HEADER + "r1\tAnn saw Eve as she left.\tshe\t15\tAnn\t0\tFALSE\tEve\t8\tTRUE\tu\n", encoding="utf-8"
    )
    [row] = gap.read(path)
    assert [row.text[slice(*span)] for span in (row.pronoun, *row.names)] == ["she", "Ann", "Eve"]
    assert row.meant == (False, True)


def test_a_broken_row_of_gap_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(HEADER + "r1\tAnn left.\tshe\tx\tAnn\t0\tFALSE\tEve\t8\tTRUE\tu\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"rows\.tsv:2: not a row of GAP"):
        list(gap.read(path))


LINES = """\
# newpar
1\tThe\tthe\tDET\tDT\t_\t3\tdet\t_\tEntity=(1-organization-new-n-cf1-3-coref
2\tFruit\tfruit\tPROPN\tNNP\t_\t3\tcompound\t_\t_
3\tBank\tbank\tPROPN\tNNP\t_\t4\tnsubj\t_\tEntity=1)
4\tgrew\tgrow\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newpar
1-2\tIt's\t_\t_\t_\t_\t_\t_\t_\t_
1\tIt\tit\tPRON\tPRP\t_\t3\tnsubj\t_\tEntity=(1-organization-giv-n-cf1-1-ana)
2\t's\tbe\tAUX\tVBZ\t_\t3\tcop\t_\t_
3\tbig\tbig\tADJ\tJJ\t_\t0\troot\t_\t_
"""


def test_gum(tmp_path: Path) -> None:
    (tmp_path / "one.conllu").write_text(LINES, encoding="utf-8")
    [text] = gum.read(tmp_path)
    assert text.text.strip() == "The Fruit Bank grew.\n\nIt's big"
    assert [(text.text[slice(*word.span)], text.text[slice(*word.head)], word.tag) for word in text.mentions] == [
        ("The Fruit Bank", "Bank", "PROPN"),
        ("It", "It", "PRON"),
    ]
    assert {(word.entity, word.type) for word in text.mentions} == {("1", "organization")}
