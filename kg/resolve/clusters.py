"""Clusters of the entities of documents, and the joining of clusters that may not break what is known to be apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from math import fsum, log

from kg.model import Entity, EntityType
from kg.names import RULES, Name, Rule, acronym_behind, decide, parse
from kg.resolve.context import Context
from kg.resolve.traits import NOTHING, Traits, are_linked_apart, conflict, shared

__all__ = ["Cluster", "Clusters", "Local", "Place"]

Place = tuple[str, str]
"""An entity of a document: the document's identifier, and the entity's in it."""

# How much more often than by chance documents must name the same beside two, for that to speak for their being one.
_MORE_THAN_CHANCE = 30.0

# How much more likely one must be than the next.
_CLEARLY = log(4)

# What a shared fact is worth beside shared names: as much as a name that is so many times as frequent as elsewhere.
_FACT, _WEAK_FACT = log(50), log(5)

# Of an entity with more names than this, those of the fewest documents are not compared.
_MOST_NAMES = 64


@dataclass(slots=True, eq=False)
class Local:
    """An entity as one document knows it: ``name`` is its fullest name, ``others`` its further ones.

    ``sides`` are the sides of the user's decisions that it stands on: 2n and 2n + 1 are told apart by the n-th.
    """

    document: str
    entity: Entity
    name: Name
    others: tuple[Name, ...]
    traits: Traits = NOTHING
    sides: frozenset[int] = frozenset()

    @classmethod
    def of(cls, document: str, entity: Entity, traits: Traits = NOTHING) -> Local:
        name, *others = (parse(form, entity.type) for form in (entity.name, *entity.aliases))
        behind = acronym_behind(name)
        if behind is not None:
            others.append(parse(behind, entity.type))
        gender = next((form.gender for form in (name, *others) if form.titled and form.gender), None)
        if gender is not None:
            facts = frozenset({*(fact for fact in traits.facts if fact[0] != "gender"), ("gender", gender)})
            traits = replace(traits, facts=facts)
        if entity.links:
            traits = replace(traits, links=frozenset(entity.links))
        return cls(document, entity, name, tuple(others), traits)

    @property
    def id(self) -> str:
        return self.entity.id

    @property
    def place(self) -> Place:
        return self.document, self.entity.id


@dataclass(slots=True)
class Cluster:
    """Entities of documents that are one.

    ``names`` are their fullest names, each with the number of documents that use it; ``joins`` says by which rule
    which names came together.
    """

    members: list[Local]
    documents: set[str]
    names: Counter[Name]
    joins: set[tuple[str, str, int]] = field(default_factory=set)
    sides: set[int] = field(default_factory=set)
    traits: Traits = NOTHING
    _name: Name | None = None
    _around: Counter[int] | None = None

    @classmethod
    def of(cls, members: Iterable[Local]) -> Cluster:
        found = list(members)
        names = Counter(member.name for member in found)
        sides = {side for member in found for side in member.sides}
        traits = NOTHING
        for known in dict.fromkeys(member.traits for member in found if member.traits is not NOTHING):
            traits = known | traits
        return cls(found, {member.document for member in found}, names, sides=sides, traits=traits)

    @property
    def type(self) -> EntityType:
        return self.name.type

    @property
    def name(self) -> Name:
        """The fullest name: the most words, of the most documents, with the fewest capitals, the first by letters."""
        if self._name is None:
            self._name = min(self.names, key=self._fullness)
        return self._name

    def _fullness(self, name: Name) -> tuple[int, int, int, str, str]:
        return -len(name.words), -self.names[name], sum(map(str.isupper, name.text)), name.text, name.type

    def take(self, other: Cluster) -> None:
        """Make another's members one's own."""
        self.joins |= other.joins
        self.members += other.members
        self.documents |= other.documents
        self.names.update(other.names)
        self.sides |= other.sides
        self.traits = other.traits | self.traits
        self._name = self._around = None

    def around(self, context: Context) -> Counter[int]:
        """What its documents name beside it, and how many of them do."""
        if self._around is None:
            self._around = Counter(key for document in self.documents for key in context.of(document, self.type))
            self._around.pop(context.number(self.name), 0)
        return self._around

    def compared_names(self) -> Iterable[Name]:
        return self.names if len(self.names) <= _MOST_NAMES else sorted(self.names, key=self._by_use)[:_MOST_NAMES]

    def _by_use(self, name: Name) -> tuple[int, str]:
        return -self.names[name], name.text


class Clusters:
    """All clusters, by number. The same clusters come out whatever order their members were given in."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._found: list[Cluster] = []
        self._into: list[int] = []

    def __getitem__(self, number: int) -> Cluster:
        return self._found[self.root(number)]

    def __iter__(self) -> Iterator[int]:
        return (number for number, into in enumerate(self._into) if number == into)

    def add(self, members: Iterable[Local]) -> int:
        """A new cluster."""
        self._found.append(Cluster.of(members))
        self._into.append(len(self._into))
        return len(self._into) - 1

    def root(self, number: int) -> int:
        while self._into[number] != number:
            self._into[number] = self._into[self._into[number]]
            number = self._into[number]
        return number

    def join(self, number: int, other: int, rule: Rule | None = None) -> bool:
        """Make one cluster of two, unless something tells them apart; True if they are one now.

        ``rule`` is the reason to keep; there is none to tell where both have one key.
        """
        source, target = self.root(number), self.root(other)
        if source == target:
            return True
        if self.why_apart(source, target) is not None:
            return False
        joined, kept = self._found[source], self._found[target]
        if rule is not None and joined.name.text != kept.name.text:
            kept.joins.add((joined.name.text, kept.name.text, rule.number))
        kept.take(joined)
        self._into[source] = target
        return True

    def why_apart(self, number: int, other: int) -> Rule | None:
        """The rule that tells two clusters apart: a decision, a document that holds both, links, what documents say, or
        names; ``None`` if none does.
        """
        if self.root(number) == self.root(other):
            return None
        return self._why_apart(self[number], self[other])

    def _why_apart(self, one: Cluster, other: Cluster) -> Rule | None:
        few, many = sorted((one, other), key=lambda cluster: len(cluster.members))
        if few.sides and any(side ^ 1 in many.sides for side in few.sides):
            return RULES[24]
        if not few.documents.isdisjoint(many.documents):
            return RULES[22]
        if are_linked_apart(few.traits.links, many.traits.links):
            return RULES[32]
        against = conflict(few.traits, many.traits)
        if against is not None and (against.is_proof or not self._agree(few, many, weak=False)):
            return RULES[25]
        known = many.compared_names()
        rules = (decide(name, seen, scope="corpus") for name in few.compared_names() for seen in known)
        return next((rule for rule in rules if rule is not None and not rule.joins), None)

    def agree(self, number: int, other: int) -> bool:
        """Whether two clusters share a fact, or the names beside theirs."""
        return self._agree(self[number], self[other])

    def likeness(self, number: int, other: int) -> float:
        """How much speaks for two clusters being one; 0 is nothing."""
        one, other_ = self[number], self[other]
        facts = len(shared(one.traits, other_.traits))
        closeness = self._context.closeness(
            one.around(self._context), other_.around(self._context), *_sizes(one, other_)
        )
        return facts + (closeness if closeness >= _MORE_THAN_CHANCE else 0)

    def _agree(self, one: Cluster, other: Cluster, *, weak: bool = True) -> bool:
        if shared(one.traits, other.traits, weak=weak):
            return True
        context = self._context
        return context.closeness(one.around(context), other.around(context), *_sizes(one, other)) >= _MORE_THAN_CHANCE

    def home_of(self, cluster: Cluster, rivals: Iterable[int]) -> int | None:
        """The only rival that a cluster may be, or the clearly likeliest; ``None`` if it is open."""
        fitting = [number for number in rivals if self._why_apart(cluster, self[number]) is None]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        keys = cluster.around(self._context)
        return self._likeliest({number: self._leaning(keys, cluster.traits, self[number]) for number in fitting})

    def home_of_local(self, local: Local, rivals: Iterable[int]) -> int | None:
        """As `home_of` for an entity of a document with a rival's name, of which nothing is said."""
        fitting = [number for number in rivals if local.document not in self[number].documents]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        keys = tuple(self._context.of(local.document, local.entity.type))
        return self._likeliest({number: self._leaning(keys, NOTHING, self[number]) for number in fitting})

    def _leaning(self, keys: Iterable[int], traits: Traits, rival: Cluster) -> float:
        """How likely a rival is, as a logarithm: the better known, and the more it shares, the more."""
        facts, strong = len(shared(traits, rival.traits)), len(shared(traits, rival.traits, weak=False))
        size = len(rival.documents)
        lifts = self._context.lifts(keys, rival.around(self._context), size)
        return fsum((log(size), strong * _FACT, (facts - strong) * _WEAK_FACT, *lifts))

    def _likeliest(self, leaning: dict[int, float]) -> int | None:
        second, best = sorted(leaning.values())[-2:]
        return next(number for number, value in leaning.items() if value == best) if best >= second + _CLEARLY else None


def _sizes(one: Cluster, other: Cluster) -> tuple[int, int]:
    return len(one.documents), len(other.documents)
