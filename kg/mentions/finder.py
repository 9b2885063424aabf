"""From a Doc to its mentions: candidates, votes, and the other occurrences of what was found."""

from __future__ import annotations

from typing import cast

from spacy.tokens import Doc

from kg.encoder import Encoder
from kg.encoder.tagged import Taken, taken
from kg.mentions import headings, joins, overlooked, spans, votes
from kg.mentions import tokens as columns
from kg.mentions.datelines import datelines
from kg.mentions.evidence import ORGANIZATION, OTHER, PERSON, PLACE
from kg.mentions.parties import parties
from kg.mentions.spans import Candidate
from kg.mentions.times import dates
from kg.mentions.tokens import Tokens
from kg.model import Mention, MentionType

__all__ = ["find"]

_ENOUGH = 1.2
"""Points from which on a name that the pipeline overlooked is taken."""


def find(doc: Doc, encoder: Encoder | None = None) -> list[Mention]:
    """The names of persons, organisations and places in a document, and its dates.

    Args:
        doc: analysed by a pipeline with a tagger, a parser, a lemmatizer and entities of OntoNotes' types.
        encoder: reads the document for a second opinion on names and types; without it the pipeline and rules decide.

    Returns:
        Mentions with ids ``m1``, ``m2``… in the order of the text, which do not overlap. Demonyms are names of type
        Place. Names have no ``entity`` yet, dates no ``value``.
    """
    if not len(doc):
        return []
    tokens = columns.read(doc)
    read = taken(doc, encoder) if encoder is not None else None
    items = [(*spans.characters(tokens, item.start, item.end), type_) for item, type_ in _names(doc, tokens, read)]
    inside = {index for start, end, _ in items for index in range(start, end)}
    items += [(start, end, "Date") for start, end in dates(doc, tokens) if inside.isdisjoint(range(start, end))]
    items.sort()
    return [
        Mention(f"m{number}", start, end, tokens.text[start:end], "name", cast(MentionType, type_))
        for number, (start, end, type_) in enumerate(items, start=1)
    ]


def _names(doc: Doc, tokens: Tokens, read: Taken | None) -> list[tuple[Candidate, str]]:
    demonyms, candidates = _candidates(doc, tokens)
    ballots = votes.count(tokens, candidates, read)
    found: list[tuple[Candidate, str]] = []
    for item in candidates:
        ballot = ballots[spans.key_of(tokens, item.start, item.end)]
        type_, points = votes.winner(ballot, item)
        if type_ != OTHER and points >= (0.0 if ballot.labelled else _ENOUGH):
            found.append((item, type_))
    covered = spans.covered_by(item for item, _ in found)
    for item in demonyms:
        if covered.isdisjoint(range(item.start, item.end)) and not overlooked.is_part_of_thing(tokens, item):
            found.append((item, PLACE))
    persons = joins.whole_persons(tokens, [item for item, type_ in found if type_ == PERSON])
    found = [(item, type_) for item, type_ in found if type_ != PERSON] + [(item, PERSON) for item in persons]
    named = [item for item, _ in found]
    return found + [(item, ORGANIZATION) for item in parties(tokens, persons, named)]


def _candidates(doc: Doc, tokens: Tokens) -> tuple[list[Candidate], list[Candidate]]:
    """Demonyms; and all else that may be a name. No two of the latter share a token."""
    phrases = [*overlooked.phrases(tokens), *overlooked.national_bodies(tokens)]
    demonyms = spans.without(overlooked.demonyms(tokens), phrases)
    known = phrases + list(datelines(tokens))
    entities = spans.without(joins.joined(tokens, spans.entities(doc, tokens) + known), demonyms)
    entities = [
        item for item in entities if item.end - item.start > 1 or not overlooked.is_language(tokens, item.start)
    ]
    named = entities + list(overlooked.repeated(tokens, entities, entities + demonyms))
    unlabelled = spans.without(overlooked.runs(tokens, named + demonyms), named + demonyms)
    named += unlabelled
    named += overlooked.repeated(tokens, unlabelled, named + demonyms)
    return demonyms, [item for item in headings.resolved(tokens, named) if not _is_language(tokens, item)]


def _is_language(tokens: Tokens, item: Candidate) -> bool:
    return item.end - item.start == 1 and overlooked.is_language(tokens, item.start)
