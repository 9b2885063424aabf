"""What a server has taken of a file so far, noted on this machine, so that an interrupted load goes on where it was."""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path
from typing import Final, Self, TextIO

from kg.errors import LoadError

__all__ = ["Journal", "journal_place"]

_STATE: Final = "XDG_STATE_HOME"


def journal_place(address: str, file: str | Path, how: str) -> Path:
    """Where the journal of a load lies: one for each server, file and way to load, in the user's state folder.

    The state folder is that of the XDG Base Directory Specification 0.8: ``$XDG_STATE_HOME``, else ``~/.local/state``.
    """
    state = os.environ.get(_STATE) or str(Path.home() / ".local" / "state")
    name = blake2b(
        "\n".join([address, str(Path(file).resolve()), how]).encode("utf-8", "surrogatepass"), digest_size=12
    )
    return Path(state) / "kg" / "loads" / f"{name.hexdigest()}.txt"


class Journal:
    """The digests of the batches that a server has taken. It is deleted when the load is complete."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.taken: frozenset[str] = frozenset()
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        if self.path is None:
            return self
        try:
            if self.path.exists():
                self.taken = frozenset(self.path.read_text(encoding="ascii").split())
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("a", encoding="ascii")
        except (OSError, UnicodeDecodeError) as error:
            raise LoadError(f"{self.path}: can't be used as a journal of the load: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def note(self, digest: str) -> None:
        """Say that the server has taken a batch."""
        if self._file is not None:
            self._file.write(f"{digest}\n")
            self._file.flush()

    def forget(self) -> None:
        """The load is complete, or what was noted is not so: the next one begins anew."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)
