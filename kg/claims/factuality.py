"""Is it so? Polarity and modality of a relation, from its trigger upward through the parse.

Every step from a word to its head asks what the head does to what hangs on it. The climb ends where the text takes a
thing for granted: names and titles, past temporal clauses, relative clauses about definite things, definite events.
"""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from kg.claims.cues import words
from kg.claims.marks import (
    Verdict,
    definite,
    fronted,
    infinitive,
    listed,
    listed_verb,
    modal_of,
    modifiers,
    negated,
    none_of,
    past,
)
from kg.claims.shapes import (
    accompanies,
    after_be,
    after_comma,
    asked,
    called_false,
    finite_verb,
    granted,
    has_object,
    in_case,
    inserted,
    inverted,
    ordinal,
)
from kg.model import Modality

__all__ = ["climb"]

_KINDS: tuple[Modality, ...] = ("planned", "possible")
_CLAUSES = {"ccomp", "xcomp", "pcomp", "csubj", "csubjpass", "parataxis", "acomp", "oprd"}
_GOVERNED = {"of", "for", "to", "from", "against", "about", "on", "with", "into"}
"""Prepositions that may belong to the verb before them: "called for", "accused of"."""


def climb(trigger: Token, top: Token) -> Verdict:
    """Judge from the trigger up; up to ``top``, the highest word between the two mentions, nothing ends the climb."""
    verdict = Verdict()
    modifiers(trigger, verdict)
    token, through = trigger, trigger != top
    if trigger.pos_ == "ADP" and trigger.head != trigger:
        token, through = trigger.head, True  # "is Ann versus Bob": the preposition says nothing of its own noun
    while token.head != token and _step(token, verdict, through=through):
        token = token.head
        through = through and token != top
    if token.head == token and verdict == Verdict() and fronted(token.sent[0]):
        verdict.negate()
    if asked(trigger) and (token.head == token or after_be(token)):
        verdict.doubt("questioned")
    return verdict


# One step up


def _step(token: Token, verdict: Verdict, *, through: bool) -> bool:
    """Take what the head does to the word; False if the climb ends here."""
    dep = token.dep_
    if dep == "conj":
        return _from_conjunct(token, verdict)
    if dep == "relcl":
        return _from_relative(token, verdict)
    if dep == "acl":
        return _from_noun_clause(token, verdict)
    if dep == "advcl":
        return _from_adverbial(token, verdict)
    if token.pos_ == "ADP" or dep == "prep":
        return _from_preposition(token, verdict, through=through)
    if token.tag_.startswith("VB") and dep in _CLAUSES and not (dep == "acomp" and not infinitive(token)):
        return _from_clause(token, verdict)
    return _from_noun(token, verdict, through=through)


def _from_conjunct(token: Token, verdict: Verdict) -> bool:
    """Of "may attack and seize": a conjunct without a subject or auxiliary of its own shares those of the first."""
    head = token.head
    own = any(child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "expl"} for child in token.children)
    if own and any(child.lower_ == "nor" and head.i < child.i < token.i for child in head.children):
        verdict.negate()  # "…, nor did she meet him"
    if head.tag_.startswith("VB") and not own and token.tag_ == head.tag_:
        modifiers(head, verdict)
    return True


def _from_relative(token: Token, verdict: Verdict) -> bool:
    head = token.head
    if any(child.dep_ == "mark" for child in token.children):  # "the claim that", taken for a relative clause
        return _from_noun_clause(token, verdict)
    if infinitive(token):
        return ordinal(head) or _from_noun_clause(token, verdict)
    if after_comma(token) or head.dep_ == "appos":
        verdict.aside = token
        return False
    if none_of(head):
        verdict.negate()
        return False
    if any(listed(child.lower_, "conditional", "determiners") for child in head.children):
        verdict.doubt("conditional")
        return False
    if head.dep_ == "attr" and past(token):
        return True  # "may have been the one who founded it"
    return not (past(token) or definite(head))


def _from_noun_clause(token: Token, verdict: Verdict) -> bool:
    """As in "a plan to attack", "the claim that", "troops stationed in"."""
    noun = token.head
    finite = any(child.dep_ in {"nsubj", "nsubjpass", "mark"} for child in token.children)
    if noun.dep_ == "pobj" and noun.head.lower_ == "in" and listed(noun.lemma_, "conditional", "nouns"):
        verdict.doubt("conditional")
        return True  # "in the event that"
    if token.tag_ == "VBG" and _supposed(token, verdict):
        return False
    if infinitive(token) and listed(noun.lemma_, "certain", "taken") and noun.head.lemma_ in {"seize", "take"}:
        return True
    if ordinal(noun) and (infinitive(token) or (noun.dep_ == "attr" and not finite)):
        return True  # "if she is the first woman elected"
    if not (finite or infinitive(token)):
        if none_of(noun):
            verdict.negate()
        return False
    kind = _governing_noun(noun, verdict)
    if kind is None and infinitive(token):
        verdict.doubt("planned")
    if kind == "possible" and noun.dep_ == "nsubj" and called_false(noun.head):
        verdict.negative = True
    return kind != "possible"  # "reports that it attacked could not be verified" denies nothing


def _supposed(gerund: Token, verdict: Verdict) -> bool:
    """As in "the likelihood of Denmark attacking", whichever noun the parser hangs the gerund on."""
    noun = gerund.head
    far = noun.dep_ == "pobj" and noun.head.lower_ in {"of", "about"}
    heads = [noun, noun.head.head] if far else [noun]
    if far and noun.head.head.pos_ == "NOUN" and not listed(noun.head.head.lemma_.lower(), "certain", "deeds"):
        verdict.doubt("possible")  # "talk of Denmark attacking"
        return True
    of = noun.dep_ == "pobj" or any(child.lower_ in {"of", "about"} and child.i < gerund.i for child in noun.children)
    return of and any(_governing_noun(head, verdict) is not None for head in heads)


def _governing_noun(noun: Token, verdict: Verdict) -> Modality | Literal["negative"] | None:
    """As in "risk of", "plan to", "failure to": what the noun makes of it, if it is a cue."""
    lemma = noun.lemma_.lower()
    for kind in _KINDS:
        if listed(lemma, kind, "nouns"):
            verdict.doubt(kind)
            if none_of(noun) and kind == "planned":
                verdict.negate()
            return kind
    if listed(lemma, "negation", "nouns"):
        verdict.negate()
        return "negative"
    return None


def _from_adverbial(token: Token, verdict: Verdict) -> bool:
    marks = {child.lower_ for child in token.children if child.dep_ in {"mark", "advmod"} and child.i < token.i}
    as_long_as = token.head.lower_ == "long" and "as" in marks
    if as_long_as or any(in_case(child) for child in token.children):
        verdict.doubt("conditional")
        return True
    if marks & words("factuality", "conditional", "marks") or inverted(token, marks):
        verdict.doubt("conditional")
        return True
    if marks & words("factuality", "certain", "marks") and past(token) and not modal_of(token, Verdict()):
        return False
    if infinitive(token) and token.head.lemma_ == "go" and any(child.lower_ == "on" for child in token.head.children):
        return True  # "went on to win"
    if infinitive(token) and listed(token.head.lemma_, "certain", "implying"):
        modifiers(token.head, verdict)
        return True
    if infinitive(token) or marks & words("factuality", "planned", "prepositions"):
        verdict.doubt("planned")
        return True
    trial = Verdict(negative=verdict.negative, modality=verdict.modality)
    modifiers(token.head, trial)
    if trial.modality != "asserted":
        verdict.doubt(trial.modality)
    if not marks and trial.negative and not verdict.negative:
        verdict.negate()
    if marks & words("factuality", "certain", "circumstance") and accompanies(token, verdict):
        verdict.aside = token
        return False
    return True


def _from_clause(token: Token, verdict: Verdict) -> bool:
    """A clause or infinitive that a verb, adjective or preposition governs."""
    head = token.head
    marks = {child.lower_ for child in token.children if child.dep_ == "mark"}
    if marks & words("factuality", "conditional", "marks") or inverted(token, marks):
        verdict.doubt("conditional")
    elif granted(token):
        verdict.aside = token if negated(head) else verdict.aside  # who would not say why, does not say it
        return False
    if head.lower_ in words("factuality", "conditional", "marks"):
        verdict.doubt("conditional")  # "provided it supports"
        return True
    if head.pos_ in {"ADP", "SCONJ"} or head.dep_ == "prep":
        return True  # the preposition judges when the climb leaves it
    _predicate(head, verdict)
    if token.dep_ == "parataxis" or (token.dep_ == "ccomp" and inserted(token)):
        return True
    if head.pos_ in {"NOUN", "PROPN"}:
        kind = _governing_noun(head, verdict)
        if kind is None and infinitive(token):  # a headline: "Denmark to leave"
            verdict.doubt("planned")
        return kind != "possible"
    elif head.pos_ == "ADJ":
        _governing_adjective(head, verdict)
    else:
        _governing_verb(head, verdict, finite=finite_verb(token))
        if infinitive(token) and not _done(head):
            verdict.doubt("possible")
    return True


def _done(verb: Token) -> bool:
    """True if an infinitive after the verb is done or judged by its lists: "began to attack", "failed to attack"."""
    passive = any(child.dep_ == "auxpass" for child in verb.children)
    known = passive or _kind(verb, finite=False) is not None or listed_verb(verb, "negation", "verbs")
    return known or listed(verb.lemma_, "certain", "done") or listed(verb.lemma_, "negation", "twofold")


def _predicate(head: Token, verdict: Verdict) -> None:
    """As in "it is possible that", "it remains unclear whether"."""
    for child in head.children:
        if child.dep_ == "acomp":
            _governing_adjective(child, verdict)


def _governing_adjective(adjective: Token, verdict: Verdict) -> None:
    lower = adjective.lower_
    if listed(lower, "negation", "adjectives"):
        verdict.negate()
        return
    for kind in _KINDS:
        if listed(lower, kind, "adjectives"):
            verdict.doubt(kind)
            raised = listed(lower, "possible", "raised")
            if raised and (negated(adjective) or negated(adjective.head)):
                verdict.negate()
            return


def _governing_verb(verb: Token, verdict: Verdict, *, finite: bool) -> None:
    """What a verb does to its complement, with the verb's own negation and modals."""
    lemma = verb.lemma_
    kind = _kind(verb, finite=finite)
    if lemma == "have" and any(child.lower_ == "yet" for child in verb.children):
        kind = "negative"
    if negated(verb) and listed(lemma, "negation", "twofold"):
        return
    if kind == "negative":
        verdict.negate()
        modifiers(verb, verdict)
    elif kind is not None:
        verdict.doubt(kind)
        if negated(verb) and (kind == "planned" or listed(lemma, "possible", "raised")):
            verdict.negate()
    elif finite and lemma in words("speech", "clause"):
        if negated(verb) or modal_of(verb, Verdict()):
            verdict.doubt("possible")
    else:
        modifiers(verb, verdict)
        if verb.tag_ == "VB" and verb.i == verb.sent.start and not finite:  # a name at the head of a headline, mistaken
            verdict.doubt("planned")


def _kind(verb: Token, *, finite: bool) -> Modality | Literal["negative"] | None:
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
    return next((kind for kind in _KINDS if listed(lemma, kind, "verbs")), None)


def _from_preposition(token: Token, verdict: Verdict, *, through: bool) -> bool:
    head, lower = token.head, token.lower_
    governed = next((child for child in token.children if child.dep_ in {"pobj", "pcomp"}), token)
    if lower == "as" and listed(head.lemma_, "planned", "predicate_verbs"):
        verdict.doubt("planned")
        return True
    far = lower == "from" and any(word.lower_ == "far" for word in (head, *token.children))
    instead = any(listed(child.lower_, "negation", "prepositions") for child in token.children if child.i < token.i)
    kept = lower == "from" and governed.tag_ == "VBG" and has_object(head)
    short = lower == "of" and head.lower_ == "short"
    if far or instead or kept or short or listed(lower, "negation", "prepositions"):
        verdict.negate()
        return True
    if listed(lower, "planned", "prepositions"):
        if lower == "before" and past(head) and (governed.tag_ == "VBG" or definite(governed)):
            return False
        verdict.doubt("planned")
        return True
    if head.lower_ in words("factuality", "planned", "prepositions"):
        return True  # "ahead of"
    if governed.pos_ == "NOUN" and listed(lower, "certain", "prepositions" if not through else "past_prepositions"):
        return False
    cue = any(listed(head.lemma_, kind, "nouns") for kind in (*_KINDS, "negation"))
    if lower in {"of", "from"} and governed.tag_ == "VBG" and not cue and (verb := _complemented(head)):
        _governing_verb(verb, verdict, finite=False)
        return False
    if head.pos_ in {"NOUN", "PROPN"}:
        return _from_of(token, verdict, through=through)
    if head.pos_ == "ADJ":
        _governing_adjective(head, verdict)
        return True
    if not head.tag_.startswith("VB"):
        return True
    if lower == "against" and listed(head.lemma_, "negation", "against"):
        verdict.negate()
        return True
    if lower in _GOVERNED and _kind(head, finite=False):
        _governing_verb(head, verdict, finite=False)
        return True
    if through or governed.tag_.startswith("VB") or not definite(governed):
        modifiers(head, verdict)
        return True
    return False


def _complemented(noun: Token) -> Token | None:
    """The verb of "accused the agency of lying" where the parser ties "of" to the agency."""
    verb = next((token for token in noun.ancestors if token.tag_.startswith("VB")), None)
    return verb if verb is not None and noun.pos_ in {"NOUN", "PROPN"} and _kind(verb, finite=False) else None


def _from_of(token: Token, verdict: Verdict, *, through: bool) -> bool:
    noun = token.head
    if listed(noun.lemma_, "conditional", "nouns") and noun.dep_ == "pobj" and noun.head.lower_ == "in":
        verdict.doubt("conditional")
        return True
    governed = next((child for child in token.children if child.dep_ == "pobj"), token)
    kind = _governing_noun(noun, verdict)
    return kind != "possible" and (kind is not None or through or not definite(governed))


def _from_noun(token: Token, verdict: Verdict, *, through: bool) -> bool:
    """A noun's place in its clause: an event that the clause makes, or one that it takes for granted."""
    head, dep = token.head, token.dep_
    if head.pos_ in {"NOUN", "PROPN"}:
        if dep in {"compound", "nmod", "amod"}:
            _governing_noun(head, verdict)
            modifiers(head, verdict)
        return through or dep in {"compound", "nmod", "amod"}
    if head.dep_ == "prep" or head.pos_ == "ADP":
        return True
    if not head.tag_.startswith("VB"):
        return through
    if dep in {"attr", "oprd", "acomp"}:
        if listed(head.lemma_, "planned", "predicate_verbs"):
            verdict.doubt("planned")
        modifiers(head, verdict)
        return True
    if through:
        _governing_event(head, verdict, given=False)
        return True
    if dep in {"nsubj", "csubj"}:
        return _from_subject(head, verdict, given=definite(token))
    return dep in {"dobj", "nsubjpass", "dative"} and _governing_event(head, verdict, given=definite(token))


def _from_subject(verb: Token, verdict: Verdict, *, given: bool) -> bool:
    """Of "an attack could" and "the attack would" a supposition; in "the attack may lead to" it has happened."""
    would = any(child.dep_ == "aux" and listed(child.lower_, "modal", "conditional") for child in verb.children)
    if would or not given or listed(verb.lemma_, "certain", "happening"):
        modifiers(verb, verdict)
        _predicate(verb, verdict)
        return True
    return False


def _governing_event(verb: Token, verdict: Verdict, *, given: bool) -> bool:
    """What a verb does to the event that is its object; ``given`` if the text takes it for granted ("the attack")."""
    kind = None if listed(verb.lemma_, "planned", "running") else _kind(verb, finite=False)
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
