"""The normal form of a name: all folded that writers vary."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["clean", "normal_form"]

_BRACKETS = re.compile(r"[\[\](){}<>\"“”„«»]")
_POSSESSIVE = re.compile(r"['’`](?:s|S)?$")
_DROPPED = re.compile(r"[.'’‘`*]")
# Most names: there is nothing in them to fold but capitals, and millions of them go through here.
_SIMPLE = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_SPACED = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """Without brackets, quotes, possessive and needless blanks, but as written."""
    if _SIMPLE.fullmatch(text):
        return text
    return _POSSESSIVE.sub("", " ".join(_BRACKETS.sub("", text).split()).strip(" ,;:-–'‘’"))


@lru_cache(maxsize=1 << 16)
def normal_form(text: str) -> str:
    """What is left of a name when all is folded that writers vary.

    >>> normal_form("[Zoë] O’Hara-Smith’s"), normal_form("The U.N."), normal_form("Black & White")
    ('zoe ohara smith', 'un', 'black and white')
    """
    if _SIMPLE.fullmatch(text):
        return text.lower().removeprefix("the ")
    letters = clean(text).replace("&", " and ").casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters.translate(_UNDECOMPOSED))
        letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    folded = _SPACED.sub(" ", _DROPPED.sub("", letters)).strip()
    return folded.removeprefix("the ") or letters
