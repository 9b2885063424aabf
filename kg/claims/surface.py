"""A second look at the words themselves, for where the parse hides what governs a statement.

What the climb through the parse leaves asserted is held against the running text of its clause: a condition, a hedge, a
source or a verb of telling that stands there, and that the parse does not place in another clause, makes it doubtful
or reported. The look only ever takes certainty away.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span as Span_
from spacy.tokens import Token

from kg.claims.cues import words
from kg.claims.governors import undisputed, vouched
from kg.claims.marks import listed, past
from kg.claims.quotes import around
from kg.claims.tellers import (
    FINITE,
    WH,
    Overlooked,
    as_told,
    behind_colon,
    by_dash,
    by_source,
    by_tail,
    opening_of,
    subject_of,
)
from kg.model import Modality, Span

__all__ = ["overlooked", "wanted"]

_PLURAL = {"and", "they", "we", "you", "i", "those", "these", "people", "police"}
_STRONG = {";", "\n", "\n\n"}
_GROUP = {"AUX", "ADV", "PART"}
_SO = 12
"""Words between "so" and its "that"."""
_SCARE = 2
"""Words: shorter quotations are about the words themselves."""


def overlooked(trigger: Token, quotes: Sequence[Span]) -> Overlooked | None:
    """What the words around a trigger show that its parse has not, or ``None``.

    Args:
        trigger: the word that carries the relation.
        quotes: the quotations of the document, sorted; words of others than that of the trigger do not count.
    """
    clause = _clause(trigger, quotes)
    place = clause.index(trigger)
    start = _group(clause, place)
    if modality := _supposed(clause, start, place):
        return Overlooked(modality)
    for look in (_complement, by_source, as_told, by_tail, behind_colon, by_dash):
        if found := look(clause, start, place):
            return found
    return Overlooked() if _is_quoted(trigger, quotes) else None


def wanted(trigger: Token) -> bool:
    """True in a clause that somebody wants to be so: "insisted that he *leave*", "prayed that he leaves".

    The bare form of a verb misleads the parser, which may take it for a noun ("asked that Denmark *release* Olsen").
    """
    first = trigger.sent.start
    for i in range(trigger.i - 1, first, -1):
        token = trigger.doc[i]
        if token.lower_ == "that" and token.tag_ != "DT":
            return _demands(trigger.doc[max(first, i - _SO) : i], trigger.doc[i + 1 : trigger.i + 1])
        if (token.tag_ in FINITE - {"VBP"} and token != trigger.head) or token.text in {",", ";", ":"}:
            return False
    return False


def _demands(before: Span_, inside: Span_) -> bool:
    """True if a word of wanting stands close before "that", and the verb behind is bare where it may be of saying."""
    governor = next((token for token in reversed(before) if token.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}), None)
    verb = next((token for token in reversed(before) if token.pos_ == "VERB"), None)
    for word in (governor, verb):
        if word is None or not (word == governor or word.tag_.startswith("VB")):
            continue
        lemma = word.lemma_.lower()
        if lemma in words("surface", "praying") and word.tag_.startswith("VB"):
            return True
        if lemma in words("surface", "demanding") and _bare_form(inside):
            return True
    return False


def _bare_form(inside: Span_) -> bool:
    """True if a verb behind a subject in the singular has no ending: "X *leave*", "X *be* left"."""
    *subject, verb = inside
    plural = any(token.tag_ in {"NNS", "MD", "TO"} or token.lower_ in _PLURAL for token in subject)
    if plural or not subject:
        return False
    if any(token.lower_ == "be" for token in subject):
        return True
    lower = verb.lower_
    ends = lower.endswith(("s", "ed", "ing")) and verb.lemma_.lower() != lower
    auxiliary = any(token.tag_ in FINITE - {"VBP"} or token.pos_ == "AUX" for token in subject)
    if ends or auxiliary or verb.lemma_.lower() != lower:
        return False
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    mistaken = (
        verb.tag_ in {"NN", "NNP", "JJ"} and subject[-1].pos_ == "PROPN" and after.pos_ in {"PROPN", "DET", "PRON"}
    )
    return verb.tag_ in {"VB", "VBP"} or mistaken  # a noun with a name on either side, but not "the deal"


# The clause


def _clause(trigger: Token, quotes: Sequence[Span]) -> list[Token]:
    """The words of the sentence around the trigger, between semicolons, without what others than its speaker quote."""
    first, last = trigger.sent.start, trigger.sent.end
    own = around(quotes, trigger.idx)
    found: list[Token] = []
    for token in trigger.doc[first:last]:
        if token.text in _STRONG:
            if token.i > trigger.i:
                break
            found = []
        elif not token.is_space and around(quotes, token.idx) in (own, None):
            found.append(token)
    return found


def _group(clause: list[Token], place: int) -> int:
    """Where the verb group of the trigger begins: its auxiliaries and adverbs, or the words before a noun."""
    start = place
    nominal = clause[place].pos_ in {"NOUN", "PROPN"}
    kinds = {"ADJ", "NOUN", "PROPN", "DET", "NUM", "ADV"} if nominal else _GROUP
    while start > 0 and (clause[start - 1].pos_ in kinds or clause[start - 1].lower_ in {"'s", "’s"}):
        start -= 1
    return start


def _is_quoted(trigger: Token, quotes: Sequence[Span]) -> bool:
    """True in a quotation of some length, whose speaker nobody found."""
    own = around(quotes, trigger.idx)
    return own is not None and len(trigger.doc.text[slice(*own)].split()) > _SCARE


# Doubt


def _supposed(clause: list[Token], start: int, place: int) -> Modality | None:
    opening = opening_of(clause)
    first = clause[opening] if opening < len(clause) else clause[0]
    comma = next((i for i in range(opening, len(clause)) if clause[i].text == ","), len(clause))
    if opening < start < comma and first.lower_ in words("surface", "inverted") and _inverts(clause, opening, start):
        return "conditional"
    if first.lower_ == "come" and opening < start and first.tag_ == "VB":
        return "planned"  # "come Tuesday"
    if _asks(clause, opening) and clause[opening + 1].tag_ == "MD":
        return "questioned"  # "Why would X attack Y?", however it is parsed
    if any(_supposing(clause, i) and _reaches(clause, i, start) for i in range(start)):
        return "conditional"
    if any(_hedges(clause, i, place) for i in range(len(clause))):
        return "possible"
    if first.lower_ in words("surface", "openers") and opening < start:
        return "conditional"
    if first.lower_ in {"as", "so"} and [token.lower_ for token in clause[opening + 1 : opening + 3]] == ["far", "as"]:
        return "possible"
    text = " ".join(token.lower_ for token in _beyond_concession(clause, opening, start))
    if any(f" {phrase} " in f" {text} " for phrase in words("surface", "beside")):
        return "possible"
    later = " ".join(token.lower_ for token in clause[place + 1 :])
    if clause[place].pos_ == "NOUN" and any(f" {phrase} " in f" {later} " for phrase in words("surface", "open")):
        return "planned"
    return "possible" if _phrased(clause, start, place) else None


def _asks(clause: list[Token], opening: int) -> bool:
    """True for a clause that begins with a word of asking and ends with a question mark."""
    return opening + 1 < len(clause) and clause[opening].tag_ in WH and clause[-1].text == "?"


def _beyond_concession(clause: list[Token], opening: int, start: int) -> list[Token]:
    """The clause without what it is said in spite of: "However odd it looks on paper, …"."""
    comma = next((i for i in range(opening + 2, start) if clause[i].text == ","), None)
    conceding = opening < len(clause) and clause[opening].lower_ in words("surface", "concessive")
    return clause[comma:] if conceding and comma is not None else clause


def _inverts(clause: list[Token], opening: int, start: int) -> bool:
    """True if no other verb stands between the auxiliary and the trigger: "had she *known* that he met her"."""
    return not any(token.pos_ == "VERB" or token.tag_ in FINITE | WH for token in clause[opening + 1 : start])


def _supposing(clause: list[Token], place: int) -> bool:
    """True for "if", "unless", "provided" and their like at the head of a clause."""
    token = clause[place]
    if token.lower_ not in words("surface", "opening"):
        return False
    if place + 1 < len(clause) and clause[place + 1].lower_ in words("surface", "no_if"):
        return False
    before = clause[place - 1] if place else None
    if before is not None and before.lower_ in {"even", "only"}:
        before = None
    always = token.lower_ in {"if", "unless", "whether", "lest"}
    return always or before is None or before.is_punct or before.pos_ == "CCONJ"


def _reaches(clause: list[Token], place: int, start: int) -> bool:
    """True if the first verb behind a word is the trigger's: nothing else stands between that the word may govern."""
    return not any(_breaks(clause[i]) for i in range(place + 1, start)) and not _parenthetic(clause, place, start)


def _breaks(token: Token) -> bool:
    return (token.tag_ in FINITE | WH and token.lower_ != "that") or (
        token.text in {":", ","} and token.i + 1 < len(token.doc) and token.nbor().tag_ == "CC"
    )


def _parenthetic(clause: list[Token], place: int, start: int) -> bool:
    """True if one comma alone stands between: the word belongs to an adverbial before the clause."""
    if any(clause[i].lower_ == "that" for i in range(place + 1, start)):
        return False  # "assume, for once, that"
    first = place + 2 if clause[place + 1].text == "," else place + 1  # "how, and whether, he did"
    return sum(clause[i].text == "," for i in range(first, start)) == 1


def _hedges(clause: list[Token], place: int, trigger: int) -> bool:
    """True for "reportedly" and its like, unless the parse hangs it on an adjective or another clause."""
    token = clause[place]
    if token.lower_ not in words("surface", "adverbs") and not listed(token.lower_, "possible", "adverbs"):
        return False
    if token.pos_ != "ADV" or token.lower_ in {"almost", "nearly", "likely"}:
        return False
    head, verb = token.head, clause[trigger]
    beside = head == verb or (head.is_ancestor(verb) and not _relative(verb, head))
    return beside or (place == opening_of(clause) and not _preposed(clause, place, trigger))


def _relative(verb: Token, above: Token) -> bool:
    """True if a relative clause in the past, which is no matter of doubt, parts a verb from one above it."""
    way = [verb, *verb.ancestors]
    return any(token.dep_ == "relcl" and past(token) for token in way[: way.index(above)])


def _preposed(clause: list[Token], place: int, trigger: int) -> bool:
    """True for a hedge in what is said of the subject beforehand: "*Possibly* the oldest bishop, he …"."""
    head = clause[place].head
    comma = next((i for i in range(place + 1, trigger) if clause[i].text == ","), trigger)
    described = head.pos_ in {"NOUN", "PROPN", "ADJ"} or head.tag_ in {"VBN", "VBG", "RBS"}
    return described and head != clause[trigger] and head.i < clause[comma].i and comma < trigger


def _phrased(clause: list[Token], start: int, place: int) -> bool:
    """True for "on the verge of", "as if" and their like right before what they govern."""
    for i in range(place):
        for length in range(2, 6):
            phrase = " ".join(token.lower_ for token in clause[i : i + length])
            known = i + length <= place and phrase in words("surface", "before")
            if known and _reaches(clause, i + length - 1, min(start, place)):
                return True
    return False


# Clauses under other words


def _complement(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """Of "asked that X leave", "let slip that": what stands before the "that" whose first verb is the trigger."""
    for i in range(start - 1, 0, -1):
        token = clause[i]
        if token.lower_ == "that" and (token.tag_ == "IN" or clause[i + 1].pos_ == "PROPN"):
            if clause[i - 1].pos_ == "NOUN" and not _has_object(clause, place):
                return None  # "the tanks that X gave to Y"
            return _governed(clause, i) if _reaches(clause, i, start) else None
        if token.tag_ in FINITE:
            return _bare(clause, i, start, place)
        if token.tag_ in WH or token.dep_ == "mark":
            return None
    return None


def _has_object(clause: list[Token], verb: int) -> bool:
    """True if a noun phrase stands right behind a verb."""
    after = clause[verb + 1] if verb + 1 < len(clause) else None
    return after is not None and after.pos_ in {"PROPN", "NOUN", "DET", "PRON", "ADJ", "NUM"} and after.tag_ != "IN"


def _governed(clause: list[Token], that: int) -> Overlooked | None:
    """What the word before "that" makes of the clause behind it."""
    if clause[that - 1].lower_ in {"now", "so", "given", "in", "except", "such", "seeing"}:
        return None
    if any(token.lower_ in {"so", "such"} for token in clause[max(0, that - _SO) : that]):
        return None  # "so angry that"
    for i in range(that - 1, -1, -1):
        token = clause[i]
        lemma = token.lemma_.lower()
        if token.tag_.startswith("VB") and lemma not in {"be", "remain"}:
            sure = vouched("clause", "verbs", lemma) and not vouched("clause", "bare", lemma)
            if sure or listed(lemma, "certain", "factive") or listed(lemma, "certain", "moving") or undisputed(token):
                return None
            subject = subject_of(clause, i)
            return Overlooked(None, subject) if subject is not None else Overlooked("possible")
        if token.pos_ == "ADJ" and i >= that - 2:
            return None if vouched("clause", "adjectives", lemma) else Overlooked("possible")
        if token.pos_ == "NOUN" and i == that - 1:
            fact = vouched("clause", "nouns", lemma) or any(
                t.lower_ in {"so", "such"} for t in clause[max(0, i - 3) : i]
            )
            return None if fact or token.dep_ == "dobj" else Overlooked("possible")
    return None


def _bare(clause: list[Token], verb: int, start: int, place: int) -> Overlooked | None:
    """Of "she said X left": a verb of speech or thought right before the subject of the trigger."""
    token = clause[verb]
    telling = words("speech", "clause") | words("speech", "belief")
    participle = clause[place].tag_ == "VBN" and start == place
    if token.lemma_ not in telling or start - verb < 2 or participle:
        return None
    between = clause[verb + 1 : start]
    if any(t.is_punct or t.pos_ in {"CCONJ", "ADP", "SCONJ", "VERB"} for t in between):
        return None
    if between[0].pos_ not in {"PROPN", "DET", "PRON"} or clause[place].tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    subject = subject_of(clause, verb)
    return Overlooked(None, subject) if subject is not None else None
