"""Statements of a document against those of its gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.evaluate.counts import Counts
from kg.model import Extraction, Statement, Status
from kg.ontology import Ontology

__all__ = ["Claim", "RelationCounts", "claims", "narrowest"]

Claim = tuple[str, str, str]
"""Subject, predicate, object: gold entities, or what stands for none; a date as ``date <EDTF>``."""


@dataclass(slots=True)
class RelationCounts:
    """Counts of all statements, by predicate too, and how many could not be judged."""

    all: Counts = field(default_factory=Counts)
    by_predicate: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    left_out: int = 0
    gold_left_out: int = 0

    def add(
        self,
        predicted: Collection[Claim],
        gold: Collection[Claim],
        ontology: Ontology,
        only: Collection[str] | None = None,
    ) -> None:
        """Add a document. What is predicted is right if it is in the gold or follows from it by "also" and symmetry;
        what is in the gold is found if it is predicted or so follows from that.

        With ``only``, these predicates count, and what narrower ones say counts as these.
        """
        true, said = _implied(gold, ontology), _implied(predicted, ontology)
        if only is not None:
            true, said = ({claim for claim in claims if claim[1] in only} for claims in (true, said))
            predicted, gold = said, true
        for claim in narrowest(predicted, ontology):
            self._count(claim[1], Counts(right=claim in true, predicted=1))
        for claim in narrowest(gold, ontology):
            self._count(claim[1], Counts(found=claim in said, gold=1))

    def _count(self, predicate: str, counts: Counts) -> None:
        self.all.add(counts)
        self.by_predicate[predicate].add(counts)


def claims(
    extraction: Extraction, statuses: Collection[Status], entities: Mapping[str, str], *, is_gold: bool = False
) -> tuple[list[Claim], int]:
    """A document's statements of these statuses with their ends as ``entities`` names them, and how many were left out.

    Left out is what can't be judged: a statement with an end that has no name in the text (``entities`` lacks it), or
    whose ends are one entity of the gold. Gold without evidence counts as asserted.
    """
    found: list[Claim] = []
    left_out = 0
    for statement in extraction.statements:
        status = "asserted" if is_gold and not statement.evidence else statement.status
        if status not in statuses:
            continue
        subject, object_ = entities.get(statement.subject), _object(statement, entities)
        if subject is None or object_ is None or subject == object_:
            left_out += 1
        else:
            found.append((subject, statement.predicate, object_))
    return found, left_out


def _object(statement: Statement, entities: Mapping[str, str]) -> str | None:
    if statement.object is not None:
        return entities.get(statement.object)
    return f"date {statement.value.value}" if statement.value is not None else None


def narrowest(found: Iterable[Claim], ontology: Ontology) -> list[Claim]:
    """Each claim once, without those that a narrower one of the same ends implies; sorted.

    >>> from kg.ontology import default_ontology
    >>> narrowest([("a", "leads", "b"), ("a", "ceoOf", "b"), ("d", "met", "c")], default_ontology())
    [('a', 'ceoOf', 'b'), ('c', 'met', 'd')]
    """
    distinct = {_ordered(claim, ontology) for claim in found}
    wider = {(subject, other, object_) for subject, name, object_ in distinct for other in _wider(name, ontology)}
    return sorted(distinct - wider)


def _implied(found: Iterable[Claim], ontology: Ontology) -> set[Claim]:
    claims = {_ordered(claim, ontology) for claim in found}
    return claims | {(subject, other, object_) for subject, name, object_ in claims for other in _wider(name, ontology)}


def _wider(name: str, ontology: Ontology) -> Iterator[str]:
    return iter(ontology.wider(name) if name in ontology.predicates else ())


def _ordered(claim: Claim, ontology: Ontology) -> Claim:
    """A symmetric claim has its ends in order."""
    subject, name, object_ = claim
    predicate = ontology.predicates.get(name)
    if predicate is not None and predicate.symmetric and object_ < subject:
        return object_, name, subject
    return claim
