"""Is it so? Polarity and modality of a relation, from its trigger upward through the parse.

Every step from a word to its head asks what the head does to what hangs on it. The climb ends where the text takes a
thing for granted: names and titles, past temporal clauses, relative clauses about definite things, definite events.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims.cues import words
from kg.claims.governors import (
    KINDS,
    by_adjective,
    by_being,
    by_event,
    by_noun,
    by_predicate,
    by_verb,
    complemented,
    done,
    kind_of,
    supposed,
    vouched,
)
from kg.claims.idioms import settled
from kg.claims.marks import (
    Verdict,
    definite,
    fronted,
    infinitive,
    listed,
    modal_of,
    modifiers,
    negated,
    none_of,
    past,
)
from kg.claims.shapes import (
    accompanies,
    addressee_of,
    after_be,
    after_comma,
    ahead,
    asked,
    beside_belief,
    called_false,
    cleft,
    conditioned,
    corrected,
    filled,
    finite_verb,
    granted,
    has_object,
    implied,
    implying,
    in_case,
    inserted,
    inverted,
    liar,
    ordinal,
    owned_claim,
    perfect,
    presumed,
    purported,
    refuted,
    said_aside,
    spurned,
    turned,
    withheld,
    wondered,
)

__all__ = ["climb"]

_CLAUSES = {"ccomp", "xcomp", "pcomp", "csubj", "csubjpass", "parataxis", "acomp", "oprd"}
_GOVERNED = {"of", "for", "to", "from", "against", "about", "on", "with", "into"}
"""Prepositions that may belong to the verb before them: "called for", "accused of"."""


def climb(trigger: Token, top: Token) -> Verdict:
    """Judge from the trigger up; up to ``top``, the highest word between the two mentions, nothing ends the climb."""
    verdict = Verdict()
    modifiers(trigger, verdict)
    if not listed(trigger.lemma_, "conditional", "promising") and any(conditioned(child) for child in trigger.children):
        verdict.doubt("conditional")
    token, through = trigger, trigger != top
    if trigger.pos_ == "ADP" and trigger.head != trigger:
        token, through = trigger.head, True  # "is Ann versus Bob": the preposition says nothing of its own noun
    while token.head != token and not _parted(token):
        above = settled(token, verdict) if token.tag_.startswith("VB") else None
        if above is None and not _step(token, verdict, through=through):
            break
        token = above or token.head
        through = through and above is None and token != top
    if token.head == token and verdict == Verdict() and fronted(token.sent[0]):
        verdict.negate()
    if asked(trigger) and not wondered(trigger) and (token.head == token or after_be(token) or turned(trigger)):
        verdict.doubt("questioned")
    return verdict


def _parted(token: Token) -> bool:
    """True if a semicolon parts a clause from its head in the parse: two sentences."""
    first, last = sorted((token.i, token.head.i))
    return token.head.pos_ in {"VERB", "AUX"} and any(t.text == ";" for t in token.doc[first:last])


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
    if (
        (token.tag_.startswith("VB") or infinitive(token))
        and dep in _CLAUSES
        and not (dep == "acomp" and not infinitive(token))
    ):
        return _from_clause(token, verdict)
    return _from_noun(token, verdict, through=through)


def _from_conjunct(token: Token, verdict: Verdict) -> bool:
    """Of "may attack and seize": a conjunct without a subject or auxiliary of its own shares those of the first."""
    head = token.head
    if any(child.lower_ == "or" and head.i < child.i < token.i for child in head.children) and token.tag_[:2] == "VB":
        verdict.doubt("possible")
    own = any(child.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "expl"} for child in token.children)
    if own and any(child.lower_ == "nor" and head.i < child.i < token.i for child in head.children):
        verdict.negate()  # "…, nor did she meet him"
    if head.tag_.startswith("VB") and not own and token.tag_ == head.tag_:
        modifiers(head, verdict)
    return True


def _from_relative(token: Token, verdict: Verdict) -> bool:
    head = token.head
    if teller := addressee_of(token):
        by_verb(teller, verdict, finite=True)  # "admitted to the court that he had met her"
        return False
    if any(child.lower_ == "that" and child.dep_ == "advmod" for child in token.lefts):
        return False  # "it is not the first time that"
    if any(child.dep_ == "mark" for child in token.children) or filled(token):
        return _from_noun_clause(token, verdict)  # "the claim that", taken for a relative clause
    if infinitive(token):
        among = head.lower_ in {"those", "one", "few", "several", "many"} and any(
            c.lower_ == "have" for c in token.lefts
        )
        return ordinal(head) or among or _from_noun_clause(token, verdict)
    if corrected(token):
        verdict.negate()
        return False
    if not cleft(token) and (after_comma(token) or head.dep_ == "appos"):
        verdict.aside = token
        return False
    if cleft(token):
        return True  # "it may have been Ann who founded it"
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
    if listed(noun.lemma_, "negation", "truth") and none_of(noun) and finite:
        verdict.negate()  # "no truth in the rumour that", tied to the truth
        return False
    if token.tag_ == "VBG" and supposed(token, verdict):
        return False
    if infinitive(token) and implying(noun):
        return True
    if infinitive(token) and spurned(noun):
        verdict.negate()
        modifiers(noun.head, verdict)
        return True
    if ordinal(noun) and (infinitive(token) or (noun.dep_ == "attr" and not finite)):
        return True  # "if she is the first woman elected"
    if not (finite or infinitive(token)):
        if none_of(noun):
            verdict.negate()
        if purported(noun):
            verdict.doubt("possible")
        return False
    if finite and owned_claim(noun) and not refuted(noun):
        verdict.said = verdict.said or noun
        return False
    kind = by_noun(noun, verdict)
    if kind is None and infinitive(token):
        verdict.doubt("planned")
    elif kind is None and any(child.lower_ == "that" for child in token.lefts):
        return _that(noun, verdict)
    if kind == "possible" and ((noun.dep_ == "nsubj" and called_false(noun.head)) or refuted(noun)):
        verdict.negative = True
    return kind != "possible"  # "reports that it attacked could not be verified" denies nothing


def _that(noun: Token, verdict: Verdict) -> bool:
    """Of "told the committee that", "a suggestion in the diaries that", "the legend that"; not "the fact that"."""
    if noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN" and by_noun(noun.head.head, verdict):
        return False
    if refuted(noun):
        verdict.negate()
        return False
    if noun.dep_ in {"dobj", "dative"} and noun.head.lemma_ in words("speech", "clause"):
        by_verb(noun.head, verdict, finite=True)
        return False
    if not vouched("clause", "nouns", noun.lemma_.lower()) and all(c.lower_ not in {"so", "such"} for c in noun.lefts):
        verdict.doubt("possible")
    return True


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
        if not (marks & words("factuality", "certain", "moments") and perfect(token)):
            return False
        modifiers(token.head, verdict)  # "once she has met him, he will"
        return True
    that = next((child for child in token.lefts if child.lower_ == "that" and child.i), None)
    if that is not None and that.nbor(-1).lower_ == "now":
        return False
    if infinitive(token) and token.head.lemma_ == "go" and any(child.lower_ == "on" for child in token.head.children):
        return True  # "went on to win"
    if infinitive(token) and (listed(token.head.lemma_, "certain", "implying") or implied(token.head)):
        modifiers(token.head, verdict)
        return True
    if infinitive(token) or marks & words("factuality", "planned", "prepositions"):
        verdict.doubt("planned")
        return True
    if not marks and any(child.lower_ == "having" for child in token.children):
        return False  # "having met her, he may"
    if token.lower_ in words("surface", "no_if"):
        return False  # "if anything"
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
    head = said_aside(token) or token.head
    marks = {child.lower_ for child in token.children if child.dep_ == "mark"}
    if presumed(token):
        return False
    if liar(head):
        verdict.negate()
        return False
    if beside_belief(token):
        verdict.aside = token
        return False
    if marks & words("factuality", "conditional", "marks") or inverted(token, marks):
        verdict.doubt("conditional")
    elif any(child.lower_ == "having" for child in token.children) and token.dep_ in {"csubj", "ccomp"}:
        return False  # "having met her, he may"
    elif granted(token):
        verdict.aside = (
            token if negated(head) or withheld(head) else verdict.aside
        )  # who would not say why, does not say it
        return False
    if head.lower_ in words("factuality", "conditional", "marks"):
        verdict.doubt("conditional")  # "provided it supports"
        return True
    if head.pos_ in {"ADP", "SCONJ"} or head.dep_ == "prep":
        return True  # the preposition judges when the climb leaves it
    embedded = token.dep_ in {"ccomp", "csubj", "csubjpass", "xcomp"} and finite_verb(token)
    by_predicate(head, verdict, token if embedded and not inserted(token) else None)
    if token.dep_ == "parataxis" or (token.dep_ == "ccomp" and inserted(token)):
        return True
    if head.pos_ in {"NOUN", "PROPN"}:
        kind = by_noun(head, verdict)
        if kind is None and infinitive(token):  # a headline: "Denmark to leave"
            verdict.doubt("planned")
        return kind != "possible"
    elif head.pos_ == "ADJ":
        by_adjective(head, verdict, token)
    elif head.lemma_ in {"be", "remain"} and finite_verb(token):
        by_being(head, token, verdict)
        modifiers(head, verdict)
    else:
        by_verb(head, verdict, finite=finite_verb(token))
        if infinitive(token) and not done(head) and not implied(head):
            verdict.doubt("possible")
    return True


def _from_preposition(token: Token, verdict: Verdict, *, through: bool) -> bool:
    head, lower = token.head, token.lower_
    governed = next((child for child in token.children if child.dep_ in {"pobj", "pcomp"}), token)
    if lower == "as" and token.i == token.sent.start and not governed.tag_.startswith("VB"):
        return False  # "As head of the board she must decide"
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
    if lower == "for" and (ahead(token) or listed(head.lemma_, "planned", "favoring")):
        verdict.doubt("planned")
        return True
    if governed.tag_ == "VBG" and listed(f"{head.lemma_}_{lower}", "planned", "toward"):
        verdict.doubt("planned")
        return True
    judge = head.head if head.dep_ == "dobj" else head  # the parser may tie "for" to the one who is judged
    if lower == "for" and governed.dep_ == "pcomp" and listed(judge.lemma_, "certain", "judging"):
        return False  # "has never forgiven her for meeting him"
    if governed.pos_ == "NOUN" and listed(lower, "certain", "prepositions" if not through else "past_prepositions"):
        return False
    cue = any(listed(head.lemma_, kind, "nouns") for kind in (*KINDS, "negation"))
    if lower in {"of", "from"} and governed.tag_ == "VBG" and not cue and (verb := complemented(head)):
        by_verb(verb, verdict, finite=False)
        return False
    if head.pos_ in {"NOUN", "PROPN"}:
        return _from_of(token, verdict, through=through)
    if head.pos_ == "ADJ":
        by_adjective(head, verdict)
        return True
    if not head.tag_.startswith("VB"):
        return True
    if lower == "against" and listed(head.lemma_, "negation", "against"):
        verdict.negate()
        return True
    if lower in _GOVERNED and kind_of(head, finite=False):
        by_verb(head, verdict, finite=False)
        return True
    if through or governed.tag_.startswith("VB") or not definite(governed):
        modifiers(head, verdict)
        return True
    return False


def _from_of(token: Token, verdict: Verdict, *, through: bool) -> bool:
    noun = token.head
    if listed(noun.lemma_, "conditional", "nouns") and noun.dep_ == "pobj" and noun.head.lower_ == "in":
        verdict.doubt("conditional")
        return True
    governed = next((child for child in token.children if child.dep_ == "pobj"), token)
    kind = by_noun(noun, verdict)
    return kind != "possible" and (kind is not None or through or not definite(governed))


def _from_noun(token: Token, verdict: Verdict, *, through: bool) -> bool:
    """A noun's place in its clause: an event that the clause makes, or one that it takes for granted."""
    head, dep = token.head, token.dep_
    if head.pos_ in {"NOUN", "PROPN"}:
        if dep in {"compound", "nmod", "amod"}:
            by_noun(head, verdict)
            modifiers(head, verdict)
        return through or dep in {"compound", "nmod", "amod"}
    if head.dep_ == "prep" or head.pos_ == "ADP":
        return True
    if not head.tag_.startswith("VB"):
        return through
    if dep == "ccomp":  # a bare verb that the tagger took for a noun: "would see him *work*"
        modifiers(head, verdict)
        return True
    if dep in {"attr", "oprd", "acomp"}:
        if listed(head.lemma_, "planned", "predicate_verbs"):
            verdict.doubt("planned")
        modifiers(head, verdict)
        return True
    if through:
        by_event(head, verdict, given=False)
        return True
    if dep in {"nsubj", "csubj"}:
        return _from_subject(head, verdict, given=definite(token))
    return dep in {"dobj", "nsubjpass", "dative"} and by_event(head, verdict, given=definite(token))


def _from_subject(verb: Token, verdict: Verdict, *, given: bool) -> bool:
    """Of "an attack could" and "the attack would" a supposition; in "the attack may lead to" it has happened."""
    would = any(child.dep_ == "aux" and listed(child.lower_, "modal", "conditional") for child in verb.children)
    if would or not given or listed(verb.lemma_, "certain", "happening"):
        modifiers(verb, verdict)
        by_predicate(verb, verdict)
        return True
    return False
