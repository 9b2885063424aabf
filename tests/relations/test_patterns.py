"""Every pattern of the shipped file against its own examples and counter-examples."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from spacy.language import Language

from kg.relations.notation import Pattern
from kg.relations.patterns import Patterns, default_patterns
from kg.train.examples import read_example


def _cases() -> Iterator[tuple[Pattern, str, bool]]:
    for pattern in default_patterns().patterns:
        for example in pattern.examples:
            yield pattern, example, True
        for example in pattern.counterexamples:
            yield pattern, example, False


def _found(nlp: Language, pattern: Pattern, example: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    text, mentions, wanted = read_example(example)
    relations = Patterns((pattern,))(nlp(text), mentions)
    found = {(relation.subject.id, relation.object.id) for relation in relations}
    if Patterns((pattern,)).ontology.predicates[pattern.predicate].symmetric:
        found = {(min(pair), max(pair)) for pair in found}
        wanted = {(min(pair), max(pair)) for pair in wanted}
    return found, wanted


@pytest.mark.model
@pytest.mark.parametrize(
    ("pattern", "example", "matches"), [pytest.param(*case, id=f"{case[0].id}: {case[1]}") for case in _cases()]
)
def test_example(nlp: Language, pattern: Pattern, example: str, matches: bool) -> None:
    found, wanted = _found(nlp, pattern, example)
    if matches:
        assert wanted, "an example marks its subject with |s and its object with |o"
        assert found == wanted
    else:
        assert not found


@pytest.mark.parametrize("pattern", default_patterns().patterns, ids=lambda pattern: pattern.id)
def test_every_pattern_has_examples_and_counterexamples(pattern: Pattern) -> None:
    assert pattern.examples
    assert pattern.counterexamples


def test_every_predicate_has_a_pattern() -> None:
    patterns = default_patterns()
    assert {pattern.predicate for pattern in patterns.patterns} == set(patterns.ontology.predicates)
