"""A Doc as plain lists: reading a token's attribute again and again is the slow part."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

__all__ = ["Tokens", "read"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one document, column by column; ``heads`` are token numbers, ``starts`` characters."""

    text: str
    words: list[str]
    lowers: list[str]
    tags: list[str]
    poses: list[str]
    deps: list[str]
    lemmas: list[str]
    heads: list[int]
    starts: list[int]
    children: list[list[int]]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the tokens from ``start`` up to ``end``."""
        return self.starts[start], self.starts[end - 1] + len(self.words[end - 1])

    def slice(self, start: int, end: int) -> str:
        first, last = self.span(start, end)
        return self.text[first:last]

    def is_break(self, index: int) -> bool:
        """True for a token that is only a line end or other space, and beyond the ends of the text."""
        return not 0 <= index < len(self.words) or self.words[index].isspace()

    def is_proper(self, index: int) -> bool:
        """True for a word with a capital that the tagger takes for a name."""
        return self.poses[index] == "PROPN" and self.words[index][:1].isupper()

    def lemma(self, index: int) -> str:
        """The lemma in lower case; empty beyond the ends of the text."""
        return self.lemmas[index] if 0 <= index < len(self.lemmas) else ""

    def lower(self, index: int) -> str:
        """The word in lower case; empty beyond the ends of the text."""
        return self.lowers[index] if 0 <= index < len(self.lowers) else ""


def read(doc: Doc) -> Tokens:
    """Read the columns of a Doc once."""
    tokens = list(doc)
    words = [token.text for token in tokens]
    heads = [token.head.i for token in tokens]
    children: list[list[int]] = [[] for _ in tokens]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    return Tokens(
        text=doc.text,
        words=words,
        lowers=[word.lower() for word in words],
        tags=[token.tag_ for token in tokens],
        poses=[token.pos_ for token in tokens],
        deps=[token.dep_ for token in tokens],
        lemmas=[token.lemma_.lower() for token in tokens],
        heads=heads,
        starts=[token.idx for token in tokens],
        children=children,
    )
