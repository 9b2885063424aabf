"""Headlines, where every word looks like a name: names known from elsewhere, or those up to a verb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.gazetteer import is_demonym, place_of
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import Candidate, key_of, trim
from kg.mentions.tokens import Tokens

__all__ = ["lines", "resolved"]

_LONGEST = 30
_FEWEST = 4
_SHARE = 0.7
_WITHIN = frozenset({"of", "and", "for", "the"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV"})


def lines(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Lines whose words of content mostly begin with capitals; before a full stop all, and one of them a verb."""
    start = 0
    for index in range(len(tokens) + 1):
        if index == len(tokens) or "\n" in tokens.words[index]:
            if _is_heading(tokens, start, index):
                yield start, index
            start = index + 1


def resolved(tokens: Tokens, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates; in a heading, those that no text repeats give way to known names in them, or are cut at verbs."""
    inside = {index for start, end in lines(tokens) for index in range(start, end)}
    kept = list(candidates)
    if not inside:
        return kept
    body = {key_of(tokens, item.start, item.end) for item in kept if item.label and item.start not in inside}
    ordinary = {
        word for word, tag in zip(tokens.words, tokens.tags, strict=True) if word.islower() and tag[:3] != "NNP"
    }
    done: list[Candidate] = []
    for item in kept:
        if item.start not in inside or key_of(tokens, item.start, item.end) in body:
            done.append(item)
        else:
            done += _within(tokens, item, body, ordinary)
    return done


def _is_heading(tokens: Tokens, start: int, end: int) -> bool:
    content = [
        index
        for index in range(start, end)
        if tokens.poses[index] in _CONTENT and len(tokens.words[index]) > 2 and tokens.lower(index - 1) != "-"
    ]
    if not _FEWEST <= len(content) <= _LONGEST or tokens.words[end - 1] in ("!", "?", '"', "”"):
        return False
    share = sum(tokens.words[index][0].isupper() for index in content) / len(content)
    if tokens.words[end - 1] != ".":
        return share >= _SHARE
    return share == 1.0 and any(_ends_name(tokens, index) for index in range(start + 1, end))


def _within(tokens: Tokens, item: Candidate, body: set[str], ordinary: set[str]) -> Iterator[Candidate]:
    """What of a candidate in a heading is a name."""
    cuts = [index for index in range(item.start, item.end) if _ends_name(tokens, index)]
    if not cuts and (item.end - item.start == 1 or _is_headed(tokens, item)):
        if tokens.lowers[item.start] not in ordinary or item.end - item.start > 1:
            yield item
        return
    known = list(_known_within(tokens, item, body))
    if known:
        yield from known
        return
    for start, end in _pieces(item, cuts):
        start, end = trim(tokens, start, end, item.label)
        if start < end and not ordinary.intersection(tokens.lowers[start:end]):
            yield Candidate(start, end, item.label)


def _is_headed(tokens: Tokens, item: Candidate) -> bool:
    return tokens.lowers[item.end - 1] in lexicon().organization_heads | lexicon().organization_suffixes or any(
        tokens.lowers[index] == "of" for index in range(item.start, item.end)
    )


def _pieces(item: Candidate, cuts: list[int]) -> Iterator[tuple[int, int]]:
    start = item.start
    for cut in [*cuts, item.end]:
        if start < cut:
            yield start, cut
        start = cut + 1


def _ends_name(tokens: Tokens, index: int) -> bool:
    """True for a verb or function word, in title case or not: "Beats", "With", "May" of "May Win"."""
    known = lexicon()
    word = tokens.lowers[index]
    if word in known.heading_modals:
        following = tokens.lower(index + 1)
        return following in known.heading_verbs or following in known.heading_modals or following in ("be", "have")
    if word in known.heading_verbs:
        before = tokens.lower(index - 1)
        return before in known.heading_modals or (before.endswith("s") and not before.endswith(("ss", "'s", "’s")))
    if tokens.words[index].islower():
        return word.isalpha() and word not in _WITHIN and word not in known.particles
    return word in known.heading_words


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
