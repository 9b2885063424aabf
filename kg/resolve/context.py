"""What documents name beside an entity, as a sign of which of several of its name is meant.

Counted are people in full and organisations with a name of their own, for a place other places too, but none that more
than a few documents, or more than one in a thousand, name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from math import fsum, log

from kg.model import EntityType
from kg.names import Name, is_kind_of_body

__all__ = ["Context"]

_FEW, _ONE_IN = 8, 1000

# A corpus is a sample of a world of at least so many more documents, which few documents of it can't say much about.
_UNSEEN = 1000

# So many documents' worth of doubt that what an entity is named beside is typical of it.
_DOUBT = 5.0


class Context:
    """The names of each document, by number."""

    def __init__(self, named: Iterable[tuple[str, Name]]) -> None:
        """Use documents and names in them, each once."""
        self._numbers: dict[tuple[EntityType, str], int] = {}
        self._of: dict[str, list[int]] = {}
        self._places: set[int] = set()
        numbered: dict[Name, int | None] = {}
        for document, name in named:
            if name not in numbered:
                numbered[name] = self._numbered(name)
            number = numbered[name]
            found = self._of.setdefault(document, [])
            if number is not None:
                found.append(number)
        self._count = Counter(number for numbers in self._of.values() for number in numbers)
        self._size = len(self._of) + _UNSEEN
        most = max(_FEW, len(self._of) // _ONE_IN)
        for document, numbers in self._of.items():
            self._of[document] = [number for number in numbers if self._count[number] <= most]

    def _numbered(self, name: Name) -> int | None:
        if (name.type == "Person" and not name.is_full) or (name.type == "Organization" and is_kind_of_body(name)):
            return None
        number = self._numbers.setdefault((name.type, name.key), len(self._numbers))
        if name.type == "Place":
            self._places.add(number)
        return number

    def number(self, name: Name) -> int:
        """The number of a name; -1 if no document has it, or it says nothing."""
        return self._numbers.get((name.type, name.key), -1)

    def of(self, document: str, type_: EntityType) -> Iterator[int]:
        """The telling names of a document; places only for a place."""
        found = self._of.get(document, ())
        return (number for number in found if type_ == "Place" or number not in self._places)

    def closeness(self, one: Mapping[int, int], other: Mapping[int, int], size: int, other_size: int) -> float:
        """How many times as often as by chance the documents of two entities name the same beside them.

        ``one`` and ``other`` say how many of their ``size`` and ``other_size`` documents name what.
        """
        few, many = (one, other) if len(one) <= len(other) else (other, one)
        scale = self._size / (size * other_size)
        return scale * fsum(count * many[key] / self._count[key] for key, count in few.items() if key in many)

    def lifts(self, keys: Iterable[int], around: Mapping[int, int], size: int) -> Iterator[float]:
        """For each name that an entity is named beside: how much more likely that makes it, as a logarithm."""
        for key in keys:
            if key in around:
                usual = self._count[key] / self._size
                yield log((around[key] + _DOUBT * usual) / (size + _DOUBT) / usual)
