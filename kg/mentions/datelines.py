"""Where a report was written ("LIMA, Peru (AP) - " at the head of a line), and towns told by their state."""

from __future__ import annotations

from collections.abc import Iterator

from kg.gazetteer import place_kind, place_of
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import DASHES, Candidate, is_spaced
from kg.mentions.tokens import Tokens

__all__ = ["before_state", "datelines", "state_at"]

_LONGEST = 10
"""Tokens of a dateline up to its dash."""
_TOWN = 15_000
_ENDS = frozenset({",", ".", ")", "-", "–", "—", "(", ";", ":", "?", "!", "'s", "’s", '"', "”"})


def datelines(tokens: Tokens) -> Iterator[Candidate]:
    """Town, and state or country, of each dateline."""
    for index in range(len(tokens)):
        if tokens.words[index][:1].isupper() and tokens.is_break(index - 1):
            yield from _dateline(tokens, index)


def before_state(tokens: Tokens, end: int) -> bool:
    """True if a comma and a state follow, and with them the place ends: "Boise, Idaho,"; not "Boise, Idaho farmers"."""
    stop = state_at(tokens, end + 1) if tokens.lower(end) == "," else None
    if stop is None:
        return False
    if stop >= len(tokens) or tokens.is_break(stop) or tokens.words[stop] in _ENDS:
        return True
    return tokens.words[stop].islower() and tokens.poses[stop] not in ("NOUN", "ADJ")


def state_at(tokens: Tokens, start: int) -> int | None:
    """Where a state's name, written out or short, ends: of "Idaho", "N.M.", "New Mexico"."""
    for end in (start + 2, start + 1):
        if end <= len(tokens) and tokens.words[start][:1].isupper() and _is_state(tokens.slice(start, end)):
            return end
    return None


def _is_state(name: str) -> bool:
    known = place_of(name)
    return place_kind(name if known is None or not name.endswith(".") else known) == "state" or known == _CAPITAL


_CAPITAL = "Washington, D.C."


def _dateline(tokens: Tokens, start: int) -> Iterator[Candidate]:
    dash = next(
        (
            at
            for at in range(start + 1, min(start + _LONGEST, len(tokens)))
            if tokens.words[at] in DASHES and is_spaced(tokens, at)
        ),
        None,
    )
    if dash is None:
        return
    end = start
    while end < dash and tokens.words[end] not in (",", "(", "["):
        end += 1
    town = tokens.slice(start, end)
    if not all(word[:1].isupper() or word in lexicon().particles for word in tokens.words[start:end]):
        return
    state = _state_after(tokens, end, dash)
    known = place_of(town.title()) or place_kind(town.title(), population=_TOWN) or place_of(town)
    if known or (town.isupper() and len(town) > 1 and (state or tokens.words[end] in ("(", "["))):
        yield Candidate(start, end, "GPE")
        if state:
            yield state


def _state_after(tokens: Tokens, end: int, dash: int) -> Candidate | None:
    """The state or country behind a town's comma."""
    if tokens.words[end] != ",":
        return None
    stop = next((at for at in range(end + 1, dash) if tokens.words[at] in (",", "(", "[")), dash)
    if stop == end + 1:
        return None
    name = tokens.slice(end + 1, stop)
    return Candidate(end + 1, stop, "GPE") if place_of(name) or _is_state(name) else None
