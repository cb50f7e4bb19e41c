"""Days of the cube: its volumes per day, its newest day, and arithmetic of days that both engines understand."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.sql import local_day

WINDOW_DAYS = 7
"""The newest days that are watched: a week holds every weekday once."""
BASELINE_DAYS = 28
"""The days before them that they are compared with: each weekday four times."""


def days_before(day: sa.ColumnElement[Any], count: int) -> sa.ColumnElement[Any]:
    """The day `count` days earlier (a date less a number is a date on DuckDB and PostgreSQL)."""
    earlier: sa.ColumnElement[Any] = sa.type_coerce(day, sa.Integer) - count
    return earlier


def days_between(earlier: sa.ColumnElement[Any], later: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Days from one day to another (a date less a date is a number of days on both)."""
    span: sa.ColumnElement[Any] = sa.type_coerce(later, sa.Integer) - sa.type_coerce(earlier, sa.Integer)
    return span


def daily(*keys: str, counts: tuple[str, ...] = ("mention_count",)) -> sa.Select[Any]:
    """Totals of the cube per day and `keys`; days that nobody knows are left out."""
    insight, date = t.fact_insight, t.dim_date
    by = [date.c.day, *(insight.c[name] for name in keys)]
    sums = [sa.func.sum(insight.c[name]).label(name) for name in counts]
    joined = insight.join(date, date.c.date_key == insight.c.date_key)
    is_total = sa.and_(insight.c.topic_key == ALL, insight.c.aspect_key == ALL, date.c.day.is_not(None))
    return sa.select(*by, *sums).select_from(joined).where(is_total).group_by(*by)


_SEEN = sa.select(local_day(sa.func.max(t.dim_content.c.observed_at)).label("day")).cte("seen_until")
"""The day of the last observation, one for all checks of a statement: PostgreSQL would read all contents for each."""


def newest_day(days: sa.FromClause) -> sa.ScalarSelect[Any]:
    """The newest day that has volume and is not after the last observation: a post dated ahead is no newest day."""
    seen = sa.select(_SEEN.c.day).scalar_subquery()
    return sa.select(sa.func.max(days.c.day)).where(days.c.day <= seen).scalar_subquery()
