"""Pronouns that no entity could be told for, which may still be an end of a relation: "He was born in Porto."."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from kg.model import Mention, MentionType

__all__ = ["loose"]

_PEOPLE = "he him his himself she her hers herself i me my myself"
_BODIES = "it its itself they them their we us our"
_TYPES: dict[str, MentionType] = {
    **dict.fromkeys(_PEOPLE.split(" "), "Person"),
    **dict.fromkeys(_BODIES.split(" "), "Organization"),
}
# Relative pronouns stand for the noun before them, which the patterns know.
_TAGS = frozenset({"PRP", "PRP$"})


def loose(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The pronouns outside of all mentions, each with the type that it likely has, and no entity.

    Args:
        doc: the analysed document.
        mentions: those that are known, in any order.
    """
    taken = {place for mention in mentions for place in range(mention.start, mention.end)}
    found = []
    for token in doc:
        type_ = _TYPES.get(token.lower_)
        if type_ is not None and token.tag_ in _TAGS and token.idx not in taken:
            end = token.idx + len(token.text)
            found.append(Mention(f"l{token.i}", token.idx, end, token.text, "pronoun", type_))
    return found
