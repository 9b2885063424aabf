"""What hangs on a word: negation, auxiliaries, adverbs, adjectives and articles, and the verdict that they leave."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from kg.claims.cues import words
from kg.model import Modality

__all__ = [
    "Verdict",
    "definite",
    "fronted",
    "hedged",
    "infinitive",
    "listed",
    "listed_verb",
    "modal_of",
    "modifiers",
    "negated",
    "none_of",
    "past",
]

_FRONT = 12
"""Words from the head of a sentence to its auxiliary: "At no point between 2010 and 2020 was she"."""
_MODALS: tuple[Modality, ...] = ("possible", "planned", "conditional")
_KINDS: tuple[tuple[Modality, str], ...] = (("planned", "suffixes"), ("possible", "adverbs"))
"""Kinds of doubt, each with its list beside the adjectives."""


@dataclass(slots=True)
class Verdict:
    """What the climb has found so far.

    ``aside`` heads a clause that is the author's own even in reported speech; ``said`` is the verb that governs the
    clause, if it does not vouch for it.
    """

    negative: bool = False
    modality: Modality = "asserted"
    aside: Token | None = None
    said: Token | None = None

    def doubt(self, modality: Modality) -> None:
        """Less than certain; the reading nearest to the trigger stays, and what may not be so is just uncertain."""
        if modality != "planned":
            self.negative = False
        if self.modality == "asserted" or (self.modality == "planned" and modality in {"conditional", "questioned"}):
            self.modality = modality

    def negate(self) -> None:
        """Not so; two negations leave it open ("never refused to meet")."""
        if self.negative:
            self.doubt("possible")
        elif self.modality not in {"conditional", "questioned"}:
            self.negative = True


def listed(word: str, *keys: str) -> bool:
    """True if a list of `data/claims/factuality.toml` has the word."""
    return word in words("factuality", *keys)


def listed_verb(verb: Token, *keys: str) -> bool:
    """True if the list has the verb, with its particle where it has one ("rule_out")."""
    particle = next((child.lower_ for child in verb.children if child.dep_ == "prt"), None)
    if particle and f"{verb.lemma_}_{particle}" in words("factuality", "phrasal", "verbs"):
        return listed(f"{verb.lemma_}_{particle}", *keys)
    return listed(verb.lemma_, *keys)


def modifiers(token: Token, verdict: Verdict) -> None:
    """Negation, auxiliaries, adverbs, adjectives and articles of the word itself."""
    if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB") or any(c.dep_ == "aux" for c in token.children):
        _of_verb(token, verdict)
    else:
        _of_noun(token, verdict)


def _of_verb(verb: Token, verdict: Verdict) -> None:
    if any(child.lower_ == "without" and child.dep_ == "prep" for child in verb.lefts) and _hypothetical(verb):
        verdict.doubt("conditional")  # "without them she could not have won"
    modal = modal_of(verb, verdict)
    if negated(verb) and not (modal and listed(modal, "modal", "open")):
        verdict.negate()
    if _arranged(verb):
        verdict.doubt("planned")
    for child in verb.children:
        if child.dep_ in {"advmod", "npadvmod", "acomp"} and listed(child.lower_, "possible", "adverbs"):
            verdict.doubt("possible")


def _hypothetical(verb: Token) -> bool:
    return any(child.tag_ == "MD" and child.lower_ in {"could", "might", "would"} for child in verb.lefts)


def _arranged(verb: Token) -> bool:
    """True for "is moving to Oslo", and "said he was moving": the progressive of what is only arranged for."""
    if verb.tag_ != "VBG" or not listed(verb.lemma_, "planned", "progressive"):
        return False
    forms = {"am", "are", "is", "'m", "'re", "'s", "’m", "’re", "’s"} | (
        {"was", "were"} if verb.dep_ == "ccomp" else set()
    )
    return any(child.dep_ == "aux" and child.lower_ in forms for child in verb.children)


def modal_of(verb: Token, verdict: Verdict) -> str | None:
    """Take the doubt of a modal; a headline's infinitive ("Denmark to leave") is a plan."""
    for child in verb.children:
        if child.dep_ not in {"aux", "auxpass"}:
            continue
        for kind in _MODALS:
            if child.lower_ == "should" and _putative(verb):
                return None
            if child.tag_ == "MD" and listed(child.lower_, "modal", kind):
                verdict.doubt(kind)
                return child.lower_
        if child.lower_ == "to" and verb.dep_ == "ROOT" and verb.tag_ == "VB":
            verdict.doubt("planned")
    return None


def _putative(verb: Token) -> bool:
    """True for "it is odd that she *should* lead it": she does."""
    if verb.dep_ not in {"ccomp", "acl", "relcl", "csubj", "advcl"} or all(c.lower_ != "that" for c in verb.lefts):
        return False
    said = [verb.head, *(child for child in verb.head.children if child.dep_ in {"acomp", "attr"})]
    return any(listed(token.lower_, "certain", "remarked") for token in said)


def negated(verb: Token) -> bool:
    """True for "not", "never", "no longer", and "no" or "nobody" as subject or object."""
    if _at_last(verb):
        return False
    for child in verb.children:
        if child.lower_ == "not" and child.i > verb.i and verb.pos_ == "VERB":
            continue  # "lives in Ghent, though not alone", "left not in anger but in haste"
        if child.dep_ in {"neg", "advmod", "preconj", "cc", "det"} and listed(child.lower_, "negation", "words"):
            if child.dep_ == "cc" and child.i < verb.i:
                return True  # "nor did she meet him"
            if child.dep_ == "cc" or (child.i + 1 < len(child.doc) and listed(child.nbor().lower_, "negation", "only")):
                continue
            return True
        if child.dep_ == "advmod" and any(listed(inner.lower_, "negation", "words") for inner in child.children):
            if child.lower_ == "matter":
                continue  # "no matter how"
            return not listed(child.lower_, "negation", "only")
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"} and none_of(child):
            return True
        if (
            child.dep_ == "prep"
            and listed(child.lower_, "negation", "at_no_time")
            and any(map(none_of, child.children))
        ):
            return True
    return False


def _at_last(verb: Token) -> bool:
    """True for "did not leave until May", "it was not until May that": then it was so."""
    gone = verb.tag_ == "VBD" or any(
        child.dep_ in {"aux", "auxpass"} and child.tag_ == "VBD" for child in verb.children
    )
    perfect = any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)
    denied = next((child.i for child in verb.children if child.dep_ == "neg"), verb.i)
    until = [t for child in verb.rights for t in (child, *child.lefts) if t.lower_ in {"until", "till"}]
    return gone and not perfect and bool(until) and all(token.i > denied for token in until)


def none_of(noun: Token) -> bool:
    """True for "no soldiers", "nobody", "none of them", "not one"."""
    return listed(noun.lower_, "negation", "arguments") or any(
        child.dep_ in {"det", "neg", "preconj"} and child.lower_ in {"no", "neither", "not"} and child.i < noun.i
        for child in noun.children
    )


def fronted(first: Token) -> bool:
    """True where a sentence begins with a negation and an auxiliary: "At no point did she", "Never has he"."""
    opening = first.doc[first.i : first.i + 4]
    if any(listed(token.lower_, "negation", "only") for token in opening):
        return False  # "no sooner had she"
    length = 1 if listed(first.lower_, "negation", "words") else 3
    phrase = length == 1 or (
        listed(first.lower_, "negation", "at_no_time")
        and any(listed(t.lower_, "negation", "words") for t in opening[:2])
    )
    if not phrase:
        return False
    rest = first.doc[first.i + length : min(first.i + _FRONT, first.sent.end)]
    parted = next((token for token in rest if token.pos_ in {"AUX", "VERB"} or token.text == ","), None)
    return parted is not None and parted.pos_ == "AUX" and (length > 1 or parted.i - first.i <= length + 1)


def hedged(noun: Token) -> bool:
    """True for "rebels, *possibly* those of the Front"."""
    return noun.pos_ in {"NOUN", "PROPN", "PRON", "DET"} and any(
        child.dep_ == "advmod" and listed(child.lower_, "possible", "adverbs") for child in noun.children
    )


def _of_noun(noun: Token, verdict: Verdict) -> None:
    for child in noun.children:
        lower = child.lower_
        if child.dep_ in {"amod", "compound", "advmod", "nmod"}:
            for kind, more in _KINDS:
                if listed(lower, kind, "adjectives") or listed(lower, kind, more):
                    verdict.doubt(kind)
            if listed(lower, "negation", "adjectives") or (
                child.tag_ == "VBN" and listed(child.lemma_, "negation", "object_verbs")
            ):
                verdict.negate()
        elif child.dep_ == "det" and listed(lower, "conditional", "determiners"):
            verdict.doubt("conditional")
    if none_of(noun):
        verdict.negate()
    hyphened = (
        noun.i + 2 < len(noun.doc) and noun.nbor().text == "-" and listed(noun.nbor(2).lower_, "planned", "suffixes")
    )
    last = noun.i > 1 and noun.nbor(-1).text == "-" and listed(noun.lower_, "planned", "suffixes")
    if (
        hyphened
        or last
        or _to_be(noun)
        or any(listed(lower, "planned", "suffixes") for lower in noun.lower_.split("-")[1:])
    ):
        verdict.doubt("planned")


def _to_be(noun: Token) -> bool:
    """True for "his *wife*-to-be", "a *bride* to be"."""
    after = noun.doc[noun.i : noun.i + 6].text[len(noun) :]  # not the text of the whole Doc, which is made at each call
    return re.match(r"-to-be\b| to be(?! \w)", after) is not None


def past(verb: Token) -> bool:
    """True for a finite past or perfect."""
    return verb.tag_ == "VBD" or any(
        child.dep_ in {"aux", "auxpass"} and child.tag_ in {"VBD", "VBZ", "VBP"} and verb.tag_ == "VBN"
        for child in verb.children
    )


def definite(noun: Token) -> bool:
    """True for names, pronouns, and nouns with "the", a demonstrative or a possessor."""
    if noun.pos_ in {"PROPN", "PRON"}:
        return True
    return any(
        child.dep_ == "poss" or (child.dep_ == "det" and listed(child.lower_, "certain", "definite"))
        for child in noun.children
    )


def infinitive(verb: Token) -> bool:
    """True with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
