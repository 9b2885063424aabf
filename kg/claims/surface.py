"""A second look at the words themselves, for where the parse hides what governs a statement.

What the climb through the parse leaves asserted is held against the running text of its clause: a condition, a hedge, a
source or a verb of telling that stands there, and that the parse does not place in another clause, makes it doubtful
or reported. The look only ever takes certainty away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.claims.cues import words
from kg.claims.governors import vouched
from kg.claims.marks import listed
from kg.claims.quotes import around
from kg.model import Modality, Span

__all__ = ["Overlooked", "overlooked"]

_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_WH = {"WP", "WDT", "WRB", "WP$"}
_STRONG = {";", "\n", "\n\n"}
_GROUP = {"AUX", "ADV", "PART"}
_SCARE = 2
"""Words: shorter quotations are about the words themselves."""
_SHORT = 7
"""Words: a longer phrase is no source behind what it says."""


@dataclass(frozen=True, slots=True)
class Overlooked:
    """What the words show: a doubt, or that somebody says so. ``source`` is a word of who that is, if it is told."""

    modality: Modality | None = None
    source: Token | None = None


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
    for look in (_complement, _source, _as_told, _tail, _colon, _dash):
        if found := look(clause, start, place):
            return found
    return Overlooked() if _is_quoted(trigger, quotes) else None


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
    opening = _opening(clause)
    first = clause[opening] if opening < len(clause) else clause[0]
    comma = next((i for i in range(opening, len(clause)) if clause[i].text == ","), len(clause))
    if (
        opening < start < comma
        and first.lower_ in words("surface", "inverted")
        and _reaches(clause, opening, start, place)
    ):
        return "conditional"
    if first.lower_ == "come" and opening < start and first.tag_ == "VB":
        return "planned"  # "come Tuesday"
    if any(_supposing(clause, i) and _reaches(clause, i, start, place) for i in range(start)):
        return "conditional"
    if any(_hedges(clause, i, place) for i in range(len(clause))):
        return "possible"
    if first.lower_ in words("surface", "openers") and opening < start:
        return "conditional"
    if first.lower_ in {"as", "so"} and [token.lower_ for token in clause[opening + 1 : opening + 3]] == ["far", "as"]:
        return "possible"
    text = " ".join(token.lower_ for token in clause)
    if any(f" {phrase} " in f" {text} " for phrase in words("surface", "beside")):
        return "possible"
    later = " ".join(token.lower_ for token in clause[place + 1 :])
    if clause[place].pos_ == "NOUN" and any(f" {phrase} " in f" {later} " for phrase in words("surface", "open")):
        return "planned"
    return "possible" if _phrased(clause, start, place) else None


def _inverts(clause: list[Token], opening: int, start: int) -> bool:
    """True if no other verb stands between the auxiliary and the trigger: "had she *known* that he met her"."""
    return not any(token.pos_ == "VERB" or token.tag_ in _FINITE | _WH for token in clause[opening + 1 : start])


def _opening(clause: list[Token]) -> int:
    """The first word that is neither a mark nor "and" or "but"."""
    place = 0
    while place < len(clause) and (clause[place].is_punct or clause[place].pos_ == "CCONJ"):
        place += 1
    return place


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


def _reaches(clause: list[Token], place: int, start: int, trigger: int) -> bool:
    """True if the first verb behind a word is the trigger's: nothing else stands between that the word may govern."""
    return not any(_breaks(clause[i]) for i in range(place + 1, start)) and not _parenthetic(clause, place, start)


def _breaks(token: Token) -> bool:
    return (token.tag_ in _FINITE | _WH and token.lower_ != "that") or (
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
    beside = head == verb or head.is_ancestor(verb)
    return beside or place == _opening(clause)


def _phrased(clause: list[Token], start: int, place: int) -> bool:
    """True for "on the verge of", "as if" and their like right before what they govern."""
    for i in range(place):
        for length in range(2, 6):
            phrase = " ".join(token.lower_ for token in clause[i : i + length])
            if i + length <= place and phrase in words("surface", "before"):
                if _reaches(clause, i + length - 1, min(start, place), place):
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
            return _governed(clause, i) if _reaches(clause, i, start, place) else None
        if token.tag_ in _FINITE:
            return _bare(clause, i, start, place)
        if token.tag_ in _WH or token.dep_ == "mark":
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
    for i in range(that - 1, -1, -1):
        token = clause[i]
        lemma = token.lemma_.lower()
        if token.tag_.startswith("VB") and lemma not in {"be", "remain"}:
            sure = vouched("clause", "verbs", lemma) and not vouched("clause", "bare", lemma)
            if sure or listed(lemma, "certain", "factive"):
                return None
            subject = _subject(clause, i)
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
    if token.lemma_ not in _telling() or start - verb < 2 or clause[place].tag_ == "VBN" and start == place:
        return None
    between = clause[verb + 1 : start]
    if any(t.is_punct or t.pos_ in {"CCONJ", "ADP", "SCONJ", "VERB"} for t in between):
        return None
    if between[0].pos_ not in {"PROPN", "DET", "PRON"} or clause[place].tag_ not in {"VBD", "VBZ", "VBP"}:
        return None
    subject = _subject(clause, verb)
    return Overlooked(None, subject) if subject is not None else None


def _telling() -> frozenset[str]:
    return words("speech", "clause") | words("speech", "belief")


def _subject(clause: list[Token], verb: int) -> Token | None:
    """The nearest noun before a verb, if that is no "it" or "there"."""
    for token in reversed(clause[:verb]):
        if token.lower_ in {"it", "there"}:
            return None
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            return token
        if token.tag_ in _FINITE and token.pos_ != "AUX":
            return None
    return None


# Sources beside the clause


def _source(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """As in "per X", "citing X", "by the reckoning of X", "in X's telling"."""
    for i, token in enumerate(clause):
        if i and not clause[i - 1].is_punct and token.lower_ in {"per", "citing", "quoting"}:
            continue
        if token.lower_ in words("surface", "sources") and i + 1 < len(clause):
            if token.lower_ == "per" and clause[i + 1].lower_ in {
                "cent",
                "capita",
                "annum",
                "day",
                "week",
                "year",
                "head",
            }:
                continue
            return Overlooked(None, _named(clause[i + 1 : i + 1 + _SHORT]) or token)
        phrase = clause[i : i + _SHORT]
        if (
            token.lower_ in words("surface", "view_prepositions")
            and _view(phrase)
            and (i == _opening(clause) or clause[i - 1].is_punct or i > place)
        ):
            return Overlooked(None, _named(phrase) or token)
    return None


def _view(phrase: list[Token]) -> bool:
    """True for "by some accounts", "in the words of Ann", "in Ann's telling"."""
    for i, token in enumerate(phrase[1:], 1):
        if token.lower_ in words("surface", "views") and token.pos_ == "NOUN":
            before = phrase[1:i]
            of = i + 1 < len(phrase) and phrase[i + 1].lower_ == "of"
            owned = any(t.tag_ in {"POS", "PRP$"} for t in before)
            vague = any(
                t.lower_ in {"some", "all", "most", "many", "several", "one", "official", "popular", "local"}
                for t in before
            )
            return of or owned or vague
        if token.is_punct or token.pos_ in {"VERB", "AUX", "ADP"}:
            return False
    return False


def _named(phrase: list[Token]) -> Token | None:
    return next((token for token in reversed(_upto(phrase)) if token.pos_ == "PROPN"), None)


def _upto(phrase: list[Token]) -> list[Token]:
    """The words up to the first comma."""
    end = next((i for i, token in enumerate(phrase) if token.is_punct and token.text != "-"), len(phrase))
    return phrase[:end]


def _tail(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """As in "…, she informed the court", "…, argues Ann", "X, says a report, …", "…, it is understood"."""
    for i, token in enumerate(clause[:-1]):
        if token.text not in {",", "—", "–", "-", "--", "'", "’", '"', "”"}:
            continue
        phrase = clause[i + 1 : i + 2 + _SHORT + 2]
        verb = next((n for n, t in enumerate(phrase) if _tells(phrase, n)), None)
        if (
            verb is None
            or place in range(i + 1, i + 2 + verb)
            or (i < place and not _closed(clause, i + 1 + verb, place))
        ):
            continue
        before, after = phrase[:verb], phrase[verb + 1 :]
        quote = token.text in {"'", "’"}
        if i > place and before and before[0].lower_ in {"that", "this", "so", "or"}:
            source = _subject(phrase, verb)  # "that is what she told the court"
        elif before:
            source = _teller(before)
        else:
            source = next((t for t in _upto(after) if t.pos_ in {"PROPN", "NOUN", "PRON"}), None) if not quote else None
        if not before and clause[i + 1].lemma_ not in words("speech", "clause") - words("surface", "transitive"):
            continue
        if source is not None and not _clausal(after) and not _about(after):
            return Overlooked(None, source)
    return None


def _tells(phrase: list[Token], place: int) -> bool:
    """True for a finite verb of telling: "says", "has reported"."""
    token = phrase[place]
    aided = place > 0 and (phrase[place - 1].pos_ == "AUX" or (place > 1 and phrase[place - 2].pos_ == "AUX"))
    finite = token.tag_ in {"VBD", "VBZ", "VBP"} or (token.tag_ == "VBN" and aided)
    return finite and token.lemma_ in _tails()


def _teller(before: list[Token]) -> Token | None:
    """The source in front of the verb: "a person familiar with the matter", "the BBC has", "it is"."""
    if before[0].tag_ in {"IN", "CC", "VBG", "VBN", "TO"} or any(t.is_punct or t.tag_ in _WH | {"CC"} for t in before):
        return None
    nouns = [t for t in before if t.pos_ in {"NOUN", "PROPN", "PRON"}]
    verbs = [t for t in before if t.tag_ in _FINITE and t.pos_ != "AUX"]
    return None if verbs or not nouns else nouns[-1] if len(nouns) < 3 else nouns[0]


def _closed(clause: list[Token], verb: int, place: int) -> bool:
    """True if a comma ends the insertion before the trigger."""
    return any(token.text in {",", "—", "–", "--"} for token in clause[verb + 1 : place])


def _about(after: list[Token]) -> bool:
    """True if the verb is about something else: "hoped for", "commented on"."""
    if not after or after[0].lower_ not in {"for", "of", "about", "against", "on", "over"}:
        return False
    return after[0].lower_ != "on" or not (
        len(after) > 1 and (after[1].ent_type_ == "DATE" or after[1].lower_ in {"condition", "record"})
    )


def _clausal(after: list[Token]) -> bool:
    """True if the verb of telling has a clause of its own behind it."""
    for token in after:
        if token.lower_ in {"that", "whether", "if", "how", "why"} or token.tag_ in {"VBD", "VBZ", "VBP", "MD", "TO"}:
            return True
        if token.text in {",", "."}:
            return False
    return False


def _tails() -> frozenset[str]:
    return (
        words("surface", "tails")
        | words("speech", "clause")
        | words("speech", "belief")
        | words("speech", "quotation") - {"go", "begin", "continue", "hit", "fire", "call"}
    )


def _as_told(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """As in "as X tells it", "to hear X tell it", "if X is to be believed", "going by X"."""
    for i, token in enumerate(clause):
        phrase = _upto(clause[i : i + 2 + 2 * _SHORT])
        told = (
            len(phrase) > 2 and phrase[-1].lower_ == "it" and phrase[-2].lemma_ in _tails() | {"put", "see", "remember"}
        )
        believed = len(phrase) > 2 and {t.lower_ for t in phrase} & words("surface", "believed")
        if (token.lower_ in {"as", "to", "way"} and told) or (token.lower_ == "if" and believed):
            return Overlooked(None, _named(phrase) or token)
        saying = 2 < len(phrase) <= _SHORT and phrase[-1].tag_ in _FINITE and phrase[-1].lemma_ in _tails() - {"do"}
        if saying and (token.lower_ == "as" or [t.lower_ for t in phrase[:2]] == ["from", "what"]):
            return Overlooked(None, _named(phrase) or phrase[-2])
        if [t.lower_ for t in phrase[:2]] in (["going", "by"], ["judging", "by"], ["judging", "from"]):
            return Overlooked(None, _named(phrase) or token)
    return None


def _dash(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """Of a headline "X leaves Y - minister", "Minister: X leaves Y": somebody named by a noun or two."""
    if clause[-1].text in {".", "!"}:
        return None
    marks = [i for i, token in enumerate(clause) if token.text in {"-", "–", "—", ":"} and 0 < i < len(clause) - 1]
    for i in marks:
        after = clause[i].text != ":"
        rest = clause[i + 1 :] if after else clause[:i]
        spaced = not after or clause[i - 1].whitespace_
        name = after and 1 < len(rest) <= 3 and all(t.pos_ == "PROPN" for t in rest)
        named = (
            name
            or all(t.pos_ in {"NOUN", "PROPN", "ADJ"} for t in rest)
            and rest[-1].lemma_.lower() in words("surface", "speakers")
        )
        if spaced and (i > place) == after and len(rest) <= 3 and named:
            return Overlooked(None, rest[-1])
    return None


def _colon(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """As in "She repeats what he told a reporter: X left"."""
    colon = next((i for i in range(start - 1, 0, -1) if clause[i].text == ":"), None)
    if colon is None:
        return None
    for i in range(colon - 1, max(-1, colon - 2 * _SHORT), -1):
        token = clause[i]
        telling = token.tag_.startswith("VB") and token.lemma_ in _tails() - {
            "find",
            "hear",
            "hold",
            "learn",
            "offer",
            "put",
            "run",
        }
        told = token.lower_ == "it" and clause[i - 1].lemma_ == "put"
        if told or telling or (token.pos_ == "NOUN" and token.lemma_.lower() in words("surface", "colons")):
            return Overlooked(None, _subject(clause, i) or token)
    return None
