"""What the parse shows around a word: conditions, insertions, questions, what is taken for granted."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims.cues import words
from kg.claims.marks import Verdict, definite, infinitive, listed, modal_of, modifiers, negated, none_of, past

__all__ = [
    "accompanies",
    "addressee_of",
    "after_be",
    "after_comma",
    "ahead",
    "asked",
    "beside_belief",
    "called_false",
    "cleft",
    "conditioned",
    "corrected",
    "filled",
    "finite_verb",
    "granted",
    "has_object",
    "implied",
    "implying",
    "in_case",
    "inserted",
    "inverted",
    "liar",
    "ordinal",
    "owned_claim",
    "perfect",
    "presumed",
    "purported",
    "refuted",
    "said_aside",
    "spurned",
    "turned",
    "withheld",
    "wondered",
]


def asked(trigger: Token) -> bool:
    """True if a question mark ends the sentence."""
    doc, end = trigger.doc, trigger.sent.end
    return next((t.text for t in doc[trigger.i : end] if t.text in {".", "?", "!"}), ".") == "?"


def wondered(verb: Token) -> bool:
    """True for "*Why* did Acme buy it?": that it did is taken for granted. Not for "when", which may ask if at all."""
    asking = any(child.lower_ in {"why", "how"} and child.i < verb.i for child in verb.children)
    return asking and any(child.dep_ == "aux" and child.lower_ == "did" for child in verb.lefts) and not negated(verb)


def turned(verb: Token) -> bool:
    """True for the order of words of a question: "*does* Acme own"."""
    subject = next((child for child in verb.lefts if child.dep_ in {"nsubj", "nsubjpass"}), None)
    return subject is not None and any(c.dep_ in {"aux", "auxpass"} and c.i < subject.i for c in verb.lefts)


def after_be(token: Token) -> bool:
    """True for "Is it *based* in Oslo?", where the parser takes the participle for part of the subject."""
    first = token.sent[0]
    return first.lemma_ == "be" and first.tag_.startswith("VB") and token.dep_ == "acl" and token.head.head == first


def after_comma(token: Token) -> bool:
    """True for a relative clause behind a comma, which only adds to what is meant already."""
    left = token.left_edge
    while left.i > 0 and left.nbor(-1).dep_ in {"prep", "det"} and left.nbor(-1).i > token.head.i:
        left = left.nbor(-1)
    return left.i > 0 and left.nbor(-1).text in {",", "–", "—", "-", "--", "("}


def called_false(verb: Token) -> bool:
    """As in "the claim that it attacked is *false*"."""
    return any(child.dep_ == "acomp" and listed(child.lower_, "negation", "adjectives") for child in verb.children)


def refuted(noun: Token) -> bool:
    """True for "brushed aside *suggestions* that", "poured cold water on the *idea*", "no truth in the *story*"."""
    verb, by = noun.head, ""
    if noun.dep_ == "pobj":
        verb, by = verb.head, f"_{verb.lower_}"
        if verb.pos_ == "NOUN" and listed(verb.lemma_, "negation", "truth") and none_of(verb):
            return True
        verb = verb.head if verb.pos_ == "NOUN" and verb.dep_ == "dobj" else verb
    elif noun.dep_ not in {"dobj", "nsubjpass"}:
        return False
    particles = [f"_{child.lower_}" for child in verb.children if child.dep_ in {"prt", "advmod"}]
    if by and f"{verb.lemma_}{by}" not in words("factuality", "negation", "refuting"):
        return False
    known = any(listed(verb.lemma_ + particle, "negation", "refuting") for particle in ["", by, *particles])
    return known and not negated(verb) and modal_of(verb, Verdict()) is None and not infinitive(verb)


def spurned(noun: Token) -> bool:
    """True for "passed up the *chance* to", "resisted the *temptation* to"."""
    particles = [f"_{child.lower_}" for child in noun.head.children if child.dep_ in {"prt", "advmod"}]
    passed = any(listed(noun.head.lemma_ + particle, "negation", "spurning") for particle in ["", *particles])
    return noun.dep_ == "dobj" and passed and listed(noun.lemma_, "negation", "spurned")


def said_aside(token: Token) -> Token | None:
    """The verb of "*mentioned* in passing that", where the parser ties the clause to "passing"."""
    head = token.head
    aside = head.dep_ in {"pcomp", "pobj"} and listed(head.lower_, "possible", "asides")
    return head.head.head if aside and head.head.head.tag_.startswith("VB") else None


def addressee_of(clause: Token) -> Token | None:
    """The verb of "*admitted* to the court that he had met her", where the parser ties the clause to the court."""
    noun, verb = clause.head, clause.head.head.head
    that = next((child for child in clause.lefts if child.lower_ == "that"), None)
    own = any(child.dep_ in {"nsubj", "nsubjpass"} and child != that for child in clause.lefts)
    told = noun.dep_ == "pobj" and noun.head.lower_ in {"to", "before", "in", "at", "on", "with"}
    saying = verb.lemma_ in words("speech", "clause") and verb.tag_.startswith("VB") and noun.head.head == verb
    full = that is not None and that.dep_ != "mark" and that.dep_ not in {"nsubj", "nsubjpass"} and own
    object_ = not told or any(child.dep_ in {"dobj", "ccomp"} for child in verb.children)
    return verb if full and saying and not object_ else None


def cleft(clause: Token) -> bool:
    """True for the clause of "it was Ann or a stranger *who killed* him", which is so only if the main clause is."""
    noun = clause.head
    while noun.dep_ == "conj":
        noun = noun.head
    it = any(child.dep_ in {"nsubj", "expl"} and child.lower_ == "it" for child in noun.head.children)
    return noun.dep_ == "attr" and noun.head.lemma_ == "be" and it


def corrected(clause: Token) -> bool:
    """True for the clause of "it was a fever, *not Ann*, that killed him", where the parser ties it to Ann."""
    noun = clause.head
    first = noun.left_edge
    it = any(above.lemma_ == "be" and above.sent.start <= above.i < first.i for above in noun.ancestors)
    return noun.dep_ == "appos" and it and first.i > 0 and "not" in {first.lower_, first.nbor(-1).lower_}


def liar(verb: Token) -> bool:
    """True for the verb of "whoever *told* you that was lying", "anyone who *says* that is mistaken"."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), verb)
    anyone = subject.lower_ == "whoever" or (verb.dep_ == "relcl" and listed(verb.head.lower_, "negation", "anyone"))
    main = verb.head.head if verb.dep_ == "relcl" else verb.head
    wrong = [main, *(child for child in main.children if child.dep_ in {"acomp", "attr"})]
    return anyone and not negated(main) and any(listed(word.lemma_.lower(), "negation", "wrong") for word in wrong)


def owned_claim(noun: Token) -> bool:
    """True for "Ann's *claim* that he met her": Ann says so."""
    return listed(noun.lemma_, "possible", "claims") and any(child.dep_ == "poss" for child in noun.lefts)


def purported(noun: Token) -> bool:
    """True for what a picture is only said to show: "appears to show *troops* deployed by"."""
    show, seem = noun.head, noun.head.head
    shown = noun.dep_ in {"dobj", "nsubj"} and listed(show.lemma_, "possible", "showing") and infinitive(show)
    return shown and seem != show and any(listed(seem.lemma_, "possible", key) for key in ("verbs", "finite"))


def ahead(preposition: Token) -> bool:
    """True for "for" in "provides *for* the sale", "paves the way *for* it", "pencilled in May *for* the sale"."""
    verb = preposition.head.head if preposition.head.pos_ == "NOUN" else preposition.head
    if not verb.tag_.startswith("VB"):
        return False
    object_ = [preposition.head] if verb != preposition.head else [c for c in verb.children if c.dep_ == "dobj"]
    way = any(f"{verb.lemma_} {noun.lemma_}" in words("factuality", "planned", "ways") for noun in object_)
    particles = [child.lower_ for child in verb.children if child.dep_ in {"prt", "prep"}]
    alone = not object_ and listed(verb.lemma_, "planned", "providing")
    return way or alone or any(listed(f"{verb.lemma_}_{particle}", "planned", "providing") for particle in particles)


def filled(verb: Token) -> bool:
    """True for a clause with "that" and no gap for it: "the legend *that a monk founded the abbey*"."""
    that = next((child for child in verb.lefts if child.lower_ == "that"), None)
    taken = {child.dep_ for child in verb.children if child != that}
    named = any(child.dep_ == "npadvmod" and child.pos_ == "PROPN" for child in verb.rights)
    object_ = named or bool({"dobj", "ccomp", "auxpass", "attr", "acomp"} & taken)
    return that is not None and bool({"nsubj", "nsubjpass"} & taken) and object_


def implied(head: Token) -> bool:
    """Of "took the trouble to", "went so far as to": what was meant for an end was done."""
    if head.lower_ == "far" and head.head.lemma_ == "go":
        return True
    return any(child.dep_ == "dobj" and implying(child) for child in head.children)


def implying(noun: Token) -> bool:
    """As in "had the courage to", "took the time to"."""
    lemma = noun.head.lemma_
    if listed(noun.lemma_, "certain", "virtues"):
        return listed(lemma, "certain", "mustering") or (lemma == "have" and definite(noun))
    kept = listed(noun.lemma_, "certain", "words") and (
        listed(lemma, "certain", "keeping")
        or (noun.head.lower_ == "on" and listed(noun.head.head.lemma_, "certain", "keeping_on"))
    )
    return kept or (listed(noun.lemma_, "certain", "taken") and lemma in {"seize", "take", "make"})


def perfect(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass"} and child.tag_ in {"VBZ", "VBP"} for child in verb.children)


def beside_belief(token: Token) -> bool:
    """True for the first clause of "X attacked Y and might do so again, analysts fear"."""
    head = token.head
    if token.dep_ != "ccomp" or head.i < token.i or head.lemma_ not in words("speech", "belief") or not past(token):
        return False
    return any(child.dep_ == "conj" and modal_of(child, Verdict()) for child in token.children)


def ordinal(noun: Token) -> bool:
    return any(listed(child.lower_, "certain", "ordinals") for child in noun.children)


def accompanies(token: Token, verdict: Verdict) -> bool:
    """True for the circumstance of what has happened, as in "she said so *when speaking in Oslo*"."""
    verb = next((above for above in token.ancestors if above.tag_.startswith("VB")), None)
    if verb is None or token.tag_ != "VBG" or verdict.negative or verdict.modality != "asserted":
        return False
    trial = Verdict()
    modifiers(verb, trial)
    return past(verb) and trial == Verdict()


def conditioned(clause: Token) -> bool:
    """True for the "if" of a verb: what depends on it is only supposed. Not "even if", nor a condition in the past."""
    if clause.dep_ != "advcl":
        return False
    mark = next((child for child in clause.lefts if child.dep_ == "mark" and child.lower_ in {"if", "unless"}), None)
    if clause.lower_ in words("surface", "no_if"):
        return False
    even = mark is not None and mark.i > 0 and mark.nbor(-1).lower_ in {"even", "as"}
    return mark is not None and not even


def in_case(token: Token) -> bool:
    """True for "in" of "in case", where the parser hangs it on the clause behind it."""
    return token.lower_ == "in" and any(
        child.dep_ == "pobj" and listed(child.lemma_, "conditional", "nouns") for child in token.children
    )


def inverted(token: Token, marks: set[str]) -> bool:
    """True for "had she met him", "should he win"."""
    first = token.left_edge
    return not marks and first.dep_ in {"aux", "auxpass"} and listed(first.lower_, "modal", "inverted")


def granted(token: Token) -> bool:
    """True for what is so whatever becomes of its head: "forgot that", "is angry that", "would not say why"."""
    head = token.head
    if _regretted(token):
        return True
    if infinitive(token) or not finite_verb(token):
        return False
    question = any(
        child.dep_ == "advmod" and child.i < token.i and listed(child.lower_, "certain", "questions")
        for child in token.children
    )
    why = any(child.lower_ == "why" for child in token.lefts)
    if (
        question
        and not why
        and listed(head.lemma_, "possible", "telling")
        and not negated(head)
        and not modal_of(head, Verdict())
    ):
        return False
    if question:
        return past(token) and not modal_of(token, Verdict()) and not listed(head.lemma_, "possible", "finite")
    if head.pos_ == "ADJ" or head.dep_ == "acomp":
        return listed(head.lower_, "certain", "moved")
    if listed(head.lemma_, "certain", "moving") and token.dep_ in {"ccomp", "csubj"}:
        return True  # "it surprised nobody that"
    known = listed(head.lemma_, "certain", "presupposing") or withheld(head)
    return token.dep_ == "ccomp" and head.i < token.i and known


def withheld(verb: Token) -> bool:
    """True for the second verb of "failed to *mention* that", which is said of what is so."""
    failing = infinitive(verb) and listed(verb.head.lemma_, "certain", "omitting")
    return failing and listed(verb.lemma_, "certain", "withheld")


def _regretted(token: Token) -> bool:
    """True for what "forgot having met", "regretted meeting" and "was proud to be" take for granted."""
    head = token.head
    having = any(child.dep_ == "aux" and child.lower_ in {"having", "have"} for child in token.children)
    lies_ahead = modal_of(head, Verdict()) is not None or infinitive(head)
    if infinitive(token):
        verb = head if head.pos_ == "AUX" else head.head
        moved = head if head.pos_ == "ADJ" else next((c for c in head.children if c.dep_ == "acomp"), head)
        is_so = verb.tag_ in {"VBD", "VBZ", "VBP"} and (having or token.lemma_ == "be")
        return is_so and listed(moved.lower_, "certain", "moved")
    gerund = token.dep_ in {"xcomp", "ccomp"} and head.i < token.i and (having or token.tag_ == "VBG")
    own = any(child.dep_ in {"nsubj", "nsubjpass"} for child in token.children)
    return gerund and not own and listed(head.lemma_, "certain", "regretting") and (having or not lies_ahead)


def presumed(gerund: Token) -> bool:
    """True for a subject such as "*being* mayor has not stopped him", "*buying* it cost them dear"."""
    verb = gerund.head
    if gerund.tag_ != "VBG" or gerund.dep_ not in {"csubj", "csubjpass"} or modal_of(verb, Verdict()) is not None:
        return False
    if verb.lemma_ == "be" or listed(verb.lemma_, "certain", "weighing"):
        return False
    being = gerund.lemma_ == "be" or any(child.lower_ in {"having", "been"} for child in gerund.lefts)
    return being or past(verb) or any(child.lower_ == "did" for child in verb.children)


def inserted(token: Token) -> bool:
    """True if the head is no verb that takes a clause: two main clauses side by side, tied by the parser."""
    head = token.head
    if token.i > head.i or infinitive(token):
        return False
    other = any(child.dep_ in {"ccomp", "xcomp"} and child.i > head.i for child in head.children)
    return other or head.lemma_ not in _embedding()  # "jailed him over a bribe he denies taking"


def _embedding() -> frozenset[str]:
    return (
        words("factuality", "possible", "finite")
        | words("speech", "clause")
        | words("speech", "knowledge")
        | words("speech", "belief")
        | words("factuality", "negation", "verbs")
    )


def finite_verb(verb: Token) -> bool:
    if infinitive(verb) or verb.tag_ == "VBG":
        return any(child.dep_ == "aux" and child.lemma_ == "be" for child in verb.children)
    return (
        verb.tag_ in {"VBD", "VBZ", "VBP"}
        or any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
        or verb.tag_ == "VB"
    )


def has_object(verb: Token) -> bool:
    """True for "kept her from leaving" and "was kept from leaving"; not for "returned from visiting"."""
    return verb.tag_.startswith("VB") and any(child.dep_ in {"dobj", "nsubjpass"} for child in verb.children)
