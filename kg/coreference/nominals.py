"""Nominals by what the text has called an entity: "the president" after "President Rosa Lind", "the bank" after "Quo
Bank".
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import takewhile

from kg.coreference.scene import Columns
from kg.errors import DataError
from kg.gazetteer import place_kind
from kg.model import Entity, Mention
from kg.names import parse

__all__ = ["nominals"]

_BACK = 10  # sentences within which only one entity may have been called so
_BE = frozenset({"is", "was", "'s", "are", "were", "became", "remains"})
_BARE = frozenset({"det", "punct", "case"})
_LEFT = 3  # words of a title before a name: "prime minister", "vice president"
_APPOSED = 8  # tokens behind a name within which an apposition to it is looked for


@cache
def _bodies() -> frozenset[str]:
    table = tomllib.loads(files("kg").joinpath("data/coreference/references.toml").read_text(encoding="utf-8"))
    try:
        return frozenset(table["names"]["bodies"])
    except KeyError as error:
        raise DataError(f"kg/data/coreference/references.toml: lacks the key {error}") from error


def nominals(c: Columns, known: Sequence[Mention], entities: Sequence[Entity]) -> list[Mention]:
    """Mentions of kind ``nominal``: "the" or "this" and a noun that named one entity, and no other, not long before.

    Args:
        c: the document.
        known: all mentions so far, in text order, with their entities.
        entities: the entities, whose identifiers the mentions have.
    """
    by_id = {entity.id: entity for entity in entities}
    covered = c.covered(known)
    called = _called(c, known, by_id)
    found = []
    for token, tag in enumerate(c.tags):
        if tag != "NN" or token in covered or c.word(token) not in called or not _is_plain(c, token):
            continue
        sentence = c.sentences[token]
        near = {
            entity
            for place, entity in called[c.word(token)]
            if place < token and sentence - c.sentences[place] <= _BACK
        }
        if len(near) == 1:
            entity = by_id[near.pop()]
            start, end = c.starts[token - 1], c.ends[token]
            found.append(Mention("", start, end, c.text[start:end], "nominal", entity.type, entity.id))
    return found


def _is_plain(c: Columns, token: int) -> bool:
    """True for "the company" and nothing more: not "the oil company", "the company Lindner", "the company that …"."""
    if token == 0 or c.word(token - 1) not in ("the", "this") or c.heads[token - 1] != token:
        return False
    return c.labels[token] != "compound" and all(c.labels[child] in _BARE for child in c.children(token))


def _called(c: Columns, known: Iterable[Mention], by_id: dict[str, Entity]) -> dict[str, list[tuple[int, str]]]:
    """Where each noun was said of which entity."""
    called: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for mention in known:
        if mention.kind != "name" or mention.entity is None:
            continue
        start, end = c.token_at(mention.start), c.token_at(mention.end - 1) + 1
        head = c.head_of(start, end)
        for noun in (*_beside(c, start, end, head), *_own(by_id[mention.entity])):
            called[noun].append((head, mention.entity))
    return called


def _beside(c: Columns, start: int, end: int, head: int) -> Iterator[str]:
    """The nouns of title, apposition and predicate."""
    titles = range(start - 1, max(-1, start - 1 - _LEFT), -1)
    title = list(takewhile(lambda token: c.heads[token] == head and c.tags[token].startswith("NN"), titles))
    if title:
        yield c.word(title[0])
    if c.labels[head] == "appos" and c.tags[c.heads[head]] == "NN":
        yield c.word(c.heads[head])
    for token in range(end, min(end + _APPOSED, len(c.heads))):
        if c.labels[token] == "appos" and c.heads[token] == head and c.tags[token] == "NN":
            yield c.word(token)
    verb = c.heads[head]
    if c.labels[head] == "nsubj" and c.word(verb) in _BE:
        yield from (c.word(child) for child in c.children(verb) if c.labels[child] == "attr" and c.tags[child] == "NN")


def _own(entity: Entity) -> Iterator[str]:
    """The nouns of a name itself, and the kind of a place."""
    if entity.type == "Organization":
        yield from (word for word in parse(entity.name, "Organization").words if word in _bodies())
    if entity.type == "Place" and (kind := place_kind(entity.name)) is not None:
        yield kind
