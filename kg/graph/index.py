"""Finding entities by name and statements by their ends, in a time that grows with what is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from kg.errors import GraphError
from kg.model import Entity, EntityType, Statement
from kg.names import Name, letters_of, normal_form, parse, same_entity
from kg.ontology import Ontology

__all__ = ["EntityIndex", "Reading", "StatementIndex"]

Reading = tuple[str, str | None, Statement]
"""A statement read from one of its ends: that end, the other (``None`` if it is a value), and the statement."""

_TYPES: tuple[EntityType, ...] = ("Person", "Organization", "Place")


# Rules of the table in `kg.names` by which two names are the same but for their form; the others guess.
_SAME_BUT_FOR_FORM = frozenset({4, 5, 6, 7, 8, 9, 26})

# So many of the entities that a name may mean are listed in an error.
_LISTED = 8


class EntityIndex:
    """Entities by identifier and by name.

    A name is looked for as an entity's own name, as one of its other names, as what a name stands for ("US"), in other
    spellings ("Zelenskiy"), and last by the rules that join names within a document ("R. Lind", "UFG"): the first of
    these that has an answer gives it.
    """

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._entities = entities
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_alias: dict[str, list[str]] = defaultdict(list)
        self._by_key: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entity in entities.values():
            self._by_name[normal_form(entity.name)].append(entity.id)
            self._by_key[entity.type, parse(entity.name, entity.type).key].append(entity.id)
            for alias in sorted({normal_form(alias) for alias in entity.aliases}):
                self._by_alias[alias].append(entity.id)

    @cached_property
    def _by_block(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """Entities by type and by what names that a rule may join with one of theirs have in common."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entity in self._entities.values():
            for block in {block for form in _forms(entity) for block in _blocks(form)}:
                found[entity.type, block].append(entity.id)
        return found

    def find(self, name: str, type_: EntityType | None) -> Entity:
        """The entity of an identifier or name.

        Raises:
            GraphError: no entity has it, or several; the message names those, or the nearest.
        """
        if name in self._entities:
            return self._entities[name]
        for ids in self._by_precision(name):
            found = [self._entities[id_] for id_ in ids if type_ is None or self._entities[id_].type == type_]
            if len(found) == 1:
                return found[0]
            if found:
                differ = len({entity.type for entity in found}) == len(found)
                advice = "the type or the identifier" if differ else "the identifier"
                raise GraphError(f"{name!r} may be any of {len(found)} entities: {_listed(found)}; give {advice}")
        raise GraphError(f"no {type_ or 'entity'} is called {name!r}{self._hint(name, type_)}")

    def _by_precision(self, name: str) -> Iterable[list[str]]:
        normal = normal_form(name)
        yield self._by_name.get(normal, [])
        yield self._by_alias.get(normal, [])
        yield [id_ for type_ in _TYPES for id_ in self._by_key.get((type_, parse(name, type_).key), [])]
        yield from self._by_rules(name)

    def _by_rules(self, name: str) -> Iterable[list[str]]:
        """Entities called so in another form, then those of which this may be a shorter name."""
        same: list[str] = []
        shorter: list[str] = []
        for type_ in _TYPES:
            asked = parse(name, type_)
            for id_ in sorted({id_ for block in _blocks(asked) for id_ in self._by_block.get((type_, block), ())}):
                rules = [same_entity(asked, form) for form in _forms(self._entities[id_])]
                if any(rule is not None and rule.number in _SAME_BUT_FOR_FORM for rule in rules):
                    same.append(id_)
                elif rules[0] is not None:
                    shorter.append(id_)
        return same, shorter

    def _hint(self, name: str, type_: EntityType | None) -> str:
        """What is called so but of another type, or else the nearest names."""
        others = [self._entities[id_] for ids in self._by_precision(name) for id_ in ids] if type_ else []
        if others:
            return f"; what is called so is {_listed(list(dict.fromkeys(others)))}"
        known = {**dict.fromkeys(sorted(self._by_alias)), **dict.fromkeys(sorted(self._by_name))}
        ids = {**self._by_alias, **self._by_name}
        close = get_close_matches(normal_form(name), list(known), n=2 * _LISTED)
        near = dict.fromkeys(self._entities[id_].name for normal in close for id_ in ids[normal])
        return f"; the nearest names are {', '.join(list(near)[:3])}" if near else ""


def _forms(entity: Entity) -> Sequence[Name]:
    return [parse(name, entity.type) for name in (entity.name, *entity.aliases)]


def _blocks(name: Name) -> set[str]:
    """Parts of a name one of which any other name has that a rule joins with it."""
    if not name.words:
        return set()
    if name.type == "Person":
        return {name.words[0], name.words[-1], *name.spelled[-1:], *name.family[-1:]}
    return {name.words[0], name.words[-1], name.normal, *name.spelled[:1], *letters_of(name)}


def _listed(found: Sequence[Entity]) -> str:
    named = [f"{entity.name} ({entity.type}, {entity.id})" for entity in found[:_LISTED]]
    return ", ".join(named) + (f" and {len(found) - _LISTED} more" if len(found) > _LISTED else "")


class StatementIndex:
    """Statements by subject, predicate and object; those of symmetric predicates from both ends."""

    def __init__(self, statements: Mapping[str, Statement], ontology: Ontology) -> None:
        self._everything: list[Reading] = []
        self._by: dict[tuple[str, ...], list[Reading]] = defaultdict(list)
        self._ontology = ontology
        for statement in statements.values():
            self._add((statement.subject, statement.object, statement))
            predicate = ontology.predicates.get(statement.predicate)
            if predicate is not None and predicate.symmetric and statement.object is not None:
                self._add((statement.object, statement.subject, statement))

    def _add(self, reading: Reading) -> None:
        subject, object_, statement = reading
        self._everything.append(reading)
        keys = [("s", subject), ("p", statement.predicate), ("sp", subject, statement.predicate)]
        if object_ is not None:
            keys += [("o", object_), ("po", statement.predicate, object_), ("so", subject, object_)]
        for key in keys:
            self._by[key].append(reading)

    def find(self, subject: str | None, predicate: str | None, object_: str | None) -> Iterable[Reading]:
        """The readings that fit; ``None`` fits all.

        Raises:
            GraphError: neither the vocabulary nor the graph has the predicate.
        """
        if predicate is not None and predicate not in self._ontology.predicates and ("p", predicate) not in self._by:
            close = get_close_matches(predicate, list(self._ontology.predicates), n=3, cutoff=0.5)
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            raise GraphError(f"no predicate is called {predicate!r}{hint}")
        given = {"s": subject, "p": predicate, "o": object_}
        letters = "".join(letter for letter, value in given.items() if value is not None)
        values = tuple(value for value in given.values() if value is not None)
        if not letters:
            return self._everything
        if letters == "spo":
            return (reading for reading in self._by.get(("sp", *values[:2]), ()) if reading[1] == object_)
        return self._by.get((letters, *values), ())
