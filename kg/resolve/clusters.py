"""Clusters of the entities of documents, and the joining of clusters that may not break what is known to be apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.model import Entity, EntityType
from kg.names import RULES, Name, Rule, acronym_behind, decide, is_kind_of_body, parse
from kg.resolve.traits import NOTHING, Traits, conflict, shared

__all__ = ["Cluster", "Clusters", "Local", "Place"]

Place = tuple[str, str]
"""An entity of a document: the document's identifier, and the entity's in it."""

# A name in so many documents, or in one of so many, is a sign of nothing.
_FEW, _ONE_IN = 8, 50

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
            traits = Traits(
                frozenset({*(fact for fact in traits.facts if fact[0] != "gender"), ("gender", gender)}),
                traits.born,
                traits.died,
            )
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
    _around: frozenset[str] | None = None

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

    def around(self, context: Context) -> frozenset[str]:
        """What its documents name beside it."""
        if self._around is None:
            own = context.key(self.name)
            self._around = frozenset(
                key for document in self.documents for key in context.of(document, self.type) if key != own
            )
        return self._around

    def compared_names(self) -> Iterable[Name]:
        return self.names if len(self.names) <= _MOST_NAMES else sorted(self.names, key=self._by_use)[:_MOST_NAMES]

    def _by_use(self, name: Name) -> tuple[int, str]:
        return -self.names[name], name.text


class Context:
    """What each document names: people in full and organisations; for a place other places too.

    What more than a few documents name, and more than one in fifty of them, says little and is left out.
    """

    def __init__(self, locals_: Iterable[Local]) -> None:
        self._named: dict[str, list[Local]] = {}
        for local in locals_:
            self._named.setdefault(local.document, []).append(local)
        self._count: Counter[str] | None = None

    def of(self, document: str, type_: EntityType) -> Iterator[str]:
        count = self._counted()
        most = max(_FEW, len(self._named) // _ONE_IN)
        for local in self._named.get(document, ()):
            name = local.name
            if name.type == "Place" if type_ != "Place" else False:
                continue
            if (name.type == "Person" and not name.is_full) or (name.type == "Organization" and is_kind_of_body(name)):
                continue
            key = self.key(name)
            if count[key] <= most:
                yield key

    def key(self, name: Name) -> str:
        return f"{name.type} {name.key}"

    def _counted(self) -> Counter[str]:
        if self._count is None:
            by_name = Counter(local.name for named in self._named.values() for local in named)
            self._count = Counter()
            for name, number in by_name.items():
                self._count[self.key(name)] += number
        return self._count


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
        """The rule that tells two clusters apart: a decision, a document that holds both, what documents say, or names;
        ``None`` if none does.
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
        against = conflict(few.traits, many.traits)
        if against is not None and (against.is_proof or self._agreement(few, many, weak=False) == 0):
            return RULES[25]
        known = many.compared_names()
        rules = (decide(name, seen, scope="corpus") for name in few.compared_names() for seen in known)
        return next((rule for rule in rules if rule is not None and not rule.joins), None)

    def agreement(self, number: int, other: int) -> int:
        """How much speaks for two clusters being one: facts that they share, and names beside theirs."""
        return self._agreement(self[number], self[other])

    def _agreement(self, one: Cluster, other: Cluster, *, weak: bool = True) -> int:
        few, many = sorted((one, other), key=lambda cluster: len(cluster.members))
        return len(shared(few.traits, many.traits, weak=weak)) + len(
            few.around(self._context) & many.around(self._context)
        )

    def home_of(self, cluster: Cluster, rivals: Iterable[int]) -> int | None:
        """The only rival that a cluster may be, or the one with which it shares the most; ``None`` if it is open."""
        fitting = [number for number in rivals if self._why_apart(cluster, self[number]) is None]
        if len(fitting) < 2:
            return fitting[0] if fitting else None
        scores = [self._agreement(cluster, self[number]) for number in fitting]
        best = max(scores)
        return fitting[scores.index(best)] if best > 0 and scores.count(best) == 1 else None
