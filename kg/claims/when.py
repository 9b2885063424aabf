"""When: the date that governs the clause of a relation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.claims.cues import words
from kg.model import Mention, RelationMention, Time

__all__ = ["time_of"]

_THROUGH = {"NOUN", "PROPN", "ADP", "NUM", "ADV", "ADJ", "DET", "X", "SCONJ"}
_FROM = re.compile(r"\b([Ff]rom|[Bb]etween) (?:the )?$")
_TO = re.compile(r" ?,? ?(to|until|till|through|and|up to)(?: the)? ")


def time_of(
    doc: Doc, relation: RelationMention, mentions: Sequence[Mention], trigger: Token, *, event: bool
) -> Time | None:
    """The nearest date of the trigger's own clause, or inside its noun phrase; never one of another clause."""
    best: tuple[int, Time] | None = None
    dates = [
        mention
        for mention in mentions
        if mention.type == "Date" and mention.value and relation.start <= mention.start < relation.end
    ]
    for index, mention in enumerate(dates):
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if mention == relation.object or span is None or not _governs(span.root, trigger, event=event):
            continue
        distance = abs(span.root.i - trigger.i)
        if best is None or distance < best[0]:
            best = distance, _time(doc, dates, index, span.root)
    return best[1] if best else None


def _time(doc: Doc, dates: Sequence[Mention], index: int, root: Token) -> Time:
    """With "since", "until" and "from … to" an interval."""
    mention = dates[index]
    value = mention.value or ""
    for first, last in pairwise(dates[max(0, index - 1) : index + 2]):
        if (interval := _between(doc, first, last)) is not None:
            return interval
    before = root.head if root.dep_ == "pobj" else root.nbor(-1) if root.i else root
    if before.lower_ in {"since", "until"} and _plain(value) and before.idx < mention.start:
        text = doc.text[before.idx : mention.end]
        return Time(text, f"{value}/.." if before.lower_ == "since" else f"../{value}")
    return Time(mention.text, value)


def _between(doc: Doc, first: Mention, last: Mention) -> Time | None:
    """Two dates that are the ends of one time: "from 2008 to 2012"."""
    start, end = first.value or "", last.value or ""
    opening = _FROM.search(doc.text, max(0, first.start - 10), first.start)
    joined = _TO.fullmatch(doc.text, first.end, last.start)
    if (
        opening is None
        or joined is None
        or not (_plain(start) and _plain(end))
        or end[: len(start)] < start[: len(end)]
    ):
        return None
    if (opening[1].lower() == "between") != (joined[1] == "and"):
        return None
    return Time(doc.text[opening.start(1) : last.end], f"{start}/{end}")


def _plain(value: str) -> bool:
    return len(value) in {4, 7, 10} and value.replace("-", "").isdigit()


def _governs(date: Token, trigger: Token, *, event: bool) -> bool:
    holder = _holder(date)
    if _of_cue(date, trigger, holder):
        return False
    if holder == trigger or trigger in set(_nouns_above(date)):
        return True
    verb = _clause(trigger)
    if verb is not None and verb.dep_ == "relcl" and verb.head == date:  # "in 2014, when she led"
        return True
    if verb is None or holder != verb:
        return False
    if trigger == verb or trigger.tag_.startswith("VB"):
        return True
    named = trigger.dep_ in {"attr", "oprd", "acomp"} or (trigger.dep_ == "pobj" and trigger.head.lower_ == "as")
    return named or (event and _shares(trigger, verb, date))


def _of_cue(date: Token, trigger: Token, holder: Token) -> bool:
    """True for "said on Tuesday he was ill", where the parser ties Tuesday to the illness."""
    first = date.head.left_edge if date.dep_ == "pobj" else date.left_edge
    cue = first.nbor(-1) if first.i else first
    return cue.tag_[:2] == "VB" and cue.lemma_ in words("speech", "clause") and cue not in (trigger, holder)


def _nouns_above(date: Token) -> Iterator[Token]:
    """The words above the date up to its clause's verb."""
    token = date
    while token.head != token and token.head.pos_ in _THROUGH:
        token = token.head
        yield token


def _holder(date: Token) -> Token:
    """The verb, or the noun at the top, that the date hangs on."""
    token = date
    while token.head != token and token.head.pos_ in _THROUGH:
        token = token.head
        if token.dep_ == "appos":
            return token
    return token.head if token.head.pos_ in {"VERB", "AUX"} else token


def _clause(trigger: Token) -> Token | None:
    token = trigger
    while token.pos_ not in {"VERB", "AUX"}:
        if token.head == token:
            return None
        token = token.head
    return token


def _shares(noun: Token, verb: Token, date: Token) -> bool:
    """An event that its clause brings up shares the clause's date: not one that is only talked about ("the attack")."""
    if verb.lemma_ in words("factuality", "certain", "happening"):
        return True
    definite = any(child.lower_ in {"the", "this", "that", "these", "those"} for child in noun.children)
    if noun.dep_ in {"nsubj", "nsubjpass"} and noun.i < date.i < verb.i:
        return True
    return not definite or noun.dep_ in {"nsubj", "nsubjpass"}
