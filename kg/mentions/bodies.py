"""Where the name of a body ends: "Office of Trade and Customs", "Institute for Peace", "AFL-CIO"."""

from __future__ import annotations

from kg.gazetteer import place_of
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import DASHES, Candidate
from kg.mentions.tokens import Tokens

__all__ = ["extended_body", "is_known"]

_ON = frozenset({"for", "to", "against"})
_GOING_ON = frozenset({"and", "&", "of"})
_NAMING = frozenset({"PROPN", "NOUN", "ADJ"})


def extended_body(tokens: Tokens, candidate: Candidate, begins: set[int], apart: set[int]) -> Candidate:
    """An organisation with what goes on its name: "CNN" Worldwide, "Office of Trade" and Customs, "Paths" to Peace.

    Args:
        tokens: the document.
        candidate: a name.
        begins: where other names of several words, and places, begin.
        apart: the tokens of names that are certainly others.
    """
    if candidate.label not in ("ORG", "WORK_OF_ART"):
        return candidate
    start = _start_of_members(tokens, _start_with_opening(tokens, candidate, begins))
    end = _end_of_body(tokens, candidate, begins)
    if end > candidate.end and end < len(tokens) and tokens.is_proper(end) and end not in begins:
        end = candidate.end
    if end == candidate.end and candidate.label == "ORG":
        start, end = _with_hyphen(tokens, start, end)
        end = max(_end_of_force(tokens, start, end), _end_of_field(tokens, end, apart))
    return Candidate(start, end, candidate.label)


def is_known(tokens: Tokens, candidate: Candidate) -> bool:
    """True for the name of a known organisation, and for one in capitals."""
    name = tokens.slice(candidate.start, candidate.end)
    return name in lexicon().organizations or _is_acronym(name)


def _start_with_opening(tokens: Tokens, candidate: Candidate, begins: set[int]) -> int:
    """Where "High" before "Peace Council" begins, or "Parliamentary" before "Assembly", in a sentence."""
    known = lexicon()
    first = candidate.start - 1
    if (
        tokens.lowers[candidate.end - 1] not in known.organization_heads
        or not tokens.words[candidate.start][:1].isupper()
    ):
        return candidate.start
    opens = known.organization_openings
    if candidate.end - candidate.start > 1:
        opens = opens | known.organization_leanings
    is_within = (first > 0 and tokens.words[first - 1][-1:].isalnum()) or tokens.lower(first - 1) in ("'s", "’s")
    fits = is_within and tokens.lowers[first] in opens and tokens.words[first][:1].isupper() and first not in begins
    return first if fits else candidate.start


def _with_hyphen(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Both sides of "AFL-CIO"; not of "EU-NATO", two that are known, nor of "US-UN"."""
    if end - start > 1 or not _is_part_of_acronym(tokens, start):
        return start, end
    if tokens.lower(start - 1) == "-" and start > 1 and _is_tied(tokens, start - 1):
        start -= 2 * _is_part_of_acronym(tokens, start - 2)
    if tokens.lower(end) == "-" and end + 1 < len(tokens) and _is_tied(tokens, end):
        end += 2 * _is_part_of_acronym(tokens, end + 1)
    return start, end


def _is_part_of_acronym(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    return _is_acronym(word) and word not in lexicon().organizations and place_of(word) is None


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()


def _is_tied(tokens: Tokens, index: int) -> bool:
    """True for a hyphen without space on either side."""
    return (
        tokens.span(index - 1, index)[1] == tokens.starts[index]
        and tokens.starts[index] + 1 == tokens.starts[index + 1]
    )


def _end_of_force(tokens: Tokens, start: int, end: int) -> int:
    """Where "Joint Task Force" - Northern Shield ends: armies write so, and a dash parts no names there."""
    if tokens.lowers[end - 2 : end] != ["task", "force"] or tokens.lower(end) not in DASHES:
        return end
    stop = end + 1
    while stop < len(tokens) and tokens.is_proper(stop) and tokens.lowers[stop] not in lexicon().titles:
        stop += 1
    return stop if stop > end + 1 else end


def _end_of_field(tokens: Tokens, end: int, apart: set[int]) -> int:
    """Where "Institute" for Trade and Peace, "Department" of the Interior, "Chamber" of Commerce ends."""
    known = lexicon()
    head, at = tokens.lowers[end - 1], end + 1
    if tokens.lower(end) == "of":
        fits = head in known.organization_offices
    else:
        fits = tokens.lower(end) in ("for", "on") and head in known.organization_fields
    at += tokens.lower(at) == "the"
    stop = _end_of_capitals(tokens, at, apart) if fits else at
    while (
        stop > at and tokens.lower(stop) in _GOING_ON and (more := _end_of_capitals(tokens, stop + 1, apart)) > stop + 1
    ):
        stop = more
    return stop if stop > at else end


def _end_of_capitals(tokens: Tokens, start: int, apart: set[int]) -> int:
    """Where the words with a capital end; ``start`` if there are none, or if they are another name or a date."""
    known = lexicon()
    end = start
    while end < len(tokens) and tokens.words[end][:1].isupper() and tokens.poses[end] in _NAMING:
        word = tokens.words[end]
        if end in apart or word in known.organizations or _is_acronym(word) or place_of(word) is not None:
            return start
        if tokens.lowers[end] in known.months | known.weekdays | known.titles:
            return start
        end += 1
    return end


def _end_of_body(tokens: Tokens, candidate: Candidate, begins: set[int]) -> int:
    known = lexicon()
    end = candidate.end
    name = tokens.lowers[candidate.start : end]
    if _is_capital(tokens, end, begins) and tokens.lowers[end] in known.organization_extensions:
        return end + 1
    if tokens.lower(end) == "and" and _is_office(name) and _is_capital(tokens, end + 1, begins):
        return end + 2
    if tokens.lower(end) in _ON and name[-1] in known.organization_members and _is_capital(tokens, end + 1, set()):
        return end + 2 + _is_capital(tokens, end + 2, begins)
    return end


def _start_of_members(tokens: Tokens, start: int) -> int:
    """Where "Green Paths to" before "Peace" begins."""
    first = start - 2
    if first < 0 or tokens.lowers[start - 1] not in _ON or tokens.lowers[first] not in lexicon().organization_members:
        return start
    if not tokens.is_proper(first):
        return start
    while first > 0 and tokens.is_proper(first - 1):
        first -= 1
    return first


def _is_capital(tokens: Tokens, index: int, begins: set[int]) -> bool:
    return index < len(tokens) and tokens.is_proper(index) and index not in begins


def _is_office(name: list[str]) -> bool:
    """True for a body of the form "Office of Trade"."""
    at = name.index("of") if "of" in name[:-1] else 0
    return at > 0 and name[at - 1] in lexicon().organization_heads_of
