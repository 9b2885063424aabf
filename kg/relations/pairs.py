"""Which mentions of a passage may be related, and as what: pairs that the classifier is asked about, and its classes.

A pair has its ends in one order: by type (people, organisations, places, dates), then by place in the text. A class
is a predicate as that order reads it: ``founder`` has its subject first, ``~founder`` its object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from kg.model import Mention
from kg.ontology import Ontology

__all__ = [
    "KINDS",
    "TYPES",
    "Pair",
    "admitted",
    "classes",
    "entity_pairs",
    "fitting",
    "is_before",
    "mention_pairs",
    "predicate_of",
]

TYPES = ("Person", "Organization", "Place", "Date")
"""Types in the order of a pair's ends."""

KINDS = ("name", "nominal", "pronoun")

_RANK = {name: rank for rank, name in enumerate(TYPES)}

MOST_ENTITIES = 60  # of a window, those with the most mentions; the pairs grow with the square
MOST_MENTIONS = 30  # of a sentence


@dataclass(frozen=True, slots=True)
class Pair:
    """Two ends, each a set of mentions by their numbers; ``sentence`` is the one that holds both, if that is all."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    sentence: int | None = None


def classes(ontology: Ontology) -> tuple[str, ...]:
    """What a pair can be, in the order of the ontology.

    >>> from kg.ontology import default_ontology
    >>> [name for name in classes(default_ontology()) if "founder" in name or "parent" in name]
    ['~founder', 'parent', '~parent', 'parentOrganization', '~parentOrganization']
    """
    pairs = [(one, other) for one, other in product(TYPES, TYPES) if _RANK[one] <= _RANK[other]]
    found = []
    for predicate in ontology.predicates:
        for name in (predicate, f"~{predicate}"):
            if any(admitted(name, *pair, ontology) for pair in pairs):
                found.append(name)
    return tuple(found)


def predicate_of(name: str) -> tuple[str, bool]:
    """The predicate of a class, and whether the pair's second end is its subject."""
    return name.removeprefix("~"), name.startswith("~")


def admitted(name: str, first: str, second: str, ontology: Ontology) -> bool:
    """True if a pair of these types, which are in order, can be of a class."""
    predicate, backward = predicate_of(name)
    found = ontology.predicates[predicate]
    if not backward:
        return found.admits(first, second)
    return not found.symmetric and second != "Date" and found.admits(second, first)


def fitting(names: Sequence[str], ontology: Ontology) -> NDArray[np.bool_]:
    """By type of a pair's first end, type of its second, and class: whether it can be.

    A class of a predicate that the ontology lacks fits no pair.
    """
    found = np.zeros((len(TYPES), len(TYPES), len(names)), dtype=bool)
    for (i, one), (j, other) in product(enumerate(TYPES), enumerate(TYPES)):
        for number, name in enumerate(names):
            if i <= j and predicate_of(name)[0] in ontology.predicates:
                found[i, j, number] = admitted(name, one, other, ontology)
    return found


def is_before(one: Mention, other: Mention) -> bool:
    """True if a mention is the first end of a pair with another."""
    return (_RANK[one.type], one.start) <= (_RANK[other.type], other.start)


def mention_pairs(mentions: Sequence[Mention], sentences: Sequence[int]) -> Iterator[Pair]:
    """The pairs of single mentions of different entities in each sentence, at most 30 mentions of it.

    Args:
        mentions: of the passage, in text order.
        sentences: for each the number of its sentence.
    """
    by_sentence: dict[int, list[int]] = {}
    for number, sentence in enumerate(sentences):
        by_sentence.setdefault(sentence, []).append(number)
    for sentence, numbers in by_sentence.items():
        for one, other in combinations(numbers[:MOST_MENTIONS], 2):
            if _can_pair(mentions[one], mentions[other]):
                first, second = _ordered(mentions, (one,), (other,))
                yield Pair(first, second, sentence)


def entity_pairs(mentions: Sequence[Mention]) -> Iterator[Pair]:
    """The pairs of entities, and of entities and dates, with all their mentions; at most the 60 with most mentions."""
    ends: dict[str, list[int]] = {}
    for number, mention in enumerate(mentions):
        if mention.entity is not None:
            ends.setdefault(mention.entity, []).append(number)
        elif mention.type == "Date":
            ends.setdefault(mention.id, []).append(number)
    kept = sorted(ends.values(), key=lambda numbers: (-len(numbers), numbers))[:MOST_ENTITIES]
    for one, other in combinations(sorted(kept), 2):
        if _can_pair(mentions[one[0]], mentions[other[0]]):
            yield Pair(*_ordered(mentions, one, other))


def _can_pair(one: Mention, other: Mention) -> bool:
    if one.type == other.type == "Date":
        return False
    return one.entity is None or one.entity != other.entity


def _ordered(
    mentions: Sequence[Mention], one: Iterable[int], other: Iterable[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    one, other = tuple(one), tuple(other)
    return (one, other) if is_before(mentions[one[0]], mentions[other[0]]) else (other, one)
