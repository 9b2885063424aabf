"""Which pairs of names a person should look at: joined by a weak rule, or near the rules and not joined.

`write_doubts` writes them as a file of decisions (see `kg.resolve.decisions`) in which nothing is decided yet: put
"same" or "apart" into the first column of the rows that you are sure of, and give the file back.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TextIO

from kg.model import Entity, Extraction, Mention
from kg.names import Name, decide, is_acronym, is_kind_of_body, letters_of, parse
from kg.resolve.decisions import COLUMNS
from kg.resolve.resolution import Resolution

__all__ = ["Doubt", "Naming", "doubts", "write_doubts"]

# Rules that are right most of the time, and no more.
_WEAK = frozenset({10, 11, 12, 13, 14, 15, 17, 18, 19, 21, 26, 27, 28, 29, 30})

# More names than this with one word, and that word says little.
_MOST_NAMES = 200

_AROUND = 60


@dataclass(frozen=True, slots=True)
class Naming:
    """What an entity is called in the first document that calls it so, and the text around that."""

    name: str
    document: str
    text: str
    entity: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two names that are one entity now, or not, and why that is in doubt. ``documents`` is how many it concerns."""

    one: Naming
    other: Naming
    type: str
    are_one: bool
    reason: str
    documents: int


def doubts(extractions: Iterable[Extraction], resolution: Resolution) -> list[Doubt]:
    """The doubtful pairs, those that concern the most documents first; each pair of names of a pair of entities once.

    ``extractions`` are those that were resolved.
    """
    namings: dict[tuple[str, str], Naming] = {}
    count: Counter[tuple[str, str]] = Counter()
    for extraction in sorted(extractions, key=lambda extraction: extraction.document.id):
        for key, naming in _namings(extraction, resolution):
            namings.setdefault(key, naming)
            count[key] += 1
    found = [*_weak_joins(namings, count, resolution), *_near(namings, count, resolution.entities)]
    return sorted(found, key=lambda doubt: (-doubt.documents, doubt.one.name, doubt.other.name, doubt.one.document))


def write_doubts(found: Iterable[Doubt], file: TextIO) -> int:
    """Write doubtful pairs as decisions to be made; how many."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*COLUMNS, "now", "why", "documents", "text", "other_text", "entity", "other_entity"])
    number = 0
    for doubt in found:
        number += 1
        one, other = doubt.one, doubt.other
        row = ["", doubt.type, one.name, one.document, other.name, other.document]
        row += ["same" if doubt.are_one else "apart", doubt.reason, str(doubt.documents), one.text, other.text]
        writer.writerow([*row, one.entity, other.entity])
    return number


def _namings(extraction: Extraction, resolution: Resolution) -> Iterator[tuple[tuple[str, str], Naming]]:
    """The fullest name of each entity of a document, by global identifier and that name."""
    first: dict[str, Mention] = {}
    for mention in extraction.mentions:
        if mention.entity is not None and mention.kind == "name":
            known = first.get(mention.entity)
            if known is None or len(mention.text.split()) > len(known.text.split()):
                first[mention.entity] = mention
    document = extraction.document
    for entity in extraction.entities:
        fullest = first.get(entity.id)
        name = " ".join(fullest.text.split()) if fullest else entity.name
        text = ""
        if fullest is not None:
            text = " ".join(document.text[max(0, fullest.start - _AROUND) : fullest.end + _AROUND].split())
        id_ = resolution.of[document.id, entity.id]
        yield (id_, parse(name, entity.type).key), Naming(name, document.id, text, id_)


def _weak_joins(
    namings: Mapping[tuple[str, str], Naming], count: Counter[tuple[str, str]], resolution: Resolution
) -> Iterator[Doubt]:
    """Names of one entity that only a weak rule brings together."""
    told = {(join.entity, join.name): join.rule for join in resolution.joins}
    by_entity: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in namings:
        by_entity[key[0]].append(key)
    for id_, keys in by_entity.items():
        entity = resolution.entities[id_]
        fullest = max(keys, key=lambda key: (key[1] == parse(entity.name, entity.type).key, count[key], key))
        for key in keys:
            if key == fullest:
                continue
            one, other = namings[key], namings[fullest]
            rule = told.get((id_, one.name)) or decide(parse(one.name, entity.type), parse(other.name, entity.type))
            if rule is None or rule.number in _WEAK:
                reason = rule.reason if rule is not None else "by way of other names"
                yield Doubt(one, other, entity.type, True, reason, count[key])


def _near(
    namings: Mapping[tuple[str, str], Naming], count: Counter[tuple[str, str]], entities: Mapping[str, Entity]
) -> Iterator[Doubt]:
    """Names of two entities that a rule would join in one document, or that are all but spelled the same."""
    names = {key: parse(naming.name, entities[key[0]].type) for key, naming in namings.items()}
    best: dict[tuple[str, str], tuple[int, Doubt]] = {}
    for block in _blocks(names):
        for one, other in combinations(sorted(block), 2):
            reason = _nearness(names[one], names[other]) if one[0] != other[0] else None
            if reason is None:
                continue
            first, second = sorted((one, other), key=lambda key: (count[key], key))
            doubt = Doubt(namings[first], namings[second], names[one].type, False, reason, count[first])
            fullness = len(names[one].words) + len(names[other].words)
            pair = (one[0], other[0])  # sorted, as the block is
            if pair not in best or best[pair][0] < fullness:
                best[pair] = (fullness, doubt)
    return (doubt for _, doubt in best.values())


def _blocks(names: Mapping[tuple[str, str], Name]) -> Iterator[list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, name in names.items():
        for block in _keys(name):
            found[f"{name.type} {block}"].append(key)
    return (block for _, block in sorted(found.items()) if 1 < len(block) <= _MOST_NAMES)


def _keys(name: Name) -> set[str]:
    if not name.words:
        return set()
    if name.type == "Person":
        return {name.family[-1], name.words[-1], _consonants(name.words)}
    return {name.words[0], name.words[-1], name.normal, _consonants(name.words), *letters_of(name)}


def _consonants(words: Sequence[str]) -> str:
    """A rough key, the same for most ways to misspell a name."""
    return " ".join(word[:1] + "".join(letter for letter in word[1:] if letter not in "aeiouyh") for word in words)


def _nearness(a: Name, b: Name) -> str | None:
    if is_kind_of_body(a) or is_kind_of_body(b):
        return None
    if a.type != b.type:
        return None
    if a.key == b.key:
        return "one name, told apart by what documents say"
    rule = decide(a, b)
    if rule is not None:
        return f"would be one in one document: {rule.reason}" if rule.joins else None
    few, many = sorted((a, b), key=lambda name: len(name.words))
    if is_acronym(few.text) or len(few.words) < 2 or len(few.words) != len(many.words):
        return None
    return "spelled alike" if _consonants(a.words) == _consonants(b.words) else None
