"""A document with what attribution asks of it again and again: its quotations, mentions, and what is found."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc, Token

from kg.claims.cues import prepositions, words
from kg.claims.quotes import around
from kg.model import Attribution, Mention, Span

__all__ = ["Page", "cue_lemmas"]


@dataclass(slots=True)
class Page:
    """A document with what is asked of it again and again."""

    doc: Doc
    text: str
    quotes: list[Span]
    mentions: list[Mention]
    starts: list[int]
    claimed: dict[Span, int] = field(default_factory=dict)
    """Quotations that have a source already, with the place of their attribution in `found`."""
    found: list[Attribution] = field(default_factory=list)

    def mention_at(self, token: Token) -> Mention | None:
        index = bisect_right(self.starts, token.idx) - 1
        mention = self.mentions[index] if index >= 0 else None
        return mention if mention and token.idx < mention.end else None

    def quote_at(self, place: int) -> Span | None:
        return around(self.quotes, place)


@cache
def cue_lemmas() -> frozenset[str]:
    kinds = ("clause", "belief", "knowledge", "quotation", "question", "infinitive", "object")
    return frozenset().union(*(words("speech", kind) for kind in kinds), prepositions("speech", "object_prepositions"))
