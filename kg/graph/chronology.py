"""What held on a day: statements and their times, beside the days on which their documents were published.

Dates are EDTF of level 0 (``2014``, ``2014-05``, ``2014-05-03``), and of intervals both ends; ``~`` and ``?`` are
overlooked. Two dates are compared as far as both go: 2014 is neither before nor after May 2014.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from kg.model import Document, Evidence, Statement
from kg.ontology import Ontology

__all__ = ["before", "held", "reach"]

Reach = tuple[str, str]
"""From when to when something is told of; an empty end is open."""


def before(one: str, other: str) -> bool:
    """True if a date lies before another for certain.

    >>> before("2014", "2015-02"), before("2015", "2015-02")
    (True, False)
    """
    one, other = _plain(one), _plain(other)
    common = min(len(one), len(other))
    return one[:common] < other[:common]


def _plain(value: str) -> str:
    """Up to where a decade's or century's ``X`` begins; of a season the year."""
    value = value.rstrip("~?").partition("X")[0]
    return value[:4] if value[5:7] > "12" else value


def reach(evidence: Evidence, documents: Mapping[str, Document]) -> Reach | None:
    """When a piece of evidence puts its statement: the time that it gives, or else the day of its document."""
    if evidence.time is not None:
        start, slash, end = evidence.time.value.partition("/")
        return (start.strip("."), end.strip(".")) if slash else (start, start)
    document = documents.get(evidence.document)
    return (document.published[:10], document.published[:10]) if document and document.published else None


def held(
    statements: Iterable[Statement], day: str, documents: Mapping[str, Document], ontology: Ontology
) -> list[Statement]:
    """The statements that hold on a day, as far as the texts tell; see `kg.graph.KnowledgeGraph.at`."""
    found = [statement for statement in statements if _holds(statement, day, documents, ontology)]
    rivals: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in found:
        predicate = ontology.predicates.get(statement.predicate)
        if predicate is None or predicate.one is None or not predicate.lasting or statement.object is None:
            continue
        shared = statement.object if predicate.one == "subject" else statement.subject
        rivals[statement.predicate, statement.status, shared].append(statement)
    gone = {
        statement.id for group in rivals.values() if len(group) > 1 for statement in _outlived(group, day, documents)
    }
    return [statement for statement in found if statement.id not in gone]


def _deciding(statement: Statement) -> list[Evidence]:
    return [evidence for evidence in statement.evidence if evidence.status == statement.status]


def _holds(statement: Statement, day: str, documents: Mapping[str, Document], ontology: Ontology) -> bool:
    if statement.status == "known":
        return True
    predicate = ontology.predicates.get(statement.predicate)
    if predicate is not None and predicate.takes_value:
        return True  # a birthday is so at any time
    if predicate is not None and predicate.lasting:
        return _lasts(statement, day)
    return _has_happened(statement, day, documents)


def _lasts(statement: Statement, day: str) -> bool:
    """Unless the text bounds it elsewhere; where every place gives a date, one of them must be this one."""
    start, end = statement.valid_from, statement.valid_to
    if (start and before(day, start)) or (end and before(end, day)):
        return False
    times = [evidence.time for evidence in _deciding(statement)]
    if start or end or not all(times):
        return True
    return any(not before(day, time.value) and not before(time.value, day) for time in times if time is not None)


def _has_happened(statement: Statement, day: str, documents: Mapping[str, Document]) -> bool:
    """Not if it lies ahead: its time, or the first report of it, comes later."""
    found = [reach(evidence, documents) for evidence in _deciding(statement)]
    first = [start or end for start, end in filter(None, found)]
    return not first or any(not before(day, start) for start in first)


def _outlived(group: Sequence[Statement], day: str, documents: Mapping[str, Document]) -> list[Statement]:
    """Of several heads of one state, those that the texts put farther from the day than another."""
    away = {statement.id: min(_distances(statement, day, documents), default=None) for statement in group}
    known = [days for days in away.values() if days is not None]
    return [statement for statement in group if known and away[statement.id] not in {None, min(known)}]


def _distances(statement: Statement, day: str, documents: Mapping[str, Document]) -> Iterable[int]:
    for evidence in _deciding(statement):
        span = reach(evidence, documents)
        if span is None:
            continue
        start, end = span
        if before(day, start or end):
            yield _days(day, start or end)
        elif not start or (end and before(end, day)):
            yield _days(end, day)
        else:
            yield 0 if end else _days(start, day)  # the one who began last


def _days(one: str, other: str) -> int:
    return abs((_first_day(one) - _first_day(other)).days)


def _first_day(value: str) -> date:
    year, month, day = (*_plain(value).split("-"), "1", "1")[:3]
    return date(max(1, int(year.ljust(4, "0"))), int(month), int(day))
