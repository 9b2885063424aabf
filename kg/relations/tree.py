"""A parsed text as plain lists, with the mentions that lie on its tokens.

spaCy's token objects are made anew at each access; the patterns look at a token many times, so what they need is
copied once. A token is its index in the Doc throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.model import Mention, Span

__all__ = ["Tree", "grow"]

_RELATIVE = frozenset({"WP", "WP$", "WDT", "WRB"})  # tags


@dataclass(frozen=True, slots=True)
class Tree:
    """Tokens by index: words in lower case, lemmas, parts of speech, tags, dependencies (ClearNLP labels), heads.

    ``mention[i]`` is the mention that token ``i`` lies in, or ``None``; ``bounds`` are the first token of each
    mention and the one behind its last, ``head_of`` its syntactic head. ``sentence[i]`` is the span of the sentence in
    characters.
    """

    words: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    children: list[list[int]]
    spans: list[Span]
    sentence: list[Span]
    mention: list[Mention | None]
    bounds: dict[str, tuple[int, int]]
    head_of: dict[str, int]

    def __len__(self) -> int:
        return len(self.words)

    def children_by(self, token: int, *deps: str) -> list[int]:
        """The children of a token that hang on it by one of ``deps``, in text order."""
        return [child for child in self.children[token] if self.deps[child] in deps]

    def subtree_start(self, token: int) -> int:
        """The first token of the phrase of a token."""
        first = token
        while below := [child for child in self.children[first] if child < first]:
            first = below[0]
        return first

    def ancestors(self, token: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token


def grow(doc: Doc, mentions: Sequence[Mention]) -> Tree:
    """Copy a Doc and lay the mentions on it.

    A mention that no token lies in is left out; of two on one token, the first has it. Relative pronouns are left to
    `kg.relations.roles`, which knows what their clause tells of them.
    """
    heads = [token.head.i for token in doc]
    children: list[list[int]] = [[] for _ in heads]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    spans = [(token.idx, token.idx + len(token)) for token in doc]
    mention_at: list[Mention | None] = [None] * len(heads)
    bounds: dict[str, tuple[int, int]] = {}
    head_of: dict[str, int] = {}
    token = 0
    for mention in sorted(mentions, key=lambda mention: mention.span):
        while token < len(spans) and spans[token][1] <= mention.start:
            token += 1
        if token < len(spans) and mention.kind == "pronoun" and doc[token].tag_ in _RELATIVE:
            continue
        first = token
        while token < len(spans) and spans[token][0] < mention.end:
            mention_at[token] = mention
            token += 1
        if token > first:
            bounds[mention.id] = first, token
            head_of[mention.id] = _head(heads, first, token)
    return Tree(
        words=[token.lower_ for token in doc],
        lemmas=[token.lemma_.lower() for token in doc],
        pos=[token.pos_ for token in doc],
        tags=[token.tag_ for token in doc],
        deps=[token.dep_ for token in doc],
        heads=heads,
        children=children,
        spans=spans,
        sentence=_sentences(doc),
        mention=mention_at,
        bounds=bounds,
        head_of=head_of,
    )


def _head(heads: list[int], first: int, end: int) -> int:
    """The token of ``first:end`` whose head lies outside; the last such, as English names end in their head."""
    outside = [token for token in range(first, end) if not first <= heads[token] < end or heads[token] == token]
    return outside[-1] if outside else end - 1


def _sentences(doc: Doc) -> list[Span]:
    found: list[Span] = []
    for sent in doc.sents:
        # White space at the end of a paragraph is a token of its own; it is not part of what the sentence says.
        text = sent.text
        start = sent.start_char + len(text) - len(text.lstrip())
        end = sent.start_char + len(text.rstrip())
        found.extend([(start, max(start, end))] * len(sent))
    return found
