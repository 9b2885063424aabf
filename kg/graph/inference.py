"""What follows from statements by the ontology: a layer beside them, never evidence.

| rule | from | follows |
|---|---|---|
| also | Rosa is headOfState of Ardal | Rosa leads Ardal (where the types fit the wider predicate) |
| symmetric | Rosa met Carl | Carl met Rosa |
| inverse | the predicate has an inverse | that, from the other end |
| transitive | Moss lies in Ardal, Ardal in Nordland | Moss lies in Nordland |
| through | Acme is based in Moss, Moss lies in Ardal | Acme is based in Ardal |

What a text denies is no premise. What follows is no surer than its premises: *uncertain* if one of them is, else
*reported* if one is, else *known* if one is, else *asserted*; its confidence is the product of theirs. Of several ways
to one conclusion the surest counts, then the shortest. What the graph states itself, as surely, is not derived again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from kg.graph.assembly import statement_id
from kg.model import Entity, Statement, Status
from kg.ontology import Ontology, Predicate

__all__ = ["Derived", "derive"]

# The surest first. What is known is not said by a text, so it is less than asserted; it is no hearsay.
_SURENESS: tuple[Status, ...] = ("asserted", "known", "reported", "uncertain")

_Triple = tuple[str, str, str]  # subject, predicate, object


@dataclass(frozen=True, slots=True)
class Derived:
    """A statement that follows from others. ``id`` is made as that of a statement that says the same.

    ``premises`` are the identifiers of the graph's statements that it follows from, sorted; ``rule`` is the last step:
    also, symmetric, inverse, transitive or through. ``confidence`` is 0 to 1.
    """

    id: str
    subject: str
    predicate: str
    object: str
    rule: str
    premises: tuple[str, ...]
    status: Status
    confidence: float

    def fits(self, subject: str | None, predicate: str | None, object: str | None) -> bool:
        """Whether it is about these, of which ``None`` fits all."""
        asked = ((subject, self.subject), (predicate, self.predicate), (object, self.object))
        return all(wanted in (None, own) for wanted, own in asked)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A triple with what speaks for it: ``sureness`` is an index, ``steps`` how many rules led to it."""

    sureness: int
    steps: int
    confidence: float
    triple: _Triple
    rule: str = ""
    premises: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[int, int, float, _Triple, tuple[str, ...], str]:
        return self.sureness, self.steps, -self.confidence, self.triple, self.premises, self.rule


def derive(statements: Iterable[Statement], entities: Mapping[str, Entity], ontology: Ontology) -> list[Derived]:
    """What follows from statements, sorted by identifier.

    >>> from kg.model import Evidence
    >>> from kg.ontology import default_ontology
    >>> people = {"p": Entity("p", "Person", "Rosa Lind"), "l": Entity("l", "Place", "Ardal")}
    >>> evidence = (Evidence("d1", 0, 9, (0, 4), (5, 9), confidence=0.9),)
    >>> stated = Statement("s1", "p", "mayorOf", "l", evidence=evidence)
    >>> [(found.predicate, found.rule, found.premises) for found in derive([stated], people, default_ontology())]
    [('leads', 'also', ('s1',))]
    """
    stated = list(_stated(statements))
    found = _closed(stated, entities, _Rules(ontology))
    sureness = {fact.triple: fact.sureness for fact in stated}
    new = (fact for fact in found.values() if fact.rule and fact.sureness < sureness.get(fact.triple, len(_SURENESS)))
    return sorted((_derived(fact) for fact in new), key=lambda derived: derived.id)


def _stated(statements: Iterable[Statement]) -> Iterator[_Fact]:
    for statement in statements:
        if statement.object is not None and statement.status in _SURENESS:
            triple = (statement.subject, statement.predicate, statement.object)
            sureness = _SURENESS.index(statement.status)
            yield _Fact(sureness, 0, statement.confidence, triple, premises=(statement.id,))


def _derived(fact: _Fact) -> Derived:
    status, confidence = _SURENESS[fact.sureness], round(fact.confidence, 4)
    return Derived(statement_id(*fact.triple), *fact.triple, fact.rule, fact.premises, status, confidence)


class _Rules:
    """The steps that an ontology allows."""

    def __init__(self, ontology: Ontology) -> None:
        self.predicates = ontology.predicates
        self.inverse: dict[str, list[str]] = defaultdict(list)
        self.through: dict[str, list[str]] = defaultdict(list)
        self.behind: dict[str, list[str]] = defaultdict(list)
        for predicate in ontology.predicates.values():
            if predicate.inverse is not None:
                self.inverse[predicate.name].append(predicate.inverse)
                self.inverse[predicate.inverse].append(predicate.name)
            for other in (*predicate.through, *([predicate.name] if predicate.transitive else [])):
                self.through[predicate.name].append(other)
                self.behind[other].append(predicate.name)

    def single(self, triple: _Triple) -> Iterator[tuple[str, _Triple]]:
        """What follows from one triple alone."""
        subject, name, object_ = triple
        predicate = self.predicates.get(name)
        if predicate is None:
            return
        yield from (("also", (subject, wider, object_)) for wider in predicate.also)
        if predicate.symmetric:
            yield "symmetric", (object_, name, subject)
        yield from (("inverse", (object_, other, subject)) for other in self.inverse.get(name, ()))

    def admits(self, triple: _Triple, entities: Mapping[str, Entity]) -> bool:
        """Whether the types of both ends fit, and they are two."""
        subject, name, object_ = triple
        predicate: Predicate = self.predicates[name]
        if subject == object_ or subject not in entities or object_ not in entities:
            return False
        return predicate.admits(entities[subject].type, entities[object_].type)


def _closed(stated: Iterable[_Fact], entities: Mapping[str, Entity], rules: _Rules) -> dict[_Triple, _Fact]:
    """All that follows, each by its best way: taken the best first, nothing better can come later."""
    waiting = [(fact.order, fact) for fact in stated]
    heapify(waiting)
    found: dict[_Triple, _Fact] = {}
    from_subject: dict[tuple[str, str], list[_Fact]] = defaultdict(list)
    to_object: dict[tuple[str, str], list[_Fact]] = defaultdict(list)
    while waiting:
        _, fact = heappop(waiting)
        if fact.triple in found:
            continue
        subject, name, object_ = fact.triple
        found[fact.triple] = fact
        from_subject[name, subject].append(fact)
        to_object[name, object_].append(fact)
        steps = [_step(rule, triple, fact) for rule, triple in rules.single(fact.triple)]
        steps += _onwards(fact, from_subject, rules)
        steps += _backwards(fact, to_object, rules)
        for new in steps:
            if new.triple not in found and rules.admits(new.triple, entities):
                heappush(waiting, (new.order, new))
    return found


def _onwards(fact: _Fact, from_subject: Mapping[tuple[str, str], list[_Fact]], rules: _Rules) -> list[_Fact]:
    """The fact, and what its object lies in."""
    subject, name, object_ = fact.triple
    return [
        _step(_chained(name, other), (subject, name, next_.triple[2]), fact, next_)
        for other in rules.through.get(name, ())
        for next_ in from_subject.get((other, object_), ())
    ]


def _backwards(fact: _Fact, to_object: Mapping[tuple[str, str], list[_Fact]], rules: _Rules) -> list[_Fact]:
    """What leads to the subject of the fact, and the fact."""
    subject, name, object_ = fact.triple
    return [
        _step(_chained(before, name), (first.triple[0], before, object_), first, fact)
        for before in rules.behind.get(name, ())
        for first in to_object.get((before, subject), ())
    ]


def _chained(name: str, other: str) -> str:
    return "transitive" if name == other else "through"


def _step(rule: str, triple: _Triple, *premises: _Fact) -> _Fact:
    confidence = 1.0
    for premise in premises:
        confidence *= premise.confidence
    return _Fact(
        max(premise.sureness for premise in premises),
        1 + sum(premise.steps for premise in premises),
        confidence,
        triple,
        rule,
        tuple(sorted({id_ for premise in premises for id_ in premise.premises})),
    )
