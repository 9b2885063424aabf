"""Predictions and gold -> figures.

| figure | is about |
|---|---|
| mentions | names of people, organisations and places: equal span (without a leading "the" and a possessive) and type |
| mentions, any type | equal span |
| entities | B-cubed over those names, paired one to one: equal spans, then those that overlap the most |
| relations | statements between entities, wherever in the document they are said |

A predicted entity stands for the gold entity that most of its names overlap. A statement counts once, however often it
is said; one that a narrower statement of the same pair implies ("also") does not count again, and is no mistake where
the gold has the narrower one. Symmetric statements have no direction. Left out of relations is what can't be judged:
ends without a name in the text, and both ends on one gold entity. Values are equal if their EDTF is.

All figures are micro averages: each mention, each statement counts the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate.counts import BCubed, Counts
from kg.evaluate.mentions import Named, aligned, matched, named
from kg.evaluate.pairing import Pairing, pair
from kg.evaluate.relations import Claim, RelationCounts, claims
from kg.model import Extraction, Status
from kg.ontology import Ontology, default_ontology

__all__ = ["DEFAULT_STATUSES", "Evaluation", "evaluate"]

DEFAULT_STATUSES: tuple[Status, ...] = ("asserted", "reported")
"""The statuses of statements that count where no others are given."""


@dataclass(slots=True)
class Evaluation:
    """The figures, how documents were paired, and the entities that are split or mixed.

    ``split`` counts gold entities whose names lie in several predicted ones, ``mixed`` predicted entities that hold
    names of several gold ones.
    """

    pairing: Pairing
    mentions: Counts = field(default_factory=Counts)
    spans: Counts = field(default_factory=Counts)
    by_type: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    entities: BCubed = field(default_factory=BCubed)
    split: int = 0
    mixed: int = 0
    relations: RelationCounts = field(default_factory=RelationCounts)

    def as_dict(self) -> dict[str, Any]:
        """All figures, as JSON has them; predicates by how often the gold has them."""
        return {
            "documents": {
                "gold": len(self.pairing.pairs),
                "missing": list(self.pairing.missing),
                "changed": list(self.pairing.changed),
                "extra": list(self.pairing.extra),
            },
            "mentions": self.mentions.as_dict(),
            "mentions, any type": self.spans.as_dict(),
            "mentions by type": {type_: self.by_type[type_].as_dict() for type_ in sorted(self.by_type)},
            "entities": {**self.entities.as_dict(), "split": self.split, "mixed": self.mixed},
            "relations": {
                **self.relations.all.as_dict(),
                "left out": self.relations.left_out,
                "gold left out": self.relations.gold_left_out,
            },
            "relations by predicate": {name: counts.as_dict() for name, counts in self._by_predicate()},
        }

    def rows(self) -> Iterator[tuple[str, Counts | BCubed]]:
        """Each figure with its name: mentions and their types, entities, relations and their predicates."""
        yield "mentions", self.mentions
        yield from ((f"mentions: {type_}", self.by_type[type_]) for type_ in sorted(self.by_type))
        yield "mentions, any type", self.spans
        yield "entities, B-cubed", self.entities
        yield "relations", self.relations.all
        yield from ((f"relations: {name}", counts) for name, counts in self._by_predicate())

    def _by_predicate(self) -> list[tuple[str, Counts]]:
        return sorted(self.relations.by_predicate.items(), key=lambda item: (-item[1].gold, item[0]))


def evaluate(
    predicted: Iterable[Extraction],
    gold: Iterable[Extraction],
    *,
    statuses: Collection[Status] = DEFAULT_STATUSES,
    predicates: Collection[str] | None = None,
    ontology: Ontology | None = None,
) -> Evaluation:
    """Measure predictions against gold; see the top of this module for the rules.

    Args:
        predicted: one extraction a document, with the very text of the gold.
        gold: what a person annotated. A document without a prediction counts as missed, whole.
        statuses: which statements count, on both sides. Gold statements without evidence count as asserted.
        predicates: which predicates count, such as those that the gold annotates; all, if not given. A narrower one
            counts as the wider one that is among them.
        ontology: says which predicates are symmetric and which imply which; the default is the one that `kg` ships.

    >>> from kg.model import Document, Mention
    >>> text = Document("d1", "Ana Rey met Luis Vega.")
    >>> ana = Mention("m1", 0, 7, "Ana Rey", "name", "Person")
    >>> luis = Mention("m2", 12, 21, "Luis Vega", "name", "Person")
    >>> found = evaluate([Extraction(text, (ana,))], [Extraction(text, (ana, luis))])
    >>> found.mentions.precision, found.mentions.recall
    (1.0, 0.5)
    """
    result = Evaluation(pair(predicted, list(gold)))
    for prediction, wanted in result.pairing.pairs:
        empty = Extraction(wanted.document)
        _add_mentions(result, named(prediction or empty), named(wanted))
        _add_entities(result, named(prediction or empty), named(wanted))
        said, true = _claims(result.relations, prediction or empty, wanted, frozenset(statuses))
        result.relations.add(said, true, ontology or default_ontology(), predicates)
    return result


def _claims(
    counts: RelationCounts, prediction: Extraction, gold: Extraction, statuses: frozenset[Status]
) -> tuple[list[Claim], list[Claim]]:
    """What both say of the entities of the gold."""
    found, wanted = named(prediction), named(gold)
    stands_for = aligned(found, wanted)
    # One whose names all miss the gold stays itself, so that what is said of it is wrong.
    ends = {mention.entity: stands_for.get(mention.entity, f"predicted {mention.entity}") for mention in found}
    said, left_out = claims(prediction, statuses, ends)
    true, gold_left_out = claims(gold, statuses, {mention.entity: mention.entity for mention in wanted}, is_gold=True)
    counts.left_out += left_out
    counts.gold_left_out += gold_left_out
    return said, true


def _add_mentions(result: Evaluation, found: Collection[Named], wanted: Collection[Named]) -> None:
    result.mentions.add(
        Counts.of_sets({(one.span, one.type) for one in found}, {(one.span, one.type) for one in wanted})
    )
    result.spans.add(Counts.of_sets({one.span for one in found}, {one.span for one in wanted}))
    for type_ in sorted({one.type for one in (*found, *wanted)}):
        ours, theirs = ({one.span for one in mentions if one.type == type_} for mentions in (found, wanted))
        result.by_type[type_].add(Counts.of_sets(ours, theirs))


def _add_entities(result: Evaluation, found: Collection[Named], wanted: Collection[Named]) -> None:
    entity_of = {one.span: one.entity for one in found}
    gold_of = {one.span: one.entity for one in wanted}
    matches = matched(list(entity_of), list(gold_of))
    result.entities.add(entity_of, gold_of, matches)
    pairs = {(entity_of[span], gold_of[other]) for span, other in matches.items()}
    result.split += _several(gold for _, gold in pairs)
    result.mixed += _several(entity for entity, _ in pairs)


def _several(found: Iterable[str]) -> int:
    return sum(count > 1 for count in Counter(found).values())
