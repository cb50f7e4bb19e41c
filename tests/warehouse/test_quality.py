"""Checks that measure: silent sources, odd days, shifted mixes; checks of what was touched only."""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.warehouse.conftest import rows_of
from warehouse import duck, touched
from warehouse import tables as t
from warehouse.checks import Result, gate_checks, record, run
from warehouse.members import ALL
from warehouse.rules.rhythm import CUSHION
from warehouse.rules.shift import SMOOTHING
from warehouse.tables.insight import COUNTS
from warehouse.touched import EVERYTHING, TOUCHED

NEWEST = date(2026, 3, 31)
"""Not after the last observation of the hand-written lake."""
WEIBO, JD = 1, 2
ZEROES = dict.fromkeys(COUNTS, 0.0)


@pytest.fixture
def spoilable(next_file: Path) -> Iterator[sa.Connection]:
    """A connection to a copy that a test may spoil."""
    with duck.engine_for(next_file).begin() as connection:
        yield connection


def found(connection: sa.Connection, name: str, scope: touched.Scope = EVERYTHING) -> Result:
    """The result of the one check of this name."""
    (result,) = run(connection, [check for check in gate_checks() if check.name == name], scope)
    return result


def cube(connection: sa.Connection, volume: Callable[[int, int], dict[str, float]], days: int = 35) -> None:
    """In place of the cube: totals of two platforms; `volume(platform, age in days)` says the counts."""
    connection.execute(sa.delete(t.fact_insight))
    rows = []
    for age in range(days):
        day = NEWEST - timedelta(days=age)
        keys = {"brand_key": -2, "topic_key": ALL, "aspect_key": ALL, "date_key": int(f"{day:%Y%m%d}")}
        for platform in (WEIBO, JD):
            counts = volume(platform, age)
            if counts:
                rows.append(ZEROES | keys | {"platform_key": platform} | counts)
    connection.execute(sa.insert(t.fact_insight), rows)


def mentions(count: float) -> dict[str, float]:
    return {"mention_count": count, "unjudged_count": count}


def test_a_day_without_a_platform_is_told(spoilable: sa.Connection) -> None:
    cube(spoilable, lambda platform, age: {} if (platform, age) == (JD, 0) else mentions(40))
    result = found(spoilable, "volume")
    assert result.failed_count == 1
    assert result.observed == pytest.approx((40 + CUSHION) / CUSHION)
    failed = spoilable.execute(result.check.failed_rows()).mappings().one()
    assert (failed["platform_key"], failed["date_key"]) == (JD, 20260331)


def test_the_same_weekday_is_the_measure(spoilable: sa.Connection) -> None:
    """Ten times as much every Saturday is no news; ten times as much on a Tuesday is."""
    saturday = [age for age in range(35) if (NEWEST - timedelta(days=age)).weekday() == 5]
    cube(spoilable, lambda _, age: mentions(400 if age in saturday else 40))
    assert found(spoilable, "volume").is_passed
    cube(spoilable, lambda _, age: mentions(400 if age in (*saturday, 0) else 40))
    assert found(spoilable, "volume").failed_count == 2


def test_a_young_or_tiny_platform_has_no_usual_volume(spoilable: sa.Connection) -> None:
    cube(spoilable, lambda platform, age: mentions(500) if platform == WEIBO else mentions(9 if age == 0 else 1))
    assert found(spoilable, "volume").is_passed
    cube(spoilable, lambda platform, age: mentions(500) if platform == WEIBO or age < 2 else {})
    assert found(spoilable, "volume").is_passed


def test_a_post_dated_ahead_is_no_newest_day(spoilable: sa.Connection) -> None:
    cube(spoilable, lambda platform, age: mentions(40))
    ahead = ZEROES | mentions(1) | {"brand_key": -2, "topic_key": ALL, "aspect_key": ALL, "platform_key": WEIBO}
    spoilable.execute(sa.insert(t.fact_insight), [ahead | {"date_key": 20280101}])
    assert found(spoilable, "volume").is_passed


def tones(positive: float, negative: float) -> dict[str, float]:
    return {"mention_count": positive + negative, "positive_count": positive, "negative_count": negative}


def test_a_shift_of_tones_is_measured(spoilable: sa.Connection) -> None:
    cube(spoilable, lambda _, age: tones(10, 10) if age < 7 else tones(16, 4))
    result = found(spoilable, "sentiment_shift")
    now, before = [140.0, 0, 140.0, 0, 0], [896.0, 0, 224.0, 0, 0]
    p = [(n + SMOOTHING) / (sum(now) + 5 * SMOOTHING) for n in now]
    q = [(n + SMOOTHING) / (sum(before) + 5 * SMOOTHING) for n in before]
    expected = sum((a - b) * math.log(a / b) for a, b in zip(p, q, strict=True))
    assert result.observed == pytest.approx(expected)
    assert expected > 0.25
    assert not result.is_passed
    assert found(spoilable, "platform_shift").observed == pytest.approx(0)


def test_a_platform_that_falls_away_shifts_the_mix(spoilable: sa.Connection) -> None:
    cube(spoilable, lambda platform, age: mentions(20) if platform == WEIBO or age >= 7 else {})
    assert not found(spoilable, "platform_shift").is_passed
    assert found(spoilable, "sentiment_shift").is_passed


def test_too_few_mentions_shift_nothing(spoilable: sa.Connection) -> None:
    cube(spoilable, lambda _, age: tones(1, 0) if age < 7 else tones(0, 40))
    result = found(spoilable, "sentiment_shift")
    assert (result.failed_count, result.observed) == (0, None)


def publish_days(connection: sa.Connection, source: str, ages: list[int], first_key: int) -> None:
    """Contents of a source, one on each of these days before the newest."""
    content = t.dim_content
    model = dict(connection.execute(sa.select(content).where(content.c.content_key > 0).limit(1)).mappings().one())
    rows = []
    for place, age in enumerate(ages):
        moment = datetime(2026, 3, 31, 12, tzinfo=UTC) - timedelta(days=age)
        names = {"mention_id": f"{source}:{place}", "content_key": first_key + place, "source": source}
        rows.append(model | names | {"published_at": moment})
    connection.execute(sa.insert(content), rows)


@pytest.mark.parametrize(
    ("ages", "is_silent"),
    [
        (list(range(5, 30)), True),  # daily, then nothing for five days
        (list(range(2, 30)), False),  # two days late: as long as one longest pause twice over
        (list(range(6, 60, 3)), False),  # every third day, six days silent
        (list(range(7, 60, 3)), True),
        ([5, 9, 20], False),  # too few days for a rhythm
        (list(range(100, 130)), False),  # ended long ago
    ],
)
def test_a_silent_source_is_told_by_its_own_rhythm(spoilable: sa.Connection, ages: list[int], is_silent: bool) -> None:
    spoilable.execute(sa.update(t.dim_content).values(published_at=None))
    publish_days(spoilable, "steady", list(range(30)), 10**15)
    publish_days(spoilable, "other", ages, 10**15 + 1000)
    result = found(spoilable, "freshness")
    told = [row.source for row in spoilable.execute(result.check.failed_rows())]
    assert told == (["other"] if is_silent else [])


def key_of(connection: sa.Connection, native_id: str) -> int:
    return int(
        connection.exec_driver_sql(f"select content_key from dim_content where native_id = '{native_id}'").scalar()
    )


def touch(connection: sa.Connection, *native_ids: str) -> None:
    """Lists contents, with the days of their mentions, as an incremental load does."""
    touched.create(connection)
    keys = [key_of(connection, each) for each in native_ids]
    connection.execute(sa.insert(touched.content), [{"content_key": key} for key in keys])
    days = sa.select(t.fact_mention.c.date_key).where(t.fact_mention.c.content_key.in_(keys)).distinct()
    connection.execute(sa.insert(touched.day).from_select(["date_key"], days))


def test_what_is_touched_passes_like_everything(spoilable: sa.Connection) -> None:
    touch(spoilable, "m1", "m8")
    failed = [r.check.name for r in run(spoilable, gate_checks(), TOUCHED) if not r.is_passed]
    assert failed == ["ledger_balances"]  # planted


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        ("update fact_sentiment set probability = 2 where content_key = {}", "range"),
        ("update fact_mention set author_key = 5 where content_key = {}", "reference_author_key"),
        ("delete from content_text where content_key = {}", "text_per_content"),
        ("insert into fact_mention select * from fact_mention where content_key = {}", "unique_grain"),
        ("update bridge_mention_topic set weight = 2 where content_key = {}", "weights_sum_to_one"),
        (
            "update fact_insight set mention_count = 99 where date_key in"
            " (select date_key from fact_mention where content_key = {})",
            "totals_equal_facts",
        ),
    ],
)
def test_only_what_is_touched_is_proven(spoilable: sa.Connection, spoil: str, name: str) -> None:
    """m1 and m15 were published on different days."""
    spoilable.exec_driver_sql(spoil.format(key_of(spoilable, "m1")))

    def failed(scope: touched.Scope) -> set[str]:
        return {result.check.name for result in run(spoilable, gate_checks(), scope) if not result.is_passed}

    assert name in failed(EVERYTHING)
    touch(spoilable, "m15")
    assert name not in failed(TOUCHED)
    touch(spoilable, "m1")
    assert name in failed(TOUCHED)


def test_a_table_of_no_content_is_proven_again_where_a_step_wrote_it(spoilable: sa.Connection) -> None:
    spoilable.exec_driver_sql("insert into fact_coverage select * from fact_coverage limit 1")

    def failed() -> set[str]:
        scope = touched.scope(spoilable)
        return {result.check.table for result in run(spoilable, gate_checks(), scope) if not result.is_passed}

    touched.drop(spoilable)
    touched.add_tables(spoilable, ["dim_brand"])  # without lists everything is meant
    assert "fact_coverage" in failed()
    touch(spoilable, "m15")
    assert "fact_coverage" not in failed()
    touched.add_tables(spoilable, ["fact_coverage"])
    assert "fact_coverage" in failed()


def test_scope_threshold_and_measured_value_are_recorded(spoilable: sa.Connection) -> None:
    cube(spoilable, lambda _, age: tones(10, 10) if age < 7 else tones(16, 4))
    touch(spoilable, "m1")
    results = run(spoilable, gate_checks(), TOUCHED)
    record(spoilable, results, stage="gate", run_id="r2", checked_at=datetime(2026, 4, 2, tzinfo=UTC), scope=TOUCHED)
    sql = """select scope, threshold, round(observed, 1), description_zh like '%PSI%' from fact_quality
        where check_name = 'sentiment_shift'"""
    assert rows_of(spoilable, sql) == [("touched", 0.25, 0.4, True)]
    sql = "select distinct threshold, observed from fact_quality where check_name = 'unique_grain'"
    assert rows_of(spoilable, sql) == [(None, None)]
