"""The world's calendar: eight whole weeks, Monday to Sunday, fixed dates in China's time."""

from datetime import date, datetime, time, timedelta

from records.time import SHANGHAI

FIRST_DAY = date(2026, 7, 6)
"""Monday of week 1."""
WEEK_COUNT = 8
"""Weeks in the world."""
DAY_COUNT = 7 * WEEK_COUNT
"""Days in the world."""
LAST_DAY = FIRST_DAY + timedelta(days=DAY_COUNT - 1)
"""Sunday of the last week: 2026-08-30."""


def instant(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of a day in China."""
    return datetime.combine(day, time(hour, minute, second), SHANGHAI)


LAST_MOMENT = instant(LAST_DAY, 23, 59, 59)
"""Nothing is published after this."""


def day_of(week: int, weekday: int) -> date:
    """The day of week 1..8 and weekday 0 (Monday) .. 6 (Sunday)."""
    return FIRST_DAY + timedelta(days=7 * (week - 1) + weekday)


def week_of(moment: datetime) -> int:
    """The week, 1..8, of a moment (9 and more after the world's end)."""
    return (moment.astimezone(SHANGHAI).date() - FIRST_DAY).days // 7 + 1


def week_label(week: int) -> str:
    """ISO week as in file names: `2026w28`."""
    year, number, _ = day_of(week, 0).isocalendar()
    return f"{year}w{number:02d}"


def exported_at(week: int, minute: int = 0) -> datetime:
    """When the weekly exports of a week are made: the Monday after it, at nine."""
    return instant(day_of(week, 0) + timedelta(days=7), 9, minute)


def clamp(moment: datetime) -> datetime:
    """The moment, or the world's last one if it lies beyond."""
    return min(moment, LAST_MOMENT)
