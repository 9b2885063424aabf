"""From when and until when: the time of a relation that lasts, from the words that say it began or ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.claims.cues import words
from kg.model import Mention, RelationMention, Time
from kg.ontology import default_ontology

__all__ = ["validity"]

_UP = 3
"""Words between that of the relation and the verb of its change: "stepped down last week as its head"."""


def validity(
    doc: Doc,
    relation: RelationMention,
    mentions: Sequence[Mention],
    trigger: Token,
    time: Time | None,
    *,
    published: str | None,
) -> Time | None:
    """The time of a relation that lasts, as an interval where the text says that it began or ended.

    "Former" and its like say that it had ended by the publication date, an end that EDTF marks as uncertain
    (``../2024-11-18?``); "resigned as" and "became" that it ended and began when they happened. An interval that the
    text gives stays.

    Args:
        doc: the parsed document.
        relation: the relation.
        mentions: dates among them bring their EDTF value.
        trigger: the word of the relation.
        time: the date that governs its clause.
        published: ISO 8601 date of the document, if it is known.
    """
    known = default_ontology().predicates.get(relation.predicate)
    if known is None or not known.lasting:
        return time
    if time is not None and "." in time.value:
        return _closed(time, trigger, published)
    if (changed := _change(trigger)) is not None:
        verb, began = changed
        return _since(time) if began else _until(time, verb.text, published)
    for word in _modifiers(trigger):
        if word.lower_ in words("validity", "meanwhile", "adjectives"):
            return time or _near(relation, mentions) or _until(None, word.text, published)
        if word.lower_ in _former():
            return time or _until(None, word.text, published)
    return time


def _closed(time: Time, trigger: Token, published: str | None) -> Time:
    """Of "had led it since 2014", in the author's words: over by the day of the report."""
    had = any(child.dep_ == "aux" and child.lower_ in {"had", "'d"} for child in trigger.children)
    if not had or not published or trigger.dep_ == "ccomp" or not time.value.endswith("/.."):
        return time
    return Time(time.text, f"{time.value.removesuffix('..')}{published[:10]}?")


def _former() -> frozenset[str]:
    return words("validity", "ended", "adjectives") | words("validity", "ended", "adverbs")


def _since(time: Time | None) -> Time | None:
    return None if time is None else Time(time.text, f"{time.value.partition('/')[0]}/..")


def _until(time: Time | None, word: str, published: str | None) -> Time | None:
    """Up to the date of the change, or else to the day of the report, by which it was over."""
    if time is not None:
        return Time(time.text, f"../{time.value.rpartition('/')[2]}")
    return Time(word, f"../{published[:10]}?") if published else None


def _change(trigger: Token) -> tuple[Token, bool] | None:
    """The verb that begins or ends the relation, and whether it begins: the word itself, or what governs it."""
    for verb in (trigger, *_governors(trigger)):
        name = _name(verb)
        if name in words("validity", "began", "verbs"):
            return verb, True
        if name in words("validity", "ended", "verbs") or (verb != trigger and _habit(verb)):
            return verb, False
    return None


def _governors(trigger: Token) -> Iterator[Token]:
    """The verb that makes the word its predicate: "became *head*", "resigned as *head*", "used to *lead*"."""
    token = trigger
    for _ in range(_UP):
        if (
            token.dep_ not in {"pobj", "attr", "oprd", "prep", "conj", "xcomp", "dobj", "appos", "ccomp"}
            or token.head == token
        ):
            return
        if token.dep_ == "prep" and token.lower_ != "as":
            return
        if token.dep_ == "dobj" and _name(token.head) not in words("validity", "began", "verbs"):
            return  # "left the head of the party alone"
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            yield token
            return


def _name(verb: Token) -> str:
    particle = next(
        (child.lower_ for child in verb.children if child.dep_ in {"prt", "advmod"} and child.i == verb.i + 1), ""
    )
    name = f"{verb.lemma_}_{particle}"
    return name if name in words("validity", "began", "verbs") | words("validity", "ended", "verbs") else verb.lemma_


def _habit(verb: Token) -> bool:
    return verb.lemma_ in words("validity", "ended", "habit") and verb.tag_ in {"VBD", "VBN"}


def _modifiers(trigger: Token) -> Iterator[Token]:
    """Adjectives and adverbs of the word, also across a hyphen and where it is a title before a name."""
    yield from (child for child in trigger.children if child.i < trigger.i)
    if trigger.dep_ in {"compound", "nmod", "amod", "poss"}:
        yield from (child for child in trigger.head.children if child.i < trigger.i)
    if trigger.i > 1 and trigger.nbor(-1).text in {"-", "–"}:
        yield trigger.nbor(-2)
    before = trigger.nbor(-1) if trigger.i else trigger
    if before.dep_ in {"amod", "advmod"} and before.head != trigger:
        yield before


def _near(relation: RelationMention, mentions: Sequence[Mention]) -> Time | None:
    """The only date of the sentence."""
    found = [
        Time(mention.text, mention.value)
        for mention in mentions
        if mention.type == "Date" and mention.value and relation.start <= mention.start < relation.end
    ]
    return found[0] if len(found) == 1 else None
