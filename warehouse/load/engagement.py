"""`fact_engagement`: every observation of counters, the latest marked."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import staging
from warehouse.sql import date_key_of, first_of, insert_select, yes

COUNTERS = ("like_count", "comment_count", "share_count", "favorite_count", "view_count")
ENGAGEMENT = COUNTERS[:4]
"""What engagement adds up; reads and plays are shallow and stay apart."""


def load_engagement(connection: sa.Connection) -> None:
    """One row per content, moment and source; observations without any counter are left out."""
    seen = _one_per_moment().subquery().c
    content = t.dim_content.c
    latest = first_of(content.content_key, order_by=(seen.observed_at.desc(), seen.source))
    statement = (
        sa.select(
            content.content_key,
            seen.observed_at,
            seen.source,
            date_key_of(seen.observed_at).label("date_key"),
            content.platform_key,
            *(seen[name] for name in COUNTERS),
            known_sum(*(seen[name] for name in ENGAGEMENT)).label("engagement_count"),
            seen.count_precision,
            yes(latest == 1).label("is_latest"),
        )
        .join(t.dim_content, content.mention_id == seen.mention_id)
        .order_by(content.content_key, seen.observed_at)
    )
    insert_select(connection, t.fact_engagement, statement)


def known_sum(*counts: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The sum of the known counts; NULL when none is known."""
    total: sa.ColumnElement[Any] = sa.literal(0)
    for count in counts:
        total = total + sa.func.coalesce(count, 0)
    return sa.case((sa.func.coalesce(*counts).is_not(None), total))


def _one_per_moment() -> sa.Select[Any]:
    seen = staging.observation.c
    grain = (seen.mention_id, seen.observed_at, seen.source)
    counters = [sa.func.max(seen[name]).label(name) for name in COUNTERS]
    precision = sa.func.max(seen.count_precision).label("count_precision")
    has_any = sa.func.coalesce(*(seen[name] for name in COUNTERS)).is_not(None)
    return sa.select(*grain, *counters, precision).where(has_any).group_by(*grain)
