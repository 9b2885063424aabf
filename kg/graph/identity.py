"""Why an entity is one: its names in each document, and the rules that bring them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Entity, Mention
from kg.names import parse
from kg.resolve import Join, Resolution

__all__ = ["EntityExplanation", "Naming", "explained"]

# More documents or names than this, and a page to read leaves the rest out.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Naming:
    """What one document calls an entity: each name with how often, the most used first, and how many other mentions
    (pronouns, descriptions) point to it.
    """

    document: str
    names: tuple[tuple[str, int], ...]
    others: int = 0

    def __str__(self) -> str:
        names = ", ".join(f"{name} ({count})" if count > 1 else name for name, count in self.names)
        return f"{self.document}: {names}" + (f", and {self.others} other mentions" if self.others else "")


@dataclass(frozen=True, slots=True)
class EntityExplanation:
    """An entity, its names by document, why names of several documents are one, and names of which no rule says so:
    their own document does.
    """

    entity: Entity
    namings: tuple[Naming, ...]
    joins: tuple[Join, ...]
    within: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.entity.name} ({self.entity.type}, {self.entity.id})"
        yield f"in {len(self.namings)} documents:"
        yield from _listed([f"    {naming}" for naming in self.namings])
        if self.joins:
            yield "one entity, because:"
            yield from _listed(
                [f"    {join.name} = {join.other}: {join.rule.reason} (rule {join.rule.number})" for join in self.joins]
            )
        elif len(self.namings) > 1:
            yield "one entity, because: equal names (rule 4)"
        if self.within:
            yield "one within a document: " + ", ".join(self.within)


def explained(entity: Entity, mentions: Mapping[str, Sequence[Mention]], resolution: Resolution) -> EntityExplanation:
    """Explain an entity by the mentions of the documents that hold it."""
    namings = tuple(_naming(document, entity, found) for document, found in sorted(mentions.items()))
    forms = list(dict.fromkeys([entity.name, *(name for naming in namings for name, _ in naming.names)]))
    joins = tuple(join for join in resolution.joins if join.entity == entity.id)
    said = {entity.name, *(name for join in joins for name in (join.name, join.other))}
    plain = {parse(name, entity.type).normal for name in said}
    within = sorted(form for form in set(forms) - said if parse(form, entity.type).normal not in plain)
    return EntityExplanation(entity, namings, joins, tuple(within))


def _naming(document: str, entity: Entity, mentions: Sequence[Mention]) -> Naming:
    own = [mention for mention in mentions if mention.entity == entity.id]
    names = Counter(" ".join(mention.text.split()) for mention in own if mention.kind == "name")
    ordered = sorted(names.items(), key=lambda item: (-item[1], item[0]))
    return Naming(document, tuple(ordered), sum(mention.kind != "name" for mention in own))


def _listed(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield f"    … and {len(lines) - _SHOWN} more"
