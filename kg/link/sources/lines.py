"""A knowledge base in JSONL: an object a line, with the keys of the CSV's columns, or one of followthemoney."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg.errors import KnowledgeBaseError
from kg.link.sources.record import OnError, Record, made, type_of_money, type_of_word
from kg.link.sources.tabular import COLUMNS

__all__ = ["read"]

# Properties of followthemoney that say more of a thing than its name.
_MONEY_NAMES = ("name", "alias", "weakAlias", "previousName", "abbreviation")
_MONEY_CONTEXT = ("position", "summary", "description", "sector", "political", "keywords", "notes")


def read(lines: Iterable[str], place: str, on_error: OnError) -> Iterator[Record]:
    """The records of a JSONL file; lines that are none are reported by file and line."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield from _record(json.loads(line))
        except json.JSONDecodeError as error:
            on_error(KnowledgeBaseError(f"{place}:{number}: not JSON at character {error.pos}: {error.msg}"))
        except (ValueError, RecursionError) as error:
            on_error(KnowledgeBaseError(f"{place}:{number}: {error}"))


def _record(item: Any) -> Iterator[Record]:
    if not isinstance(item, dict):
        raise ValueError(f"a JSON object was expected, not {type(item).__name__}")
    if "schema" in item and isinstance(item.get("properties"), dict):
        yield from _money_record(item)
        return
    named = {part: value for part, names in COLUMNS.items() for name, value in item.items() if name.casefold() in names}
    texts = _texts(named.get("type"), "type")
    yield made(
        next(iter(_texts(named.get("id"), "id")), ""),
        [*_texts(named.get("name"), "name"), *_texts(named.get("aliases"), "aliases")],
        type_=type_of_word(texts[0] if texts else ""),
        context=" ".join(_texts(named.get("context"), "context")),
        popularity=named.get("popularity"),
        links=_texts(named.get("links"), "links"),
    )


def _money_record(item: dict[str, Any]) -> Iterator[Record]:
    """A person or organisation of followthemoney; links between things, documents and addresses are passed over."""
    type_ = type_of_money(str(item["schema"]))
    if type_ is None:
        return
    properties = item["properties"]
    wikidata = _texts(properties.get("wikidataId"), "wikidataId")
    id_ = wikidata[0] if wikidata else f"urn:followthemoney:{item.get('id', '')}"
    caption = _texts(item.get("caption"), "caption")
    names = [name for key in _MONEY_NAMES for name in _texts(properties.get(key), key)]
    context = " ".join(text for key in _MONEY_CONTEXT for text in _texts(properties.get(key), key))
    yield made(id_, [*caption, *names], type_=type_, context=context)


def _texts(value: Any, key: str) -> list[str]:
    """One text, several, or none."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    for item in values:
        if not isinstance(item, str):
            raise ValueError(f"{key} must be a string, or a list of strings, not {item!r:.60}")
    return values
