"""When: the date that governs the clause of a relation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.claims.cues import words
from kg.model import Mention, RelationMention, Time

__all__ = ["time_of"]

_THROUGH = {"NOUN", "PROPN", "ADP", "NUM", "ADV", "ADJ", "DET", "X", "SCONJ"}


def time_of(
    doc: Doc, relation: RelationMention, mentions: Sequence[Mention], trigger: Token, *, event: bool
) -> Time | None:
    """The nearest date of the trigger's own clause, or inside its noun phrase; never one of another clause."""
    best: tuple[int, Time] | None = None
    for mention in mentions:
        if mention.type != "Date" or mention.value is None or mention == relation.object:
            continue
        if not relation.start <= mention.start < relation.end:
            continue
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is None or not _governs(span.root, trigger, event=event):
            continue
        distance = abs(span.root.i - trigger.i)
        if best is None or distance < best[0]:
            best = distance, _time(doc, mention, span.root, mention.value)
    return best[1] if best else None


def _time(doc: Doc, mention: Mention, root: Token, value: str) -> Time:
    """With "since" and "until" an interval."""
    before = root.head if root.dep_ == "pobj" else root.nbor(-1) if root.i else root
    plain = len(value) in {4, 7, 10} and value.replace("-", "").isdigit()
    if before.lower_ in {"since", "until"} and plain and before.idx < mention.start:
        text = doc.text[before.idx : mention.end]
        return Time(text, f"{value}/.." if before.lower_ == "since" else f"../{value}")
    return Time(mention.text, value)


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
