"""Relations by patterns and by the classifier, joined: what one finds backs what the other does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from kg.encoder import Encoder
from kg.model import Mention, RelationMention
from kg.ontology import Ontology, default_ontology
from kg.relations import Extractor, encoder_of, standing_of
from kg.relations.standing import Standing

__all__ = ["Joint"]

Ends = tuple[str, str]

_BELONGING = frozenset({"memberOf", "worksFor"})
"""What may be said of a person and a party, and means that he is in it."""


@dataclass(frozen=True)
class Joint:
    """Several extractors as one; call it with a Doc and its mentions.

    Each finding is kept as evidence of its own, and how all stand is told by the extractor that can. Where an
    asymmetric predicate is found in both directions, the likelier stands; of a predicate and a wider one in one
    sentence, the narrower. What stands tells what gave way to it.
    """

    extractors: tuple[Extractor, ...]
    ontology: Ontology

    @property
    def encoder(self) -> Encoder | None:
        """The encoder that one of them reads with."""
        return next((found for extractor in self.extractors if (found := encoder_of(extractor)) is not None), None)

    @property
    def standing(self) -> Standing | None:
        """What tells how relations stand, if one of them has it."""
        return next((found for extractor in self.extractors if (found := standing_of(extractor)) is not None), None)

    def __call__(self, doc: Doc, mentions: Sequence[Mention]) -> list[RelationMention]:
        """All relations that any extractor finds, in text order, without those that are contradicted."""
        found = [relation for extractor in self.extractors for relation in extractor(doc, mentions)]
        found = _narrowest(_one_way(_in_parties(found), self.ontology), self.ontology)
        return sorted(found if self.standing is None else self.standing(doc, found), key=_order)


def joint(*extractors: Extractor, ontology: Ontology | None = None) -> Joint:
    """Join extractors.

    Args:
        extractors: what to join; they don't know of each other.
        ontology: whose predicates are wider than others.
    """
    return Joint(extractors, ontology or default_ontology())


def _order(relation: RelationMention) -> tuple[object, ...]:
    return (relation.start, relation.subject.span, relation.object.span, relation.predicate, relation.extractor)


def _ends(relation: RelationMention) -> Ends:
    subject, object_ = relation.subject, relation.object
    return subject.entity or subject.id, object_.entity or object_.id


def _in_parties(found: Sequence[RelationMention]) -> list[RelationMention]:
    """With those who belong to a party, where the text says so of anyone, as members: "DAB's Horace Cheung"."""
    parties = {_ends(relation)[1] for relation in found if relation.predicate == "memberOfParty"}
    return [
        replace(_before(relation, f"{relation.predicate}, {_by(relation)}"), predicate="memberOfParty")
        if relation.predicate in _BELONGING
        and relation.subject.type == "Person"
        and (_ends(relation)[1] in parties or relation.object.text.endswith(" Party"))
        else relation
        for relation in found
    ]


def _one_way(found: Sequence[RelationMention], ontology: Ontology) -> list[RelationMention]:
    """Those whose direction is the likelier one, if their predicate has one."""
    best: dict[tuple[str, str, str], RelationMention] = {}
    for relation in found:
        key = (relation.predicate, *_ends(relation))
        if key not in best or relation.confidence > best[key].confidence:
            best[key] = relation
    kept = []
    for relation in found:
        subject, object_ = _ends(relation)
        other = best.get((relation.predicate, object_, subject))
        if other is None or not ontology.predicates[relation.predicate].asymmetric:
            kept.append(relation)
        elif not _is_beaten(best[relation.predicate, subject, object_], other):
            kept.append(_before(relation, f"{other.predicate} the other way round, {_by(other)}"))
    return kept


def _is_beaten(own: RelationMention, other: RelationMention) -> bool:
    return (other.confidence, _ends(own)) > (own.confidence, _ends(other))


def _narrowest(found: Sequence[RelationMention], ontology: Ontology) -> list[RelationMention]:
    """Those that no narrower predicate of the same ends in the same sentence implies."""
    said: dict[tuple[str, Ends, int], list[RelationMention]] = defaultdict(list)
    for relation in found:
        said[relation.predicate, _ends(relation), relation.start].append(relation)
    wider = {key for relation in found for key in _wider(relation, ontology)}
    kept = []
    for relation in found:
        if (relation.predicate, _ends(relation), relation.start) in wider:
            continue
        for key in _wider(relation, ontology):
            # What one extractor reads itself, narrow and wide, is no contradiction.
            other = next((other for other in said[key] if other.extractor != relation.extractor), None)
            if other is not None:
                relation = _before(relation, f"{other.predicate}, {_by(other)}")
        kept.append(relation)
    return kept


def _wider(relation: RelationMention, ontology: Ontology) -> Iterator[tuple[str, Ends, int]]:
    return ((name, _ends(relation), relation.start) for name in sorted(ontology.wider(relation.predicate)))


def _before(relation: RelationMention, other: str) -> RelationMention:
    """A relation that another gave way to."""
    told = f"{relation.instead_of}; {other}" if relation.instead_of else other
    return replace(relation, instead_of=told)


def _by(relation: RelationMention) -> str:
    return f"{relation.extractor} {relation.confidence:.2f}"
