"""One type for one name: the evidence of all its occurrences, and of longer names that it is a part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.encoder.tagged import Taken
from kg.gazetteer import place_of
from kg.mentions.evidence import ORGANIZATION, OTHER, PERSON, PLACE, Points, of_context, of_label, of_name
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import Candidate, key_of
from kg.mentions.sport import clubs
from kg.mentions.tokens import Tokens

__all__ = ["Ballot", "count", "winner"]

_TYPES = (PERSON, ORGANIZATION, PLACE, OTHER)
_SURNAME_SHARE = 0.6  # of a full name's points for a person go to its surname, and back
_FAMILY_SHARE = 0.25  # how much of an organisation's points a person's must reach for a surname to overrule the labels
_FAMILY = 2.0  # points against each occurrence of a surname in the plural
_LIST_SHARE = 0.6  # points that names in one list give each other
_CLUB = 2.5  # points of an occurrence that stands for a club
_LOCAL_WEIGHT = 1.0  # how much an occurrence's own context counts beyond its share in the total
_READ = 1.5  # points of an occurrence that the encoder is sure to be of a type
_READ_OTHER = 0.5  # points of one that it is sure to be no name; none against the pipeline's label
_NAME_WEIGHT = 0.6  # how much the name itself counts for each occurrence


@dataclass(slots=True)
class Ballot:
    """The points of one name over all its occurrences, and those of each occurrence by its context and its reading."""

    total: Points = field(default_factory=lambda: defaultdict(float))
    name: Points = field(default_factory=dict)
    local: dict[Candidate, Points] = field(default_factory=dict)
    reading: dict[Candidate, Points] = field(default_factory=dict)
    labelled: bool = False


def count(tokens: Tokens, candidates: Iterable[Candidate], read: Taken | None = None) -> dict[str, Ballot]:
    """The ballots by the names' keys; ``read`` is what the encoder takes the tokens for."""
    ballots: dict[str, Ballot] = {}
    for candidate in candidates:
        key = key_of(tokens, candidate.start, candidate.end)
        ballot = ballots.get(key)
        if ballot is None:
            ballot = ballots[key] = Ballot()
            ballot.name = of_name(tokens, candidate.start, candidate.end)
        ballot.local[candidate] = points = of_context(tokens, candidate)
        if read is not None:
            ballot.reading[candidate] = _of_reading(read, candidate)
            _add(ballot.total, ballot.reading[candidate])
        _add(ballot.total, of_label(candidate))
        ballot.labelled |= bool(candidate.label)
        _add(ballot.total, points)
    _add_clubs(tokens, ballots)
    ordinary = {word for word, tag in zip(tokens.words, tokens.tags, strict=True) if _is_ordinary(word, tag)}
    for key, ballot in ballots.items():
        _add(ballot.total, _ordinary_word(tokens, key, ballot, ordinary))
        weight = max(1.0, _NAME_WEIGHT * len(ballot.local))
        _add(ballot.total, {type_: value * weight for type_, value in ballot.name.items()})
    _share_in_lists(tokens, ballots)
    _share_with_surnames(ballots)
    _add_families(ballots)
    return ballots


def _of_reading(read: Taken, candidate: Candidate) -> Points:
    """What the encoder tells of an occurrence."""
    rows = read[candidate.start : candidate.end]
    weights = (_READ, _READ, _READ, 0.0 if candidate.label else _READ_OTHER)
    return {
        type_: weight * sum(row[number] for row in rows) / len(rows)
        for number, (type_, weight) in enumerate(zip(_TYPES, weights, strict=True))
    }


def winner(ballot: Ballot, candidate: Candidate) -> tuple[str, float]:
    """The type of one occurrence and its points: those of the name, and a little more its own."""
    own: Points = defaultdict(float, ballot.local.get(candidate, {}))
    if len(ballot.local) > 1:  # of a name that stands once, the reading is in the total already
        _add(own, ballot.reading.get(candidate, {}))
    scores = [(ballot.total.get(type_, 0.0) + _LOCAL_WEIGHT * own.get(type_, 0.0), type_) for type_ in _TYPES]
    best, type_ = max(scores, key=lambda score: score[0])
    return type_, best


def _add_families(ballots: Mapping[str, Ballot]) -> None:
    """Against "the Solheims", a family named by its surname."""
    surnames = {key.rpartition(" ")[2] for key, ballot in ballots.items() if _leading(ballot) == PERSON}
    for key, ballot in ballots.items():
        if key.endswith("s") and key[:-1] in surnames and " " not in key and not any(ballot.name.values()):
            _add(ballot.total, {OTHER: _FAMILY * len(ballot.local)})


def _add_clubs(tokens: Tokens, ballots: Mapping[str, Ballot]) -> None:
    for item in clubs(tokens, [item for ballot in ballots.values() for item in ballot.local]):
        ballot = ballots[key_of(tokens, item.start, item.end)]
        if ballot.name.get(PERSON, 0.0) == 0.0:
            _add(ballot.local[item], {ORGANIZATION: _CLUB})
            _add(ballot.total, {ORGANIZATION: _CLUB})


def _is_ordinary(word: str, tag: str) -> bool:
    return word.islower() and not tag.startswith("NNP")


def _share_with_surnames(ballots: Mapping[str, Ballot]) -> None:
    """A name that another ends with is the same person's: both get a share of the other's points."""
    shares: list[tuple[str, Points]] = []
    for key, ballot in ballots.items():
        if " " not in key:
            continue
        for surname in _endings(key):
            short = ballots.get(surname)
            if short is None or place_of(surname.title()) is not None or short.name.get(ORGANIZATION, 0.0) >= 1.0:
                continue
            if _leading(ballot) != PERSON and not _is_family(ballot, short):
                continue
            shares.append((surname, {PERSON: _SURNAME_SHARE * ballot.total[PERSON] + len(short.local)}))
            if _leading(short) == PERSON:
                shares.append((key, {PERSON: _SURNAME_SHARE * short.total[PERSON]}))
    for key, points in shares:
        _add(ballots[key].total, points)


def _is_family(full: Ballot, short: Ballot) -> bool:
    """True if a name and the ending that the text goes on with are likely a person's, against the pipeline's labels."""
    known = any(full.name.get(type_, 0.0) + short.name.get(type_, 0.0) >= 1.0 for type_ in (ORGANIZATION, PLACE, OTHER))
    person = full.total.get(PERSON, 0.0) + short.total.get(PERSON, 0.0)
    rest = full.total.get(ORGANIZATION, 0.0) + short.total.get(ORGANIZATION, 0.0)
    return not known and len(short.local) > 1 and person >= max(1.0, _FAMILY_SHARE * rest)


def _endings(key: str) -> list[str]:
    words = key.split(" ")
    return [" ".join(words[index:]) for index in range(1, len(words))]


def _share_in_lists(tokens: Tokens, ballots: Mapping[str, Ballot]) -> None:
    """Names joined by "and" or commas are likely of one type."""
    of_token = {
        index: (ballot, item)
        for ballot in ballots.values()
        for item in ballot.local
        for index in range(item.start, item.end)
    }
    shares: list[tuple[Ballot, str]] = []
    for ballot in ballots.values():
        for item in ballot.local:
            for index in range(item.start, item.end):
                other = of_token.get(tokens.heads[index])
                if tokens.deps[index] == "conj" and other is not None and other[0] is not ballot:
                    shares += [(ballot, _leading(other[0])), (other[0], _leading(ballot))]
    for ballot, type_ in shares:
        _add(ballot.total, {type_: _LIST_SHARE})


def _ordinary_word(tokens: Tokens, key: str, ballot: Ballot, ordinary: set[str]) -> Points:
    """Points against a single word that is no name elsewhere, or that is tagged as a common noun or adjective."""
    if " " in key or any(ballot.name.values()):
        return {}
    against = 0.0
    noun = key in _nouns()
    for item in ballot.local:
        begins = item.start == 0 or (
            not tokens.words[item.start - 1][-1:].isalnum() and tokens.words[item.start - 1] not in ",-("
        )
        common = not tokens.tags[item.end - 1].startswith("NNP")
        against += 1.0 * (begins and key in ordinary) + 0.5 * common + 1.0 * (begins and noun)
    return {OTHER: against}


@cache
def _nouns() -> frozenset[str]:
    """Common nouns of the lexicon that are hardly ever surnames."""
    known = lexicon()
    plurals = {f"{word}s" for word in known.roles | known.organization_nouns}
    return frozenset(known.organization_nouns | plurals) - known.organization_heads


def _leading(ballot: Ballot) -> str:
    return max(_TYPES, key=lambda type_: ballot.total.get(type_, 0.0))


def _add(total: Points, points: Points) -> None:
    for type_, value in points.items():
        total[type_] = total.get(type_, 0.0) + value
