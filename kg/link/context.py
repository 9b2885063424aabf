"""What else a document names, as evidence for which place a name means."""

from __future__ import annotations

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.geonames import Feature
from kg.model import Span

__all__ = ["ALONE", "Context", "NamedPlace"]

# All weights are in logarithms of inhabitants: 1 is as much as ten times as many of them.
_SAID = 4.0
_COUNTRY_NAMED = 0.6
_NEIGHBOUR_NAMED = 0.3
_SHARE = 0.6
_DIVISION_NAMED = 1.0
_NEAR = 1.0
_LONELY = -0.7

# Characters over which nearness fades to a third.
_NEAR_BY = 150

ALONE = "nothing else there is named"
"""The reason against a place in whose country the document names nothing else for sure."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place of the document: where it is named, which records that may mean, and which places are said to hold it."""

    id: str
    name: str
    spans: tuple[Span, ...]
    candidates: tuple[Feature, ...]
    within: frozenset[str] = frozenset()


class Context:
    """The places of a document that are clear by themselves, by country."""

    def __init__(self, places: Sequence[NamedPlace], clear: Iterable[tuple[NamedPlace, Feature]]) -> None:
        self._places = {place.id: place for place in places}
        self._features: dict[str, Feature] = {}
        self._by_country: dict[str, set[str]] = defaultdict(set)
        self._by_feature: dict[int, set[str]] = defaultdict(set)
        self._spans: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for place, feature in clear:
            self._features[place.id] = feature
            self._by_country[feature.country].add(place.id)
            self._by_feature[feature.id].add(place.id)
            self._spans[feature.country] += [(span, place.id) for span in place.spans]
        for spans in self._spans.values():
            spans.sort()
        self._total = sum(map(len, self._spans.values()))

    def support(self, feature: Feature, place: NamedPlace) -> dict[str, float]:
        """What speaks for a record as the meaning of a place, with its weight; against it, that nothing does."""
        found: dict[str, float] = {}
        if any(holder.holds(feature) for id_ in place.within for holder in self._meanings(id_)):
            found["said to lie there"] = _SAID
        around = self._by_country.get(feature.country, set()) - {place.id}
        if not around:
            return found or {ALONE: _LONELY}
        is_named = any(self._features[other].kind == "country" for other in around)
        found["its country is named"] = _COUNTRY_NAMED if is_named else _NEIGHBOUR_NAMED
        found["its country prevails"] = _SHARE * self._share(feature.country, place)
        if any(self._by_feature.get(division, set()) - {place.id} for division in feature.divisions):
            found["its division is named"] = _DIVISION_NAMED
        found["its country is named close by"] = _NEAR * math.exp(-self._gap(feature.country, place) / _NEAR_BY)
        return found

    def _meanings(self, id_: str) -> tuple[Feature, ...]:
        return self._places[id_].candidates if id_ in self._places else ()

    def _share(self, country: str, place: NamedPlace) -> float:
        """How many of the names of clear places, other than this one, are of the country; 0 to 1."""
        own = len(place.spans) if place.id in self._features else 0
        mine = own if place.id in self._by_country[country] else 0
        return (len(self._spans[country]) - mine) / max(self._total - own, 1)

    def _gap(self, country: str, place: NamedPlace) -> int:
        """Characters from a name of the place to the nearest one of another clear place of the country."""
        spans = [(span, id_) for span, id_ in self._spans[country] if id_ != place.id]
        gaps = [_distance(span, spans) for span in place.spans]
        return min(gaps, default=10 * _NEAR_BY)


def _distance(span: Span, others: Sequence[tuple[Span, str]]) -> int:
    """Characters to the nearest of other spans, which are sorted."""
    at = bisect(others, (span, ""))
    return min(
        (max(other[0] - span[1], span[0] - other[1], 0) for other, _ in others[max(at - 1, 0) : at + 1]),
        default=10 * _NEAR_BY,
    )
