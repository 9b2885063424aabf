"""Extraction -> the same with links and known statements."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.link.known import known
from kg.link.places import link_places
from kg.model import Extraction

__all__ = ["Linker", "link"]


def link(extraction: Extraction, *, known: bool = True) -> Extraction:
    """The extraction with links of its places and, unless ``known`` is false, statements of what is known of them.

    >>> from kg.model import Document, Entity, Mention
    >>> lima = Mention("m1", 0, 4, "Lima", "name", "Place", "e1")
    >>> peru = Mention("m2", 6, 10, "Peru", "name", "Place", "e2")
    >>> entities = Entity("e1", "Place", "Lima"), Entity("e2", "Place", "Peru")
    >>> linked = link(Extraction(Document("d1", "Lima, Peru"), (lima, peru), entities))
    >>> linked.entities[0].links
    ('https://sws.geonames.org/3936456/',)
    >>> [(statement.predicate, statement.status) for statement in linked.statements]
    [('capitalOf', 'known'), ('containedInPlace', 'known')]
    """
    return Linker(known)(extraction)


@dataclass(frozen=True, slots=True)
class Linker:
    """Links extraction after extraction; it can go to another process."""

    known: bool = True

    def __call__(self, extraction: Extraction) -> Extraction:
        places = link_places(extraction)
        entities = tuple(
            replace(entity, links=tuple(sorted({*entity.links, *found.iris})))
            if (found := places.get(entity.id))
            else entity
            for entity in extraction.entities
        )
        statements = known(extraction, places) if self.known else extraction.statements
        return replace(extraction, entities=entities, statements=statements)
