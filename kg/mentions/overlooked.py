"""Names that the pipeline overlooked: known phrases, demonyms, runs of proper nouns, and repeated names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.gazetteer import is_demonym
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import Candidate, covered_by, is_namelike, trim
from kg.mentions.tokens import Tokens

__all__ = ["demonyms", "is_language", "is_part_of_thing", "national_bodies", "phrases", "repeated", "runs"]


_LONGEST_BODY = 6  # words of the name of a body behind its people's


def phrases(tokens: Tokens) -> Iterator[Candidate]:
    """Occurrences of known names of several words, and of such in lower case ("dpa").

    The label tells organizations from other things.
    """
    known = lexicon()
    index = 0
    while index < len(tokens):
        word = tokens.words[index]
        length = 1
        if word.islower() and word in known.organizations:
            yield Candidate(index, index + 1, "ORG")
        for form in known.phrases.get(word, ()):
            if tuple(tokens.words[index : index + len(form)]) == form:
                length = len(form)
                name = tokens.slice(index, index + length)
                yield Candidate(index, index + length, "EVENT" if name in known.not_names else "ORG")
                break
        index += length


def national_bodies(tokens: Tokens) -> Iterator[Candidate]:
    """Names of bodies that begin with a people's or a country's: "Danish Armed Forces", "U.S. Navy".

    Two words alone are one name only after the short names of some countries, as in "U.S. Army": "the Danish Army" may
    be any army of Denmark's. Parties are such only where the rest would be any country's: "Danish People's Party".
    """
    index = 0
    while index < len(tokens):
        end = _end_of_national(tokens, index)
        if end > index:
            yield Candidate(index, end, "ORG")
        index = max(end, index + 1)


def _end_of_national(tokens: Tokens, start: int) -> int:
    """Where a body that begins here ends; ``start`` if none does."""
    known = lexicon()
    is_short = tokens.lowers[start] in known.organization_nations
    if not tokens.words[start][:1].isupper() or not (is_short or is_demonym(tokens.words[start])):
        return start
    first = start + 1
    is_pair = tokens.lower(first) == "-" and first + 1 < len(tokens) and is_demonym(tokens.words[first + 1])
    if is_pair:  # "German-Dutch Chamber"
        first += 2
    found, end = start, first
    while end < min(len(tokens), first + _LONGEST_BODY) and _goes_on(tokens, end):
        end += 1
        ends = tokens.lowers[end - 1] in known.organization_national or _is_partly_general(tokens, first, end)
        if ends and end - first >= 2 - is_short - is_pair:
            found = end
    return found


def _goes_on(tokens: Tokens, index: int) -> bool:
    """True for a word with a capital, and for the possessive of "People's"."""
    if tokens.words[index] in ("'s", "’s", "'", "’"):
        return tokens.lower(index - 1) in lexicon().party_owners
    return tokens.words[index][:1].isupper()


def _is_partly_general(tokens: Tokens, start: int, end: int) -> bool:
    """True for the names that many countries have: "Communist Party", "Red Cross", "Football Association"."""
    known = lexicon()
    if tokens.lowers[start:end] in (["red", "cross"], ["red", "crescent"]):
        return True
    words = [word for word in tokens.lowers[start : end - 1] if word[:1].isalpha()]
    return tokens.lowers[end - 1] == "party" and bool(words) and all(word in known.party_kinds for word in words)


def demonyms(tokens: Tokens) -> Iterator[Candidate]:
    """All names of the people and things of places, those of two words first ("North Korean"); no languages."""
    index = 0
    while index < len(tokens):
        word = tokens.words[index]
        length = 1
        if word[:1].isupper():
            pair = tokens.slice(index, min(index + 2, len(tokens)))
            if pair != word and word not in ("The", "THE") and is_demonym(pair):
                length = 2
                yield Candidate(index, index + 2, "NORP")
            elif is_demonym(word) and not is_language(tokens, index) and not _is_ethnic(tokens, index):
                yield Candidate(index, index + 1, "NORP")
        index += length


def _is_ethnic(tokens: Tokens, index: int) -> bool:
    """True for "African" of "African-American voters", who are of no African place."""
    following = index + 1 + (tokens.lower(index + 1) == "-")
    return tokens.lower(following) in ("american", "americans")


def is_part_of_thing(tokens: Tokens, candidate: Candidate) -> bool:
    """True for a demonym that begins the name of an event or work: "Scottish" of "Scottish Cup"."""
    end = candidate.end
    while end < len(tokens) and tokens.is_proper(end):
        end += 1
    return end > candidate.end and tokens.lowers[end - 1] in lexicon().other_heads


def runs(tokens: Tokens, taken: Iterable[Candidate]) -> Iterator[Candidate]:
    """Runs of proper nouns that no candidate covers; none that end as a title does ("Foreign Minister")."""
    covered = covered_by(taken)
    skipped = lexicon().months | lexicon().weekdays
    index = 0
    while index < len(tokens):
        if index in covered or not tokens.is_proper(index) or tokens.lowers[index] in skipped:
            index += 1
            continue
        end = index + 1
        while end < len(tokens) and end not in covered and _continues(tokens, end, covered):
            end += 1
        start, stop = trim(tokens, index, end, "")
        if is_namelike(tokens, start, stop) and tokens.lowers[stop - 1] not in lexicon().titles:
            yield Candidate(start, stop, "")
        index = end


def repeated(tokens: Tokens, found: Iterable[Candidate], taken: Iterable[Candidate]) -> Iterator[Candidate]:
    """Other occurrences of names, and of persons' surnames, that nothing covers; the longest first."""
    forms = _forms(tokens, found)
    covered = covered_by(taken)
    index = 0
    while index < len(tokens):
        length = 0
        if index not in covered and tokens.words[index] in forms and tokens.words[index][:1].isupper():
            length = _longest(tokens, index, forms[tokens.words[index]], covered)
        if length:
            yield Candidate(_with_given_name(tokens, index, covered), index + length, "")
        index += length or 1


def _forms(tokens: Tokens, found: Iterable[Candidate]) -> dict[str, set[tuple[str, ...]]]:
    """What to look for, by first word."""
    forms: dict[str, set[tuple[str, ...]]] = {}
    for item in found:
        if item.label == "NORP":
            continue
        starts = [item.start]
        if item.label == "PERSON":
            starts += _surname_starts(tokens, item)
        for start in starts:
            forms.setdefault(tokens.words[start], set()).add(tuple(tokens.words[start : item.end]))
    return forms


def _surname_starts(tokens: Tokens, candidate: Candidate) -> Iterator[int]:
    """Where the last word, as divided by spaces, begins; and the particle before it."""
    start = candidate.end - 1
    while start > candidate.start and tokens.starts[start] == tokens.span(start - 1, start)[1]:
        start -= 1
    yield start
    if start - 1 > candidate.start and tokens.lowers[start - 1] in lexicon().particles:
        yield start - 1


def _longest(tokens: Tokens, start: int, forms: Iterable[tuple[str, ...]], covered: set[int]) -> int:
    fitting = (
        len(form)
        for form in forms
        if tuple(tokens.words[start : start + len(form)]) == form
        and covered.isdisjoint(range(start, start + len(form)))
    )
    return max(fitting, default=0)


def _with_given_name(tokens: Tokens, index: int, covered: set[int]) -> int:
    """Where a surname with the given name before it begins: at "Anna" of "Anna Berg"."""
    before = index - 1
    if before >= 0 and before not in covered and tokens.is_proper(before):
        return index - (tokens.lowers[before] in lexicon().given_names)
    return index


def _continues(tokens: Tokens, index: int, covered: set[int]) -> bool:
    if tokens.is_proper(index):
        return True
    following = index + 1
    if following >= len(tokens) or following in covered or not tokens.is_proper(following):
        return False
    if tokens.words[index] == "-":
        return tokens.starts[index] + 1 == tokens.starts[following]
    return tokens.lowers[index] in lexicon().particles and len(tokens.words[index]) > 1


def is_language(tokens: Tokens, index: int) -> bool:
    """True for "in German", "speaks German", "the German language", "German-speaking"."""
    known = lexicon()
    if tokens.lowers[index] not in known.languages:
        return False
    following = tokens.lower(index + 1)
    if following == "-":
        following = tokens.lower(index + 2)
    if following in ("language", "word", "translation", "speaking"):
        return True
    return tokens.lower(index - 1) in known.before_language and tokens.heads[index] == index - 1
