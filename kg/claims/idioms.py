"""Turns of phrase that settle whether the deed behind them was done: "thought better of", "wasted no time in".

The words of such a phrase mislead one by one: "no" in "lost no time in suing" denies nothing, and "think" in "thought
better of suing" leaves nothing open. After Karttunen (2012) on phrasal implicatives.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from kg.claims.cues import words
from kg.claims.marks import Verdict, infinitive, modal_of, modifiers, negated, past

__all__ = ["idiom", "settled"]

_NOT = {"n't": "not", "n’t": "not", "never": "not", "hardly": "not"}
_LIGHT = {"to", "ever", "even", "actually", "publicly", "openly"}
"""Words that may stand between a phrase and its verb."""
_FAR = 4
"""Words between a phrase and the verb that it belongs to: "was in the end not slow to"."""


def idiom(verb: Token) -> tuple[str, Token] | None:
    """The kind of the phrase right before a verb, as its list in `factuality.toml` is named, and its first word.

    The words of a phrase are lemmas, and "not" any adverb of negation; "told" phrases say so of the present, too
    ("makes no secret of").
    """
    last = verb.i
    first = verb.sent.start
    while last > first and verb.doc[last - 1].lower_ in _LIGHT:
        last -= 1
    for kind in ("beyond", "helpless", "managed", "forgone", "done", "told"):
        for length in _lengths(kind):
            before = verb.doc[max(first, last - length) : last]
            if " ".join(_written(token) for token in before) in words("factuality", "phrases", kind):
                return kind, before[0]
    return None


def settled(verb: Token, verdict: Verdict) -> Token | None:
    """Take what a phrase before the verb makes of it, or "it took … to"; the verb that it hangs on from there on."""
    if infinitive(verb) and (taking := _took(verb)):
        return taking
    found = idiom(verb)
    if found is None:
        return None
    kind, first = found
    if kind == "beyond":  # the negation is that of the verb before: "has not met her, let alone hired her"
        verdict.negate()
        return verb.sent.root
    governor = _verb_of(first)
    if governor is None or governor == verb:
        return None
    if kind == "helpless":
        return governor
    if kind == "managed":
        modifiers(governor, verdict)
        return governor
    if kind == "forgone":
        verdict.negate()
        if first == governor and negated(governor):
            verdict.negate()
    modal = modal_of(governor, verdict)
    if kind == "done" and modal is None and not _gone(governor):
        verdict.doubt("planned")  # "has no choice but to sue"
    return governor


@cache
def _lengths(kind: str) -> tuple[int, ...]:
    return tuple(sorted({phrase.count(" ") + 1 for phrase in words("factuality", "phrases", kind)}))


def _written(token: Token) -> str:
    lower = token.lower_
    if lower.endswith(("self", "selves")) and token.pos_ == "PRON":
        return "-self"
    return _NOT.get(lower, token.lemma_.lower() if token.pos_ in {"VERB", "AUX"} else lower)


def _verb_of(first: Token) -> Token | None:
    """The verb that a phrase begins with, or that stands right before it."""
    if first.dep_ == "neg" and first.head.tag_.startswith("VB"):
        return first.head
    before = range(first.i, max(first.sent.start, first.i - _FAR) - 1, -1)
    return next((first.doc[i] for i in before if first.doc[i].tag_.startswith("VB")), None)


def _gone(verb: Token) -> bool:
    """True for a past, with "did" too."""
    did = any(child.dep_ == "aux" and child.lower_ == "did" for child in verb.children)
    having = verb.tag_ in {"VBG", "VBN"} and not any(child.dep_ == "aux" for child in verb.children)
    return did or having or past(verb)


def _took(verb: Token) -> Token | None:
    """The verb of "it *took* two days to meet him", and of "it did not *take* long to"; not "it takes"."""
    for take in (verb.head, verb.head.head):
        if take.lemma_ != "take" or not any(c.dep_ in {"nsubj", "expl"} and c.lower_ == "it" for c in take.children):
            continue
        short = any(child.lower_ in {"long", "much"} for child in take.children)
        if take.i < verb.i and _gone(take) and modal_of(take, Verdict()) is None and (short or not negated(take)):
            return take
    return None
