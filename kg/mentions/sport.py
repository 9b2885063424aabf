"""Clubs that go by the name of their city: "Parma were beaten", where an article is about sport."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.gazetteer import is_country, place_kind
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import Candidate, key_of
from kg.mentions.tokens import Tokens

__all__ = ["clubs", "is_sport"]

_FEWEST_WORDS = 8
_FEWEST_CLUBS = 3
_SHARE = 0.015
_SCORE = re.compile(r"\d+[-–:]\d+$")
_PLURAL_VERBS = frozenset({"VBP"})


def is_sport(tokens: Tokens) -> bool:
    """True for an article that is full of the words of sport."""
    words = lexicon().sport_words
    count = sum(word in words for word in tokens.lowers)
    return count >= _FEWEST_WORDS and count >= _SHARE * len(tokens)


def clubs(tokens: Tokens, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that stand for clubs, if the article is about sport.

    Those that stand where a club does; and, if several names do, every city that no word says to be a place.
    """
    if not is_sport(tokens):
        return []
    names = [item for item in candidates if not is_country(tokens.slice(item.start, item.end))]
    found = [item for item in names if _stands_for_club(tokens, item)]
    if len({key_of(tokens, item.start, item.end) for item in found}) >= _FEWEST_CLUBS:
        taken = set(found)
        found += [item for item in names if item not in taken and _may_be_club(tokens, item)]
    return found


def _may_be_club(tokens: Tokens, item: Candidate) -> bool:
    before = tokens.lower(item.start - 1)
    if before in ("in", "near", "from", "of", "across") or (
        before == "to" and tokens.lemma(item.start - 2) in lexicon().motions
    ):
        return False
    return place_kind(tokens.slice(item.start, item.end), population=15_000) == "city" and tokens.lower(item.end) != ","


def _stands_for_club(tokens: Tokens, item: Candidate) -> bool:
    known = lexicon()
    before, after = tokens.lower(item.start - 1), tokens.lower(item.end)
    if after in ("'s", "’s"):
        after = tokens.lower(item.end + 1)
    if after in known.sport_neighbours or before in known.sport_before or before in ("side", "club", "champions"):
        return True
    if _SCORE.match(after) or _SCORE.match(before):
        return True
    head = tokens.heads[item.end - 1]
    plural = tokens.tags[head] in _PLURAL_VERBS or any(
        tokens.lowers[child] in ("were", "have", "are") for child in (*tokens.children[head], head)
    )
    return tokens.deps[item.end - 1] in ("nsubj", "nsubjpass") and plural and not _is_joined(tokens, item)


def _is_joined(tokens: Tokens, item: Candidate) -> bool:
    return any(tokens.deps[child] == "conj" for child in tokens.children[item.end - 1])
