"""Names that the finder did not see: they count only where a pronoun means them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from kg.coreference.forenames import forename_odds
from kg.coreference.nouns import nouns
from kg.coreference.scene import Columns
from kg.gazetteer import is_demonym
from kg.model import Mention

__all__ = ["tentative_names"]

_LONGEST = 3  # words
_WORD = re.compile(r"[^\W\d_][\w*'’-]+")
_PROPER = "NNP"
_MISTAGGED = frozenset({"NN", "JJ", "RB"})
_NOMINAL = frozenset({"nsubj", "pobj", "dobj", "poss", "conj"})


@cache
def _never() -> frozenset[str]:
    return frozenset(nouns("never_names"))


def tentative_names(c: Columns, mentions: Sequence[Mention]) -> list[Mention]:
    """Runs of capitalised proper nouns that no mention covers, as persons."""
    found = []
    for run in _runs(c, c.covered(mentions)):
        start, end = c.starts[run[0]], c.ends[run[-1]]
        text = c.text[start:end]
        if len(run) <= _LONGEST and "\n" not in text and not is_demonym(text):
            found.append(Mention("", start, end, text, "name", "Person"))
    return found


def _runs(c: Columns, covered: set[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for token in range(len(c.starts)):
        if run and (token in covered or c.begins_sentence(token) or not _is_part(c, token, goes_on=True)):
            yield run
            run = []
        if token not in covered and _is_part(c, token, goes_on=bool(run)):
            run.append(token)
    if run:
        yield run


def _is_part(c: Columns, token: int, *, goes_on: bool) -> bool:
    text = c.text[c.starts[token] : c.ends[token]]
    if not text[0].isupper() or text.isupper() or not _WORD.fullmatch(text) or c.word(token) in _never():
        return False
    if c.tags[token] == _PROPER:
        return True
    if goes_on or c.tags[token] not in _MISTAGGED:
        return False
    return forename_odds(text.lower()) != 0 or (c.labels[token] in _NOMINAL and not c.begins_sentence(token))
