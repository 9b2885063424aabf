"""Date phrases: what they are in EDTF, and which of them are no date at all."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import to_edtf

THURSDAY = "2023-05-11"

# phrase | value, read on Thursday, 11 May 2023, without a tense; "-" is none
PHRASES = """
2021-07-04 | 2021-07-04
2021/07/04 | 2021-07-04
2021-07-04T23:59:00+02:00 | 2021-07-04
2021-07 | 2021-07
4 July 2021 | 2021-07-04
4th July 2021 | 2021-07-04
4th of July 2021 | 2021-07-04
the 4th of July, 2021 | 2021-07-04
July 4, 2021 | 2021-07-04
July 4 2021 | 2021-07-04
JULY 4, 2021 | 2021-07-04
on July 4th, 2021, | 2021-07-04
Sunday, July 4, 2021 | 2021-07-04
Sunday 4 July 2021 | 2021-07-04
Monday, July 4, 2021 | -
Sun., Jul. 4, 2021 | 2021-07-04
Sept. 9, 2020 | 2020-09-09
at 3:30 p.m. on July 4, 2021 | 2021-07-04
July 4, 2021, at 9 a.m. | 2021-07-04
23/07/2021 | 2021-07-23
07/23/2021 | 2021-07-23
06/07/2021 | -
06.07.2021 | 2021-07-06
Feb. 29, 2020 | 2020-02-29
Feb. 29, 2021 | -
30 February 2020 | -
2021-13-01 | -
April 31, 2022 | -
July 2021 | 2021-07
July of 2021 | 2021-07
in early July 2021 | 2021-07
mid-July 2021 | 2021-07
the end of July 2021 | 2021-07
2021 | 2021
in 2021 | 2021
the year 2021 | 2021
late 2021 | 2021
mid-2021 | 2021
the middle of 2021 | 2021
early in 2021 | 2021
2,021 | -
5021 | -
around 1850 | 1850~
circa 1850 | 1850~
c. 1850 | 1850~
about 2010 | 2010~
the 1980s | 198X
1980s | 198X
the early 1980s | 198X
the '80s | 198X
the eighties | 198X
the 2000s | 200X
the 1900s | -
the 19th century | 18XX
nineteenth century | 18XX
the late 20th century | 19XX
the twenty-first century | 20XX
AD 79 | 0079
spring 2021 | 2021-21
the spring of 2021 | 2021-21
summer 2021 | 2021-22
autumn 2021 | 2021-23
the fall of 2021 | 2021-23
winter 2021 | 2021-24
early summer 2021 | 2021-22
the first quarter of 2021 | 2021-01/2021-03
fourth quarter of 2021 | 2021-10/2021-12
Q2 2021 | 2021-04/2021-06
the first half of 2021 | 2021-01/2021-06
the second half of 2021 | 2021-07/2021-12
the first of 2021 | -
today | 2023-05-11
tonight | 2023-05-11
this morning | 2023-05-11
yesterday | 2023-05-10
yesterday evening | 2023-05-10
last night | 2023-05-10
tomorrow | 2023-05-12
tomorrow morning | 2023-05-12
the day before yesterday | 2023-05-09
the day after tomorrow | 2023-05-13
Thursday | 2023-05-11
Friday | 2023-05-05
on Monday | 2023-05-08
Monday's | 2023-05-08
Monday night | 2023-05-08
early Monday | 2023-05-08
late on Monday | 2023-05-08
Monday at 5 p.m. | 2023-05-08
last Thursday | 2023-05-04
last Tuesday | 2023-05-09
this past Tuesday | 2023-05-09
next Friday | 2023-05-12
next Thursday | 2023-05-18
this Friday | 2023-05-12
this Monday | 2023-05-08
Tuesday of last week | 2023-05-02
Tuesday next week | 2023-05-16
this week | 2023-05-08/2023-05-14
last week | 2023-05-01/2023-05-07
earlier this week | 2023-05-08/2023-05-14
next week | 2023-05-15/2023-05-21
over the weekend | 2023-05-06/2023-05-07
this weekend | 2023-05-13/2023-05-14
this month | 2023-05
last month | 2023-04
early next month | 2023-06
this year | 2023
later this year | 2023
last year | 2022
late last year | 2022
next year | 2024
this decade | 202X
this century | 20XX
April | 2023-04
in April | 2023-04
May | 2023-05
may | -
in late April | 2023-04
December | 2022-12
last December | 2022-12
last May | 2022-05
next May | 2024-05
next January | 2024-01
April last year | 2022-04
September next year | 2024-09
April 3 | 2023-04-03
3 April | 2023-04-03
Dec. 24 | 2022-12-24
May 20 | 2023-05-20
Monday, May 15 | 2023-05-15
Saturday, Dec. 24 | 2022-12-24
Christmas Day | 2022-12-25
Christmas Eve 2019 | 2019-12-24
New Year's Day 2020 | 2020-01-01
this summer | 2023-22
last summer | 2022-22
next winter | -
three days ago | 2023-05-08
10 days ago | 2023-05-01
a week ago | 2023-05-04~
two months ago | 2023-03
six months ago | 2022-11
a year ago | 2022
two years ago | 2021
about two years ago | 2021~
since 2014 | 2014/..
since early 2014 | 2014/..
since March 2014 | 2014-03/..
since Monday | 2023-05-08/..
since last year | 2022/..
from 2014 onwards | 2014/..
until 2030 | ../2030
by 2030 | ../2030
by the end of 2030 | ../2030
from 2008 to 2012 | 2008/2012
between 2008 and 2012 | 2008/2012
from early 2008 until late 2012 | 2008/2012
2008 to 2012 | 2008/2012
2008–2012 | 2008/2012
2008-2012 | 2008/2012
1939-45 | 1939/1945
2008–12 | 2008/2012
2008-12 | -
from 2012 to 2008 | -
from May to July 2021 | 2021-05/2021-07
June 2019 to May 2020 | 2019-06/2020-05
May 3-5, 2021 | 2021-05-03/2021-05-05
3 to 5 May 2021 | 2021-05-03/2021-05-05
from May 30 to June 2, 2021 | 2021-05-30/2021-06-02
from Monday to Wednesday | 2023-05-08/2023-05-10
from January to March | 2023-01/2023-03
three days later | -
the following day | -
the same day | -
a day earlier | -
the next day | -
three days | -
two years | -
the past two years | -
recent years | -
months | -
decades ago | -
a few days ago | -
age 50 | -
50-year-old | -
daily | -
annual | -
Mondays | -
every Monday | -
now | -
recently | -
the end of the year | -
the day | -
fiscal 2023 | -
since then | -
within days | -
noon | -
30 | -
"" | -
"""

# phrase | in the past | in the future, read on the same Thursday
TENSES = """
Friday | 2023-05-05 | 2023-05-12
Thursday | 2023-05-11 | 2023-05-11
Monday night | 2023-05-08 | 2023-05-15
this Friday | 2023-05-05 | 2023-05-12
September | 2022-09 | 2023-09
in early April | 2023-04 | 2024-04
September 12 | 2022-09-12 | 2023-09-12
3 May | 2023-05-03 | 2024-05-03
this weekend | 2023-05-06/2023-05-07 | 2023-05-13/2023-05-14
the weekend | 2023-05-06/2023-05-07 | 2023-05-13/2023-05-14
2019 | 2019 | 2019
from Tuesday | 2023-05-09/.. | 2023-05-16/..
until March | ../2023-03 | ../2024-03
"""

# Level 0 and 1 of the specification, as far as `kg` uses them.
_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
EDTF = re.compile(rf"{_DATE}~?|{_DATE}~?/({_DATE}~?|\.\.)|\.\./{_DATE}~?|\d\dXX|\d{{3}}X|\d{{4}}-2[1-4]")


def table(text: str) -> list[list[str]]:
    return [line.replace('""', "").split(" | ") for line in text.splitlines() if line]


@pytest.mark.parametrize(("phrase", "value"), table(PHRASES))
def test_phrase(phrase: str, value: str) -> None:
    assert to_edtf(phrase, published=THURSDAY) == (None if value == "-" else value)


@pytest.mark.parametrize(("phrase", "past", "future"), table(TENSES))
def test_tense(phrase: str, past: str, future: str) -> None:
    assert to_edtf(phrase, published=THURSDAY, tense="past") == past
    assert to_edtf(phrase, published=THURSDAY, tense="future") == future


@pytest.mark.parametrize("value", [value for _, value in table(PHRASES) if value != "-"])
def test_value_is_edtf(value: str) -> None:
    assert EDTF.fullmatch(value)


@pytest.mark.parametrize(
    "phrase",
    [
        "Monday",
        "yesterday",
        "last week",
        "this year",
        "April",
        "April 3",
        "two years ago",
        "since Monday",
        "Christmas Day",
    ],
)
@pytest.mark.parametrize("published", [None, "", "2023", "11 May 2023", "2023-02-30"])
def test_relative_without_a_publication_date_is_none(phrase: str, published: str | None) -> None:
    assert to_edtf(phrase, published=published) is None


@pytest.mark.parametrize(
    ("phrase", "value"), [("July 4, 2021", "2021-07-04"), ("since 2014", "2014/.."), ("Q2 2021", "2021-04/2021-06")]
)
def test_absolute_needs_no_publication_date(phrase: str, value: str) -> None:
    assert to_edtf(phrase) == value


def test_time_of_publication_is_left_out() -> None:
    assert to_edtf("yesterday", published="2023-05-11T23:30:00-08:00") == "2023-05-10"


@given(st.dates(date(1000, 1, 1), date(2199, 12, 31)))
def test_written_dates_come_back(day: date) -> None:
    month = day.strftime("%B")
    for phrase in (f"{day.day} {month} {day.year:04}", f"{day:%A}, {month} {day.day}, {day.year:04}", day.isoformat()):
        assert to_edtf(phrase) == day.isoformat()


_WORDS = [
    "from",
    "to",
    "the",
    "of",
    "in",
    "last",
    "next",
    "since",
    "until",
    "May",
    "Monday",
    "2021",
    "12",
    "3rd",
    "1990s",
    "week",
    "year",
    "spring",
    "early",
    "between",
    "and",
    "-",
    "/",
    "ago",
    "two",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join) | st.text(max_size=20))
def test_anything_gives_edtf_or_none(text: str) -> None:
    value = to_edtf(text, published=THURSDAY)
    assert value is None or EDTF.fullmatch(value)
