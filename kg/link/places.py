"""Which place of the world a name means: GeoNames, told apart by what else the document names.

The score of a record is the logarithm (base 10) of its inhabitants, plus a little for a capital, plus what speaks for
it in the document: its country or division is named too, near by, or the text says that it lies there ("Paris,
Texas"). The best is linked if it is good enough and well ahead of every place of that name elsewhere; else none is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.geonames import Feature
from kg.link.candidates import candidates, prior, prior_of_whole
from kg.link.context import ALONE, Context, NamedPlace
from kg.model import Extraction, Span

__all__ = ["PlaceLink", "link_places"]

# The score from which on a record is linked, and how far it must be ahead of the next: 1 is ten times the inhabitants.
_ENOUGH = 4.3
_MARGIN = 0.5
# And how far where the document names nothing else for sure in its country.
_MARGIN_ALONE = 0.8
# A place that is so far ahead whatever surrounds it says something about the others.
_CLEAR = 1.0
# The lead of a place whose name no other has.
_UNIQUE = 2.0

_CONTAINERS = frozenset({"containedInPlace", "capitalOf"})
_BETWEEN = re.compile(r"\s*,\s*(?:in )?(?:the )?|\s*\((?:the )?|,? in (?:the )?")


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """The record of GeoNames that a place of a document is. ``confidence`` is 0 to 1; ``reason`` is for people."""

    feature: Feature
    confidence: float
    reason: str

    @property
    def iris(self) -> tuple[str, ...]:
        """GeoNames' IRI and, of a country, that of its ISO 3166-1 code at the Publications Office of the EU."""
        if self.feature.kind != "country":
            return (self.feature.iri,)
        return self.feature.iri, f"http://publications.europa.eu/resource/authority/country/{self.feature.code}"


def link_places(extraction: Extraction) -> dict[str, PlaceLink]:
    """The links of a document's places, by entity, in the order of the entities; without those that are not clear.

    >>> from kg.model import Document, Entity, Mention
    >>> paris = Mention("m1", 0, 5, "Paris", "name", "Place", "e1")
    >>> texas = Mention("m2", 7, 12, "Texas", "name", "Place", "e2")
    >>> entities = Entity("e1", "Place", "Paris"), Entity("e2", "Place", "Texas")
    >>> found = link_places(Extraction(Document("d1", "Paris, Texas"), (paris, texas), entities))["e1"]
    >>> found.feature.country, found.reason
    ('US', 'said to lie there')
    """
    places = _places(extraction)
    context = Context(places, ((place, feature) for place in places if (feature := _clear(place))))
    found = {place.id: _link(place, context) for place in places}
    return {id_: link for id_, link in found.items() if link is not None}


def _places(extraction: Extraction) -> list[NamedPlace]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for mention in extraction.mentions:
        if mention.entity is not None and mention.kind == "name":
            spans[mention.entity].append(mention.span)
    within = _within(extraction)
    return [
        NamedPlace(entity.id, entity.name, tuple(spans[entity.id]), found, frozenset(within[entity.id]))
        for entity in extraction.entities
        if entity.type == "Place" and (found := candidates(entity))
    ]


def _within(extraction: Extraction) -> dict[str, set[str]]:
    """For each place those that the text says it lies in: "Paris, Texas", "Paris in Texas"."""
    found: dict[str, set[str]] = defaultdict(set)
    for statement in extraction.statements:
        if statement.predicate in _CONTAINERS and statement.object is not None and statement.status == "asserted":
            found[statement.subject].add(statement.object)
    names = [mention for mention in extraction.mentions if mention.type == "Place" and mention.kind == "name"]
    for first, second in pairwise(names):
        between = extraction.document.text[first.end : second.start]
        if first.entity and second.entity and _BETWEEN.fullmatch(between):
            found[first.entity].add(second.entity)
    return found


def _clear(place: NamedPlace) -> Feature | None:
    """The record that is meant whatever surrounds the name."""
    ranked = _ranked({feature: prior(feature) for feature in place.candidates})
    return ranked[0][0] if _lead(ranked) >= _CLEAR else None


def _link(place: NamedPlace, context: Context) -> PlaceLink | None:
    support = {feature: context.support(feature, place) for feature in place.candidates}
    ranked = _ranked({feature: prior(feature) + sum(support[feature].values()) for feature in place.candidates})
    (best, score), lead = ranked[0], _lead(ranked)
    if best.kind == "city":
        lead = min(lead, score - prior_of_whole(place.name))
    if score < _ENOUGH or lead < (_MARGIN_ALONE if ALONE in support[best] else _MARGIN):
        return None
    return PlaceLink(best, _confidence(min(lead, score - _ENOUGH + _MARGIN)), _reason(support[best], len(ranked)))


def _ranked(scores: Mapping[Feature, float]) -> list[tuple[Feature, float]]:
    return sorted(scores.items(), key=lambda item: (-item[1], item[0].id))


def _lead(ranked: Sequence[tuple[Feature, float]]) -> float:
    """How far the first is ahead of the next that is somewhere else: a division is no rival of a city in it."""
    best, score = ranked[0]
    rivals = (other_score for other, other_score in ranked[1:] if not _same_spot(best, other))
    return score - next(rivals, score - _UNIQUE)


def _same_spot(feature: Feature, other: Feature) -> bool:
    return feature.holds(other) or other.holds(feature) or bool(set(feature.divisions) & set(other.divisions))


def _confidence(lead: float) -> float:
    return round(min(1 - 0.5 * 10**-lead, 0.99), 2)


def _reason(support: Mapping[str, float], candidates: int) -> str:
    if candidates == 1:
        return "the only place of this name"
    if ALONE in support:
        return "much the largest place of this name"
    return max(support, key=lambda reason: support[reason])
