"""`fact_engagement`: every observation of counters with what came since the last, the latest marked."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import staging, work
from warehouse.sql import date_key_of, insert_select, minutes_between
from warehouse.tables.engagement import EQUAL_AGE_HOURS, MATURE_HOURS

COUNTERS = ("like_count", "comment_count", "share_count", "favorite_count", "view_count")
ENGAGEMENT = COUNTERS[:4]
"""What engagement adds up; reads and plays are shallow and stay apart."""
WOWS = "wow_count"
"""在看 is WeChat's alone: no part of engagement, which is compared between platforms, and without a delta."""
DELTAS = {name: name.replace("_count", "_delta") for name in COUNTERS}
"""Counter -> what came since the same source's previous observation."""


def load_engagement(connection: sa.Connection) -> None:
    """One row per content, moment and source; observations without any counter are left out."""
    seen = _one_per_moment().subquery().c
    following = _following(seen)
    age = minutes_between(seen.published_at, seen.observed_at)
    statement = sa.select(
        seen.content_key,
        seen.observed_at,
        seen.source,
        date_key_of(seen.observed_at).label("date_key"),
        t.dim_platform.c.platform_key,
        *(seen[name] for name in COUNTERS),
        known_sum(*(seen[name] for name in ENGAGEMENT)).label("engagement_count"),
        seen.count_precision,
        following.is_(None).label("is_latest"),
        *(_since_last(seen, name).label(delta) for name, delta in DELTAS.items()),
        sa.cast(sa.func.floor(age / 60), sa.BigInteger).label("age_hours"),
        sa.case((age.is_not(None), age >= MATURE_HOURS * 60)).label("is_mature"),
        _is_at_equal_age(seen, age, following).label("is_at_72h"),
        seen.wow_count,
    ).join(t.dim_platform, t.dim_platform.c.platform == seen.platform)
    insert_select(connection, t.fact_engagement, statement)


def known_sum(*counts: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The sum of the known counts; NULL when none is known."""
    total: sa.ColumnElement[Any] = sa.literal(0)
    for count in counts:
        total = total + sa.func.coalesce(count, 0)
    return sa.case((sa.func.coalesce(*counts).is_not(None), total))


def _since_last(seen: Any, name: str) -> sa.ColumnElement[Any]:
    before = sa.func.lag(seen[name]).over(partition_by=(seen.content_key, seen.source), order_by=seen.observed_at)
    delta: sa.ColumnElement[Any] = seen[name] - before
    return delta


def _following(seen: Any) -> sa.ColumnElement[Any]:
    """When the content was observed next; of one moment the first source comes last, so that it counts."""
    order = (seen.observed_at, seen.source.desc())
    return sa.func.lead(seen.observed_at).over(partition_by=seen.content_key, order_by=order)


def _is_at_equal_age(seen: Any, age: sa.ColumnElement[Any], following: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Whether it is the content's last observation not after EQUAL_AGE_HOURS."""
    until = seen.published_at + sa.text(f"INTERVAL '{EQUAL_AGE_HOURS}' HOUR")
    is_last = sa.func.coalesce(following > until, sa.true())
    return sa.case((age.is_not(None), sa.and_(seen.observed_at <= until, is_last)))


def _one_per_moment() -> sa.Select[Any]:
    seen, content = staging.observation.c, work.content.c
    grain = (content.content_key, content.platform, content.published_at, seen.observed_at, seen.source)
    names = (*COUNTERS, WOWS)
    counters = [sa.func.max(seen[name]).label(name) for name in names]
    precision = sa.func.max(seen.count_precision).label("count_precision")
    has_any = sa.func.coalesce(*(seen[name] for name in names)).is_not(None)
    return (
        sa.select(*grain, *counters, precision)
        .join(work.content, content.mention_id == seen.mention_id)
        .where(has_any)
        .group_by(*grain)
    )
