"""Which days are worked, as the calendar package has it from the announcements of the State Council."""

from datetime import date, timedelta
from functools import cache

import chinese_calendar
from chinese_calendar import constants


@cache
def known_years() -> tuple[int, int]:
    """First and last year whose holidays and make-up days have been announced to the calendar package."""
    return min(constants.holidays).year, max(constants.holidays).year


@cache
def workday_numbers() -> dict[date, int]:
    """Each day of the known years -> the working days from their first up to and including it."""
    first, last = known_years()
    day, number, numbers = date(first, 1, 1), 0, {}
    while day.year <= last:
        number += chinese_calendar.is_workday(day)
        numbers[day] = number
        day += timedelta(days=1)
    return numbers
