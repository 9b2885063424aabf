"""What SPARQL servers do differently, from `kg/data/stores.toml`: their doors, formats and ways to ask who is there."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from kg.errors import DataError, LoadError

__all__ = ["Store", "store_named", "store_of_address", "store_of_server", "stores"]

GENERIC = "sparql"
"""The store whose one address takes queries and updates, as the standard has it."""


@dataclass(frozen=True, slots=True)
class Store:
    """One kind of server: see the head of `kg/data/stores.toml` for what each field says.

    A door is a path that is joined to the server's address, or ``None`` where the server has no such door.
    """

    name: str
    title: str
    address: str
    query: str
    update: str
    auth: str
    union: str
    graphs: str | None = None
    quads: str | None = None
    quads_type: str = "application/n-quads"
    bulk: str | None = None
    gzip: bool = False
    server: str | None = None
    path: str | None = None
    ran: str | None = None

    def base(self, address: str) -> str:
        """The address that the doors are joined to, also where the user named a door itself.

        >>> store_named("virtuoso").base("http://127.0.0.1:8890/sparql/")
        'http://127.0.0.1:8890'
        """
        trimmed = address.rstrip("/")
        doors = {door for door in (self.query, self.update, self.graphs, self.quads) if door}
        for door in sorted(doors, key=len, reverse=True):
            if trimmed.endswith(door.rstrip("/")):
                return trimmed.removesuffix(door.rstrip("/"))
        return trimmed


@cache
def stores() -> dict[str, Store]:
    """The stores by name.

    >>> sorted(name for name, store in stores().items() if store.ran)
    ['oxigraph', 'virtuoso']

    Raises:
        DataError: the data file has a key that is not known, or lacks one.
    """
    records = tomllib.loads(files("kg").joinpath("data/stores.toml").read_text(encoding="utf-8"))
    return {name: _store(name, record) for name, record in records.items()}


def store_named(name: str) -> Store:
    """The store of that name.

    Raises:
        LoadError: there is none.
    """
    if name not in stores():
        raise LoadError(f"store {name!r} is not one of {', '.join(stores())}")
    return stores()[name]


def store_of_address(address: str) -> Store | None:
    """The store whose addresses look like this one, if any do.

    >>> store_of_address("http://127.0.0.1:7200/repositories/news").name
    'graphdb'
    """
    return next((store for store in stores().values() if store.path and store.path in address), None)


def store_of_server(header: str) -> Store | None:
    """The store whose servers give this header ``Server``, if any do.

    >>> store_of_server("Oxigraph/0.5.13").name
    'oxigraph'
    """
    return next((store for store in stores().values() if store.server and header.startswith(store.server)), None)


def _store(name: str, record: dict[str, Any]) -> Store:
    known = {field.name for field in fields(Store)} - {"name"}
    if wrong := sorted(set(record) - known):
        raise DataError(f"kg/data/stores.toml: [{name}]: {wrong[0]!r} is not one of {', '.join(sorted(known))}")
    try:
        return Store(name=name, **record)
    except TypeError as error:
        raise DataError(f"kg/data/stores.toml: [{name}]: {error}") from error
