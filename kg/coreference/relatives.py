"""Relative pronouns: "who", "which" and the like, which stand for the noun that their clause belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.coreference.scene import Columns, columns, is_parsed
from kg.model import Mention, MentionType

__all__ = ["relatives"]

_TYPES: Mapping[str, tuple[MentionType, ...]] = {
    "who": ("Person",),
    "whom": ("Person",),
    "whose": ("Person", "Organization", "Place"),
    "which": ("Organization", "Place"),
    "that": ("Person", "Organization"),  # a name of a place has no clause that says which place
    "where": ("Place", "Organization"),
}
_TAGS = frozenset({"WP", "WP$", "WDT", "WRB"})
_STEPS = 6
_BE = frozenset({"is", "was", "'s", "are", "were", "be", "been", "being", "became", "remains", "remained"})
_ALIKE = frozenset({"appos", "conj", "compound", "nmod"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def relatives(doc: Doc, known: Sequence[Mention]) -> list[Mention]:
    """The mentions, and as more of kind ``pronoun`` the relative pronouns whose noun is an entity's mention, or says
    what an entity is: "Lind, *who* …", "Lind is a painter *who* …", "Lind, a painter *who* …".

    Args:
        doc: the analysed document.
        known: all mentions, in text order.
    """
    if not is_parsed(doc):
        return list(known)
    c = columns(doc)
    at = {
        token: mention
        for mention in known
        if mention.type != "Date"
        for token in range(c.token_at(mention.start), c.token_at(mention.end - 1) + 1)
    }
    for token, tag in enumerate(c.tags):
        if tag not in _TAGS or token in at or c.word(token) not in _TYPES:
            continue
        meant = _meant(c, token, at)
        if meant is not None:
            start, end = c.starts[token], c.ends[token]
            at[token] = replace(meant, id=f"w{token}", start=start, end=end, text=c.text[start:end], kind="pronoun")
    spans = {mention.span: mention for mention in (*known, *at.values())}
    return [spans[span] for span in sorted(spans)]


def _meant(c: Columns, relative: int, at: Mapping[int, Mention]) -> Mention | None:
    """The mention whose entity a relative pronoun stands for.

    Parsers hang a clause on the last name before it, so one that can't be meant leads up to what it belongs to: "a
    student at *Wells College* who …".
    """
    types = _TYPES[c.word(relative)]
    noun = _noun(c, relative)
    for _ in range(_STEPS):
        if noun is None or noun >= relative:
            break
        if noun in at and at[noun].type in types:
            return at[noun]
        found = next((at[other] for other in _described(c, noun, relative) if other in at), None)
        if found is not None and found.type in types:
            return found
        noun = _above(c, noun, is_name=noun in at)
    return _place_before(c, relative, at) if c.word(relative) == "where" else None


def _place_before(c: Columns, relative: int, at: Mapping[int, Mention]) -> Mention | None:
    """The last place or body named before "where", no verb between: parsers hang its clause on the verb, too."""
    for token in range(relative - 1, -1, -1):
        if c.sentences[token] != c.sentences[relative] or c.is_verb(token):
            return None
        if token in at and at[token].type in _TYPES["where"]:
            return at[token]
    return None


def _described(c: Columns, noun: int, end: int) -> Iterator[int]:
    """The tokens of which a noun before ``end`` tells what they are: apposition and subject."""
    yield from (child for child in c.children(noun) if c.labels[child] == "appos" and child < end)
    head = c.heads[noun]
    if c.labels[noun] == "attr" and c.word(head) in _BE:
        yield from (child for child in c.children(head) if c.labels[child] in _SUBJECTS and child < noun)


def _above(c: Columns, noun: int, *, is_name: bool) -> int | None:
    """The noun that a noun is in apposition to or joined to; of a name also the one that it is said of."""
    head = c.heads[noun]
    if c.labels[noun] in _ALIKE and head != noun:
        return head
    if not is_name or c.labels[noun] != "pobj" or c.labels[head] != "prep":
        return None
    above = c.heads[head]
    if c.word(above) in _BE:  # "I am a student at *Wells College* who …", its "at" hung on the verb
        return next((child for child in c.children(above) if c.labels[child] == "attr" and child < noun), None)
    return c.heads[above] if c.labels[above] == "acl" else above if c.tags[above].startswith("NN") else None


def _noun(c: Columns, relative: int) -> int | None:
    """The noun on which the clause of a relative pronoun hangs."""
    token = relative
    for _ in range(_STEPS):
        if c.labels[token] == "relcl":
            return c.heads[token]
        if c.heads[token] == token:
            return None
        token = c.heads[token]
    return None
