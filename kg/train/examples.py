"""The patterns' own examples and counter-examples as annotated texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.model import Mention, MentionType, Status
from kg.ontology import default_ontology
from kg.relations.notation import Pattern
from kg.train.annotated import Annotated, Fact, with_wider

__all__ = ["read", "read_example"]

_MARK = re.compile(r"\[(?P<text>[^|\]]+)\|(?P<type>[POLD])(\|(?P<role>[so]+))?\]")
_DOUBT = re.compile(r"\b(will|would|may|might|could|if|not|no|never)\b|n['’]t\b")  # may be more, or less, than asserted
_TYPES: dict[str, MentionType] = {"P": "Person", "O": "Organization", "L": "Place", "D": "Date"}


def read_example(example: str) -> tuple[str, list[Mention], set[tuple[str, str]]]:
    """A marked sentence -> the text, its mentions, and the pairs of their ids that are related.

    >>> text, mentions, pairs = read_example("[Ann Lee|P|s] runs [Acme|O|o].")
    >>> text, [mention.type for mention in mentions], pairs
    ('Ann Lee runs Acme.', ['Person', 'Organization'], {('m1', 'm2')})
    """
    text, position = "", 0
    mentions: list[Mention] = []
    ends: dict[str, list[str]] = {"s": [], "o": []}
    for mark in _MARK.finditer(example):
        text += example[position : mark.start()]
        start, name = len(text), mark["text"]
        text += name
        position = mark.end()
        mention = Mention(f"m{len(mentions) + 1}", start, len(text), name, "name", _TYPES[mark["type"]])
        mentions.append(mention)
        for role in mark["role"] or "":
            ends[role].append(mention.id)
    text += example[position:]
    return text, mentions, {(s, o) for s in ends["s"] for o in ends["o"] if s != o}


def read(patterns: Iterable[Pattern]) -> Iterator[Annotated]:
    """The sentences of patterns: each tells of all its pairs whether the pattern's predicate holds."""
    for pattern in patterns:
        predicates = with_wider([pattern.predicate], default_ontology())
        for number, example in enumerate((*pattern.examples, *pattern.counterexamples)):
            text, mentions, pairs = read_example(example)
            spans = {mention.id: mention.span for mention in mentions}
            status: Status | None = None if _DOUBT.search(text) else "asserted"
            yield Annotated(
                id=f"{pattern.id}-{number}",
                text=text,
                sentences=((0, len(text)),),
                mentions=tuple(mentions),
                facts=tuple(
                    Fact(subject, predicate, object_, spans=(spans[subject], spans[object_]), status=status)
                    for subject, object_ in sorted(pairs)
                    for predicate in sorted(predicates)
                ),
                covered=(frozenset(predicates),),
            )
