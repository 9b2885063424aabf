"""Headlines in title case or capitals, where every word looks like a name: only known names are taken from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.gazetteer import is_demonym, place_of
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import Candidate, key_of
from kg.mentions.tokens import Tokens

__all__ = ["lines", "resolved"]

_LONGEST = 30
_FEWEST = 4
_SHARE = 0.7
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})


def lines(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Lines that end without a stop and whose words of content mostly begin with capitals."""
    start = 0
    for index in range(len(tokens) + 1):
        if index == len(tokens) or "\n" in tokens.words[index]:
            if _is_heading(tokens, start, index):
                yield start, index
            start = index + 1


def resolved(tokens: Tokens, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates; in a heading, one of several words that no text repeats gives way to known names in it."""
    inside = {index for start, end in lines(tokens) for index in range(start, end)}
    kept = list(candidates)
    body = {key_of(tokens, item.start, item.end) for item in kept if item.label and item.start not in inside}
    done: list[Candidate] = []
    for item in kept:
        if item.start not in inside or item.end - item.start == 1 or key_of(tokens, item.start, item.end) in body:
            done.append(item)
        else:
            done += list(_known_within(tokens, item, body)) or [item]
    return done


def _is_heading(tokens: Tokens, start: int, end: int) -> bool:
    content = [index for index in range(start, end) if tokens.poses[index] in _CONTENT and len(tokens.words[index]) > 2]
    if not _FEWEST <= len(content) <= _LONGEST or tokens.words[end - 1] in (".", "!", "?", '"', "”"):
        return False
    return sum(tokens.words[index][0].isupper() for index in content) >= _SHARE * len(content)


def _known_within(tokens: Tokens, item: Candidate, body: set[str]) -> Iterator[Candidate]:
    start = item.start
    while start < item.end:
        for end in range(item.end, start, -1):
            name = tokens.slice(start, end)
            if (end - start < item.end - item.start) and (
                key_of(tokens, start, end) in body or place_of(name) or name in lexicon().organizations
            ):
                yield Candidate(start, end, "" if not is_demonym(name) else "NORP")
                start = end - 1
                break
        start += 1
