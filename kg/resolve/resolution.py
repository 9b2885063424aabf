"""Extractions -> one table of entities, with the reason of every join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Extraction
from kg.names import RULES, Rule
from kg.resolve.clusters import Cluster, Clusters, Local, Place
from kg.resolve.decisions import Decision, Warned, check, linked
from kg.resolve.identifiers import GLOBAL_ID, display, identifier
from kg.resolve.joining import cluster
from kg.resolve.traits import NOTHING, traits_of

__all__ = ["Join", "Resolution", "resolve"]


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
    why. ``decisions`` are a person's that it obeys, ``warnings`` those that it could not.
    """

    entities: Mapping[str, Entity]
    of: Mapping[Place, str]
    joins: tuple[Join, ...] = ()
    decisions: tuple[Decision, ...] = ()
    warnings: tuple[Warned, ...] = ()


def resolve(extractions: Iterable[Extraction], *, decisions: Iterable[Decision] = ()) -> Resolution:
    """Find the entities that several documents name, by the rows of the table in `kg.names` whose scope is the corpus.

    The result does not depend on the order of the extractions; each document must come once. An identifier is made
    from type, name and, if two entities share both, the first document that holds it: ``person/rosa-lind-1f0c5d3a``.

    Args:
        extractions: one a document.
        decisions: who is the same and who is not, whatever the rules say; see `kg.resolve.read_decisions`.

    Raises:
        DataError: decisions contradict each other; each such pair is named.

    >>> from kg.model import Document
    >>> one = Extraction(Document("d1", ""), entities=(Entity("e1", "Organization", "Nato"),))
    >>> two = Extraction(Document("d2", ""), entities=(Entity("e1", "Organization", "North Atlantic Alliance"),))
    >>> [(entity.name, entity.aliases) for entity in resolve([one, two]).entities.values()]
    [('North Atlantic Alliance', ('Nato',))]
    """
    locals_ = list(_locals(extractions))
    given = tuple(sorted(set(decisions), key=repr))
    check(given)
    known: dict[str, list[Place]] = {}
    while True:
        resolution, unknown = _resolved(locals_, given, known, final=False)
        # An identifier may be one that the decisions so far have led to.
        found = unknown & resolution.entities.keys()
        if not found:
            break
        for place, id_ in sorted(resolution.of.items()):
            if id_ in found:
                known.setdefault(id_, []).append(place)
    return _resolved(locals_, given, known, final=True)[0] if unknown else resolution


def _locals(extractions: Iterable[Extraction]) -> Iterable[Local]:
    for extraction in extractions:
        traits = traits_of(extraction)
        for entity in extraction.entities:
            yield Local.of(extraction.document.id, entity, traits.get(entity.id, NOTHING))


def _resolved(
    locals_: Sequence[Local], decisions: tuple[Decision, ...], known: Mapping[str, Sequence[Place]], *, final: bool
) -> tuple[Resolution, set[str]]:
    """Who is who, and the identifiers in decisions that no entity has yet."""
    links = linked(decisions, locals_, known, final=final)
    places = {place for bundle in links.bundles for place in bundle} | links.sides.keys()
    at = {local.place: local for local in locals_ if local.place in places} if places else {}
    for local in locals_ if decisions else ():
        local.sides = links.sides.get(local.place, frozenset())
    clusters = cluster(locals_, [[at[place] for place in bundle] for bundle in links.bundles])
    return _table(clusters, decisions, tuple(links.warnings)), links.unknown_ids


def _table(clusters: Clusters, decisions: tuple[Decision, ...], warnings: tuple[Warned, ...]) -> Resolution:
    entities: dict[str, Entity] = {}
    of: dict[Place, str] = {}
    joins: list[Join] = []
    for id_, number in sorted(_identified(clusters)):
        found = clusters[number]
        entities[id_] = _entity(id_, found)
        of.update((member.place, id_) for member in found.members)
        joins += (Join(id_, name, other, RULES[rule]) for name, other, rule in sorted(found.joins))
    return Resolution(entities, of, tuple(joins), decisions, warnings)


def _identified(clusters: Clusters) -> Iterable[tuple[str, int]]:
    same: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number in clusters:
        name = clusters[number].name
        same[name.type, name.key].append(number)
    for numbers in same.values():
        for number in numbers:
            yield _identifier(clusters[number], alone=len(numbers) == 1), number


def _identifier(cluster: Cluster, *, alone: bool) -> str:
    first = min(cluster.members, key=lambda member: member.place)
    if not alone and GLOBAL_ID.fullmatch(first.id):
        return first.id
    return identifier(cluster.name, "" if alone else "\n".join(first.place))


def _entity(id_: str, cluster: Cluster) -> Entity:
    name = display(cluster.name)
    forms = {form for member in cluster.members for form in (member.entity.name, *member.entity.aliases)}
    links = {link for member in cluster.members for link in member.entity.links}
    return Entity(id_, cluster.type, name, tuple(sorted(forms - {name})), tuple(sorted(links)))
