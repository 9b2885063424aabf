"""The fields of a record of JSON, checked as they are read: an error names the place, the value, and what is right.

Each function takes a record, a key and the record's place, and raises `ExtractionError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.errors import ExtractionError
from kg.model import Span

__all__ = [
    "bounds",
    "items",
    "mapping",
    "one_of",
    "probability",
    "span_at",
    "text_at",
    "text_or_none",
    "texts",
    "value_at",
    "wrong",
]


def wrong(place: str, key: str, found: object, wanted: str) -> ExtractionError:
    """The error for a value that is not what its field wants."""
    where = f"{place}.{key}" if key else place
    shown = repr(found)
    return ExtractionError(f"{where}: {shown if len(shown) <= 60 else shown[:57] + '...'} is not {wanted}")


def mapping(value: object, place: str) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise wrong(place, "", value, "an object")
    return value


def value_at(record: dict[str, Any], key: str, place: str) -> Any:
    """The value of a key, which must be there."""
    if key not in record:
        raise ExtractionError(f"{place}: the key {key!r} is missing; where it does not apply it is null or []")
    return record[key]


def items(record: dict[str, Any], key: str, place: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects of a list, each with its place."""
    value = value_at(record, key, place or "record")
    where = f"{place}.{key}" if place else key
    if not isinstance(value, list):
        raise wrong(where, "", value, "a list")
    for index, item in enumerate(value):
        yield mapping(item, f"{where}[{index}]"), f"{where}[{index}]"


def text_at(record: dict[str, Any], key: str, place: str) -> str:
    """A string."""
    value = value_at(record, key, place)
    if not isinstance(value, str):
        raise wrong(place, key, value, "a string")
    return value


def text_or_none(record: dict[str, Any], key: str, place: str) -> str | None:
    """A string or null."""
    value = value_at(record, key, place)
    if value is not None and not isinstance(value, str):
        raise wrong(place, key, value, "a string or null")
    return value


def texts(record: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    """A list of strings."""
    value = value_at(record, key, place)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise wrong(place, key, value, "a list of strings")
    return tuple(value)


def one_of(record: dict[str, Any], key: str, place: str, allowed: tuple[str, ...]) -> Any:
    """One of the allowed words."""
    value = value_at(record, key, place)
    if value not in allowed:
        raise wrong(place, key, value, f"one of {', '.join(allowed)}")
    return value


def bounds(record: dict[str, Any], place: str) -> Span:
    """The span of ``start`` and ``end``."""
    span = value_at(record, "start", place), value_at(record, "end", place)
    if not _is_span(span):
        raise wrong(place, "start, end", span, "a span: two integers with 0 <= start <= end")
    return span


def span_at(record: dict[str, Any], key: str, place: str) -> Span | None:
    """A span, as a pair, or null."""
    value = value_at(record, key, place)
    if value is None:
        return None
    if not isinstance(value, list) or not _is_span(value):
        raise wrong(place, key, value, "a span: [start, end] with 0 <= start <= end, or null")
    return value[0], value[1]


def _is_span(value: Any) -> bool:
    return len(value) == 2 and all(type(index) is int for index in value) and 0 <= value[0] <= value[1]


def probability(record: dict[str, Any], key: str, place: str) -> float:
    """A number from 0 to 1."""
    value = value_at(record, key, place)
    if type(value) not in (int, float) or not 0 <= value <= 1:
        raise wrong(place, key, value, "a number from 0 to 1")
    return float(value)
