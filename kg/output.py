"""Files that are written whole or not at all: beside their place first, then renamed into it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError

__all__ = ["check_free", "replacing"]


def check_free(path: str | Path, *, force: bool = False) -> None:
    """Make sure, before long work, that a file can be written to this path.

    Raises:
        OutputError: it exists already (unless ``force``), is a folder, or its folder is missing or can't be written to.
    """
    place = Path(path)
    if place.is_dir():
        raise OutputError(f"{place}: is a folder; name a file in it")
    if place.exists() and not force and _is_regular(place):
        raise OutputError(f"{place}: exists already; name another file, or replace it with --force")
    if not place.parent.is_dir():
        raise OutputError(f"{place}: its folder {place.parent} does not exist; make it first")
    if not os.access(place.parent if _is_regular(place) else place, os.W_OK):
        raise OutputError(f"{place}: can't be written: no permission")


@contextmanager
def replacing(path: str | Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A file open for bytes that appears at ``path`` when the block ends well, and never where it does not.

    An interruption or an error leaves what was there before, and nothing half-written beside it. A path that is no
    regular file (a pipe, `/dev/null`) is written to as it is.

    Raises:
        OutputError: as `check_free`, or the disk refuses a write.
    """
    check_free(path, force=force)
    # A link stays a link: what it points to is replaced.
    place = Path(path).resolve()
    regular = _is_regular(place)
    beside = place.with_name(f".{place.name[:200]}.{os.getpid()}.part") if regular else place
    try:
        with beside.open("xb" if regular else "wb") as file:
            yield file
        if regular:
            beside.replace(place)
    except OSError as error:
        if error.filename not in (None, str(beside), str(place)):
            raise  # of something that the block itself reads or writes
        raise OutputError(f"{path}: can't be written: {error.strerror or error}") from error
    finally:
        if regular:
            beside.unlink(missing_ok=True)


def _is_regular(path: Path) -> bool:
    return path.is_file() or not path.exists()
