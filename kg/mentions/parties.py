"""Parties named by an adjective or a member: "Republican strategist Paul Marsh", "Ana Rey, a Democrat"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mentions.lexicon import lexicon
from kg.mentions.spans import Candidate, covered_by
from kg.mentions.tokens import Tokens

__all__ = ["parties"]

_REACH = 3
"""Words from the adjective to the office: "Democratic vice presidential candidate"."""
_INDEFINITE = frozenset({"a", "an"})
_BETWEEN = frozenset({"ADJ", "NOUN", "PROPN"})


def parties(tokens: Tokens, persons: Iterable[Candidate], taken: Iterable[Candidate]) -> Iterator[Candidate]:
    """Capitalised words for a party's people where they are used of a person; none of "democratic elections".

    Args:
        tokens: the document.
        persons: the names of persons in it.
        taken: all names found in it.
    """
    begins = {item.start for item in persons}
    covered = covered_by(taken)
    known = lexicon()
    for index, word in enumerate(tokens.lowers):
        if word not in known.party_adjectives and word not in known.party_members:
            continue
        if index in covered or not tokens.words[index][:1].isupper():
            continue
        if _before_person(tokens, index, begins, covered) or (
            word in known.party_members and _is_said_of_person(tokens, index)
        ):
            yield Candidate(index, index + 1, "ORG")


def _before_person(tokens: Tokens, index: int, begins: set[int], covered: set[int]) -> bool:
    """True if an office or a person's name follows, over no more than adjectives and nouns."""
    known = lexicon()
    for at in range(index + 1, min(index + 1 + _REACH, len(tokens))):
        if at in begins:  # but "a Republican Lincoln" is none
            return at > index + 1 or tokens.lower(index - 1) not in _INDEFINITE
        if at in covered or tokens.poses[at] not in _BETWEEN:
            return False
        if tokens.lowers[at] in known.roles or tokens.lowers[at] in known.titles:
            return True
    return False


def _is_said_of_person(tokens: Tokens, index: int) -> bool:
    """True for "a Republican", "a lifelong Democrat"; not for "the first Democrat to"."""
    return any(tokens.lowers[child] in _INDEFINITE for child in tokens.children[index])
