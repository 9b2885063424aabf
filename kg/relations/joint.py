"""Relations by patterns and by the classifier, joined: what one finds backs what the other does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.encoder import Encoder
from kg.model import Mention, RelationMention
from kg.ontology import Ontology, default_ontology
from kg.relations import Extractor, encoder_of

__all__ = ["Joint"]

Ends = tuple[str, str]


@dataclass(frozen=True)
class Joint:
    """Several extractors as one; call it with a Doc and its mentions.

    Each finding is kept as evidence of its own. Where an asymmetric predicate is found in both directions, the likelier
    stands; of a predicate and a wider one in one sentence, the narrower.
    """

    extractors: tuple[Extractor, ...]
    ontology: Ontology

    @property
    def encoder(self) -> Encoder | None:
        """The encoder that one of them reads with."""
        return next((found for extractor in self.extractors if (found := encoder_of(extractor)) is not None), None)

    def __call__(self, doc: Doc, mentions: Sequence[Mention]) -> list[RelationMention]:
        """All relations that any extractor finds, in text order, without those that are contradicted."""
        found = [relation for extractor in self.extractors for relation in extractor(doc, mentions)]
        found = _narrowest(_one_way(found, self.ontology), self.ontology)
        return sorted(found, key=_order)


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


def _one_way(found: Sequence[RelationMention], ontology: Ontology) -> list[RelationMention]:
    best: dict[tuple[str, str, str], float] = {}
    for relation in found:
        key = (relation.predicate, *_ends(relation))
        best[key] = max(best.get(key, 0.0), relation.confidence)
    return [
        relation
        for relation in found
        if not ontology.predicates[relation.predicate].asymmetric
        or not _is_beaten(relation.predicate, *_ends(relation), best)
    ]


def _is_beaten(predicate: str, subject: str, object_: str, best: dict[tuple[str, str, str], float]) -> bool:
    other = best.get((predicate, object_, subject), 0.0)
    own = best[predicate, subject, object_]
    return other > own or (other == own and object_ < subject)


def _narrowest(found: Iterable[RelationMention], ontology: Ontology) -> list[RelationMention]:
    """Those that no narrower predicate of the same ends in the same sentence implies."""
    found = list(found)
    wider = {
        (name, *_ends(relation), relation.start) for relation in found for name in ontology.wider(relation.predicate)
    }
    return [relation for relation in found if (relation.predicate, *_ends(relation), relation.start) not in wider]
