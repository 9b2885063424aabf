"""One name in several spellings: what is left of it when all is folded that transliterations vary.

Forenames go by a table (`kg/data/names/variants.toml`). A surname goes by rules, which hold only where the name looks
like one that writers transliterate: a Slavic ending (Zelensky, Zelenskiy, Zelenskyy), an Arabic forename or article
(Morsi, Mursi), an umlaut (Müller, Mueller). Meyer and Meier, Smith and Smyth are other names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import DataError

__all__ = ["articles", "forename_forms", "spelled_as_arabic", "spelled_organization", "spelled_person"]

_SLAVIC = re.compile(
    r"(?:enko|[sc]k(?:[iy]+|ij|yj|aya|aia)|[oe]va?|[iy]ch|[cč]huk|iuk|yuk|[lnr](?:yy|iy|yi|yj|ij)|aln[iy]+|tsin|shin|ishin)$"
)
_SLAVIC_FOLDS = (
    (re.compile(r"(?<=[sc])k(?:[iy]+|ij|yj)$"), "ki"),
    (re.compile(r"ck(?=i$)"), "sk"),
    (re.compile(r"(?:[iy]+|ij|yj)$"), "i"),
    (re.compile(r"shch|sch|tsch"), "sh"),
    (re.compile(r"(?<=[cs]h)ov(?=a?$)"), "ev"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ks"), "x"),
    (re.compile(r"w"), "v"),
    (re.compile(r"(?<=[aeou])[yi](?=ev)"), ""),
    (re.compile(r"[yji]e"), "e"),
    (re.compile(r"[yj]"), "i"),
    (re.compile(r"ii+"), "i"),
)
_ARABIC_FOLDS = (
    (re.compile(r"q|kh"), "k"),
    (re.compile(r"dh"), "d"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"ou|oo|o"), "u"),
    (re.compile(r"ee|ei|ai|ey|ay|y|e"), "i"),
    (re.compile(r"ii+"), "i"),
    (re.compile(r"(?<=[ai])h$"), ""),
)
_DOUBLED = re.compile(r"([a-z])\1+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Variants:
    forenames: dict[str, str]
    surnames: dict[str, str]
    short: dict[str, frozenset[str]]
    articles: frozenset[str]
    arabic: frozenset[str]


def articles() -> frozenset[str]:
    """The words before an Arabic surname that writers leave out as they like."""
    return _variants().articles


def forename_forms(word: str) -> frozenset[str]:
    """The forenames in full that a forename may stand for, each in one spelling.

    >>> sorted(forename_forms("ted")), sorted(forename_forms("aleksey"))
    (['edward', 'ted', 'theodore'], ['alexei'])
    """
    table = _variants()
    return table.short.get(word, frozenset()) | {table.forenames.get(word, word)}


def spelled_person(text: str, words: Sequence[str], surname: int) -> tuple[str, ...]:
    """The words of a person's name, each in one spelling; ``surname`` is the index of the first of the surname.

    >>> spelled_person("Yuliya Timoshenko", ("yuliya", "timoshenko"), 1)
    ('yulia', 'timoshenko')
    """
    table = _variants()
    forenames = tuple(table.forenames.get(word, word) for word in words[:surname])
    is_arabic = any(word in table.arabic or word in _ARABIC_WORDS for word in words)
    umlauts = _with_umlauts(text)
    return (*forenames, *(_surname(umlauts.get(word, word), is_arabic=is_arabic) for word in words[surname:]))


def spelled_as_arabic(words: Sequence[str]) -> tuple[str, ...]:
    """A surname alone, spelled as if it were an Arabic one.

    >>> spelled_as_arabic(("morsi",))
    ('mursi',)
    """
    return tuple(_surname(word, is_arabic=True) for word in words if word not in articles())


def spelled_organization(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """The words of an organisation's name, umlauts spelled out.

    >>> spelled_organization("Müller Milch", ("muller", "milch"))
    ('mueller', 'milch')
    """
    umlauts = _with_umlauts(text)
    return tuple(umlauts.get(word, word) for word in words) if umlauts else tuple(words)


_ARABIC_WORDS = frozenset({"bin", "ibn", "bint", "abu", "abdel", "abdul", "abd", "al", "el"})


def _surname(word: str, *, is_arabic: bool) -> str:
    table = _variants()
    if word in table.articles:
        return word
    is_arabic = is_arabic and word not in table.surnames
    word = table.surnames.get(word, word)
    folds = _SLAVIC_FOLDS if _SLAVIC.search(word) else _ARABIC_FOLDS if is_arabic else ()
    if not folds:
        return word
    for pattern, letters in folds:
        word = pattern.sub(letters, word)
    return _DOUBLED.sub(r"\1", word)


def _with_umlauts(text: str) -> dict[str, str]:
    """Words without their umlauts, and with them spelled out."""
    if text.isascii():
        return {}
    from kg.names.normal import normal_form

    return {normal_form(word): normal_form(word.translate(_UMLAUTS)) for word in _LETTERS.split(text) if word}


@cache
def _variants() -> _Variants:
    path = "data/names/variants.toml"
    try:
        data = tomllib.loads(files("kg").joinpath(path).read_text(encoding="utf-8"))
        forenames = _first_of([*data["arabic"], *data["forenames"]])
        short: dict[str, set[str]] = {}
        for line in data["short"]:
            full, *forms = line.split()
            for form in forms:
                short.setdefault(form, set()).add(forenames.get(full, full))
        return _Variants(
            forenames,
            _first_of(data["surnames"]),
            {form: frozenset(full) for form, full in short.items()},
            frozenset(data["articles"]),
            frozenset(word for line in data["arabic"] for word in line.split()),
        )
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"kg/{path}: not TOML: {error}") from error
    except KeyError as error:
        raise DataError(f"kg/{path}: lacks the key {error}") from error


def _first_of(lines: Sequence[str]) -> dict[str, str]:
    return {word: line.split()[0] for line in lines for word in line.split()}
