"""A record of a user's knowledge base, and what its parts may be called."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import KnowledgeBaseError
from kg.model import EntityType

__all__ = ["OnError", "Record", "made", "type_of_class", "type_of_money", "type_of_word"]

OnError = Callable[[KnowledgeBaseError], None]

_IRI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`\ud800-\udfff]+")
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that entities may be.

    ``iri`` is what it is linked as, ``links`` are further IRIs of the same thing. ``type`` is ``None`` if it is not
    known. ``names`` begin with the usual one. ``context`` are words that texts about it use. ``popularity`` is any
    number that grows with how often it is meant, such as that of its Wikipedia articles.
    """

    iri: str
    names: tuple[str, ...]
    type: EntityType | None = None
    context: str = ""
    popularity: float = 0.0
    links: tuple[str, ...] = ()


def made(
    id_: str,
    names: Iterable[str],
    *,
    type_: EntityType | None = None,
    context: str = "",
    popularity: str | float | None = None,
    links: Iterable[str] = (),
) -> Record:
    """A record of its parts as they are written; of Wikidata's identifiers the IRIs are made.

    Raises:
        ValueError: a part is missing or wrong; the message says which.
    """
    kept = tuple(dict.fromkeys(name for name in map(_plain, names) if name))
    if not kept:
        raise ValueError("has no name")
    return Record(
        _iri(id_),
        kept,
        type_,
        " ".join(context.split()),
        _number(popularity),
        tuple(_iri(link) for link in links if link),
    )


def _plain(text: str) -> str:
    """In one line, and without what UTF-8 can't write."""
    line = " ".join(text.split())
    return line if line.isascii() else line.encode("utf-8", "replace").decode("utf-8")


def _iri(id_: str) -> str:
    id_ = id_.strip()
    if not id_:
        raise ValueError("has no identifier")
    if id_[0] == "Q" and _WIKIDATA_ID.fullmatch(id_):
        return f"http://www.wikidata.org/entity/{id_}"
    if not _IRI.fullmatch(id_):
        raise ValueError(f"identifier {id_!r} is neither an IRI, such as https://example.org/id/7, nor one of Wikidata")
    return id_


def _number(popularity: str | float | None) -> float:
    if popularity is None or popularity == "":
        return 0.0
    try:
        found = float(popularity)
    except (TypeError, ValueError):
        found = -1.0
    if not 0 <= found < float("inf"):
        raise ValueError(f"popularity {popularity!r} is not a number from 0")
    return found


def type_of_word(word: str) -> EntityType | None:
    """The type that a word in the column "type" means; an empty one means that it is not known.

    Raises:
        ValueError: the word is not known.

    >>> type_of_word("company"), type_of_word("")
    ('Organization', None)
    """
    if not word.strip():
        return None
    try:
        return _types()["words"][word.strip().casefold()]
    except KeyError:
        raise ValueError(f"type {word!r} is not Person, Organization or Place") from None


def type_of_class(iri: str) -> EntityType | None:
    """The type that a class of an RDF vocabulary means.

    >>> type_of_class("http://schema.org/Person"), type_of_class("http://www.wikidata.org/entity/Q515")
    ('Person', 'Place')
    """
    name = re.split("[/#]", iri)[-1]
    return _types()["wikidata"].get(name) or _types()["classes"].get(name.casefold())


def type_of_money(schema: str) -> EntityType | None:
    """The type that a schema of followthemoney means."""
    return _types()["followthemoney"].get(schema)


@cache
def _types() -> dict[str, dict[str, EntityType]]:
    text = files("kg").joinpath("data/links/types.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, EntityType]] = {}
    for table, types in tomllib.loads(text).items():
        fold = table in ("words", "classes")
        found[table] = {word.casefold() if fold else word: type_ for type_, words in types.items() for word in words}
    found["words"] |= {"person": "Person", "organization": "Organization", "place": "Place"}
    return found
