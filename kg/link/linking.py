"""Extraction -> the same with links and known statements."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.link.entries import EntryLink, link_entries
from kg.link.knowledge_base import KnowledgeBase
from kg.link.known import known
from kg.link.places import PlaceLink, link_places
from kg.model import Entity, Extraction

__all__ = ["Linker", "link"]


def link(extraction: Extraction, *, known: bool = True, knowledge_base: KnowledgeBase | None = None) -> Extraction:
    """The extraction with links of its places to GeoNames, and of all its entities to a knowledge base, if given.

    Unless ``known`` is false, statements of what GeoNames knows of the places are added.

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
    return Linker(known=known, knowledge_base=knowledge_base)(extraction)


@dataclass(frozen=True, slots=True)
class Linker:
    """Links extraction after extraction; it can go to another process.

    ``places`` says whether to link places to GeoNames, ``known`` whether to add what is known of them.
    """

    places: bool = True
    known: bool = True
    knowledge_base: KnowledgeBase | None = None

    def __call__(self, extraction: Extraction) -> Extraction:
        places = link_places(extraction) if self.places else {}
        entries = link_entries(extraction, self.knowledge_base) if self.knowledge_base is not None else {}
        entities = (_linked(entity, places.get(entity.id), entries.get(entity.id)) for entity in extraction.entities)
        statements = known(extraction, places) if self.known else extraction.statements
        return replace(extraction, entities=tuple(entities), statements=statements)


def _linked(entity: Entity, *links: PlaceLink | EntryLink | None) -> Entity:
    iris = {iri for link in links if link is not None for iri in link.iris}
    return replace(entity, links=tuple(sorted({*entity.links, *iris}))) if iris else entity
