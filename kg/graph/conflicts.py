"""Where texts contradict each other: affirmed here and denied there, or two where there can be but one.

A succession is no contradiction: two mayors whose times or reports do not overlap, an end ("no longer") after what it
ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from kg.graph.chronology import Reach, before, reach
from kg.graph.explanation import Explanation
from kg.model import Document, Evidence, Statement
from kg.ontology import Ontology, Predicate

__all__ = ["Conflict", "Side", "conflicts"]

_ENDED = ("no longer", "any longer", "any more", "anymore", "stopped", "ceased", "quit", "gave up")
"""Words of a denial that says it was so before."""

Explain = Callable[[Evidence], Explanation]
Contains = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: a statement, and the sentence that speaks for it or against it."""

    statement: Statement
    says: Explanation


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences that can't both be right.

    ``kind`` is ``denied`` where one affirms and the other denies a statement, ``rivals`` where two statements exclude
    each other: two capitals, two birthdays, two heads of one state at one time.
    """

    kind: Literal["denied", "rivals"]
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class _Setting:
    """What contradictions are judged with."""

    documents: Mapping[str, Document]
    ontology: Ontology
    explain: Explain
    contains: Contains


def conflicts(
    statements: Iterable[Statement],
    documents: Mapping[str, Document],
    ontology: Ontology,
    explain: Explain,
    contains: Contains,
) -> Iterator[Conflict]:
    """Contradictions among statements: denials first, by statement, then rivals.

    Args:
        statements: those of every status.
        documents: by identifier; their publication dates tell a succession from a contradiction.
        ontology: says of which predicates there is but one subject or object.
        explain: makes the sentence of evidence.
        contains: whether one place lies in another: born in Lima and in Peru is no contradiction.
    """
    setting = _Setting(documents, ontology, explain, contains)
    found = list(statements)
    for statement in found:
        yield from _denied(statement, setting)
    yield from _rivals(found, setting)


# -- affirmed and denied


def _denied(statement: Statement, setting: _Setting) -> Iterator[Conflict]:
    affirmed = [evidence for evidence in statement.evidence if evidence.status in {"asserted", "reported"}]
    denied = [evidence for evidence in statement.evidence if evidence.status == "denied"]
    pairs = [
        (yes, no)
        for yes in sorted(affirmed, key=lambda evidence: evidence.status)  # what the author asserts first
        for no in denied
        if _meet(yes, no, setting) and not _ended(yes, no, statement, setting)
    ]
    if pairs:
        yes, no = pairs[0]
        yield Conflict("denied", (Side(statement, setting.explain(yes)), Side(statement, setting.explain(no))))


def _meet(one: Evidence, other: Evidence, setting: _Setting) -> bool:
    """False if both give times that do not touch: the attack of 2019 and none on Monday."""
    if one.time is None or other.time is None:
        return True
    first, second = reach(one, setting.documents), reach(other, setting.documents)
    return first is None or second is None or not _apart(first, second)


def _apart(one: Reach, other: Reach) -> bool:
    ends = ((one[1], other[0]), (other[1], one[0]))
    return any(last and first and before(last, first) for last, first in ends)


def _ended(yes: Evidence, no: Evidence, statement: Statement, setting: _Setting) -> bool:
    """True if the denial says that something is over, and what it denies is not told later."""
    predicate = setting.ontology.predicates.get(statement.predicate)
    if predicate is None or not predicate.lasting:
        return False
    told = reach(yes, setting.documents)
    over = reach(no, setting.documents)
    sentence = " ".join(setting.documents[no.document].text[no.start : no.end].lower().split())
    if any(words in sentence for words in _ENDED):
        return told is None or over is None or not before(over[1] or over[0], told[0] or told[1])
    return bool(told and over and told[1] and over[0] and yes.time and before(told[1], over[0]))


# -- two where there can be but one


def _rivals(statements: Sequence[Statement], setting: _Setting) -> Iterator[Conflict]:
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        predicate = setting.ontology.predicates.get(statement.predicate)
        if statement.status not in {"asserted", "reported"} or predicate is None or predicate.one is None:
            continue
        shared = statement.object if predicate.one == "subject" else statement.subject
        groups[statement.predicate, shared or ""].append(statement)
    for (name, _), group in sorted(groups.items()):
        predicate = setting.ontology.predicates[name]
        for one, other in combinations(sorted(group, key=lambda statement: statement.id), 2):
            if not _agree(one, other, predicate, setting):
                sides = Side(one, setting.explain(_best(one))), Side(other, setting.explain(_best(other)))
                yield Conflict("rivals", sides)


def _best(statement: Statement) -> Evidence:
    return next(evidence for evidence in statement.evidence if evidence.status == statement.status)


def _agree(one: Statement, other: Statement, predicate: Predicate, setting: _Setting) -> bool:
    """True if both can be right: dates of which one is finer, a place in the other, one after the other."""
    if one.value is not None and other.value is not None:
        first, second = one.value.value, other.value.value
        return not (before(first, second) or before(second, first))
    if not predicate.lasting:
        ends = (one.object or "", other.object or "")
        return setting.contains(*ends) or setting.contains(*reversed(ends))
    return _follows(one, other, setting) or _follows(other, one, setting)


def _follows(one: Statement, other: Statement, setting: _Setting) -> bool:
    """True if all that is told of one lies before what is told of the other, or its end before the other's start."""
    if one.valid_to and other.valid_from:
        return not before(other.valid_from, one.valid_to)
    first, second = _told(one, setting), _told(other, setting)
    if not all(first) or not all(second):
        return False
    last = max((span[1] or span[0] for span in first if span), default="")
    start = min((span[0] for span in second if span), default="")
    if not last or not start:
        return False
    return before(last, start) or (one.valid_to is not None and not before(start, last))


def _told(statement: Statement, setting: _Setting) -> list[Reach | None]:
    """When each deciding piece of evidence puts it. Persons come and go with the reports, capitals do not."""
    persons = setting.ontology.predicates[statement.predicate].domain == ("Person",)
    deciding = [evidence for evidence in statement.evidence if evidence.status == statement.status]
    return [reach(evidence, setting.documents) if persons or evidence.time else None for evidence in deciding]
