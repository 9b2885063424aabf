"""Statements in the form of a gerund or a noun: told as so only where their surroundings vouch for them.

"Met" in a main clause is told as so. "Meeting", "an attack" and "the head of" may stand for what is only talked of, so
they need a word that is known to be used of what is so (`data/claims/vouched.toml`): "after meeting", "launched an
attack", "serves as head".
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.claims.cues import words
from kg.claims.factuality import climb
from kg.claims.governors import vouched
from kg.claims.idioms import idiom
from kg.claims.marks import definite, listed
from kg.model import Modality

__all__ = ["unvouched"]

_BE = {"am", "are", "be", "been", "being", "is", "was", "were", "'m", "'re", "'s", "’m", "’re", "’s"}
_NOMINAL = ("ship", "ment", "tion", "sion", "ance")
"""Endings of nouns for what somebody does or has: "ownership"."""


def unvouched(trigger: Token, *, event: bool, role: bool = True) -> Modality | None:
    """The doubt that the form of a statement leaves, or ``None`` if it is finite or its surroundings vouch for it.

    Args:
        trigger: the word that carries the relation.
        event: whether its noun is an event ("attack"), not a word for somebody ("president").
        role: whether its noun may be somebody's role.
    """
    if trigger.tag_.startswith("VB"):
        return "possible" if _gerund(trigger) and not _done(trigger) else None
    if trigger.pos_ not in {"NOUN", "PROPN"}:
        return None
    if not event and not trigger.lower_.endswith(_NOMINAL):
        return None if not role or _held(trigger) else "planned"
    return None if _happened(trigger) else "possible"


# Gerunds


def _gerund(verb: Token) -> bool:
    aux = [child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if verb.tag_ == "VBG":
        return not any(word in _BE for word in aux)
    return verb.tag_ == "VBN" and "having" in aux


def _done(gerund: Token) -> bool:
    start = min([gerund.i, *(c.i for c in gerund.lefts if c.dep_ in {"aux", "auxpass", "neg", "advmod"})])
    if start == gerund.sent.start or idiom(gerund):
        return True
    before = gerund.doc[start - 1]
    if before.lower_ in words("surface", "headline"):
        return False
    if before.is_punct or before.is_space or before.pos_ == "CCONJ":
        return True
    if before.pos_ == "VERB" and gerund.dep_ in {"xcomp", "ccomp", "advcl"}:
        return vouched("gerund", "verbs", before.lemma_) or _known(before)
    if before.pos_ in {"ADP", "SCONJ"}:
        return _after(before)
    if before.pos_ in {"NOUN", "PROPN", "PRON"} and gerund.dep_ != "xcomp":
        return _with_subject(before, gerund)
    return True


def _after(preposition: Token) -> bool:
    """True if a gerund behind the preposition is done."""
    if vouched("gerund", "prepositions", preposition.lower_):
        return True
    if preposition.lower_ in {"before", "without", "instead"}:
        return True  # the climb has judged
    for above in preposition.ancestors:
        kind = {"NOUN": "nouns", "ADJ": "adjectives", "VERB": "verbs", "AUX": "verbs"}.get(above.pos_)
        if kind and vouched("gerund", kind, above.lemma_.lower()):
            return True  # "jailed the man for killing", "sanctions on Denmark for invading"
        if kind in {"verbs", "adjectives"}:
            break
    return False


def _with_subject(subject: Token, gerund: Token) -> bool:
    """Of "on *Denmark* attacking", "showed *Denmark* attacking": whether it is done. "Soldiers guarding" are."""
    if subject.pos_ != "PROPN":
        return True
    first = subject.left_edge if subject.left_edge.i <= subject.i else subject
    before = first.nbor(-1) if first.i > gerund.sent.start else None
    if before is None:
        return True
    if before.pos_ in {"ADP", "SCONJ"}:
        return before.lower_ in {"with", "as"} or _after(before)
    if not before.tag_.startswith("VB"):
        return True
    return vouched("gerund", "verbs", before.lemma_) and climb(before, before).modality == "asserted"


def _known(verb: Token) -> bool:
    """True if the lists of the climb have judged the verb already."""
    return listed(verb.lemma_, "certain", "done") or listed(verb.lemma_, "negation", "verbs")


# Events


def _happened(noun: Token) -> bool:
    """True unless an event that is not taken for granted stands under a word that may speak of what is not so."""
    if any(word.lower_ in words("surface", "headline") for word in _compounds(noun)):
        return False
    if definite(noun) and noun.pos_ != "PROPN":
        return True
    head = noun.head
    if noun.dep_ == "pobj":
        return _met_by(head)
    if noun.dep_ in {"dobj", "nsubjpass", "xcomp"} and head.tag_.startswith("VB"):
        return vouched("event", "verbs", head.lemma_) or listed(head.lemma_, "certain", "happening")
    return True


def _compounds(noun: Token) -> Iterable[Token]:
    return (token for token in noun.subtree if token.i < noun.i and token.dep_ in {"compound", "amod", "nmod"})


def _met_by(preposition: Token) -> bool:
    lower, head = preposition.lower_, preposition.head
    if listed(lower, "certain", "prepositions") or lower in {
        "by",
        "in",
        "at",
        "from",
        "with",
        "through",
        "without",
        "before",
    }:
        return True
    if head.pos_ == "NOUN":
        return vouched("event", "nouns", head.lemma_.lower())
    if head.tag_.startswith("VB"):
        return (
            vouched("event", "verbs", head.lemma_)
            or listed(head.lemma_, "certain", "happening")
            or lower in {"of", "to", "against"}
        )
    return True


# Roles


def _held(role: Token) -> bool:
    """True unless the role stands behind "for", or behind "as" with a verb that does not give it to anyone."""
    if any(token.lower_ in {"soon", "waiting"} for token in role.subtree if token.i < role.i + 5):
        return False
    first = role.i
    while first > role.sent.start and role.doc[first - 1].pos_ in {"ADJ", "NOUN", "DET", "PROPN"}:
        first -= 1
    before = role.doc[first - 1] if first > role.sent.start else role
    verb = role.doc[first - 2] if first - 1 > role.sent.start else role
    if before.lower_ == "as" and verb.text == ",":
        return True
    if before.lower_ == "as" and verb.tag_ == "VB":
        return vouched("role", "verbs", verb.lemma_) and climb(verb, verb).modality == "asserted"
    if role.dep_ != "pobj":
        return True
    lower, head = role.head.lower_, role.head.head
    if lower == "as" and head.tag_.startswith("VB") and head.i < role.i:
        return vouched("role", "verbs", head.lemma_)
    return lower != "for" or head.lemma_ in {"work", "vote"} or head.lemma_ in words("factuality", "certain", "states")
