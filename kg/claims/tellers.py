"""Who tells what stands in a clause, by the words beside it: sources, tails, insertions, headlines' colons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from kg.claims.cues import words
from kg.model import Modality

__all__ = [
    "FINITE",
    "WH",
    "Overlooked",
    "as_told",
    "behind_colon",
    "by_dash",
    "by_source",
    "by_tail",
    "foreseen",
    "namers",
    "opening_of",
    "subject_of",
]

FINITE = {"VBD", "VBZ", "VBP", "MD"}
WH = {"WP", "WDT", "WRB", "WP$"}
_SHORT = 7
"""Words: a longer phrase is no source behind what it says."""


def namers(source: Token) -> Iterator[Token]:
    """The words that may name a source: "the envoy, *Ann Lee*", "an affidavit by *Ann Lee*", or the word itself."""
    yield source
    yield from (child for child in source.rights if child.dep_ == "appos")
    if source.lemma_ in words("surface", "views") | words("surface", "writings"):
        for by in source.rights:
            if by.lower_ in {"by", "from"}:
                yield from (child for child in by.children if child.dep_ == "pobj")


@dataclass(frozen=True, slots=True)
class Overlooked:
    """What the words show: a doubt, or that somebody says so. ``source`` is a word of who that is, if it is told."""

    modality: Modality | None = None
    source: Token | None = None


def by_source(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """As in "per X", "citing X", "by the reckoning of X", "in X's telling"."""
    for i, token in enumerate(clause):
        if i and not clause[i - 1].is_punct and token.lower_ in {"per", "citing", "quoting"}:
            continue
        if token.lower_ in words("surface", "sources") and i + 1 < len(clause):
            if token.lower_ == "per" and clause[i + 1].lower_ in words("surface", "per"):
                continue
            source = clause[i + 1 : i + 1 + _SHORT]
            if any(other.is_ancestor(clause[place]) for other in _upto(source)):
                continue  # "according to Acme, a firm based in Ghent"
            if any(other.lemma_ in words("surface", "measures") for other in _upto(source)):
                continue  # "runs according to the plan"
            return Overlooked(None, _named(source) or token)
        phrase = clause[i : i + _SHORT]
        if (
            token.lower_ in words("surface", "view_prepositions")
            and _view(phrase)
            and (i == opening_of(clause) or clause[i - 1].is_punct or (i > place and clause[i - 1].pos_ != "VERB"))
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


def by_tail(clause: list[Token], start: int, place: int) -> Overlooked | None:
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
        if clause[place].pos_ == "NOUN" and not any(t.tag_ in FINITE for t in clause[:i]):
            continue  # "during a visit, she promised"
        before, after = phrase[:verb], phrase[verb + 1 :]
        quote = token.text in {"'", "’"}
        if i > place and before and before[0].lower_ in {"that", "this", "so", "or"}:
            source = subject_of(phrase, verb)  # "that is what she told the court"
        elif before:
            source = _teller(before)
        else:
            source = next((t for t in _upto(after) if t.pos_ in {"PROPN", "NOUN", "PRON"}), None) if not quote else None
        if not before and clause[i + 1].lemma_ not in words("speech", "clause") - words("surface", "transitive"):
            continue
        if source is not None and not _clausal(after) and not _about(after, phrase[verb]):
            return Overlooked(None, source)
    return None


def _tells(phrase: list[Token], place: int) -> bool:
    """True for a finite verb of telling: "says", "has reported"."""
    token = phrase[place]
    it = phrase[0].lower_ == "it"
    aided = any(
        t.pos_ == "AUX" and (it or t.lemma_ == "have" or token.lemma_ in {"cite", "quote"})
        for t in phrase[max(0, place - 2) : place]
    )
    finite = token.tag_ in {"VBD", "VBZ", "VBP"} or (token.tag_ == "VBN" and aided)
    return finite and token.lemma_ in _tails()


def _teller(before: list[Token]) -> Token | None:
    """The source in front of the verb: "a person familiar with the matter", "the BBC has", "it is"."""
    if before[0].tag_ in {"IN", "CC", "VBG", "VBN", "TO"} or any(t.is_punct or t.tag_ in WH | {"CC"} for t in before):
        return None
    nouns = [t for t in before if t.pos_ in {"NOUN", "PROPN", "PRON"}]
    verbs = [t for t in before if t.tag_ in FINITE and t.pos_ != "AUX"]
    return None if verbs or not nouns else nouns[-1] if len(nouns) < 3 else nouns[0]


def _closed(clause: list[Token], verb: int, place: int) -> bool:
    """True if a comma ends the insertion before the trigger."""
    return any(token.text in {",", "—", "–", "--"} for token in clause[verb + 1 : place])


def _about(after: list[Token], verb: Token) -> bool:
    """True if the verb is about something else: "hoped for", "commented on", "offered his view"."""
    telling = verb.lemma_ in words("surface", "addressed") or verb.lemma_ in words("speech", "clause")
    if after and not telling and after[0].pos_ in {"DET", "PROPN", "NOUN", "ADJ", "PRON", "NUM"}:
        return True
    if not after or after[0].lower_ not in {"for", "of", "about", "against", "on", "over", "as"}:
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


def as_told(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """As in "as X tells it", "to hear X tell it", "if X is to be believed", "going by X"."""
    for i, token in enumerate(clause):
        phrase = _upto(clause[i : i + 2 + 2 * _SHORT])
        told = any(
            after.lower_ == "it" and verb.lemma_ in _tails() | words("surface", "describing")
            for verb, after in pairwise(phrase[1:])
        )
        believed = len(phrase) > 2 and {t.lower_ for t in phrase} & words("surface", "believed")
        if (token.lower_ in {"as", "to", "way"} and told) or (token.lower_ == "if" and believed):
            return Overlooked(None, _named(phrase) or token)
        saying = 2 < len(phrase) <= _SHORT and phrase[-1].tag_ in FINITE and phrase[-1].lemma_ in _tails() - {"do"}
        if saying and token.lower_ == "as" and foreseen(phrase[-1]):
            continue
        if saying and (token.lower_ == "as" or [t.lower_ for t in phrase[:2]] == ["from", "what"]):
            return Overlooked(None, _named(phrase) or phrase[-2])
        if token.lower_ == "as" and (teller := _telling(phrase)):
            return Overlooked(None, _named(phrase[:teller]) or phrase[teller - 1])
        if [t.lower_ for t in phrase[:2]] in (["going", "by"], ["judging", "by"], ["judging", "from"]):
            return Overlooked(None, _named(phrase) or token)
    return None


def foreseen(verb: Token) -> bool:
    """True for the verb of "as she had *warned*", "as many *feared*": it came about."""
    if not any(child.lower_ == "as" for child in verb.lefts):
        return False
    had = any(child.lower_ == "had" for child in verb.lefts)
    return verb.lemma_ in words("surface", "foreseen") or (had and verb.lemma_ in words("surface", "forewarned"))


def _telling(phrase: list[Token]) -> int | None:
    """Where the verb of "as X *told* the court" stands."""
    if len(phrase) > 2 * _SHORT or any(token.lower_ in {"that", "how"} or token.tag_ in WH for token in phrase):
        return None
    for i, token in enumerate(phrase[2:-1], 2):
        if token.tag_ in FINITE:
            return i if token.lemma_ in words("surface", "addressed") and token.tag_ != "MD" else None
    return None


def by_dash(clause: list[Token], start: int, place: int) -> Overlooked | None:
    """Of a headline "X leaves Y - minister", "Minister: X leaves Y": somebody named by a noun or two."""
    if clause[-1].text in {".", "!"}:
        return None
    marks = [i for i, token in enumerate(clause) if token.text in {"-", "–", "—", ":"} and 0 < i < len(clause) - 1]
    for i in marks:
        after = clause[i].text != ":"
        rest = clause[i + 1 :] if after else clause[:i]
        spaced = not after or clause[i - 1].whitespace_
        name = after and 1 < len(rest) <= 3 and all(t.pos_ == "PROPN" for t in rest)
        named = name or (
            all(t.pos_ in {"NOUN", "PROPN", "ADJ"} for t in rest)
            and rest[-1].lemma_.lower() in words("surface", "speakers")
        )
        if spaced and (i > place) == after and len(rest) <= 3 and named:
            return Overlooked(None, rest[-1])
    return None


def behind_colon(clause: list[Token], start: int, place: int) -> Overlooked | None:
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
            return Overlooked(None, subject_of(clause, i) or token)
    return None


def subject_of(clause: list[Token], verb: int) -> Token | None:
    """The nearest noun before a verb, if that is no "it" or "there"."""
    for token in reversed(clause[:verb]):
        if token.lower_ in {"it", "there"}:
            return None
        if token.pos_ in {"NOUN", "PROPN", "PRON"}:
            return token
        if token.tag_ in FINITE and token.pos_ != "AUX":
            return None
    return None


def opening_of(clause: list[Token]) -> int:
    """The first word that is neither a mark nor "and" or "but"."""
    place = 0
    while place < len(clause) and (clause[place].is_punct or clause[place].pos_ == "CCONJ"):
        place += 1
    return place
