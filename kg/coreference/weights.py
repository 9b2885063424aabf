"""Files of weights that fit the features of this version."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from kg.coreference.features import FEATURES
from kg.errors import DataError

__all__ = ["read", "write"]

Array = NDArray[Any]


def read(path: str | Path) -> dict[str, Array]:
    """The arrays of a file by name, broken numbers in single precision.

    Raises:
        DataError: they are for other features than those of this version.
    """
    with np.load(path, allow_pickle=False) as arrays:
        found = {name: arrays[name] for name in arrays.files}
    if tuple(found.pop("features").tolist()) != FEATURES:
        raise DataError(f"{path}: weights for other features than this version computes; train them again")
    return {name: _as(np.float32, array) for name, array in found.items()}


def write(file: str | Path | BinaryIO, arrays: Mapping[str, Array]) -> None:
    """Write arrays, broken numbers in half precision, and the features; the same ones give the same bytes."""
    kept: dict[str, Any] = {name: _as(np.float16, array) for name, array in arrays.items()}
    np.savez_compressed(file, allow_pickle=False, features=np.array(FEATURES), **kept)


def _as(precision: type[np.floating[Any]], array: Array) -> Array:
    return array.astype(precision) if array.dtype.kind == "f" else array
