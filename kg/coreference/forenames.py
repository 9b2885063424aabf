"""How often a forename is a man's: log-odds from the United States census of 1990 and from `kg/data/names`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["forename_odds"]


@cache
def _odds() -> dict[str, tuple[float, float]]:
    lines = files("kg").joinpath("data/coreference/forenames.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and line[0] != "#")
    return {name: (float(odds), float(alone)) for name, odds, alone in rows}


def forename_odds(name: str, *, alone: bool = False) -> float:
    """Positive for a man's, negative for a woman's, 0 for one that is both's or unknown; from -4 to 4.

    A word that stands alone tells less: "Lewis" is a man's forename, but more often a surname.
    """
    return _odds().get(name, (0.0, 0.0))[alone]
