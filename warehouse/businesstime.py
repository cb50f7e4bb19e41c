"""Time as a brand's service counts it: its opening hours, Chinese public holidays and 调休 make-up days applied.

`business_minutes` and `due_day` answer for one case and fail loudly past the last announced year; `minutes_open` is the
same for a set of rows, and gives NULL there.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from records.brand import Hours, OpeningHours, ServiceTerm
from records.errors import ScrmError
from records.time import SHANGHAI
from warehouse.holidays import known_years, workday_numbers
from warehouse.sql import SHANGHAI as SHANGHAI_NAME

DEFAULT_HOURS = OpeningHours(begins_on=date.min, workday=Hours(opens=9 * 60, closes=18 * 60))
"""Of a brand that does not say: 09:00-18:00 on working days."""
PUBLIC_TERMS = (ServiceTerm(begins_on=date(2020, 1, 1), reply_workdays=7, resolution_workdays=7 + 45),)
"""What 12315 is held to by 《市场监督管理投诉举报处理暂行办法》, in force since 2020: seven working days to accept
or refuse (article 14), and mediation ended within 45 working days of acceptance (article 21). A first reply stands for
acceptance. A brand without a promise is measured by these, and by the last day that both together allow."""


class CalendarUnknown(ScrmError):
    """Business time was asked of a year whose holidays have not been announced, or lie before the calendar begins."""


def business_minutes(start: datetime, end: datetime, hours: Iterable[OpeningHours] = ()) -> int:
    """Whole minutes of opening hours from start to end, both zone-aware.

    Raises ValueError when the end comes first, CalendarUnknown for a year without announced holidays.
    """
    if end < start:
        raise ValueError("the end comes before the start")
    entries = list(hours)
    begin, finish = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    day, seconds = begin.date(), 0
    while day <= finish.date():
        open_ = _hours_on(day, entries)
        if open_:
            from_ = _second_of(begin) if day == begin.date() else 0
            to = _second_of(finish) if day == finish.date() else 24 * 3600
            seconds += max(0, min(to, open_.closes * 60) - max(from_, open_.opens * 60))
        day += timedelta(days=1)
    return seconds // 60


def due_day(opened: date, workdays: int) -> date:
    """The last day of a term of working days; the day it was opened does not count. Raises CalendarUnknown."""
    wanted = _workday_number(opened) + workdays
    day = opened
    while _workday_number(day) < wanted:
        day += timedelta(days=1)
    return day


def minutes_open(start: Any, started: Any, end: Any, ended: Any) -> sa.ColumnElement[Any]:
    """Whole minutes of opening hours between two instants, in SQL.

    `started` and `ended` are the columns of `load.openings.opening` on the days of the instants. NULL when an instant
    is unknown, the end comes first, or a day lies in a year without announced holidays.
    """
    seconds = seconds_open(end, ended) - seconds_open(start, started)
    return sa.case((end >= start, sa.cast(sa.func.floor(seconds / 60), sa.BigInteger)))


def seconds_open(instant: Any, opening: Any) -> sa.ColumnElement[Any]:
    """Seconds of opening hours from the beginning of the calendar up to an instant: never falls as time goes on."""
    local = sa.func.timezone(SHANGHAI_NAME, instant)
    second = sa.extract("hour", local) * 3600 + sa.extract("minute", local) * 60 + sa.extract("second", local)
    since = sa.func.least(second, opening.closes) - opening.opens
    today = sa.case((opening.opens.is_(None), 0), (since > 0, since), else_=0)
    total: sa.ColumnElement[Any] = opening.seconds_before + today
    return total


def _hours_on(day: date, entries: list[OpeningHours]) -> Hours | None:
    entry = max((each for each in entries if each.begins_on <= day), key=_beginning, default=DEFAULT_HOURS)
    return entry.workday if _workday_number(day) > _number_before(day) else entry.day_off


def _beginning(entry: OpeningHours) -> date:
    return entry.begins_on


def _workday_number(day: date) -> int:
    try:
        return workday_numbers()[day]
    except KeyError:
        first, last = known_years()
        raise CalendarUnknown(
            f"{day}: holidays and make-up days are known from {first} to {last}; update the package chinesecalendar"
        ) from None


def _number_before(day: date) -> int:
    return workday_numbers().get(day - timedelta(days=1), 0)


def _second_of(moment: datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
