"""Rows of `dim_date`."""

from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar
import sqlalchemy as sa

from warehouse import lunar
from warehouse import tables as t
from warehouse.holidays import known_years, workday_numbers
from warehouse.load import feeds, staging
from warehouse.sql import EARLIEST_YEAR, LATEST_YEAR, insert_rows, local_day

__all__ = ["FIRST_YEAR", "LAST_YEAR", "known_years", "load_dates", "row_of"]

FIRST_YEAR, LAST_YEAR = 2003, 2030
"""Always covered; data outside widens it."""

_WEEKDAYS = "一二三四五六日"
_HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
_SALES = (("is_618", 2010, 6, 1, 20), ("is_double11", 2009, 11, 1, 11), ("is_double12", 2012, 12, 10, 12))
"""Column, first year, month, first and last day."""


def load_dates(connection: sa.Connection) -> None:
    """Every day from 2003 to 2030 and of any year the data lies in."""
    first, last = _years(connection)
    known = {number // 10000 for number in connection.scalars(sa.select(t.dim_date.c.date_key)) if number > 0}
    missing = [row for year in range(first, last + 1) if year not in known for row in _year(year)]
    insert_rows(connection, t.dim_date, missing)


@cache
def _year(year: int) -> tuple[dict[str, Any], ...]:
    count = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return tuple(row_of(date(year, 1, 1) + timedelta(days=number)) for number in range(count))


def row_of(day: date) -> dict[str, Any]:
    """One row of the calendar; holiday columns are None for years the package does not know."""
    iso = day.isocalendar()
    row: dict[str, Any] = {
        "date_key": day.year * 10000 + day.month * 100 + day.day,
        "day": day,
        "year": day.year,
        "quarter": (day.month + 2) // 3,
        "month": day.month,
        "day_of_month": day.day,
        "iso_year": iso.year,
        "iso_week": iso.week,
        "weekday": iso.weekday,
        "weekday_name": f"星期{_WEEKDAYS[iso.weekday - 1]}",
        "is_weekend": iso.weekday >= 6,
    }
    for column, since, month, begin, end in _SALES:
        row[column] = day.year >= since and day.month == month and begin <= day.day <= end
    return row | _holiday(day) | _lunar(day)


def _lunar(day: date) -> dict[str, Any]:
    return {
        "lunar_new_year_offset": lunar.offset(day),
        "is_new_year_sales": lunar.is_new_year_sales(day),
        "school_term": lunar.school_term(day),
    }


def _holiday(day: date) -> dict[str, Any]:
    first, last = known_years()
    if not first <= day.year <= last:
        return {"is_holiday": None, "is_workday": None, "holiday_name": None, "workday_number": None}
    is_off, name = chinese_calendar.get_holiday_detail(day)
    return {
        "is_holiday": is_off,
        "is_workday": not is_off,
        "holiday_name": _HOLIDAYS.get(name, name) if is_off else None,
        "workday_number": workday_numbers()[day],
    }


def _years(connection: sa.Connection) -> tuple[int, int]:
    instants = sa.union_all(
        sa.select(staging.mention.c.published_at.label("at")),
        sa.select(staging.observation.c.observed_at.label("at")),
        sa.select(staging.author.c.observed_at.label("at")),
        sa.select(staging.coverage.c.started_at.label("at")),
        sa.select(staging.contact.c.contacted_at.label("at")),
        *(sa.select(moment.label("at")) for moment in feeds.EVENT_TIMES),
    ).subquery()
    local = sa.select(local_day(instants.c.at).label("day"))
    days = sa.union_all(local, sa.select(staging.community.c.day)).subquery().c.day
    first, last = connection.execute(sa.select(sa.func.min(days), sa.func.max(days))).one()
    earliest, latest = (first.year, last.year) if first else (FIRST_YEAR, LAST_YEAR)
    return max(EARLIEST_YEAR, min(FIRST_YEAR, earliest)), min(LATEST_YEAR, max(LAST_YEAR, latest))
