"""A document as pronouns see it: its tokens as plain columns, and the places where entities are named or meant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from spacy.strings import StringStore
from spacy.tokens import Doc

from kg.model import Mention

__all__ = ["ROLES", "Columns", "Place", "columns", "is_parsed", "quotations"]

ROLES = ("subject", "object", "oblique", "possessive", "of", "agent", "attribute", "fragment", "other")
"""What a noun can be in its clause; "of" is the complement of a noun's preposition."""

_ROLE_OF_LABEL = {
    "nsubj": "subject",
    "nsubjpass": "subject",
    "csubj": "subject",
    "dobj": "object",
    "dative": "object",
    "iobj": "object",
    "obj": "object",
    "pobj": "oblique",
    "poss": "possessive",
    "attr": "attribute",
    "ROOT": "fragment",
}
_CLIMBED = ("conj", "appos", "compound", "nmod", "amod", "nn")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity is named or meant: first, head and last token, its sentence, and whether by a name."""

    start: int
    head: int
    end: int
    sentence: int
    entity: int
    is_name: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The tokens of a document, one list an attribute, which are quicker to walk than tokens."""

    doc: Doc
    text: str
    starts: list[int]
    ends: list[int]
    lowers: list[int]
    heads: list[int]
    labels: list[str]
    tags: list[str]
    sentences: list[int]
    strings: StringStore

    def word(self, token: int) -> str:
        """The lower-case form of a token."""
        return self.strings[self.lowers[token]]

    def token_at(self, character: int) -> int:
        """The token that holds or last begins before a character."""
        return max(0, bisect_right(self.starts, character) - 1)

    def head_of(self, start: int, end: int) -> int:
        """The token of a span whose head is outside of it; the last one if several are."""
        return next((token for token in range(end - 1, start - 1, -1) if not start <= self.heads[token] < end), end - 1)

    def climbed(self, token: int) -> int:
        """The token whose role a conjunct, an apposition or a modifier of a name shares."""
        for _ in range(8):
            if self.labels[token] not in _CLIMBED or self.heads[token] == token:
                break
            token = self.heads[token]
        return token

    def role(self, token: int) -> str:
        """What a noun is in its clause: one of `ROLES`."""
        role = _ROLE_OF_LABEL.get(self.labels[token], "other")
        if role == "oblique":
            preposition = self.heads[token]
            if self.labels[preposition] == "agent":
                return "agent"
            if not self.is_verb(self.heads[preposition]):
                return "of"
        return role

    def begins_sentence(self, token: int) -> bool:
        return token == 0 or self.sentences[token - 1] != self.sentences[token]

    def covered(self, mentions: Iterable[Mention]) -> set[int]:
        """The tokens that mentions take up."""
        return {
            token
            for mention in mentions
            for token in range(self.token_at(mention.start), self.token_at(mention.end - 1) + 1)
        }

    def is_verb(self, token: int) -> bool:
        return self.tags[token][:2] in ("VB", "MD")

    def verb_of(self, token: int) -> int:
        """The nearest verb above a token; the root where there is none."""
        for _ in range(64):
            head = self.heads[token]
            if head == token:
                break
            token = head
            if self.is_verb(token):
                break
        return token

    def children(self, token: int) -> list[int]:
        """The tokens whose head is a token, among the 40 before and after it."""
        low, high = max(0, token - 40), min(len(self.heads), token + 41)
        return [other for other in range(low, high) if self.heads[other] == token and other != token]

    def subject(self, verb: int) -> int:
        """The subject of a verb, where it has none that of the verb or the noun on which it hangs; -1 if none is."""
        for _ in range(4):
            found = next((t for t in self.children(verb) if self.labels[t] in ("nsubj", "nsubjpass")), -1)
            label = self.labels[verb]
            if found >= 0:
                if label == "relcl" and self.tags[found] in ("WP", "WDT"):
                    return self.heads[verb]
                return found
            if label == "acl":
                return self.heads[verb]
            if label not in ("xcomp", "advcl", "conj", "pcomp", "prep", "ccomp", "dep") or self.heads[verb] == verb:
                return -1
            verb = self.heads[verb] if self.is_verb(self.heads[verb]) else self.verb_of(verb)
        return -1

    def above(self, token: int) -> list[int]:
        """The tokens above one, nearest first."""
        found: list[int] = []
        while len(found) < 64 and self.heads[token] != token:
            token = self.heads[token]
            found.append(token)
        return found


def is_parsed(doc: Doc) -> bool:
    """True if the document has sentences and a parse; quicker than ``doc.has_annotation``, which walks the tokens."""
    table = doc.to_array(["DEP", "SENT_START"])
    return bool(len(doc)) and bool(table[:, 0].any()) and bool(table[:, 1].any())


def columns(doc: Doc) -> Columns:
    """The columns of a parsed document."""
    table = doc.to_array(["IDX", "LENGTH", "LOWER", "HEAD", "DEP", "TAG", "SENT_START"])
    strings = doc.vocab.strings
    starts, lengths, lowers, _, labels, tags, _ = (column.tolist() for column in table.T)
    names = {key: strings[key] for key in {*labels, *tags}}
    heads = table[:, 3].astype(np.int64) + np.arange(len(doc), dtype=np.int64)
    return Columns(
        doc=doc,
        text=doc.text,
        starts=starts,
        ends=[start + length for start, length in zip(starts, lengths, strict=True)],
        lowers=lowers,
        heads=heads.tolist(),
        labels=[names[key] for key in labels],
        tags=[names[key] for key in tags],
        sentences=_sentences(table[:, 6].astype(np.int64).tolist()),
        strings=strings,
    )


def _sentences(starts: Sequence[int]) -> list[int]:
    return [number - 1 for number in accumulate((int(start == 1) for start in starts[1:]), initial=1)]


def quotations(c: Columns) -> list[int]:
    """For each token the number of the quotation around it, or -1."""
    found = []
    number, is_inside = 0, False
    for start, end in zip(c.starts, c.ends, strict=True):
        mark = c.text[start:end]
        if mark in ("“", "``") or (mark in ('"', "''") and not is_inside):
            is_inside, number = True, number + 1
        elif mark in ("”", '"', "''"):
            is_inside = False
        found.append(number if is_inside else -1)
    return found
