"""What is said: the quotation, clause or object that belongs to a cue."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from spacy.tokens import Token

from kg.claims.cues import prepositions, words
from kg.claims.marks import infinitive
from kg.claims.page import Page, cue_lemmas
from kg.model import Span

__all__ = ["begins_sentence", "clause", "commented", "judged", "last_mark", "quote_before", "quoted", "trimmed"]

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_GAP = re.compile(r"[\s,.:;!?–—\-\"'“”‘’)\]]*\Z")
_SENTENCE_END = re.compile(r"(?<![A-Z][a-z])(?<![A-Z][a-z]{2})(?<!\b[A-Z])[.?!][\"”’']*(?:\s+|$)")
"""Not the point of "Mr." or "J."."""
_CLAUSE = 200
"""Characters between a cue and a quotation that goes on behind its clause."""
_INSERTION = 12
"""Words: a longer clause is no "she said"."""


def quoted(page: Page, cue: Token, subject: Token | None) -> Span | None:
    """The quotation that the clause of the cue follows or leads up to, with the one that goes on behind the clause."""
    if not page.quotes or page.quote_at(cue.idx):
        return None
    first = min(cue.idx, _start_of(page, subject) if subject is not None else cue.idx)
    before = quote_before(page, first)
    after = _quote_after(page, cue, follows=before is not None)
    before = None if before in page.claimed else before
    after = None if after in page.claimed else after
    if before is None and after is None:
        return None
    start, end = (before or after or (0, 0))[0], (after or before or (0, 0))[1]
    said = clause(page, cue, subject)
    if said and said[0] < end and start < said[1] and not re.search(r"[.?!]\s", page.text[said[0] : start]):
        return min(start, said[0]), max(end, said[1])
    return start, end


def _start_of(page: Page, noun: Token) -> int:
    """Where a noun phrase begins, not reaching into a quotation before it."""
    own = page.quote_at(noun.idx)
    for token in noun.subtree:
        if page.quote_at(token.idx) == own and not token.is_punct and not token.is_space:
            return token.idx
    return noun.idx


def quote_before(page: Page, first: int) -> Span | None:
    """A quotation that ends right before the clause."""
    index = bisect_right(page.quotes, (first, first)) - 1
    if index < 0:
        return None
    quote = page.quotes[index]
    between = page.text[quote[1] : first]
    ended = last_mark(page, quote) in {",", "?", "!", "–", "—", "-", "…"} or between[:1] == ","
    return quote if ended and _GAP.match(between) and "\n" not in between else None


def last_mark(page: Page, quote: Span) -> str:
    return page.text[quote[0] : quote[1]].rstrip("\"”’' ")[-1:]


def _quote_after(page: Page, cue: Token, *, follows: bool) -> Span | None:
    """A quotation behind the clause: after a comma, a colon or the cue, or as the next sentence of one before it."""
    index = bisect_right(page.quotes, (cue.idx, cue.idx))
    for quote in page.quotes[index : index + 2]:
        between = page.text[cue.idx + len(cue) : quote[0]]
        if (
            "\n" in between
            or len(between) > _CLAUSE
            or _belongs_elsewhere(page, quote)
            or _another_cue(page, cue, quote)
        ):
            return None
        ended = _SENTENCE_END.search(between)
        if between.rstrip()[-1:] in {",", ":", ""}:
            return None if ended else quote
        if follows and ended and not between[ended.end() :].strip() and begins_sentence(page, quote):
            return quote
    return None


def _another_cue(page: Page, cue: Token, quote: Span) -> bool:
    """True if another verb of speech stands between: "said Ann, adding “…”"."""
    token = cue
    while token.i + 1 < len(page.doc) and token.nbor().idx < quote[0]:
        token = token.nbor()
        if token.tag_[:2] == "VB" and token.lemma_ in cue_lemmas():
            return True
    return False


def _belongs_elsewhere(page: Page, quote: Span) -> bool:
    """True if a quotation is followed by a speaker of its own: “B,” said Bob."""
    return last_mark(page, quote) == "," and bool(re.match(r" \w", page.text[quote[1] : quote[1] + 2]))


def begins_sentence(page: Page, quote: Span) -> bool:
    return page.text[quote[0] : quote[1]].lstrip("\"“‘'[")[:1].isupper()


def clause(page: Page, cue: Token, subject: Token | None) -> Span | None:
    """The clause or infinitive that the cue governs, or the one that it stands in as an insertion."""
    inner = page.quote_at(cue.idx)
    for child in cue.children:
        if child.dep_ == "xcomp" and child.tag_ == "VBG" and cue.lemma_ in words("speech", "gerund"):
            return _span_of(page, child, cue, subject, inner)
        if child.dep_ == "ccomp" and cue.lemma_ in _clausal():
            return _span_of(page, child, cue, subject, inner)
        if child.dep_ in {"xcomp", "ccomp"} and cue.lemma_ in words("speech", "infinitive"):
            return _span_of(page, child, cue, subject, inner) if infinitive(child) else None
    if cue.dep_ in {"parataxis", "ccomp"} and cue.lemma_ in _clausal() and subject is not None and subject.head == cue:
        head = cue.head
        if head.pos_ in {"VERB", "AUX"} and not inner and _insertion(cue, subject):
            return _around_cue(page, head, cue)
    return None


def _insertion(cue: Token, subject: Token) -> bool:
    """True for a short clause between commas: ", she said on Monday,"."""
    left, right = cue.left_edge, cue.right_edge
    if left.i < subject.left_edge.i < cue.i and subject.left_edge.nbor(-1).text == ",":
        left = subject.left_edge  # of "Acme, Ann said, left" the parser may give both names to "said"
    if right.i - left.i > _INSERTION or any(child.dep_ in {"mark", "advcl", "relcl"} for child in cue.children):
        return False
    return any(token.text in {",", "–", "—", "-", "--"} for token in (left, left.nbor(-1) if left.i else left))


@cache
def _clausal() -> frozenset[str]:
    return frozenset().union(*(words("speech", kind) for kind in ("clause", "belief", "knowledge", "question")))


def _finite(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"}


def _span_of(page: Page, verb: Token, cue: Token, subject: Token | None, inner: Span | None) -> Span | None:
    """A clause without the cue and its subject, as wide as the quotations that it touches."""
    left, right = verb.left_edge.i, verb.right_edge.i
    if left > cue.i:
        headless = not any(child.dep_ in _SUBJECTS for child in verb.children) and _finite(verb)
        objects = [child.left_edge.i for child in cue.rights if child.dep_ in {"dobj", "npadvmod"} and child.i < verb.i]
        left = min([left, *objects]) if headless else left  # a subject that the parser took for an object
    elif right < cue.i and ";" in page.text[page.doc[right].idx : cue.idx]:
        return None  # two sentences in one
    elif right < cue.i:
        right = min(right, (subject.left_edge.i if subject is not None and left < subject.i else cue.i) - 1)
    elif verb.i < cue.i:
        right = min(cue.i, subject.left_edge.i if subject is not None and subject.i > verb.i else cue.i) - 1
    else:
        left = cue.i + 1
    return trimmed(page, left, right, inner, cue)


def _around_cue(page: Page, head: Token, cue: Token) -> Span | None:
    left, right = head.left_edge.i, head.right_edge.i
    if right == cue.right_edge.i or all(token.is_punct for token in page.doc[cue.right_edge.i + 1 : right + 1]):
        right = cue.left_edge.i - 1
    elif left == cue.left_edge.i:
        left = cue.right_edge.i + 1
    return trimmed(page, left, right, None, cue)


def _clipped(page: Page, start: int, end: int, cue: Token) -> Span:
    """Within the paragraph and sentence of the cue, as far as marks outside quotations show them."""
    for match in re.finditer(r"\n|" + _SENTENCE_END.pattern, page.text[start:end]):
        place = start + match.start()
        if page.quote_at(place) or start + match.end() >= end:
            continue
        if place > cue.idx:
            return start, place
        return _clipped(page, start + match.end(), end, cue)
    return start, end


def trimmed(page: Page, left: int, right: int, inner: Span | None, cue: Token) -> Span | None:
    doc = page.doc
    while left <= right and (doc[left].is_space or (doc[left].is_punct and not page.quote_at(doc[left].idx))):
        left += 1
    while right >= left and (doc[right].is_space or (doc[right].is_punct and not page.quote_at(doc[right].idx))):
        right -= 1
    if right < left:
        return None
    start, end = _clipped(page, doc[left].idx, doc[right].idx + len(doc[right]), cue)
    if not inner:
        first, last = page.quote_at(start), page.quote_at(end - 1)
        start = first[0] if first and first[0] >= start - 2 else start
        end = last[1] if last and start <= last[0] else end
    return start, end


def judged(page: Page, cue: Token) -> Span | None:
    """The object, with what follows it, of verbs that judge."""
    if page.quote_at(cue.idx):
        return None
    taken = prepositions("speech", "object_prepositions").get(cue.lemma_, frozenset())
    for child in cue.rights:
        if child.dep_ == "prep" and child.lower_ in taken:
            inner = next((c for c in child.children if c.dep_ in {"pobj", "pcomp"}), None)
            return trimmed(page, inner.left_edge.i, inner.right_edge.i, None, cue) if inner is not None else None
        if child.dep_ == "dobj" and cue.lemma_ in words("speech", "object"):
            return trimmed(page, child.left_edge.i, _object_end(cue, child), None, cue)
    return None


def commented(page: Page, cue: Token) -> Span | None:
    """The clause that "as she said" or "as he put it" comments on."""
    as_ = next((child for child in cue.children if child.dep_ in {"mark", "advmod"} and child.lower_ == "as"), None)
    if as_ is None or cue.dep_ != "advcl" or page.quote_at(cue.idx) or (cue.lemma_ not in _clausal() | {"put"}):
        return None
    objects = [child.lower_ for child in cue.children if child.dep_ in {"dobj", "ccomp", "xcomp"}]
    if objects != (["it"] if cue.lemma_ == "put" else []):
        return None
    head = cue.head
    while head.pos_ not in {"VERB", "AUX"} and head.head != head:
        head = head.head
    first, last = head.left_edge.i, head.right_edge.i
    if cue.left_edge.i == first:
        first = cue.right_edge.i + 1
    elif cue.i > head.i:
        last = cue.left_edge.i - 1
    return trimmed(page, first, last, None, cue)


def _object_end(cue: Token, child: Token) -> int:
    """Where the object and its predicate end: "Denmark of lying", "the plan a mistake"."""
    end = child.right_edge.i
    for after in cue.rights:
        if after.i > child.i and after.dep_ in {"prep", "oprd", "xcomp"} and after.left_edge.i == end + 1:
            if after.dep_ == "prep" and after.lower_ not in {"of", "for", "as"}:
                break
            end = after.right_edge.i
    return end
