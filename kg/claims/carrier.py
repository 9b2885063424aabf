"""The word that carries a relation: the one that its pattern names, or one on the path between its mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from kg.model import RelationMention, Span

__all__ = ["between", "carrier", "word_at"]

_PATTERN = "pattern:"
"""How the extractors begin whose triggers are the words of the relation itself."""


def word_at(doc: Doc, span: Span) -> Token:
    """The highest word of a span.

    Raises:
        ValueError: there are no words.
    """
    found = doc.char_span(*span, alignment_mode="expand")
    if found is None or not len(found):
        raise ValueError(f"no words at {span} in a text of {len(doc.text)} characters")
    return found.root


def carrier(doc: Doc, relation: RelationMention) -> Token:
    """The word from which a relation is judged.

    A pattern names it. A classifier knows only where its mentions meet, which lies above in "Ann *plans* to meet Bob"
    and "Ann, the former *head* of Fjordbank": there it is the lowest verb on the way from one mention to the other, or
    else the noun nearest to the top.

    Raises:
        ValueError: a span of the relation lies outside the document.
    """
    one, other = word_at(doc, relation.subject.span), word_at(doc, relation.object.span)
    given = relation.trigger[0] < relation.trigger[1]
    if given and relation.extractor.startswith(_PATTERN):
        return word_at(doc, relation.trigger)
    top = _top(one, other)
    if top is None:
        return word_at(doc, relation.trigger) if given else other
    sides = _side(one, top), _side(other, top)
    if found := _verb(sides) or _noun(sides):
        return found
    apart = relation.subject.type != relation.object.type and "appos" in {one.dep_, other.dep_}
    return _governor(top) if top in (one, other) and (apart or _joined(one, other)) else top


def between(one: Token, other: Token) -> list[Token]:
    """The words between two words in the parse, both ends left out, the highest first if it is not an end itself."""
    top = _top(one, other)
    if top is None:
        return []
    return [token for token in (top, *_side(one, top), *_side(other, top)) if token not in (one, other)]


def _top(one: Token, other: Token) -> Token | None:
    """The lowest word above both, or one of them."""
    above = [one, *one.ancestors]
    return next((token for token in (other, *other.ancestors) if token in above), None)


def _side(end: Token, top: Token) -> list[Token]:
    """The words strictly between an end and the top, from the end up."""
    way: list[Token] = []
    for token in end.ancestors:
        if token == top or end == top:
            break
        way.append(token)
    return way


def _verb(sides: Iterable[Sequence[Token]]) -> Token | None:
    """The verb nearest to an end."""
    return next((token for way in sides for token in way if token.tag_.startswith("VB")), None)


def _noun(sides: Iterable[Sequence[Token]]) -> Token | None:
    """The noun or adjective nearest to the top."""
    words = (token for way in sides for token in reversed(way) if token.pos_ in {"NOUN", "ADJ"})
    return next(words, None)


def _joined(one: Token, other: Token) -> bool:
    """True for "Ann and Bob": the word above both carries what is said of them."""
    return other.dep_ == "conj" or one.dep_ == "conj"


def _governor(noun: Token) -> Token:
    return next((token for token in noun.ancestors if token.pos_ in {"NOUN", "VERB", "AUX", "ADJ"}), noun)
