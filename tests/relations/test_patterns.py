"""Every pattern of the shipped file against its own examples and counter-examples."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from spacy.language import Language

from kg.model import Mention
from kg.relations.notation import Pattern
from kg.relations.patterns import Patterns, default_patterns

_MARK = re.compile(r"\[(?P<text>[^|\]]+)\|(?P<type>[POLD])(\|(?P<role>[so]+))?\]")
_TYPES = {"P": "Person", "O": "Organization", "L": "Place", "D": "Date"}


def read_example(example: str) -> tuple[str, list[Mention], set[tuple[str, str]]]:
    """``[Ann Lee|P|s] runs [Acme|O|o]`` -> the text, its mentions, and the pairs of ids that are to be found."""
    text, position = "", 0
    mentions: list[Mention] = []
    ends: dict[str, list[str]] = {"s": [], "o": []}
    for mark in _MARK.finditer(example):
        text += example[position : mark.start()]
        start, name = len(text), mark["text"]
        text += name
        position = mark.end()
        mention = Mention(f"m{len(mentions) + 1}", start, len(text), name, "name", _TYPES[mark["type"]])  # type: ignore[arg-type]
        mentions.append(mention)
        for role in mark["role"] or "":
            ends[role].append(mention.id)
    text += example[position:]
    return text, mentions, {(s, o) for s in ends["s"] for o in ends["o"] if s != o}


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
