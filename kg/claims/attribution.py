"""Who said what: source, cue and content of quotations, of reported speech and thought, and of "according to"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.claims.contents import begins_sentence, clause, commented, judged, quote_before, quoted, trimmed
from kg.claims.cues import words
from kg.claims.page import Page, cue_lemmas
from kg.claims.quotes import quotations
from kg.claims.tellers import namers
from kg.model import Attribution, Mention, Span

__all__ = ["attributions"]

_HEADLINE = 160
"""Characters: a longer line with a name and a colon is no headline, and no turn of a conversation."""


def attributions(doc: Doc, mentions: Sequence[Mention]) -> list[Attribution]:
    """Every source, cue and content that the parse or the quotation marks of a document show, by the content's place.

    Args:
        doc: a parsed document.
        mentions: its mentions after coreference, sorted: a source is a mention where its head lies in one, and has that
            mention's entity; else it is the noun phrase, without an entity.

    A content is one span: where the cue stands inside it ("A," she said, "B.") it runs over the cue.
    """
    names = [mention for mention in mentions if mention.type != "Date"]
    page = Page(doc, doc.text, quotations(doc.text), names, [mention.start for mention in names])
    for token in doc:
        if token.lemma_ in cue_lemmas():
            _of_verb(page, token)
        elif token.lower_ in words("speech", "prepositions", "views"):
            _of_view(page, token)
        elif token.lower_ == "to" and token.head.lower_ in words("speech", "prepositions", "to"):
            _of_preposition(page, token)
    _run_on(page)
    _headlines(page)
    return sorted(dict.fromkeys(page.found), key=lambda one: (one.content or (0, 0), one.cue or (0, 0)))


# Verbs


def _of_verb(page: Page, cue: Token) -> None:
    if cue.tag_[:2] != "VB" or cue.dep_ in {"aux", "auxpass"} or _other_word(cue):
        return
    subject = _subject(page, cue)
    if (subject is None and not _sourceless(cue)) or _unheard(page, cue, subject):
        return
    content = quoted(page, cue, subject) or clause(page, cue, subject) or judged(page, cue) or commented(page, cue)
    if content is None:
        return
    source, entity = _source(page, subject, cue)
    if source and content[0] <= source[0] and source[1] <= content[1] and page.quote_at(source[0]) == content:
        return
    _keep(page, Attribution(source, (cue.idx, cue.idx + len(cue)), content, entity))


def _other_word(cue: Token) -> bool:
    """True if a particle makes another verb of it: "wrote off", not "pointed out"."""
    particle = next((child.lower_ for child in cue.children if child.dep_ == "prt"), None)
    return particle is not None and f"{cue.lemma_}_{particle}" not in words("speech", "phrasal", "verbs")


def _unheard(page: Page, cue: Token, subject: Token | None) -> bool:
    """True for what is no attribution of its own: "I think", "declined to say", and unnamed ones in a quotation."""
    if subject is not None and subject.lower_ in {"i", "we", "you"}:
        return True
    if cue.dep_ == "xcomp" and cue.head.lemma_ in words("speech", "infinitive"):
        return True
    if page.quote_at(cue.idx) is None:
        return False
    mention = page.mention_at(subject) if subject is not None else None
    return mention is None or mention.kind != "name"


def _keep(page: Page, attribution: Attribution) -> None:
    content = attribution.content
    assert content is not None
    for quote in page.quotes:
        if content[0] <= quote[0] and quote[1] <= content[1]:
            page.claimed.setdefault(quote, len(page.found))
    page.found.append(attribution)


def _subject(page: Page, cue: Token) -> Token | None:
    """The word for who speaks: of the verb itself, or of the verb that it hangs on without one of its own."""
    verb, quote = cue, page.quote_at(cue.idx)
    if quote is None and (speaker := _inverted(page, cue)):
        return speaker
    for _ in range(4):
        passive = False
        # Of "Acme, Ann said, left" the parser may give both names to "said": the nearer one speaks.
        for child in sorted(verb.children, key=lambda child: (child.i > verb.i, -child.i)):
            if child.dep_ == "nsubj" and (child.lower_ not in {"it", "there"} or _stands_for(page, child)):
                if page.quote_at(child.idx) != quote:
                    continue
                return child
            if child.dep_ == "nsubj" and verb != cue:
                return None
            passive = passive or child.dep_ in {"nsubjpass", "auxpass"}
        if passive:
            return _agent(verb) if verb == cue else None
        if verb.dep_ == "pcomp" and verb.head.lower_ == "as":  # "was quoted as saying"
            return next((child for child in verb.head.head.children if child.dep_ == "nsubjpass"), None)
        if verb.dep_ in {"conj", "xcomp", "advcl", "parataxis", "dep"} and verb.head.pos_ in {"VERB", "AUX"}:
            if verb.dep_ == "xcomp" and (given := [c for c in verb.head.children if c.dep_ == "dobj"]):
                return given[0]
            verb = verb.head
        elif verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        else:
            return _before(page, cue)
    return None


def _stands_for(page: Page, it: Token) -> bool:
    """True for an "it" that stands for somebody named: "The bank closed. *It* said that …"."""
    mention = page.mention_at(it)
    return mention is not None and mention.entity is not None


def _before(page: Page, cue: Token) -> Token | None:
    """The name right before a finite verb that the parser gave no subject: "On Sunday *Ann* said that"."""
    mention = page.mention_at(cue.nbor(-1)) if cue.i and cue.tag_ in {"VBD", "VBZ", "VBP"} else None
    if mention is None or mention.kind != "name" or not any(child.dep_ == "ccomp" for child in cue.children):
        return None
    return cue.nbor(-1)


def _inverted(page: Page, cue: Token) -> Token | None:
    """Of "…," said Ann: the noun right behind the verb, whatever the parser calls it."""
    before = page.text[max(0, cue.idx - 4) : cue.idx].rstrip()
    if not before.endswith(("”", '"', "''", "’", "'")):
        return None
    for child in cue.rights:
        if child.pos_ in {"PROPN", "NOUN", "PRON"} and child.left_edge.i == cue.i + 1 and not page.quote_at(child.idx):
            return child
    return None


def _agent(verb: Token) -> Token | None:
    by = next((child for child in verb.children if child.dep_ == "agent"), None)
    return next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None


def _sourceless(cue: Token) -> bool:
    """Passives that hide who speaks: "is expected to", "it was reported that"."""
    return (
        cue.tag_ == "VBN"
        and cue.lemma_ in words("speech", "passive", "verbs")
        and any(child.dep_ == "auxpass" for child in cue.children)
    )


def _source(page: Page, subject: Token | None, cue: Token) -> tuple[Span | None, str | None]:
    """The span and the entity: the mention, or the noun phrase up to its first comma, clause, or the name behind it."""
    if subject is None:
        return None, None
    if mention := page.mention_at(subject):
        return mention.span, mention.entity
    named = next(filter(None, map(page.mention_at, namers(subject))), None)
    if subject.tag_ in {"WP", "WDT"} and cue.dep_ == "relcl":
        antecedent = page.mention_at(cue.head)
        return (subject.idx, subject.idx + len(subject)), antecedent.entity if antecedent else None
    end = subject
    for child in subject.rights:
        if child.dep_ != "prep" or child.left_edge.i != end.i + 1 or child.right_edge.i > cue.i > subject.i:
            break
        end = child.right_edge
    last = end.idx + len(end)
    if named is None or (subject.i < cue.i) != (named.start < cue.idx):
        return (subject.left_edge.idx, last), None
    return (subject.left_edge.idx, max(last, named.end)), named.entity


# According to


def _of_preposition(page: Page, to: Token) -> None:
    according = to.head
    source = next((child for child in to.children if child.dep_ == "pobj"), None)
    if source is None or source.lemma_ in words("surface", "measures"):
        return
    content = _beside(page, according, source.right_edge)
    if content is None:
        return
    span, entity = _source(page, source, to)
    _keep(page, Attribution(span, (according.idx, to.idx + len(to)), content, entity))


def _of_view(page: Page, view: Token) -> None:
    """As in "in the view of Ann", "by her account"."""
    first = view.head
    if view.dep_ != "pobj" or first.lower_ not in {"by", "in"} or first.head.pos_ not in {"VERB", "AUX"}:
        return
    of = next((child for child in view.children if child.lower_ == "of"), None)
    if of is not None:
        source = next((child for child in of.children if child.dep_ == "pobj"), None)
    else:
        source = next((child for child in view.children if child.dep_ == "poss"), None)
    mention = page.mention_at(source) if source is not None else None
    content = _beside(page, first, view.right_edge)
    if mention is None or mention.type == "Place" or content is None:
        return
    _keep(page, Attribution(mention.span, (view.idx, view.idx + len(view)), content, mention.entity))


def _beside(page: Page, first: Token, last: Token) -> Span | None:
    """The rest of the clause that an adverbial stands in, on its longer side, or the quotation before it."""
    head = first.head
    while head.pos_ not in {"VERB", "AUX"} and head.head != head:
        head = head.head
    left, right = head.left_edge.i, head.right_edge.i
    if first.i - left > right - last.i:
        right = first.i - 1
    else:
        left = last.i + 1
    content = trimmed(page, left, right, None, first) if page.quote_at(first.idx) is None else None
    quote = quote_before(page, first.idx)
    return quote if quote and (content is None or quote[1] >= content[1]) else content


# Quotations without a cue, and headlines


def _run_on(page: Page) -> None:
    """A paragraph or sentence that is all quotation goes on with the speaker of the quotation right before it."""
    last: Attribution | None = None
    last_end = 0
    for quote in page.quotes:
        if quote in page.claimed:
            last = page.found[page.claimed[quote]]
            last_end = max(quote[1], last.source[1] if last.source else 0, last.cue[1] if last.cue else 0)
        elif last is not None and _whole(page, quote) and _follows(page, last_end, quote):
            last = replace(last, content=quote)
            page.claimed[quote] = len(page.found)
            page.found.append(last)
            last_end = quote[1]


def _whole(page: Page, quote: Span) -> bool:
    """True if the quotation is one or more whole sentences."""
    if page.text[max(0, quote[0] - 3) : quote[0]].rstrip(" ")[-1:] not in set(".?!…”\"’'\n"):
        return False
    return begins_sentence(page, quote) and page.text[quote[0] : quote[1]].rstrip("\"”’'")[-1:] in {".", "!", "?", "…"}


def _follows(page: Page, end: int, quote: Span) -> bool:
    """True if between the last quotation's clause and this one there is the rest of a sentence at most."""
    between = page.text[end : quote[0]].strip()
    return len(between) < 200 and not re.search(r"[.!?]\s+\S", between)


def _headlines(page: Page) -> None:
    """As in "Name: what they say", a line of its own."""
    for mention in page.mentions:
        colon = page.text.find(":", mention.end, mention.end + 2)
        if mention.type == "Place" or colon < 0 or page.text[: mention.start].rpartition("\n")[2].strip():
            continue
        end = page.text.find("\n", colon)
        end = len(page.text) if end < 0 else end
        content = page.text[colon + 1 : end]
        start = colon + 1 + len(content) - len(content.lstrip())
        if 0 < end - start <= _HEADLINE and len(content.split()) > 2:
            _keep(page, Attribution(mention.span, (colon, colon + 1), (start, end), mention.entity))
