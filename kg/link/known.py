"""What GeoNames knows of places that one document names: which lies in which, which is a capital."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from kg import geonames
from kg.link.places import PlaceLink
from kg.model import Evidence, Extraction, Statement

__all__ = ["known", "without_known"]

_Triple = tuple[str, str, str | None]


def known(extraction: Extraction, places: Mapping[str, PlaceLink]) -> tuple[Statement, ...]:
    """The extraction's statements, and those that GeoNames makes of its linked places, both of which the text names.

    A city lies in its division and in its country, a division in its country; a country has a capital. Each is
    evidence of a kind of its own (``known:geonames:<identifier of the subject>``), without spans. Where the text says
    the same, the statement keeps its evidence and its status.
    """
    found = dict(_facts(extraction.document.id, places))
    old = [
        replace(statement, evidence=(*statement.evidence, found.pop(triple)))
        if (triple := (statement.subject, statement.predicate, statement.object)) in found
        else statement
        for statement in extraction.statements
    ]
    numbers = _free_numbers(extraction)
    new = [
        Statement(f"s{next(numbers)}", subject, predicate, object_, evidence=(evidence,))
        for (subject, predicate, object_), evidence in found.items()
    ]
    return (*old, *new)


def without_known(extraction: Extraction) -> Extraction:
    """The extraction with only what its text says."""
    told = (
        replace(statement, evidence=tuple(found for found in statement.evidence if found.status != "known"))
        for statement in extraction.statements
    )
    return replace(extraction, statements=tuple(statement for statement in told if statement.evidence))


def _free_numbers(extraction: Extraction) -> Iterator[int]:
    taken = {statement.id for statement in extraction.statements}
    return (number for number in count(len(taken) + 1) if f"s{number}" not in taken)


def _facts(document: str, places: Mapping[str, PlaceLink]) -> Iterator[tuple[_Triple, Evidence]]:
    for subject, place in places.items():
        for object_, other in places.items():
            for predicate in _relations(place, other) if subject != object_ else ():
                confidence = round(place.confidence * other.confidence, 4)
                source = f"known:geonames:{place.feature.id}"
                yield (
                    (subject, predicate, object_),
                    Evidence(document, 0, 0, None, None, extractor=source, confidence=confidence),
                )


def _relations(place: PlaceLink, other: PlaceLink) -> Iterator[str]:
    inner, outer = place.feature, other.feature
    if not outer.holds(inner):
        return
    if outer.kind == "country" and inner.id == geonames.capital_of(outer.country):
        yield "capitalOf"
    yield "containedInPlace"
