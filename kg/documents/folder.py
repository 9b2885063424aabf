"""A folder -> the files in it that can be read as documents, in an order that does not depend on the disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import DocumentError

__all__ = ["SUFFIXES", "files"]

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".jsonl")
"""What is taken from a folder, in any case; a file that is named itself is read whatever its suffix."""


def files(folder: Path, on_error: Callable[[DocumentError], None]) -> Iterator[Path]:
    """Yield the files in a folder and all below it, sorted by path; hidden files and folders are left out.

    Links to files are followed, links to folders are not (they may lead in a circle).

    Args:
        folder: where to look.
        on_error: called for each folder that can't be listed, and if there is nothing to read at all.
    """

    def unlisted(error: OSError) -> None:
        on_error(DocumentError(Path(error.filename).as_posix(), f"can't be listed: {error.strerror}"))

    found = sorted((path for path in _walk(folder, unlisted) if _is_taken(path)), key=Path.as_posix)
    if not found:
        on_error(DocumentError(folder.as_posix(), f"holds no documents; taken are {', '.join(SUFFIXES)}, none hidden"))
    yield from found


def _walk(folder: Path, on_error: Callable[[OSError], None]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=on_error):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names)


def _is_taken(path: Path) -> bool:
    if path.name.startswith(".") or path.suffix.lower() not in SUFFIXES:
        return False
    try:
        return stat.S_ISREG(path.stat().st_mode)  # a pipe would be waited on for ever
    except OSError:
        return True  # such as a broken link: reading it says what is wrong
