"""The pronouns "he" and "she" and whom each may mean, in the order of the text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.coreference.features import describe, describe_none
from kg.coreference.figures import figures_and_places
from kg.coreference.scene import Columns, Place, quotations
from kg.coreference.setting import Candidate, Figure, Form, Kind, Pronoun, Setting
from kg.model import Entity, Mention

__all__ = ["Case", "Choose", "cases", "has_pronoun"]

_PRONOUNS: dict[str, tuple[Kind, Form]] = {
    "he": ("he", "subject"),
    "him": ("he", "object"),
    "his": ("he", "possessive"),
    "himself": ("he", "reflexive"),
    "she": ("she", "subject"),
    "her": ("she", "possessive"),
    "hers": ("she", "possessive"),
    "herself": ("she", "reflexive"),
}
_BACK = 6  # sentences that a pronoun looks back over
_BACK_FOR_A_GUESS = 3  # ... for what was not seen as a name: "Dogs ate"
_MOST = 12  # candidates of one pronoun
_AFTER = 6  # places after it that may be candidates
_MISTAKEN = 2  # pronouns that may have been taken wrongly to mean a figure whose name is of the other gender
_SURE = 3.0  # log-odds of a forename that is nobody's of the other gender
_BREAK = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True)
class Case:
    """A pronoun, whom it may mean, the nearest first, and features: a row for each, and one for "none" (the last)."""

    pronoun: Pronoun
    candidates: list[Candidate]
    rows: list[list[float]]


Choose = Callable[[Case], int | None]
"""The index of the candidate that later pronouns take this one to mean."""


@dataclass(slots=True)
class _Text:
    """What of a text does not depend on the pronoun, and the places so far."""

    columns: Columns
    figures: list[Figure]
    places: list[Place]
    persons: list[int]
    quotes: list[int]
    paragraphs: list[int]
    totals: dict[int, int]


def has_pronoun(doc: Doc) -> bool:
    """True if a document has any of the pronouns that `cases` knows."""
    words = {doc.vocab.strings[word] for word in _PRONOUNS}
    return not words.isdisjoint(doc.to_array("LOWER").tolist())


def cases(
    c: Columns, named: Sequence[Mention], entities: Sequence[Entity], guessed: frozenset[str], choose: Choose
) -> Iterator[Case]:
    """The pronouns of a document that have a candidate.

    Args:
        c: the document.
        named: its names, with their entities.
        entities: the entities; figures are numbered as they are.
        guessed: identifiers of those that only guesses name.
        choose: decides each case before the next is made; what it chooses counts as a place where that figure is meant.
    """
    found = _pronouns(c, named)
    if not found:
        return
    figures, places = figures_and_places(c, named, entities, guessed)
    persons = [place.head for place in places if figures[place.entity].type == "Person"]
    totals = {figure.number: len(figure.names) for figure in figures}
    text = _Text(c, figures, places, persons, quotations(c), _paragraphs(c), totals)
    last: dict[Kind, tuple[int, int | None]] = {}
    for pronoun in found:
        candidates = _candidates(pronoun, text)
        if not candidates:
            last[pronoun.kind] = pronoun.token, None
            continue
        setting = _setting(pronoun, candidates, text, last.get(pronoun.kind))
        case = Case(
            pronoun, candidates, [*(describe(n, setting) for n in range(len(candidates))), describe_none(setting)]
        )
        yield case
        index = choose(case)
        last[pronoun.kind] = pronoun.token, None if index is None else candidates[index].figure.number
        if index is not None:
            _remember(pronoun, candidates[index].figure, text)


def _remember(pronoun: Pronoun, figure: Figure, text: _Text) -> None:
    token = pronoun.token
    figure.called[pronoun.kind] += 1
    at = bisect_right(text.places, token, key=lambda place: place.start)
    text.places.insert(at, Place(token, token, token + 1, pronoun.sentence, figure.number, is_name=False))


def _pronouns(c: Columns, named: Sequence[Mention]) -> list[Pronoun]:
    kinds = {c.strings[word]: meaning for word, meaning in _PRONOUNS.items()}
    covered = c.covered(named)
    found = []
    for token, word in enumerate(c.lowers):
        if word not in kinds or token in covered or _is_shouted(c.text[c.starts[token] : c.ends[token]]):
            continue
        kind, form = kinds[word]
        if form == "possessive" and c.word(token) == "her" and c.labels[token] != "poss":
            form = "object"
        found.append(Pronoun(token, c.sentences[token], kind, form))
    return found


def _is_shouted(text: str) -> bool:
    """True for "HER", which is rather a name."""
    return len(text) > 1 and text.isupper()


def _candidates(pronoun: Pronoun, text: _Text) -> list[Candidate]:
    low = bisect_left(text.places, pronoun.sentence - _BACK, key=lambda place: place.sentence)
    middle = bisect_left(text.places, pronoun.token, key=lambda place: place.start)
    high = bisect_right(text.places, pronoun.sentence, key=lambda place: place.sentence)
    found: dict[int, Candidate] = {}
    ruled_out = {place.entity for place in text.places[low:middle] if _is_bound(pronoun, place, text.columns)}
    for place in reversed(text.places[low:middle]):
        figure = text.figures[place.entity]
        is_far = figure.is_guess and pronoun.sentence - place.sentence > _BACK_FOR_A_GUESS
        is_new = not is_far and len(found) < _MOST and place.entity not in ruled_out and _fits(figure, pronoun.kind)
        if place.entity in found or is_new:
            found.setdefault(place.entity, Candidate(figure)).before.append(place)
    for place in text.places[middle:high][:_AFTER]:
        figure = text.figures[place.entity]
        if place.entity in found or (place.entity not in ruled_out and _fits(figure, pronoun.kind)):
            found.setdefault(place.entity, Candidate(figure)).after.append(place)
    return list(found.values())


def _fits(figure: Figure, kind: Kind) -> bool:
    """True if a figure can be meant: not if pronouns before, title or noun say otherwise, or a sure forename."""
    if figure.type != "Person" and not figure.may_be_person:
        return False
    mistaken = _MISTAKEN if figure.agrees(kind) > 0 else 0
    if sum(figure.called.values()) > 2 * figure.called[kind] + mistaken:
        return False
    if figure.agrees(kind) >= 0:
        return True
    return not figure.titled and (abs(figure.gender) < _SURE or figure.called[kind] > 0)


def _is_bound(pronoun: Pronoun, place: Place, c: Columns) -> bool:
    """True if the place is subject of the very verb whose object the pronoun is, as in "Lind saw him"."""
    if place.sentence != pronoun.sentence or pronoun.form != "object" or c.role(pronoun.token) != "object":
        return False
    return c.role(place.head) == "subject" and c.heads[place.head] == c.heads[pronoun.token]


def _setting(
    pronoun: Pronoun, candidates: list[Candidate], text: _Text, last: tuple[int, int | None] | None
) -> Setting:
    c = text.columns
    above = c.above(pronoun.token)
    verbs = [token for token in above if c.is_verb(token)]
    return Setting(
        columns=c,
        pronoun=pronoun,
        candidates=candidates,
        above=above,
        verbs=verbs,
        own_verb=c.verb_of(pronoun.token),
        subjects=[c.subject(verb) for verb in verbs[:3]],
        as_subject=[_as_subject(candidate, c) for candidate in candidates],
        role=c.role(c.climbed(pronoun.token)),
        counts=Counter(place.entity for place in text.places if place.start < pronoun.token),
        totals=text.totals,
        persons=text.persons,
        quotes=text.quotes,
        paragraphs=text.paragraphs,
        last=last,
    )


def _as_subject(candidate: Candidate, c: Columns) -> list[int]:
    tops = [c.climbed(place.head) for place in candidate.before]
    return [top for top in tops if c.role(top) == "subject"]


def _paragraphs(c: Columns) -> list[int]:
    """For each token the number of its paragraph."""
    breaks = [match.start() for match in _BREAK.finditer(c.text)]
    return [bisect_right(breaks, start) for start in c.starts]
