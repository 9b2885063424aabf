"""People and bodies that a text says something of and never names: entities of pronouns alone.

"He was born in Porto" is a fact with its words, though not one that a graph of names has a place for: extractions hold
it, `kg.graph` leaves it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import coreference
from kg.model import Entity, Extraction, Mention, RelationMention
from kg.ontology import default_ontology

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["keep", "propose", "with_pronouns", "without_unnamed"]

_GROUPS = {
    word: group[0]
    for group in (
        ("he", "him", "his", "himself"),
        ("she", "her", "hers", "herself"),
        ("i", "me", "my", "mine", "myself"),
        ("we", "us", "our", "ours", "ourselves"),
        ("they", "them", "their", "theirs", "themselves"),
        ("it", "its", "itself"),
    )
    for word in group
}


_DEEDS = "actors"
"""The group of predicates for what actors do to each other, in the ontology."""


def with_pronouns(
    doc: Doc, mentions: Sequence[Mention], entities: Sequence[Entity]
) -> tuple[list[Mention], list[Entity]]:
    """Mentions and entities of `kg.coreference.chains`, with the pronouns that are nobody's and the relative ones."""
    found, proposed = propose(coreference.loose(doc, mentions), mentions, entities)
    return coreference.relatives(doc, found), proposed


def propose(
    loose: Sequence[Mention], mentions: Sequence[Mention], entities: Sequence[Entity]
) -> tuple[list[Mention], list[Entity]]:
    """Entities for the pronouns that have none: those of one kind, with no name of their type between them, share one.

    Args:
        loose: the pronouns, in text order.
        mentions: the other mentions of the document, in text order.
        entities: the document's; the new ones get the identifiers after theirs.

    Returns:
        All mentions in text order, and all entities, the new ones last.
    """
    added: list[Entity] = []
    placed = []
    last: dict[str, tuple[Entity, int]] = {}
    for mention in loose:
        group = _GROUPS.get(mention.text.lower(), f"{mention.text} {mention.start}")
        entity, end = last.get(group, (None, 0))
        if entity is None or _is_named_between(end, mention, mentions):
            entity = Entity(f"e{len(entities) + len(added) + 1}", mention.type, mention.text)  # type: ignore[arg-type]
            added.append(entity)
        last[group] = entity, mention.end
        placed.append(replace(mention, entity=entity.id))
    return sorted([*mentions, *placed], key=lambda mention: mention.span), [*entities, *added]


def _is_named_between(end: int, mention: Mention, mentions: Iterable[Mention]) -> bool:
    return any(
        other.kind == "name" and other.type == mention.type and end <= other.start < mention.start for other in mentions
    )


def keep(
    mentions: Sequence[Mention], entities: Sequence[Entity], relations: Sequence[RelationMention], known: int
) -> tuple[list[Mention], list[Entity], list[RelationMention]]:
    """Leave out the proposed entities that no relation is about, and what they do to others: "they attacked Kirkuk" is
    of no use to anyone while it doesn't tell who.

    Args:
        mentions: of `propose`.
        entities: of `propose`; the first ``known`` stay in any case.
        relations: what was found of them.
        known: how many entities were there before.

    Returns:
        Mentions with identifiers ``m1`` on, entities ``e1`` on, and relations with both.
    """
    proposed = {entity.id for entity in entities[known:]}
    relations = [relation for relation in relations if not _is_deed_of(proposed, relation)]
    told = {end.entity for relation in relations for end in (relation.subject, relation.object)}
    ends = {end.span for relation in relations for end in (relation.subject, relation.object)}
    kept = [entity for number, entity in enumerate(entities) if number < known or entity.id in told]
    names = {entity.id: f"e{number}" for number, entity in enumerate(kept, start=1)}
    found = [mention for mention in mentions if mention.entity not in proposed or mention.span in ends]
    found = [
        replace(mention, id=f"m{number}", entity=names.get(mention.entity or "", mention.entity))
        for number, mention in enumerate(found, start=1)
    ]
    at = {mention.span: mention for mention in found}
    related = [
        replace(relation, subject=at[relation.subject.span], object=at[relation.object.span]) for relation in relations
    ]
    return found, [replace(entity, id=names[entity.id]) for entity in kept], related


def _is_deed_of(proposed: Collection[str], relation: RelationMention) -> bool:
    predicate = default_ontology().predicates.get(relation.predicate)
    return (
        predicate is not None
        and predicate.group == _DEEDS
        and any(end.entity in proposed for end in (relation.subject, relation.object))
    )


def without_unnamed(extraction: Extraction) -> Extraction:
    """An extraction without the entities that it never names, and without what it says of them."""
    named = {mention.entity for mention in extraction.mentions if mention.kind == "name"}
    nameless = {entity.id for entity in extraction.entities} - named
    pronouns = {
        mention.entity for mention in extraction.mentions if mention.entity in nameless and mention.kind == "pronoun"
    }
    if not pronouns:
        return extraction
    return replace(
        extraction,
        mentions=tuple(mention for mention in extraction.mentions if mention.entity not in pronouns),
        entities=tuple(entity for entity in extraction.entities if entity.id not in pronouns),
        statements=tuple(
            statement
            for statement in extraction.statements
            if statement.subject not in pronouns and statement.object not in pronouns
        ),
    )
