"""Single dates: a day, month, season, year, decade or century, or a stretch named as one ("last week")."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from kg.dates.words import (
    DAYS_OFF,
    DECADES,
    HOLIDAYS,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    Frame,
    Reading,
    Tense,
    compiled,
)

__all__ = ["month_day", "plain", "point"]

_NEARLY = r"around|about|almost|circa|nearly|roughly|some|approximately|ca?\.?"
_FUTURE_NEARER = 3
"""Without a tense to say so, the future is meant only where it is this much nearer than the past: news looks back."""


def point(text: str, frame: Frame) -> str | None:
    """A day, month, season, year, decade or century, or a stretch named as one ("last week")."""
    text = re.sub(r"^(?:back )?(?:(?:on|in|at|during|over(?= the\b| \d{4}-)|of|the|for)\b *)+", "", text.strip())
    for pattern, reading in _points():
        if match := pattern.fullmatch(text):
            return reading(match, frame)
    return None


@cache
def _points() -> tuple[tuple[re.Pattern[str], Reading], ...]:
    numbers = "|".join(sorted(NUMBERS, key=len, reverse=True))
    return compiled(
        [
            (r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", _day),
            (r"(?P<y>\d{4})/(?P<m>\d\d)/(?P<d>\d\d)", _day),
            (r"(?P<y>YEAR)-(?P<m>0[1-9]|1[0-2])", _year_month),
            (r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})", _figures),
            (r"(?:(?P<w>WEEKDAY) (?:the )?)?(?P<d>DAY) (?:of )?(?P<m>MONTH)(?: (?P<y>YEAR))?", _day),
            (r"(?:(?P<w>WEEKDAY) )?(?P<m>MONTH) (?:the )?(?P<d>DAY)(?: (?:of )?(?P<y>YEAR))?", _day),
            (r"(?P<m>MONTH)(?: of)? (?P<y>YEAR)", _year_month),
            (r"(?P<m>MONTH) (?:of )?(?P<r>last|this|next) year", _month_of_year),
            (r"(?P<y>YEAR)", _year),
            (r"year (?P<y>YEAR)", _year),
            (r"ad ?(?P<y>\d{1,4})|(?P<z>\d{1,4}) ?ad", _anno_domini),
            (rf"(?:(?:{_NEARLY}) |ca?\.? ?(?=\d))(?P<p>.+)", _about),
            (r"(?P<s>SEASON)(?: of)? (?P<y>YEAR)", _season),
            (r"(?P<r>last|this|next) (?P<s>SEASON)", _relative_season),
            (r"(?P<n>first|second|third|fourth|q[1-4])(?: quarter)?(?: of)? (?P<y>YEAR|RELATIVE)", _quarter),
            (r"(?P<n>first|second) half of (?P<y>YEAR|RELATIVE)", _half),
            (r"(?P<y>1\d[1-9]|20[0-9])0'?s", lambda match, _: f"{match['y']}X"),
            (r"'?(?P<y>[3-9])0'?s", lambda match, _: f"19{match['y']}X"),
            (r"(?P<d>DECADE)", lambda match, _: f"19{DECADES[match['d']]}X"),
            (r"(?P<n>\d{1,2})(?:st|nd|rd|th) century|(?P<o>(?!this|last|next)[a-z]+(?:-first)?) century", _century),
            (r"(?P<w>WEEKDAY)", _weekday),
            (r"(?P<r>this past|this coming|last|next|this|past|coming|following) (?P<w>WEEKDAY)", _relative_weekday),
            (r"(?P<w>WEEKDAY) (?P<r>last|next|this) week", _weekday_of_week),
            (r"(?P<w>WEEKDAY) of (?P<r>last|next|this) week", _weekday_of_week),
            (r"(?P<h>HOLIDAY)(?: (?:of )?(?P<y>YEAR))?", _holiday),
            (r"(?P<m>MONTH)", _bare_month),
            (r"(?P<r>last|next|this|this past|this coming|past) (?P<m>MONTH)", _relative_month),
            (r"(?P<t>OFFSET)", _offset_day),
            (r"(?P<r>last|next|this|current|past) (?P<u>week|weekend|month|year|decade|century)", _relative_unit),
            (r"(?P<u>weekend)", _weekend),
            (r"(?:beginning|start|middle|end|rest) of the (?P<u>week|month|year)", _unit_of_report),
            (rf"(?P<n>\d{{1,3}}|{numbers}) (?P<u>day|week|fortnight|month|year)s? (?P<r>ago|from now)", _ago),
            (r"(?:early|late|mid|middle|earlier|later)[- ](?:on |in |the )*(?P<p>.+)", _within),
            (r"(?:beginning|start|middle|end) of (?:the )?(?P<p>.+)", _within),
            (r"(?:early |late )?(?:morning|afternoon|evening|night|hours|dawn) (?:of|on) (?P<p>.+)", _within),
            (r"(?:early|late) hours of (?P<p>.+)", _within),
            (r"(?P<p>.+?) (?:early |late )?(?:morning|afternoon|evening|night|noon)", _within),
            (r"(?:noon|midnight) (?:of|on) (?P<p>.+)", _within),
            (r"(?:end|close) (?:of )?(?P<p>.+)|(?P<q>.+?) (?:itself|alone)", _within),
        ]
    )


def plain(value: str) -> bool:
    """A year, month or day: what may stand at the end of an interval and be compared."""
    return re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", value) is not None


def _day(match: re.Match[str], frame: Frame) -> str | None:
    groups = match.groupdict()
    month = groups["m"]
    if month.isdigit():
        return _iso(int(groups["y"]), int(month), int(groups["d"]))
    return month_day(month, int(groups["d"]), groups["y"], frame, weekday=groups.get("w"))


def month_day(month: str, day: int, year: str | None, frame: Frame, *, weekday: str | None = None) -> str | None:
    number = MONTHS.index(month) + 1
    if year:
        value = _iso(int(year), number, day)
        return value if value and (not weekday or _is_weekday(value, weekday)) else None
    if frame.published is None:
        return None
    days = [_iso(frame.published.year + step, number, day) for step in (-1, 0, 1)]
    fitting = [value for value in days if value and (not weekday or _is_weekday(value, weekday))]
    if weekday and len(fitting) == 1:  # the weekday tells the year
        return fitting[0]
    return _nearest(fitting, frame)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _is_weekday(value: str, weekday: str) -> bool:
    return date.fromisoformat(value).weekday() == WEEKDAYS.index(weekday)


def _nearest(days: list[str], frame: Frame) -> str | None:
    """Of the same day in several years the one that the tense means."""
    published = frame.published
    if published is None:
        return None
    away = sorted((date.fromisoformat(day) - published).days for day in days)
    past = [days for days in away if days <= 0][-1:]
    future = [days for days in away if days >= 0][:1]
    if frame.tense == "future":
        past = []
    elif frame.tense == "past" or (past and future and -past[0] < _FUTURE_NEARER * future[0]):
        future = []
    chosen = future or past
    return (published + timedelta(days=chosen[0])).isoformat() if chosen else None


def _figures(match: re.Match[str], _frame: Frame) -> str | None:
    """18/11/2024 and 11/18/2024, where only one order gives a date; points mean the day comes first."""
    one, two, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["sep"] == "." or one == two:
        return _iso(year, two, one)
    found = [value for value in (_iso(year, two, one), _iso(year, one, two)) if value]
    return found[0] if len(found) == 1 else None


def _holiday(match: re.Match[str], frame: Frame) -> str | None:
    month, day = HOLIDAYS[match["h"]]
    return month_day(MONTHS[month - 1], day, match["y"], frame)


def _offset_day(match: re.Match[str], frame: Frame) -> str | None:
    return _shift(frame, DAYS_OFF[match["t"]])


def _shift(frame: Frame, days: int) -> str | None:
    return (frame.published + timedelta(days=days)).isoformat() if frame.published else None


def _weekday(match: re.Match[str], frame: Frame) -> str | None:
    if frame.published is None:
        return None
    ahead = (WEEKDAYS.index(match["w"]) - frame.published.weekday()) % 7
    return _shift(frame, ahead if frame.tense == "future" or ahead == 0 else ahead - 7)


def _relative_weekday(match: re.Match[str], frame: Frame) -> str | None:
    if frame.published is None or match["r"] == "following":
        return None
    ahead = (WEEKDAYS.index(match["w"]) - frame.published.weekday()) % 7
    if match["r"] in {"last", "past", "this past"}:
        return _shift(frame, ahead - 7)
    if match["r"] in {"next", "coming", "this coming"}:
        return _shift(frame, ahead or 7)
    if frame.tense in {"past", "future"}:
        return _weekday(match, frame)
    return _shift(frame, WEEKDAYS.index(match["w"]) - frame.published.weekday())


def _weekday_of_week(match: re.Match[str], frame: Frame) -> str | None:
    if frame.published is None:
        return None
    week = {"last": -7, "this": 0, "next": 7}[match["r"]]
    return _shift(frame, WEEKDAYS.index(match["w"]) - frame.published.weekday() + week)


def _year_month(match: re.Match[str], _frame: Frame) -> str | None:
    month = int(match["m"]) if match["m"].isdigit() else MONTHS.index(match["m"]) + 1
    return f"{match['y']}-{month:02}"


def _bare_month(match: re.Match[str], frame: Frame) -> str | None:
    published = frame.published
    if published is None:
        return None
    month = MONTHS.index(match["m"]) + 1
    if month == published.month:
        return f"{published.year:04}-{month:02}"
    value = month_day(match["m"], 15, None, frame)
    return value[:7] if value else None


def _relative_month(match: re.Match[str], frame: Frame) -> str | None:
    if frame.published is None:
        return None
    year, month = frame.published.year, MONTHS.index(match["m"]) + 1
    if match["r"] in {"last", "past", "this past"}:
        year -= month >= frame.published.month
    elif match["r"] in {"next", "this coming"}:
        year += month <= frame.published.month
    return f"{year:04}-{month:02}"


def _month_of_year(match: re.Match[str], frame: Frame) -> str | None:
    if frame.published is None:
        return None
    return f"{frame.published.year + _steps(match['r']):04}-{MONTHS.index(match['m']) + 1:02}"


def _season(match: re.Match[str], _frame: Frame) -> str | None:
    return f"{match['y']}-{SEASONS[match['s']]}"


def _relative_season(match: re.Match[str], frame: Frame) -> str | None:
    """Only where the words leave one: winter lies in two years, and last summer, said in autumn, may mean either."""
    if frame.published is None or match["s"] == "winter":
        return None
    number = SEASONS[match["s"]]
    now = 20 + (frame.published.month % 12) // 3 + (1 if frame.published.month not in {12} else 5)
    year = frame.published.year
    if match["r"] == "this":
        return f"{year}-{number}"
    if match["r"] == "last":
        return f"{year - 1}-{number}" if now <= number or now == 20 + 1 else None
    return f"{year + 1}-{number}" if now >= number else None


def _year_of(words: str, frame: Frame) -> str | None:
    """A year, written out or told from the report's."""
    if words.isdigit():
        return words
    return f"{frame.published.year + _steps(words.split()[0]):04}" if frame.published else None


def _quarter(match: re.Match[str], frame: Frame) -> str | None:
    word, year = match["n"], _year_of(match["y"], frame)
    if year is None:
        return None
    if not word.startswith("q") and "quarter" not in match.group():
        return None
    quarter = int(word[1]) if word.startswith("q") else ORDINALS.index(word) + 1
    return f"{year}-{3 * quarter - 2:02}/{year}-{3 * quarter:02}"


def _half(match: re.Match[str], frame: Frame) -> str | None:
    year = _year_of(match["y"], frame)
    if year is None:
        return None
    return f"{year}-01/{year}-06" if match["n"] == "first" else f"{year}-07/{year}-12"


def _year(match: re.Match[str], _frame: Frame) -> str | None:
    return match["y"]


def _anno_domini(match: re.Match[str], _frame: Frame) -> str | None:
    year = int(match["y"] or match["z"])
    return f"{year:04}" if year else None


def _about(match: re.Match[str], frame: Frame) -> str | None:
    value = point(match["p"], frame)
    return f"{value}~" if value and plain(value) else None


def _century(match: re.Match[str], _frame: Frame) -> str | None:
    if match["n"]:
        number = int(match["n"])
    elif match["o"] in ORDINALS:
        number = ORDINALS.index(match["o"]) + 1
    else:
        return None
    return f"{number - 1:02}XX" if 1 <= number <= 22 else None


def _steps(word: str) -> int:
    return {"last": -1, "next": 1}.get(word, 0)


def _relative_unit(match: re.Match[str], frame: Frame) -> str | None:
    published, steps = frame.published, _steps(match["r"])
    if published is None:
        return None
    unit = match["u"]
    if match["r"] == "past" and unit in {"week", "month", "year"}:
        return _last(published, unit)
    if unit == "year":
        return f"{published.year + steps:04}"
    if unit == "month":
        return _months_away(published, steps)
    if unit in {"week", "weekend"}:
        return _week(published, steps, whole=unit == "week", tense=frame.tense)
    if unit == "century":
        return f"{published.year // 100 + steps:02}XX"
    return None if steps < 0 else f"{published.year // 10 + steps:03}X"  # the last decade may be the last ten years


def _last(published: date, unit: str) -> str:
    """The past week, month or year, up to the day."""
    if unit == "week":
        return f"{(published - timedelta(days=7)).isoformat()}/{published.isoformat()}"
    return f"{_months_away(published, -1 if unit == 'month' else -12)}/{_months_away(published, 0)}"


def _unit_of_report(match: re.Match[str], frame: Frame) -> str | None:
    """Of "by the end of the year", said of what lies ahead, the year of the report; else it may be any."""
    if frame.published is None or frame.tense != "future":
        return None
    if match["u"] == "week":
        return _week(frame.published, 0, whole=True, tense=None)
    return _months_away(frame.published, 0)[: 4 if match["u"] == "year" else 7]


def _months_away(published: date, months: int) -> str:
    year, month = divmod(published.year * 12 + published.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


def _week(published: date, steps: int, *, whole: bool, tense: Tense | None) -> str:
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=steps)
    start = monday if whole else monday + timedelta(days=5)
    if not whole and steps == 0 and tense == "past" and start > published:
        start -= timedelta(weeks=1)
    end = monday + timedelta(days=6) if whole else start + timedelta(days=1)
    return f"{start.isoformat()}/{end.isoformat()}"


def _weekend(_match: re.Match[str], frame: Frame) -> str | None:
    """The last one that has begun, or the coming one."""
    if frame.published is None:
        return None
    tense: Tense = "future" if frame.tense == "future" else "past"
    return _week(frame.published, 0, whole=False, tense=tense)


def _ago(match: re.Match[str], frame: Frame) -> str | None:
    """Days to the day, months and years to the month and year, weeks to about a day."""
    if frame.published is None:
        return None
    number = int(match["n"]) if match["n"].isdigit() else NUMBERS[match["n"]]
    if match["r"] == "ago":
        number = -number
    unit = match["u"]
    if unit == "year":
        return f"{frame.published.year + number:04}"
    if unit == "month":
        return _months_away(frame.published, number)
    value = _shift(frame, number * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return f"{value}~" if value and unit != "day" else value


def _within(match: re.Match[str], frame: Frame) -> str | None:
    """Part of a longer time: the longer time, the most that level 1 can say."""
    inner = next(value for value in match.groups() if value)
    return point(inner, frame)
