"""What a verb, noun or adjective makes of what hangs on it: an event, an infinitive, a gerund, a clause.

A clause or an infinitive holds only under a word that is known to vouch for it (`data/claims/vouched.toml`): under any
other, the text may tell what somebody says, thinks or wants.
"""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from kg.claims.cues import prepositions, words
from kg.claims.marks import Verdict, definite, infinitive, listed, listed_verb, modal_of, modifiers, negated, none_of
from kg.model import Modality

__all__ = [
    "by_adjective",
    "by_being",
    "by_event",
    "by_noun",
    "by_predicate",
    "by_verb",
    "complemented",
    "done",
    "kind_of",
    "supposed",
    "undisputed",
    "vouched",
]

KINDS: tuple[Modality, ...] = ("planned", "possible")


def supposed(gerund: Token, verdict: Verdict) -> bool:
    """As in "the likelihood of Denmark attacking", whichever noun the parser hangs the gerund on."""
    noun = gerund.head
    far = noun.dep_ == "pobj" and noun.head.lower_ in {"of", "about"}
    heads = [noun, noun.head.head] if far else [noun]
    if far and noun.head.head.pos_ == "NOUN" and not listed(noun.head.head.lemma_.lower(), "certain", "deeds"):
        verdict.doubt("possible")  # "talk of Denmark attacking"
        return True
    of = noun.dep_ == "pobj" or any(child.lower_ in {"of", "about"} and child.i < gerund.i for child in noun.children)
    return of and any(by_noun(head, verdict) is not None for head in heads)


def by_noun(noun: Token, verdict: Verdict) -> Modality | Literal["negative"] | None:
    """As in "risk of", "plan to", "failure to": what the noun makes of it, if it is a cue."""
    lemma = noun.lemma_.lower()
    for kind in KINDS:
        if listed(lemma, kind, "nouns"):
            verdict.doubt(kind)
            if none_of(noun) and kind == "planned":
                verdict.negate()
            return kind
    if listed(lemma, "negation", "nouns"):
        verdict.negate()
        return "negative"
    return None


def done(verb: Token) -> bool:
    """True if an infinitive after the verb is done or judged by its lists: "began to attack", "failed to attack"."""
    known = kind_of(verb, finite=False) is not None or listed_verb(verb, "negation", "verbs")
    if any(child.dep_ == "auxpass" for child in verb.children):
        return known or vouched("infinitive", "passives", verb.lemma_)
    return known or listed(verb.lemma_, "certain", "done") or listed(verb.lemma_, "negation", "twofold")


def by_predicate(head: Token, verdict: Verdict, clause: Token | None = None) -> None:
    """As in "it is possible that", "it remains unclear whether"; ``clause`` is what the predicate is said of."""
    for child in head.children:
        if child.dep_ == "acomp":
            by_adjective(child, verdict, clause)
        elif child.dep_ == "attr" and clause is None and head.lemma_ == "be" and not definite(child):
            by_noun(child, verdict)  # "an alliance is a possibility"


def by_adjective(adjective: Token, verdict: Verdict, clause: Token | None = None) -> None:
    """What an adjective makes of the event that it is said of, or of a ``clause`` that hangs on it."""
    lower = adjective.lower_
    if listed(lower, "negation", "adjectives"):
        verdict.negate()
        return
    if clause is not None and infinitive(clause) and any(child.lower_ == "too" for child in adjective.children):
        verdict.negate()  # "too ill to meet"
        return
    if lower == "able" and clause is not None and adjective.head.tag_ == "VBD" and not negated(adjective.head):
        return  # "was able to arrest him": did
    for kind in KINDS:
        if listed(lower, kind, "adjectives"):
            verdict.doubt(kind)
            raised = listed(lower, "possible", "raised")
            if raised and (negated(adjective) or negated(adjective.head)):
                verdict.negate()
            return
    if clause is not None and not _vouching(adjective, clause):
        verdict.doubt("possible")


def _vouching(adjective: Token, clause: Token) -> bool:
    """True for "it is clear that", "was quick to"; not for "he is certain that", "it is not clear that"."""
    lower = adjective.lower_
    if not vouched("clause", "adjectives", lower):
        return any(child.lower_ in {"so", "such", "enough"} for child in adjective.children)
    if not vouched("clause", "true", lower) or infinitive(clause):
        return True
    subject = next((child for child in adjective.head.children if child.dep_ in {"nsubj", "csubj", "expl"}), clause)
    personal = subject.pos_ in {"PROPN", "PRON"} and subject.lower_ not in {"it", "that", "this", "which", "what"}
    return not personal and not negated(adjective) and not negated(adjective.head)


def by_being(verb: Token, clause: Token, verdict: Verdict) -> None:
    """Of "the truth is that", "the legend is that", "it was in Oslo that": what is said to be a clause."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    rest = [c for c in verb.children if c.i > verb.i and c.dep_ in {"attr", "prep", "advmod", "npadvmod", "acomp"}]
    told = next((child for child in verb.children if child.dep_ == "csubj" and child != clause), None)
    if told is not None:
        if not vouched("clause", "verbs", told.lemma_):
            verdict.said = verdict.said or told  # "what he told her was that"
        return
    if clause.dep_ == "csubj":
        subject = clause  # "that it attacked is a claim"
    if subject is None or any(child.dep_ == "acomp" for child in rest):
        return
    if subject == clause or subject.lower_ in {"it", "there", "that", "this"}:
        nouns = [child for child in rest if child.pos_ == "NOUN" and child.dep_ == "attr"]
    else:
        nouns = [subject] if subject.pos_ == "NOUN" else []
    if any(not vouched("clause", "nouns", noun.lemma_.lower()) for noun in nouns):
        verdict.doubt("possible")


def vouched(*keys_and_word: str) -> bool:
    """True if a list of `data/claims/vouched.toml` has the word, given last."""
    *keys, word = keys_and_word
    return word in words("vouched", *keys)


def by_verb(verb: Token, verdict: Verdict, *, finite: bool) -> None:
    """What a verb does to its complement, with the verb's own negation and modals."""
    lemma = verb.lemma_
    kind = kind_of(verb, finite=finite)
    if finite and lemma == "have" and any(c.dep_ in {"dobj", "nsubj"} and c.lower_ == "it" for c in verb.rights):
        verdict.doubt("possible")  # "rumour has it that"
        return
    if lemma == "have" and any(child.lower_ == "yet" for child in verb.children):
        kind = "negative"
    if negated(verb) and listed(lemma, "negation", "twofold"):
        return
    if finite and undisputed(verb):
        return
    if kind == "negative" and negated(verb):
        verdict.doubt("possible")  # "cannot rule out that", "did not deny that"
    elif kind == "negative":
        verdict.negate()
        modifiers(verb, verdict)
    elif kind == "possible" and listed(lemma, "possible", "accusing") and _told(verb):
        verdict.said = verdict.said or verb
    elif kind is not None:
        verdict.doubt(kind)
        if negated(verb) and (kind == "planned" or listed(lemma, "possible", "raised")):
            verdict.negate()
    elif finite and lemma in words("speech", "clause"):
        if negated(verb) or (modal_of(verb, Verdict()) and not _tells_all(verb)):
            verdict.doubt("possible")
        verdict.said = verdict.said or verb
    else:
        if finite and not _assuring(verb):
            verdict.said = verdict.said or verb
        modifiers(verb, verdict)
        if verb.tag_ == "VB" and verb.i == verb.sent.start and not finite:  # a name at the head of a headline, mistaken
            verdict.doubt("planned")


def undisputed(verb: Token) -> bool:
    """True for "nobody doubts that", "cannot deny that" and "there is no denying that"."""
    if not listed(verb.lemma_, "certain", "disputed"):
        return False
    if any(child.dep_ == "nsubj" and none_of(child) for child in verb.children):
        return True
    can = any(child.dep_ == "aux" and child.lower_ in {"can", "ca", "could"} for child in verb.children)
    return (can and negated(verb)) or (verb.tag_ in {"VBG", "NN"} and none_of(verb))


def _told(verb: Token) -> bool:
    """True if the verb itself is so: somebody did accuse, in the past or present."""
    trial = Verdict()
    modifiers(verb, trial)
    rumoured = listed(verb.lemma_, "possible", "rumoured") and any(child.dep_ == "auxpass" for child in verb.children)
    return (
        trial == Verdict()
        and not rumoured
        and not infinitive(verb)
        and verb.tag_ in {"VBD", "VBZ", "VBP", "VBN", "VBG"}
    )


def _tells_all(verb: Token) -> bool:
    """True for "will tell you that", "can reveal that", "must admit that": it is told."""
    modals = {child.lower_ for child in verb.children if child.dep_ == "aux" and child.tag_ == "MD"}
    told = any(child.dep_ in {"dobj", "dative"} for child in verb.children)
    vouching = prepositions("speech", "telling").get(verb.lemma_, frozenset())
    return bool(modals & vouching) and (verb.lemma_ != "tell" or told)


def _assuring(verb: Token) -> bool:
    """True if a clause under the verb is so: under "showed that", and "made" without "that"."""
    that = any(c.dep_ == "ccomp" and any(d.lower_ == "that" for d in c.lefts) for c in verb.children)
    return vouched("clause", "verbs", verb.lemma_) and not (that and vouched("clause", "bare", verb.lemma_))


def kind_of(verb: Token, *, finite: bool) -> Modality | Literal["negative"] | None:
    """What the verb makes of a complement, by the lists; ``finite`` if that is a clause with a tense."""
    lemma = verb.lemma_
    if listed_verb(verb, "negation", "verbs"):
        return "negative"
    if finite:
        return "possible" if listed(lemma, "possible", "finite") else None
    if listed(lemma, "planned", "running"):
        return "planned"
    if lemma == "go":
        return "planned" if verb.tag_ == "VBG" else None
    if lemma in {"be", "have"}:  # "is to meet", "has to meet"
        return "planned"
    return next((kind for kind in KINDS if listed(lemma, kind, "verbs")), None)


def complemented(noun: Token) -> Token | None:
    """The verb of "accused the agency of lying" where the parser ties "of" to the agency."""
    verb = next((token for token in noun.ancestors if token.tag_.startswith("VB")), None)
    return verb if verb is not None and noun.pos_ in {"NOUN", "PROPN"} and kind_of(verb, finite=False) else None


def by_event(verb: Token, verdict: Verdict, *, given: bool) -> bool:
    """What a verb does to the event that is its object; ``given`` if the text takes it for granted ("the attack")."""
    without = listed(verb.lemma_, "planned", "running") or verb.lemma_ == "have"  # with an infinitive only
    kind = None if without else kind_of(verb, finite=False)
    if listed_verb(verb, "negation", "object_verbs"):
        if negated(verb):
            verdict.doubt("possible")
            return True
        verdict.negate()
        modifiers(verb, verdict)
        return True
    if listed(verb.lemma_, "planned", "object_verbs"):
        kind, given = "planned", False
    if not given and verb.lemma_ != "be" and kind in {"planned", "possible"}:
        verdict.doubt("planned" if kind == "planned" else "possible")
        if negated(verb):
            verdict.negate()
        return True
    if not given or listed(verb.lemma_, "certain", "happening"):
        modifiers(verb, verdict)
        return True
    return False
