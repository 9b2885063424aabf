"""Passages of news whose names, pronouns and relations are all marked: what teaches which pairs nothing relates.

    [1P Idris Manko], [2L Kenya]'s finance minister, met [3P Renske Aldous] in [4L Nairobi] on Monday. ¶
    > 1 ministerOf 2
    > 1 met 3
    [1P He] denied that [5O Tana Bank] had bought [6O Coast Savings].
    > denied 5 acquired 6

A line is a sentence, and below it stands all that it says of two that it marks: status (where it isn't asserted),
subject, predicate, object. A mark has the number of its entity, its type (Person, Organization, L for a place, Date)
and its words. An empty line ends a passage, ``¶`` a paragraph; ``#`` begins a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from kg.errors import DataError
from kg.model import Mention, MentionKind, MentionType, Span
from kg.ontology import default_ontology
from kg.relations.standing import STATUSES
from kg.train.annotated import Annotated, Fact, with_wider

__all__ = ["is_passages", "read"]

_MARK = re.compile(r"\[(\d+)([POLD]) ([^][]+)\]")
_FACT = re.compile(r"> (?:([a-z]+) )?(\d+) ([A-Za-z]+) (\d+)")
_TYPES: dict[str, MentionType] = {"P": "Person", "O": "Organization", "L": "Place", "D": "Date"}
_PRONOUN = re.compile(
    r"(?i)(i|me|my|we|us|our|he|him|his|himself|she|hers?|herself|it|its|itself|they|them|their|who|whose|whom)"
)
_DETERMINER = re.compile(r"(?i)(the|an?|his|her|its|their|this|that) ")
_HOLDS = ("asserted", "reported")

# Of a pair that one of these relates, the others may hold as well without being said.
_ALIKE = frozenset({"worksFor", "memberOf", "leads"})


@dataclass(slots=True)
class _Passage:
    """What the lines of a passage have given so far."""

    text: str = ""
    sentences: list[Span] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


def read(path: str | Path) -> Iterator[Annotated]:
    """The passages of a file.

    Raises:
        DataError: a line has a mark, a number or a predicate that isn't right; it is named.
    """
    lines = enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1)
    kept = ((number, line.strip()) for number, line in lines if not line.startswith("#"))
    for is_text, group in groupby(kept, key=lambda line: bool(line[1])):
        if is_text:
            rows = list(group)
            yield _annotated(f"{Path(path).stem}-{rows[0][0]}", _passage(path, rows))


def is_passages(path: str | Path) -> bool:
    """If a text file begins, after its comments, with a sentence, and not with a row of `kg.train.marked`."""
    with Path(path).open(encoding="utf-8") as lines:
        first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return " | " not in first


def _passage(path: str | Path, rows: Sequence[tuple[int, str]]) -> _Passage:
    found = _Passage()
    for number, line in rows:
        try:
            if line.startswith(">"):
                found.facts.append(_fact(found, line))
            else:
                _add_sentence(found, line)
        except ValueError as error:
            raise DataError(f"{path}:{number}: {error}: {line}") from error
    return found


def _add_sentence(passage: _Passage, line: str) -> None:
    start, last = len(passage.text), 0
    for mark in _MARK.finditer(line):
        passage.text += line[last : mark.start()]
        entity, letter, words = mark.groups()
        begin = len(passage.text)
        types = {mention.type for mention in passage.mentions if mention.entity == entity}
        if types - {_TYPES[letter]}:
            raise ValueError(f"entity {entity} has two types")
        id_ = f"m{len(passage.mentions)}"
        mention = Mention(id_, begin, begin + len(words), words, _kind(words), _TYPES[letter], entity)
        passage.mentions.append(mention)
        passage.text += words
        last = mark.end()
    rest = line[last:]
    if "[" in rest or "]" in passage.text[start:] or "[" in passage.text[start:]:
        raise ValueError("a bracket that is no mark such as [1P Ann Lee]")
    passage.text += rest.removesuffix("¶").rstrip()
    passage.sentences.append((start, len(passage.text)))
    passage.text += "\n\n" if rest.endswith("¶") else " "


def _kind(words: str) -> MentionKind:
    """A pronoun, a noun, or a name: what has a capital or a figure behind its determiner.

    >>> _kind("he"), _kind("The minister"), _kind("the Hague")
    ('pronoun', 'nominal', 'name')
    """
    if _PRONOUN.fullmatch(words):
        return "pronoun"
    rest = _DETERMINER.sub("", words, count=1)
    return "name" if any(letter.isupper() or letter.isdigit() for letter in rest) else "nominal"


def _fact(passage: _Passage, line: str) -> Fact:
    row = _FACT.fullmatch(line)
    if row is None or not passage.sentences:
        raise ValueError("not '> [status] subject predicate object' below a sentence")
    status, subject, predicate, object_ = row.groups()
    status = status or "asserted"
    known = default_ontology().predicates.get(predicate)
    if status not in STATUSES or known is None:
        raise ValueError(f"{status!r} is no status, or {predicate!r} no predicate")
    start, end = passage.sentences[-1]
    types = {mention.entity: mention.type for mention in passage.mentions if start <= mention.start < end}
    for number, wanted in ((subject, known.domain), (object_, known.range)):
        if number not in types:
            raise ValueError(f"entity {number} is not marked in the sentence above")
        if types[number].lower() not in map(str.lower, wanted):
            raise ValueError(f"{predicate} takes {' or '.join(wanted)}, and {number} is of {types[number]}")
    return Fact(subject, predicate, object_, frozenset({len(passage.sentences) - 1}), status=status)


def _annotated(id_: str, passage: _Passage) -> Annotated:
    ontology = default_ontology()
    predicates = frozenset(ontology.predicates)
    facts: list[Fact] = []
    unknown: list[Fact] = []
    for fact in passage.facts:
        wider = with_wider([fact.predicate], ontology)
        rows = facts if fact.status in _HOLDS else unknown
        rows += [_as(fact, name) for name in sorted(wider)]
        unknown += [_as(fact, name) for name in sorted(_ALIKE - wider) if wider & _ALIKE]
    return Annotated(
        id_,
        passage.text,
        tuple(passage.sentences),
        tuple(passage.mentions),
        tuple(facts),
        (predicates,) * len(passage.sentences),
        unknown=tuple(unknown),
        is_typed=True,
    )


def _as(fact: Fact, predicate: str) -> Fact:
    return Fact(fact.subject, predicate, fact.object, fact.evidence, status=fact.status)
