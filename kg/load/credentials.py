"""A user and a password, from the environment or a file; never from the command line, an address or a message."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from kg.errors import LoadError

__all__ = ["PASSWORD", "USER", "Credentials", "checked_address", "from_environment", "from_file"]

USER: Final = "KG_DB_USER"
PASSWORD: Final = "KG_DB_PASSWORD"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who is asking. The password stays out of every representation."""

    user: str
    password: str = field(repr=False)


def from_environment() -> Credentials | None:
    """What the environment variables `USER` and `PASSWORD` say, or ``None`` where neither is set.

    Raises:
        LoadError: only one of them is.
    """
    user, password = os.environ.get(USER), os.environ.get(PASSWORD)
    if user is None and password is None:
        return None
    if user is None or password is None:
        raise LoadError(f"of {USER} and {PASSWORD}, only {PASSWORD if user is None else USER} is set; set both or none")
    return Credentials(user, password)


def from_file(path: str | Path) -> Credentials:
    """What the first line of a file says, as ``user:password``; the password may hold colons.

    Raises:
        LoadError: it can't be read, or says nothing of the kind.
    """
    try:
        line = Path(path).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise LoadError(f"{path}: credentials can't be read: {reason}") from error
    user, colon, password = line.partition(":")
    if not (user and colon):
        raise LoadError(f"{path}: its first line is not user:password")
    return Credentials(user, password)


def checked_address(address: str, schemes: tuple[str, ...]) -> SplitResult:
    """The parts of an address, if it is one of these schemes, names a host and hides no password in itself.

    Raises:
        LoadError: it is none; the message repeats no password.
    """
    try:
        parts = urlsplit(address)
        named, _ = parts.hostname, parts.port
    except ValueError as error:
        raise LoadError(f"the address is not one: {error}; right would be {schemes[0]}://127.0.0.1:PORT") from error
    if parts.username is not None or parts.password is not None:
        raise LoadError(
            f"the address of {named} has a user or a password in it, which lands in logs; "
            f"give them as {USER} and {PASSWORD}, in a file, or when asked"
        )
    if parts.scheme not in schemes or not named or any(character.isspace() for character in address):
        raise LoadError(f"{address!r} is not an address; right would be {schemes[0]}://127.0.0.1:PORT")
    return parts
