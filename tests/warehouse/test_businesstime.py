"""Business time against a count of minutes one by one, and terms against dates read off a calendar."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from records import Brand, LinkRule
from records.brand import Hours, OpeningHours
from records.ids import surrogate_key
from records.time import SHANGHAI
from tests.warehouse.written import at
from warehouse import duck
from warehouse import tables as t
from warehouse.businesstime import CalendarUnknown, business_minutes, due_day, minutes_open
from warehouse.holidays import known_years
from warehouse.load.calendar import row_of
from warehouse.load.openings import build_openings, opening
from warehouse.openminutes import open_minutes
from warehouse.sql import date_key_of, insert_rows
from warehouse.tables.shared import INSTANT

HOURS = (
    OpeningHours(begins_on=date(2025, 10, 5), workday=Hours(opens=600, closes=1200), day_off=Hours(opens=0, closes=90)),
    OpeningHours(begins_on=date(2025, 10, 20), workday=None),
)
MOLI = Brand(brand_id="moli", name="茉里茶", rule=LinkRule(aliases=("茉里茶",)), opening_hours=HOURS)
FIRST = datetime(2025, 9, 26, tzinfo=SHANGHAI)
"""Before 国庆 of 2025, with make-up days on 28 September and 11 October."""
MINUTES = 30 * 24 * 60
moments = st.integers(0, MINUTES).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def is_open(moment: datetime) -> bool:
    """Whether the service answers in the minute that begins then, told without anything of the code under test."""
    works = chinese_calendar.is_workday(moment.date())
    minute = moment.hour * 60 + moment.minute
    if moment.date() < date(2025, 10, 5):
        return works and 540 <= minute < 1080
    if moment.date() < date(2025, 10, 20):
        return 600 <= minute < 1200 if works else minute < 90
    return False


OPEN = [is_open(FIRST + timedelta(minutes=minute)) for minute in range(MINUTES)]


def slowly(start: datetime, end: datetime) -> int:
    first, last = (round((moment - FIRST).total_seconds() / 60) for moment in (start, end))
    return sum(OPEN[first:last])


@pytest.fixture(scope="module")
def hours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    """A database with the calendar and the opening hours of a brand."""
    path: Path = tmp_path_factory.mktemp("hours") / "x.duckdb"
    duck.create_file(path)
    with duck.engine_for(path).connect() as connection:
        t.dim_date.create(connection)
        days = [row_of(date(2025, 9, 1) + timedelta(days=after)) for after in range(600)]
        insert_rows(connection, t.dim_date, days)
        build_openings(connection, [MOLI], (20250901, 20301231))
        yield connection


def in_sql(connection: sa.Connection, start: datetime, end: datetime) -> int | None:
    begin, finish = (sa.cast(sa.literal(moment.isoformat()), INSTANT) for moment in (start, end))
    opened, ended = opening.alias("opened").c, opening.alias("ended").c
    key = surrogate_key("moli")
    one = sa.select(sa.literal(1).label("one")).subquery("one")
    statement = (
        sa.select(minutes_open(begin, opened, finish, ended))
        .select_from(one)
        .outerjoin(opened.date_key.table, sa.and_(opened.brand_key == key, opened.date_key == date_key_of(begin)))
        .outerjoin(ended.date_key.table, sa.and_(ended.brand_key == key, ended.date_key == date_key_of(finish)))
    )
    return connection.scalar(statement)


@settings(max_examples=30, deadline=None)
@given(moments, moments)
def test_one_case_and_a_set_of_rows_count_as_a_slow_count_does(
    hours: sa.Connection, one: datetime, other: datetime
) -> None:
    start, end = sorted((one, other))
    expected = slowly(start, end)
    assert business_minutes(start, end, HOURS) == expected
    assert in_sql(hours, start, end) == expected


@settings(max_examples=100, deadline=None)
@given(moments, st.integers(0, 10_000), st.integers(0, 10_000))
def test_it_never_falls_and_adds_up(start: datetime, first: int, second: int) -> None:
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    whole = business_minutes(start, end, HOURS)
    assert whole == business_minutes(start, middle, HOURS) + business_minutes(middle, end, HOURS)
    assert 0 <= whole <= first + second


def test_seconds_are_counted_before_minutes_are() -> None:
    start = datetime(2025, 9, 26, 9, 0, 59, tzinfo=SHANGHAI)
    assert business_minutes(start, start + timedelta(seconds=59)) == 0
    assert business_minutes(start, start + timedelta(seconds=60)) == 1
    assert business_minutes(start.astimezone(UTC), start + timedelta(seconds=61)) == 1


def test_a_make_up_sunday_counts_and_a_holiday_does_not() -> None:
    assert business_minutes(datetime(2025, 9, 28, 0, tzinfo=SHANGHAI), datetime(2025, 9, 29, 0, tzinfo=SHANGHAI)) == 540
    assert business_minutes(datetime(2025, 10, 1, 0, tzinfo=SHANGHAI), datetime(2025, 10, 9, 0, tzinfo=SHANGHAI)) == 0


def test_seven_working_days_over_a_golden_week() -> None:
    # 29 and 30 September, 9, 10, 11 (made up), 13 and 14 October
    assert due_day(date(2025, 9, 28), 7) == date(2025, 10, 14)
    assert due_day(date(2025, 10, 4), 1) == date(2025, 10, 9)
    assert due_day(date(2025, 10, 9), 0) == date(2025, 10, 9)


def test_years_not_announced_are_an_error_for_one_case_and_null_in_a_set(hours: sa.Connection) -> None:
    last = known_years()[1]
    start, end = datetime(last, 12, 31, 12, tzinfo=SHANGHAI), datetime(last + 1, 1, 1, 12, tzinfo=SHANGHAI)
    with pytest.raises(CalendarUnknown, match="chinesecalendar"):
        business_minutes(start, end, HOURS)
    with pytest.raises(CalendarUnknown):
        due_day(date(last, 12, 31), 7)
    assert in_sql(hours, start, end) is None
    assert in_sql(hours, start, start + timedelta(hours=1)) is not None


def test_an_end_before_the_start_is_none(hours: sa.Connection) -> None:
    start = datetime(2025, 9, 26, 12, tzinfo=SHANGHAI)
    assert in_sql(hours, start, start - timedelta(minutes=1)) is None
    with pytest.raises(ValueError, match="before"):
        business_minutes(at(2), at(1))


@settings(max_examples=25, deadline=None)
@given(st.lists(moments, max_size=4), moments)
def test_minutes_of_many_up_to_one_moment_are_those_of_each(starts: list[datetime], end: datetime) -> None:
    expected = [business_minutes(start, end, HOURS) if start <= end else None for start in starts]
    assert open_minutes([*starts, None], end, HOURS) == [*expected, None]


def test_minutes_beyond_the_announced_years_are_unknown() -> None:
    year = known_years()[1] + 1
    start = datetime(year, 3, 1, tzinfo=SHANGHAI)
    assert open_minutes([start], start + timedelta(days=3)) == [None]
