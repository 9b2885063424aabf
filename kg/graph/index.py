"""Finding entities by name and statements by their ends, in a time that grows with what is found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from kg.errors import GraphError
from kg.model import Entity, EntityType, Statement
from kg.names import normal_form, parse
from kg.ontology import Ontology

__all__ = ["EntityIndex", "Reading", "StatementIndex"]

Reading = tuple[str, str | None, Statement]
"""A statement read from one of its ends: that end, the other (``None`` if it is a value), and the statement."""

_TYPES: tuple[EntityType, ...] = ("Person", "Organization", "Place")


class EntityIndex:
    """Entities by identifier and by name."""

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

    def find(self, name: str, type_: EntityType | None) -> Entity:
        """The entity of an identifier or name.

        Raises:
            GraphError: no entity has it, or several.
        """
        if name in self._entities:
            return self._entities[name]
        for ids in self._by_precision(name):
            found = [self._entities[id_] for id_ in ids if type_ is None or self._entities[id_].type == type_]
            if len(found) == 1:
                return found[0]
            if found:
                listed = ", ".join(f"{entity.name} ({entity.type}, {entity.id})" for entity in found)
                raise GraphError(f"{name!r} may be any of {len(found)} entities: {listed}; give the identifier")
        raise GraphError(f"no entity is called {name!r}{self._hint(name)}")

    def _by_precision(self, name: str) -> Iterable[list[str]]:
        """Entities called so, the surest first: by name, by another name, by what a name stands for ("US")."""
        normal = normal_form(name)
        yield self._by_name.get(normal, [])
        yield self._by_alias.get(normal, [])
        yield [id_ for type_ in _TYPES for id_ in self._by_key.get((type_, parse(name, type_).key), [])]

    def _hint(self, name: str) -> str:
        close = get_close_matches(normal_form(name), sorted(self._by_name), n=3)
        names = [self._entities[self._by_name[normal][0]].name for normal in close]
        return f"; the nearest names are {', '.join(names)}" if names else ""


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
