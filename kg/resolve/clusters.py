"""Clusters of the entities of documents, and the joining of clusters that may not break what a document tells apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.model import Entity, EntityType
from kg.names import Gender, Name, Rule, decide, parse

__all__ = ["Cluster", "Clusters", "Local"]


@dataclass(frozen=True, slots=True)
class Local:
    """An entity as one document knows it: ``name`` is its fullest name, ``others`` its further ones."""

    document: str
    id: str
    entity: Entity
    name: Name
    others: tuple[Name, ...]

    @classmethod
    def of(cls, document: str, entity: Entity) -> Local:
        others = tuple(parse(alias, entity.type) for alias in entity.aliases)
        return cls(document, entity.id, entity, parse(entity.name, entity.type), others)

    @property
    def place(self) -> tuple[str, str]:
        return self.document, self.id

    @property
    def titled_gender(self) -> Gender | None:
        """Man or woman, where a title says so."""
        return next((name.gender for name in (self.name, *self.others) if name.titled), None)


@dataclass(slots=True)
class Cluster:
    """Entities of documents that are one; ``joins`` says by which rule which names came together."""

    members: list[Local]
    documents: set[str]
    names: list[Name]
    joins: set[tuple[str, str, int]] = field(default_factory=set)

    @property
    def type(self) -> EntityType:
        return self.members[0].entity.type

    @property
    def name(self) -> Name:
        """The fullest name: the most words, of the most documents, with the fewest capitals, the first by letters."""
        count: dict[Name, int] = defaultdict(int)
        for member in self.members:
            count[member.name] += 1
        return min(
            count, key=lambda name: (-len(name.words), -count[name], sum(map(str.isupper, name.text)), name.text)
        )


class Clusters:
    """All clusters, by number. The same clusters come out whatever order their members were given in."""

    def __init__(self) -> None:
        self._found: list[Cluster] = []
        self._into: list[int] = []

    def __getitem__(self, number: int) -> Cluster:
        return self._found[self.root(number)]

    def __iter__(self) -> Iterator[int]:
        return (number for number, into in enumerate(self._into) if number == into)

    def add(self, members: Iterable[Local]) -> int:
        """A cluster of members of different documents."""
        locals_ = sorted(members, key=lambda local: local.place)
        names = sorted({local.name for local in locals_}, key=lambda name: (-len(name.words), name.text))
        self._found.append(Cluster(locals_, {local.document for local in locals_}, names))
        self._into.append(len(self._into))
        return len(self._into) - 1

    def root(self, number: int) -> int:
        while self._into[number] != number:
            self._into[number] = self._into[self._into[number]]
            number = self._into[number]
        return number

    def join(self, number: int, other: int, rule: Rule) -> bool:
        """Make one cluster of two, unless rule 22 or another that tells apart forbids it; True if they are one now."""
        source, target = self.root(number), self.root(other)
        if source == target:
            return True
        if self.are_apart(source, target):
            return False
        joined, kept = self._found[source], self._found[target]
        kept.joins |= joined.joins | {(joined.name.text, kept.name.text, rule.number)}
        kept.members += joined.members
        kept.documents |= joined.documents
        kept.names += joined.names
        self._into[source] = target
        return True

    def are_apart(self, number: int, other: int) -> bool:
        """True if one document holds both, or a name of the one and a name of the other are told apart."""
        few, many = sorted((self[number], self[other]), key=lambda cluster: len(cluster.members))
        if not few.documents.isdisjoint(many.documents):
            return True
        return any(
            (rule := decide(name, known, scope="corpus")) is not None and not rule.joins
            for name in few.names
            for known in many.names
        )
