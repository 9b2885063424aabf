"""Extractions -> one table of entities, with the reason of every join."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from kg.gazetteer import place_of, place_of_demonym
from kg.model import Entity, Extraction
from kg.names import RULES, Rule, normal_form, plain
from kg.resolve.clusters import Cluster, Clusters, Local
from kg.resolve.joining import GLOBAL_ID, cluster

__all__ = ["Join", "Resolution", "resolve"]

_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Join:
    """Why two names of two documents are one entity: the rule of the table in `kg.names`."""

    entity: str
    name: str
    other: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who across documents.

    ``entities`` holds the entities by their global identifier, sorted by it; ``of`` gives the global identifier of an
    entity of a document, by document identifier and local identifier; ``joins`` says which names came together and
    why.
    """

    entities: Mapping[str, Entity]
    of: Mapping[tuple[str, str], str]
    joins: tuple[Join, ...] = ()


def resolve(extractions: Iterable[Extraction]) -> Resolution:
    """Find the entities that several documents name, by the rows of the table in `kg.names` whose scope is the corpus.

    The result does not depend on the order of the extractions; each document must come once. An identifier is made
    from type, name and, if two entities share both, the first document that holds it: ``person/rosa-lind-1f0c5d3a``.

    >>> from kg.model import Document
    >>> one = Extraction(Document("d1", ""), entities=(Entity("e1", "Organization", "Nato"),))
    >>> two = Extraction(Document("d2", ""), entities=(Entity("e1", "Organization", "North Atlantic Alliance"),))
    >>> [(entity.name, entity.aliases) for entity in resolve([one, two]).entities.values()]
    [('North Atlantic Alliance', ('Nato',))]
    """
    clusters = cluster(
        Local.of(extraction.document.id, entity) for extraction in extractions for entity in extraction.entities
    )
    entities: dict[str, Entity] = {}
    of: dict[tuple[str, str], str] = {}
    joins: list[Join] = []
    for id_, number in sorted(_identified(clusters)):
        found = clusters[number]
        entities[id_] = _entity(id_, found)
        of.update((member.place, id_) for member in found.members)
        joins += (Join(id_, name, other, RULES[rule]) for name, other, rule in sorted(found.joins))
    return Resolution(entities, of, tuple(joins))


def _identified(clusters: Clusters) -> Iterable[tuple[str, int]]:
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in clusters:
        name = clusters[number].name
        same[name.type, name.key].append(number)
    for numbers in same.values():
        for number in numbers:
            yield _identifier(clusters[number], alone=len(numbers) == 1), number


def _identifier(cluster: Cluster, *, alone: bool) -> str:
    name = cluster.name
    first = min(cluster.members, key=lambda member: member.place)
    if not alone and GLOBAL_ID.fullmatch(first.id):
        return first.id
    discriminator = "" if alone else "\n".join(first.place)
    digest = sha256(f"{name.type}|{name.key}|{discriminator}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name.type.lower()}/{_slug(_display(cluster))}-{digest[:8]}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", normal_form(name))[:_LONGEST_SLUG].strip("-") or "x"


def _display(cluster: Cluster) -> str:
    form = plain(cluster.name)
    if cluster.type == "Place":
        return place_of(form) or place_of_demonym(form) or form
    return form


def _entity(id_: str, cluster: Cluster) -> Entity:
    name = _display(cluster)
    forms = {form for member in cluster.members for form in (member.entity.name, *member.entity.aliases)}
    links = {link for member in cluster.members for link in member.entity.links}
    return Entity(id_, cluster.type, name, tuple(sorted(forms - {name})), tuple(sorted(links)))
