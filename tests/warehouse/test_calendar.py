"""The calendar, against dates anyone can look up."""

from datetime import date, timedelta
from itertools import pairwise

import chinese_calendar
import pytest

from warehouse.load.calendar import known_years, row_of
from warehouse.lunar import NEW_YEARS


@pytest.mark.parametrize(
    ("day", "is_holiday", "name"),
    [
        (date(2025, 1, 29), True, "春节"),
        (date(2025, 1, 26), False, None),  # a Sunday worked in exchange for the Spring Festival
        (date(2025, 10, 1), True, "国庆节"),
        (date(2025, 6, 3), False, None),
        (date(2025, 6, 7), True, None),
    ],
)
def test_holidays_and_exchanged_workdays(day: date, is_holiday: bool, name: str | None) -> None:
    row = row_of(day)
    assert (row["is_holiday"], row["is_workday"], row["holiday_name"]) == (is_holiday, not is_holiday, name)


def test_years_not_announced_are_unknown_not_guessed() -> None:
    row = row_of(date(known_years()[1] + 1, 1, 1))
    assert (row["is_holiday"], row["is_workday"], row["holiday_name"]) == (None, None, None)


def test_weeks_follow_iso() -> None:
    row = row_of(date(2027, 1, 1))
    assert (row["iso_year"], row["iso_week"], row["weekday"], row["weekday_name"]) == (2026, 53, 5, "星期五")
    assert (row["year"], row["quarter"], row["date_key"]) == (2027, 1, 20270101)


def test_sales() -> None:
    assert row_of(date(2025, 6, 18))["is_618"]
    assert row_of(date(2025, 11, 11))["is_double11"]
    assert row_of(date(2025, 12, 12))["is_double12"]
    assert not row_of(date(2008, 11, 11))["is_double11"]


def test_working_days_are_numbered_through() -> None:
    numbers = {day: row_of(date(2025, 10, day))["workday_number"] for day in (8, 9, 10, 11, 12, 13)}
    assert [numbers[day] - numbers[8] for day in (9, 10, 11, 12, 13)] == [1, 2, 3, 3, 4]  # Saturday 11 is made up
    assert row_of(date(2004, 1, 2))["workday_number"] == 1
    assert row_of(date(known_years()[1] + 1, 1, 4))["workday_number"] is None


@pytest.mark.parametrize("day", [day for day in NEW_YEARS if known_years()[0] <= day.year <= known_years()[1]])
def test_the_lunar_new_year_is_where_the_holiday_calendar_has_it(day: date) -> None:
    assert chinese_calendar.get_holiday_detail(day) == (True, "Spring Festival")
    # 正月初一 and the two days after it are public holidays by law; the eve is so in some years only.
    assert all(chinese_calendar.is_holiday(day + timedelta(days=after)) for after in (1, 2))
    assert row_of(day)["lunar_new_year_offset"] == 0


def test_lunar_years_are_twelve_or_thirteen_months() -> None:
    lengths = {(later - earlier).days for earlier, later in pairwise(NEW_YEARS)}
    assert lengths <= {353, 354, 355, 383, 384, 385}


@pytest.mark.parametrize(
    ("day", "offset", "is_sales", "term"),
    [
        (date(2026, 2, 16), -1, True, "winter_break"),
        (date(2026, 2, 17), 0, False, "winter_break"),
        (date(2026, 1, 20), -28, True, "autumn_term"),
        (date(2026, 1, 19), -29, False, "autumn_term"),
        (date(2026, 3, 3), 14, False, "winter_break"),
        (date(2026, 3, 4), 15, False, "spring_term"),
        (date(2026, 6, 30), 133, False, "spring_term"),
        (date(2026, 7, 1), 134, False, "summer_break"),
        (date(2026, 9, 1), -158, False, "autumn_term"),
        (date(2026, 12, 31), -37, False, "autumn_term"),
        (date(2015, 2, 18), -1, False, "winter_break"),
        (date(2031, 1, 22), None, None, None),
        (date(2002, 12, 31), None, None, None),
    ],
)
def test_what_hangs_on_the_lunar_new_year(day: date, offset: int | None, is_sales: bool | None, term: str) -> None:
    row = row_of(day)
    assert (row["lunar_new_year_offset"], row["is_new_year_sales"], row["school_term"]) == (offset, is_sales, term)
