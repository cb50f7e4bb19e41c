"""Does what should come still come: silent sources, and days with far more or less than the same weekday usually has.

Both only warn: a holiday or a crisis looks the same from here. Neither reads a clock; "now" is the newest day of data.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.rules.check import OBSERVED, Check
from warehouse.rules.days import BASELINE_DAYS, WINDOW_DAYS, daily, days_before, days_between, newest_day
from warehouse.sql import local_day
from warehouse.touched import Scope

PATIENCE = 2.0
"""A source is silent after twice its longest pause of its own last four weeks."""
STEADY_DAYS = 8
"""A source with fewer days of content in those weeks has no rhythm to miss."""
ENDED_DAYS = 90
"""Silent longer than that, a source is an archive: a file imported once, a source given up."""
VOLUME_RATIO = 3.0
"""A day is told when it holds more than three times, or less than a third of, what its weekday usually holds."""
CUSHION = 10
"""Mentions added to both sides of that ratio, so that a handful on a small platform is no news."""


def rhythm_checks() -> Iterator[Check]:
    """Freshness of sources, volume of platforms."""
    yield Check(
        name="freshness",
        table="dim_content",
        severity="warn",
        zh=f"来源的静默天数不超过其近 {BASELINE_DAYS} 天最长间隔的 {PATIENCE:g} 倍",
        en=f"no source is silent for more than {PATIENCE:g} times its longest pause of its last {BASELINE_DAYS} days",
        rows=_silence,
        threshold=PATIENCE,
    )
    yield Check(
        name="volume",
        table="fact_insight",
        severity="warn",
        zh=f"最近 {WINDOW_DAYS} 天各平台声量与此前四周同一星期几的均值相差不到 {VOLUME_RATIO:g} 倍",
        en=f"in the newest {WINDOW_DAYS} days no platform's volume is {VOLUME_RATIO:g} times the mean of the same"
        " weekday of the four weeks before, or a third of it",
        rows=_volumes,
        threshold=VOLUME_RATIO,
    )


def _silence(_: Scope) -> sa.Select[Any]:
    """Per steady source: days since its newest content, in units of its longest pause."""
    days = _source_days().cte()
    latest = sa.select(days.c.source, sa.func.max(days.c.day).label("last_day")).group_by(days.c.source).cte()
    pause = days_between(sa.func.lag(days.c.day).over(partition_by=days.c.source, order_by=days.c.day), days.c.day)
    recent = (
        sa.select(days.c.source, latest.c.last_day, pause.label("pause"))
        .join(latest, latest.c.source == days.c.source)
        .where(days.c.day > days_before(latest.c.last_day, BASELINE_DAYS))
        .subquery("recent")
    )
    silent = days_between(recent.c.last_day, sa.select(sa.func.max(latest.c.last_day)).scalar_subquery())
    longest = sa.cast(sa.func.max(recent.c.pause), sa.Double)
    return (
        sa.select(recent.c.source, recent.c.last_day, (silent / longest).label(OBSERVED))
        .where(silent <= ENDED_DAYS)
        .group_by(recent.c.source, recent.c.last_day)
        .having(sa.func.count() >= STEADY_DAYS)
    )


def _source_days() -> sa.Select[Any]:
    """Days on which each source's content was published and, by then, could have been seen."""
    content = t.dim_content.c
    day = local_day(content.published_at)
    seen = sa.select(sa.func.max(content.observed_at)).scalar_subquery()
    return sa.select(content.source, day.label("day")).where(content.published_at <= seen).distinct()


def _volumes(scope: Scope) -> sa.Select[Any]:
    """Per platform and day of the newest week: how far its volume is from the usual one, as a ratio of 1 or more."""
    days = daily("platform_key").cte()
    cell = _week_of_each_platform(days, scope).subquery("cell")
    weeks = [days.alias(f"w{number}") for number in range(5)]
    joined: sa.FromClause = cell
    for number, week in enumerate(weeks):
        same = sa.and_(
            week.c.platform_key == cell.c.platform_key, week.c.day == days_before(cell.c.day, number * WINDOW_DAYS)
        )
        joined = joined.outerjoin(week, same)
    counts: list[sa.ColumnElement[Any]] = [sa.func.coalesce(week.c.mention_count, 0.0) for week in weeks]
    now, usual = counts[0] + CUSHION, sum(counts[2:], counts[1]) / 4.0 + CUSHION
    ratio = sa.case((now > usual, now / usual), else_=usual / now)
    return sa.select(cell.c.platform_key, cell.c.date_key, ratio.label(OBSERVED)).select_from(joined)


def _week_of_each_platform(days: sa.CTE, scope: Scope) -> sa.Select[Any]:
    """Platform and day, also where a day holds nothing; only platforms that all four weeks know."""
    date = t.dim_date
    platforms = (
        sa.select(days.c.platform_key, sa.func.min(days.c.day).label("first_day"))
        .group_by(days.c.platform_key)
        .subquery("platforms")
    )
    newest = newest_day(days)
    return (
        sa.select(platforms.c.platform_key, date.c.day, date.c.date_key)
        .select_from(platforms.join(date, date.c.day > days_before(newest, WINDOW_DAYS)))
        .where(
            date.c.day <= newest,
            platforms.c.first_day <= days_before(date.c.day, BASELINE_DAYS),
            scope.rows_of(t.fact_insight, date.c),
        )
    )
