"""Patterns with variables over the statements of a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from kg.errors import QueryError
from kg.graph.index import Reading
from kg.model import Entity, Value

__all__ = ["Binding", "Pattern", "solutions"]

Pattern = tuple[str | Entity, str, str | Entity]
"""Subject, predicate, object: a name, an identifier, an entity, or a variable such as ``?who``."""

Binding = dict[str, str | Value]
"""What each variable, without its question mark, stands for: an entity's identifier, a predicate, or a value."""

Find = Callable[[str | None, str | None, str | None], Iterator[Reading]]


def solutions(patterns: Sequence[Pattern], find: Find, identify: Callable[[str | Entity], str]) -> Iterator[Binding]:
    """All ways to fit variables so that each pattern is a statement.

    Raises:
        QueryError: a pattern is not three terms.
        GraphError: a pattern names what the graph does not hold.
    """
    return _solve([_identified(pattern, identify) for pattern in patterns], find, {})


def _identified(pattern: Pattern, identify: Callable[[str | Entity], str]) -> tuple[str, str, str]:
    if not isinstance(pattern, tuple) or len(pattern) != 3:
        raise QueryError(
            f"the pattern {pattern!r} is not (subject, predicate, object), such as ('?who', 'met', 'Oslo')"
        )
    subject, predicate, object_ = pattern
    return (
        subject if _is_variable(subject) else identify(subject),
        predicate,
        object_ if _is_variable(object_) else identify(object_),
    )  # type: ignore[return-value]  # what is a variable is a string


def _is_variable(term: str | Entity) -> bool:
    return isinstance(term, str) and term.startswith("?") and len(term) > 1


def _solve(patterns: list[tuple[str, str, str]], find: Find, bound: Binding) -> Iterator[Binding]:
    if not patterns:
        yield bound
        return
    # The pattern with the fewest open variables has the fewest answers to try.
    pattern = min(patterns, key=lambda terms: sum(_open(term, bound) for term in terms))
    rest = [other for other in patterns if other is not pattern]
    for subject, object_, statement in find(*(_asked(term, bound) for term in pattern)):
        answer = object_ if object_ is not None else statement.value
        terms = (subject, statement.predicate, answer)
        fitted = _fit(pattern, terms, bound)
        if fitted is not None:
            yield from _solve(rest, find, fitted)


def _open(term: str, bound: Binding) -> bool:
    return _is_variable(term) and term[1:] not in bound


def _asked(term: str, bound: Binding) -> str | None:
    """What to look up for a term: itself, what its variable stands for, or anything (values have no index)."""
    known = bound.get(term[1:]) if _is_variable(term) else term
    return known if isinstance(known, str) else None


def _fit(pattern: tuple[str, str, str], terms: tuple[str, str, str | Value | None], bound: Binding) -> Binding | None:
    fitted = dict(bound)
    for asked, term in zip(pattern, terms, strict=True):
        if _is_variable(asked) and (term is None or fitted.setdefault(asked[1:], term) != term):
            return None
    return fitted
