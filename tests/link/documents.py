"""Extractions made by hand: a text and the places in it."""

from __future__ import annotations

import re

from kg.geonames import Feature
from kg.link import PlaceLink, link_places
from kg.model import Document, Entity, EntityType, Extraction, Mention


def extraction(text: str, *, type: EntityType = "Place", document: str = "d1") -> Extraction:
    """The extraction of a text in which names stand in brackets; equal names are one entity."""
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    plain = ""
    for before, name in re.findall(r"([^\[]*)(?:\[([^\]]*)\])?", text):
        plain += before
        if name:
            entity = entities.setdefault(name, Entity(f"e{len(entities) + 1}", type, name))
            start, end = len(plain), len(plain) + len(name)
            mentions.append(Mention(f"m{len(mentions) + 1}", start, end, name, "name", type, entity.id))
            plain += name
    return Extraction(Document(document, plain), tuple(mentions), tuple(entities.values()))


def links(text: str) -> dict[str, PlaceLink]:
    """The links of a text's places by name."""
    found = extraction(text)
    by_entity = link_places(found)
    return {entity.name: by_entity[entity.id] for entity in found.entities if entity.id in by_entity}


def place(text: str, name: str) -> tuple[str, str] | None:
    """Name and country of the record that a name of the text is linked to."""
    found = links(text).get(name)
    return (feature(found).name, feature(found).country) if found else None


def feature(link: PlaceLink) -> Feature:
    return link.feature
