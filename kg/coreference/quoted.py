"""What "I" means in a quotation: its speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.coreference.scene import columns, quotations
from kg.model import Attribution, Mention

__all__ = ["quoted"]

_FIRST = frozenset({"I", "me", "my", "mine", "myself", "Me", "My", "Mine", "Myself"})


def quoted(doc: Doc, mentions: Sequence[Mention], attributions: Sequence[Attribution]) -> list[Mention]:
    """The mentions, and a pronoun for each "I", "me" or "my" in the words of a person who is known.

    Args:
        doc: the analysed document.
        mentions: with their entities.
        attributions: who says what; only words in quotation marks count, and only persons can say "I".

    Returns:
        All mentions in text order, identifiers ``m1`` on.
    """
    people = {mention.entity for mention in mentions if mention.type == "Person"}
    speakers = {
        said.content: said.entity for said in attributions if said.content is not None and said.entity in people
    }
    if not speakers:
        return list(mentions)
    c = columns(doc)
    quotes = quotations(c)
    covered = c.covered(mentions)
    found = list(mentions)
    for (start, end), entity in speakers.items():
        for token in range(bisect_left(c.starts, start), bisect_left(c.starts, end)):
            word = c.text[c.starts[token] : c.ends[token]]
            if word in _FIRST and quotes[token] >= 0 and token not in covered:
                covered.add(token)
                found.append(Mention("", c.starts[token], c.ends[token], word, "pronoun", "Person", entity))
    found.sort(key=lambda mention: mention.span)
    return [replace(mention, id=f"m{number}") for number, mention in enumerate(found, start=1)]
