"""Names put together again that the pipeline cut: persons' names, and bodies that go on over "of", "and", "to"."""

from __future__ import annotations

from collections.abc import Iterable

from kg.gazetteer import is_demonym, place_of
from kg.mentions.bodies import extended_body, is_known
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import Candidate, covered_by, extended_person
from kg.mentions.tokens import Tokens

__all__ = ["joined", "whole_persons"]

_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
_PLACES = frozenset({"GPE", "LOC"})
_TRIED = (["for"], ["for", "the"], ["for", "the", "former"])
_APART = frozenset({"PERSON", "GPE", "LOC", "NORP", "EVENT"})


def joined(tokens: Tokens, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Names put together again: "Inès de" + "Castro", 'Ann "Nan" Field', "Farmers Party" of "Norway"."""
    ordered = sorted(candidates, key=lambda candidate: (candidate.start, candidate.end, candidate.label))
    begins = {item.start for item in ordered if item.end - item.start > 1 or item.label in _PLACES}
    apart = covered_by(item for item in ordered if item.label in _APART or is_known(tokens, item))
    done: list[Candidate] = []
    for item in ordered:
        candidate = _extended(tokens, item, begins, apart)
        while done and done[-1].end > candidate.start:
            candidate = _merged(done.pop(), candidate)
        while done and (label := _joint_label(tokens, done[-1], candidate)):
            candidate = Candidate(done.pop().start, candidate.end, label)
        done.append(candidate)
    return done


def _extended(tokens: Tokens, item: Candidate, begins: set[int], apart: set[int]) -> Candidate:
    if item.label == "PERSON":
        return extended_person(tokens, item)
    if item.label in _PLACES or item.label == "FAC":
        return _extended_place(tokens, item)
    return extended_body(tokens, item, begins, apart)


def _extended_place(tokens: Tokens, item: Candidate) -> Candidate:
    """A place with what stands before an article of Arabic in it: "Deir ez" before "Zor", "Salah ad" before "Din"."""
    start = item.start
    while start > 1 and tokens.words[start - 1] in lexicon().place_articles and tokens.is_proper(start - 2):
        start -= 2
    return Candidate(start, item.end, item.label)


def whole_persons(tokens: Tokens, persons: Iterable[Candidate]) -> list[Candidate]:
    """The persons, two put together where only a space parts them: "Ilse" "Tamm Rebane", "Ilse" "Tamm".

    And with what they are called: "Catherine the Great".
    """
    done: list[Candidate] = []
    for item in sorted(persons, key=lambda item: item.start):
        if done and _are_halves(tokens, done[-1], item):
            item = Candidate(done.pop().start, item.end, "PERSON")
        done.append(Candidate(item.start, item.end + 2, "PERSON") if _is_epithet(tokens, item.end) else item)
    return done


def _is_epithet(tokens: Tokens, index: int) -> bool:
    """True for "the Great", with its capital, behind a name."""
    if tokens.lower(index) != "the" or index + 1 >= len(tokens):
        return False
    return tokens.lowers[index + 1] in lexicon().epithets and tokens.words[index + 1][:1].isupper()


def _are_halves(tokens: Tokens, left: Candidate, right: Candidate) -> bool:
    """True for a single word and what follows it."""
    if left.end != right.start or tokens.span(left.start, left.end)[1] + 1 != tokens.starts[right.start]:
        return False
    if left.end - left.start > 1 and right.end - right.start > 1:
        return False
    return (
        not _is_said_again(tokens, left, right)
        and tokens.is_proper(left.end - 1)
        and tokens.words[right.start][:1].isupper()
    )


def _is_said_again(tokens: Tokens, left: Candidate, right: Candidate) -> bool:
    """True for "Ada Quist" and "Quist", the end of a line below a picture and the beginning of the text."""
    return not set(tokens.lowers[left.start : left.end]).isdisjoint(tokens.lowers[right.start : right.end])


def _joint_label(tokens: Tokens, left: Candidate, right: Candidate) -> str | None:
    """The label of two candidates that are one name, else ``None``."""
    if right.start - left.end > 3:
        return None
    if _are_one_person(tokens, left, right) or _are_one_body(tokens, left, right):
        return left.label
    if _are_one_place(tokens, left, right):
        return "GPE"
    return "ORG" if _is_local(tokens, left, right) or _is_bequest(tokens, left, right) else None


def _merged(one: Candidate, other: Candidate) -> Candidate:
    label = one.label if one.label and one.end - one.start >= other.end - other.start else other.label or one.label
    return Candidate(min(one.start, other.start), max(one.end, other.end), label)


def _are_one_person(tokens: Tokens, left: Candidate, right: Candidate) -> bool:
    if left.label != "PERSON" or right.label not in ("PERSON", "ORG", "NORP", "GPE"):
        return False
    between = tokens.words[left.end : right.start]
    if not between:
        if _is_said_again(tokens, left, right):
            return False
        is_word = right.end - right.start == 1 and not is_demonym(tokens.words[right.start])
        return right.label == "PERSON" or is_word
    if len(between) == 1 and between[0] in _QUOTES:
        return any(word in _QUOTES for word in tokens.words[left.start : left.end])
    return len(between) <= 2 and all(word in lexicon().particles and len(word) > 1 for word in between)


def _are_one_body(tokens: Tokens, left: Candidate, right: Candidate) -> bool:
    """True for "Farmers Party" "of" "Norway", and for a tribunal for what a land did."""
    between = tokens.lowers[left.end : right.start]
    if left.label != "ORG" or right.label not in _PLACES:
        return False
    if tokens.lowers[left.end - 1] == "tribunal" and between in _TRIED:
        return True
    if between == ["at"] and tokens.lowers[left.start : left.start + 2] == ["university", "of"]:
        return True  # "University of North Carolina" "at" "Greensboro"
    return between in (["of"], ["of", "the"]) and tokens.lowers[left.end - 1] in lexicon().organization_heads_of_place


def _are_one_place(tokens: Tokens, left: Candidate, right: Candidate) -> bool:
    """True for "Washington" and "D.C.": one place that is known by both words."""
    if right.label not in _PLACES or tokens.lowers[left.end : right.start] not in ([], [","]):
        return False
    return place_of(tokens.slice(left.start, right.end)) is not None


def _is_local(tokens: Tokens, left: Candidate, right: Candidate) -> bool:
    """True for "Stark County" and "GOP"."""
    if left.end != right.start or left.label not in ("GPE", "LOC", "ORG", "FAC") or right.end - right.start > 1:
        return False
    name = tokens.slice(left.start, left.end)
    local = tokens.lowers[left.end - 1] in lexicon().place_heads or place_of(name) is not None
    return local and tokens.lowers[right.start] in lexicon().organization_local


def _is_bequest(tokens: Tokens, left: Candidate, right: Candidate) -> bool:
    """True for "Ann" and "Bo Lee Foundation": a given name, "and", and another with a foundation."""
    known = lexicon()
    if left.end - left.start != 1 or tokens.lowers[left.end : right.start] not in (["and"], ["&"]):
        return False
    return (
        tokens.lowers[left.start] in known.given_names
        and tokens.lowers[right.start] in known.given_names
        and tokens.lowers[right.end - 1] in known.organization_bequests
    )
