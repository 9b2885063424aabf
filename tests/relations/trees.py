"""Sentences as trees written by hand, so that no test hangs on what a parser makes of them.

Tokens are parted by ``|`` or line ends. A token is ``word/lemma TAG dep head``: the lemma is the word where it is left
out, the head is a word (its nearest other occurrence), and a token without a head is a root. ``P:``, ``O:``, ``L:`` or
``D:`` marks a name (person, organisation, place, date), ``+`` a further word of it::

    P:Ana NNP compound Rey | P:+Rey NNP nsubj met | met/meet VBD | O:Norvane NNP dobj met
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import get_args

from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.model import Mention, MentionType
from kg.relations.tree import Tree, grow

_TYPES: dict[str, MentionType] = {name[0]: name for name in get_args(MentionType)} | {"L": "Place", "P": "Person"}
_POS = {"VB": "VERB", "MD": "AUX", "JJ": "ADJ", "IN": "ADP", "RB": "ADV", "DT": "DET", "CC": "CCONJ", "CD": "NUM"}
_NO_SPACE_BEFORE = frozenset({",", ".", "'s", "-", ")"})
_NO_SPACE_BEHIND = frozenset({"-", "("})


@cache
def vocab() -> Vocab:
    return English().vocab


def plant(table: str) -> tuple[Doc, list[Mention]]:
    """The Doc and the mentions of a table."""
    rows = [cell.split() for line in table.strip().splitlines() for cell in line.split(" | ")]
    marks, words, lemmas = map(list, zip(*(_word(row[0]) for row in rows), strict=True))
    tags = [row[1] for row in rows]
    deps = [row[2] if len(row) > 2 else "ROOT" for row in rows]
    doc = Doc(
        vocab(),
        words=words,
        spaces=_spaces(words),
        lemmas=lemmas,
        tags=tags,
        pos=[_pos(*token) for token in zip(words, lemmas, tags, deps, strict=True)],
        deps=deps,
        heads=[_nearest(words, row[3], at) if len(row) > 2 else at for at, row in enumerate(rows)],
    )
    return doc, _mentions(doc, marks)


def tree_of(table: str) -> Tree:
    return grow(*plant(table))


def at(tree: Tree, word: str) -> int:
    """The token of the first occurrence of a word."""
    return tree.words.index(word.lower())


def said(tree: Tree, tokens: Iterable[int]) -> str:
    return " ".join(tree.words[token] for token in tokens)


def _word(cell: str) -> tuple[str, str, str]:
    """Mark, word, lemma."""
    mark, colon, rest = cell.partition(":")
    if not colon or len(mark) != 1 or not rest:
        mark, rest = "", cell
    is_more = rest.startswith("+")
    word, _, lemma = rest.removeprefix("+").partition("/")
    return "+" if is_more else mark, word, lemma or word.lower()


def _pos(word: str, lemma: str, tag: str, dep: str) -> str:
    if dep in {"aux", "auxpass"} or lemma == "be":
        return "AUX"
    if tag.startswith("NN"):
        return "PROPN" if tag.startswith("NNP") else "NOUN"
    return _POS.get(tag[:2], "PRON" if word.isalpha() else "PUNCT")


def _spaces(words: list[str]) -> list[bool]:
    following = [*words[1:], ""]
    return [
        word not in _NO_SPACE_BEHIND and after not in _NO_SPACE_BEFORE and after != ""
        for word, after in zip(words, following, strict=True)
    ]


def _nearest(words: list[str], word: str, token: int) -> int:
    found = [other for other, candidate in enumerate(words) if candidate == word and other != token]
    assert found, f"no word {word!r} in {' '.join(words)!r}"
    return min(found, key=lambda other: abs(other - token))


def _mentions(doc: Doc, marks: list[str]) -> list[Mention]:
    found: list[Mention] = []
    for token, mark in zip(doc, marks, strict=True):
        if not mark:
            continue
        if mark == "+":
            name = found.pop()
            start, type_ = name.start, name.type
        else:
            start, type_ = token.idx, _TYPES[mark]
        end = token.idx + len(token)
        found.append(Mention(f"m{len(found) + 1}", start, end, doc.text[start:end], "name", type_))
    return found
