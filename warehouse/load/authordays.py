"""`fact_author_day`: what was seen of each account, day by day."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import authors, staging
from warehouse.load.special import BEGINNING
from warehouse.sql import insert_select, local_day

FIGURES = ("follower_count", "following_count", "post_count", "like_total_count")
DELTAS = {name: name.replace("_count", "_delta") for name in FIGURES}
"""Figure -> what came since the previous day the account was seen."""


def load_author_days(connection: sa.Connection) -> None:
    """One row per account and day with a figure: of each the last known value of the day, never one of another day.

    Every moment has a state of the account; the first one's is valid from the beginning.
    """
    row, at, first = _days().subquery().c, authors.state.alias("at").c, authors.state.alias("first").c
    begins = authors.instant(BEGINNING)
    before: dict[str, Any] = {"partition_by": row.account, "order_by": row.day}
    previous = sa.func.lag(row.day).over(**before)
    statement = (
        sa.select(
            sa.func.coalesce(at.author_key, first.author_key).label("author_key"),
            t.dim_platform.c.platform_key,
            row.author_id,
            t.dim_date.c.date_key,
            row.observed_at,
            *(row[name] for name in FIGURES),
            *((row[name] - sa.func.lag(row[name]).over(**before)).label(delta) for name, delta in DELTAS.items()),
            sa.cast(row.day - previous, sa.BigInteger).label("days_since_previous"),
        )
        .join(t.dim_platform, t.dim_platform.c.platform == row.platform)
        .join(t.dim_date, t.dim_date.c.day == row.day)
        .outerjoin(at.account.table, sa.and_(at.account == row.account, at.valid_from == row.observed_at))
        .join(first.account.table, sa.and_(first.account == row.account, first.valid_from == begins))
        .order_by(t.dim_date.c.date_key)
    )
    insert_select(connection, t.fact_author_day, statement)


def _days() -> sa.Select[Any]:
    seen = staging.author.c
    day = local_day(seen.observed_at)
    # Of a moment seen twice (two sources) the larger figure counts, as in dim_author.
    latest = [_last_known(seen, name).label(name) for name in FIGURES]
    has_any = sa.func.coalesce(*(seen[name] for name in FIGURES)).is_not(None)
    return (
        sa.select(
            seen.account,
            day.label("day"),
            sa.func.min(seen.platform).label("platform"),
            sa.func.min(seen.author_id).label("author_id"),
            sa.func.max(seen.observed_at).label("observed_at"),
            *latest,
        )
        .where(has_any)
        .group_by(seen.account, day)
    )


def _last_known(seen: Any, name: str) -> sa.ColumnElement[Any]:
    known: sa.ColumnElement[Any] = sa.func.arg_max(seen[name], sa.func.row(seen.observed_at, seen[name])).filter(
        seen[name].is_not(None)
    )
    return known
