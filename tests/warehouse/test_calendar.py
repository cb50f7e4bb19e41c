"""The calendar, against dates anyone can look up."""

from datetime import date

import pytest

from warehouse.load.calendar import known_years, row_of


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
