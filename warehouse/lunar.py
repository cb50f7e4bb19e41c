"""The lunar new year, and what of the calendar hangs on it: the 年货节 sale and school terms.

Dates of 正月初一: the day (UTC+8) of the new moon, recalculated for each by the principal terms of Meeus, Astronomical
Algorithms, chapter 49. It falls at 23:56 in 2027 and at 00:07 in 2030; coarser calendars (ICU's among them) are a day
off there. The Hong Kong Observatory publishes a table: https://www.hko.gov.hk/en/gts/time/conversion.htm
"""

from bisect import bisect_left
from datetime import date

NEW_YEARS: tuple[date, ...] = (
    date(2003, 2, 1), date(2004, 1, 22), date(2005, 2, 9), date(2006, 1, 29), date(2007, 2, 18), date(2008, 2, 7),
    date(2009, 1, 26), date(2010, 2, 14), date(2011, 2, 3), date(2012, 1, 23), date(2013, 2, 10), date(2014, 1, 31),
    date(2015, 2, 19), date(2016, 2, 8), date(2017, 1, 28), date(2018, 2, 16), date(2019, 2, 5), date(2020, 1, 25),
    date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17),
    date(2027, 2, 6), date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 3), date(2031, 1, 23),
)  # fmt: skip
"""正月初一 of 2003 to 2031; the last one serves only the days before it."""

SALES_SINCE = 2016
"""Our own convention: no year before is marked, since the sale was not yet widely held under this name."""
SALES_DAYS = 28
"""Our own convention: every shop opens its 年货节 on days of its own, about four weeks before the new year."""
BREAK_BEFORE, BREAK_AFTER = 20, 14
"""Our own convention: 寒假 lasts from 20 days before the new year to 元宵 (the 15th day); provinces and kinds of
school differ by a week or two either way."""


def offset(day: date) -> int | None:
    """Days from the nearest 正月初一, negative before it (of two equally near the earlier); None outside 2003-2030."""
    if not NEW_YEARS[0].year <= day.year < NEW_YEARS[-1].year:
        return None
    place = bisect_left(NEW_YEARS, day)
    near = NEW_YEARS[max(0, place - 1) : place + 1]
    return min(((day - each).days for each in near), key=abs)


def is_new_year_sales(day: date) -> bool | None:
    """Whether the day lies in the 年货节 sale, from SALES_DAYS before the new year to its eve; None where unknown."""
    days = offset(day)
    return None if days is None else day.year >= SALES_SINCE and -SALES_DAYS <= days < 0


def school_term(day: date) -> str | None:
    """winter_break, spring_term, summer_break (July and August) or autumn_term; None where the new year is unknown."""
    days = offset(day)
    if days is None:
        return None
    if -BREAK_BEFORE <= days <= BREAK_AFTER:
        return "winter_break"
    if day.month in (7, 8):
        return "summer_break"
    return "spring_term" if 0 < days < 180 and day.month < 7 else "autumn_term"
