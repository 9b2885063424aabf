"""The words of English dates, and a phrase made plain before it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

__all__ = [
    "DAYS_OFF",
    "DECADES",
    "HOLIDAYS",
    "MONTHS",
    "NUMBERS",
    "ORDINALS",
    "SEASONS",
    "WEEKDAYS",
    "Frame",
    "Reading",
    "Tense",
    "compiled",
    "normal",
]

Tense = Literal["past", "present", "future"]

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
ABBREVIATED = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""With the numbers that EDTF gives them."""
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
}  # fmt: skip
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth",
    "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
)  # fmt: skip
DECADES = {"thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8, "nineties": 9}
HOLIDAYS = {
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "halloween": (10, 31),
    "fourth of july": (7, 4),
}
DAYS_OFF = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "last night": -1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a relative phrase is read against."""

    published: date | None
    tense: Tense | None


Reading = Callable[[re.Match[str], Frame], str | None]


def normal(text: str) -> str:
    """Lower case, full month names and weekdays, bare numbers for ordinals; no time of the day."""
    text = text.casefold().replace("’", "'").replace("‘", "'").replace("−", "-").replace("—", "–")
    text = re.sub(r"(?<=\d)t\d\d:\d\d.*$", "", text)
    text = re.sub(
        r"(?:,? *\b(?:at|by|around|shortly (?:after|before)))? *\b\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\b\.?|:?(?<=:\d\d))"
        r"(?: ?(?:gmt|utc|bst|cet|e[sd]?t|p[sd]?t|c[sd]t|local time))?,?",
        " ",
        text,
    )
    text = re.sub(r"\blocal time\b", " ", text)
    text = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b(?! century)", r"\1", text)
    text = re.sub(rf"\b(\d{{1,2}})(?:\. |-)(?=(?:{'|'.join(MONTHS + ABBREVIATED)})\b)", r"\1 ", text)
    text = re.sub(rf"\b({'|'.join(MONTHS + ABBREVIATED)})-(?=\d{{4}})", r"\1 ", text)
    text = re.sub(r",? *\b(?:at|by|around|before|after|shortly before|shortly after) (?:noon|midnight)\b,?", " ", text)
    text = re.sub(rf"\b({'|'.join(ORDINALS[::-1])})\b(?= (?:of )?(?:{'|'.join(MONTHS)})\b)", _figure, text)
    text = re.sub(rf"(?<=\b)((?:{'|'.join(MONTHS)}) )({'|'.join(ORDINALS[::-1])})\b", _figure, text)
    text = re.sub(r"\b(jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?", _full_month, text)
    text = re.sub(r"\b(mon|tues?|wed|thurs?|thu|fri|sat|sun)\b\.?", _full_weekday, text)
    text = re.sub(r"[,\s()]+", " ", text)
    return re.sub(r"(?<![sn])'s$", "", text.strip(" .;:()"))


def _figure(match: re.Match[str]) -> str:
    """The day of the month for its ordinal."""
    month = match[1] if len(match.groups()) == 2 else ""
    return f"{month}{ORDINALS.index(match[match.lastindex or 1]) + 1}"


def _full_month(match: re.Match[str]) -> str:
    return next(month for month in MONTHS if month.startswith(match[1][:3]))


def _full_weekday(match: re.Match[str]) -> str:
    return next(day for day in WEEKDAYS if day.startswith(match[1][:3]))


def compiled(rules: Iterable[tuple[str, Reading]]) -> tuple[tuple[re.Pattern[str], Reading], ...]:
    words = {
        "WEEKDAY": "|".join(WEEKDAYS),
        "MONTH": "|".join(MONTHS),
        "SEASON": "|".join(SEASONS),
        "DECADE": "|".join(DECADES),
        "HOLIDAY": "|".join(HOLIDAYS),
        "OFFSET": "|".join(DAYS_OFF),
        "RELATIVE": "(?:last|this|next) year",
        "YEAR": r"1\d{3}|20\d\d|21\d\d",
        "DAY": r"\d{1,2}",
    }
    name = re.compile(r"\b(" + "|".join(words) + r")\b")
    return tuple(
        (re.compile(name.sub(lambda match: f"(?:{words[match[1]]})", pattern)), reading) for pattern, reading in rules
    )
