"""`fact_complaint_backlog`: the days on which complaints were open, made from finished facts on either engine."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import NOT_ARRIVED, UNKNOWN
from warehouse.sql import date_key_of, insert_select
from warehouse.touched import EVERYTHING, Scope


def last_day() -> sa.ScalarSelect[Any]:
    """Date key of the last day of the data: when a content was last seen. No clock is asked."""
    content = t.dim_content.c
    seen = sa.select(sa.func.max(content.observed_at).label("at")).where(content.content_key > 0).subquery("seen")
    return sa.select(date_key_of(seen.c.at)).scalar_subquery()


def load_backlog(connection: sa.Connection, scope: Scope = EVERYTHING) -> None:
    """Makes the days of the scope's complaints anew, and adds the days that the data has reached since for the rest.

    An untouched complaint has rows up to its end or the last day of the data as it was then. Whoever was open on that
    day has a row on it, so after the newest day in the table there is none to be added twice.
    """
    table, newest = t.fact_complaint_backlog, sa.func.max(t.fact_complaint_backlog.c.date_key)
    connection.execute(sa.delete(table).where(sa.or_(scope.rows_of(table), table.c.date_key > last_day())))
    reached = connection.scalar(sa.select(newest))
    in_scope = scope.rows_of(t.fact_complaint)
    insert_select(connection, table, backlog_rows(in_scope))
    if reached is not None:
        insert_select(connection, table, backlog_rows(~in_scope, t.dim_date.c.date_key > reached))


def backlog_rows(*conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """One row per open complaint and day, from `fact_complaint` and `dim_date` of the same database.

    `conditions` over these two ask for a part. Complaints whose source does not say how they stand, or that were
    opened on an unknown day, are not followed.
    """
    fact, day, opened = t.fact_complaint.c, t.dim_date.c, t.dim_date.alias("opened").c
    is_open = sa.or_(fact.ended_date_key == NOT_ARRIVED, day.date_key < fact.ended_date_key)
    statement = (
        sa.select(
            fact.content_key,
            day.date_key,
            fact.brand_key,
            fact.platform_key,
            fact.complaint_type_key,
            sa.cast(day.day - opened.day, sa.BigInteger).label("age_days"),
            _state(fact, day.date_key).label("state"),
            _is_reply_overdue(fact, day.date_key).label("is_reply_overdue"),
            sa.case((fact.resolution_due_date_key > 0, day.date_key > fact.resolution_due_date_key)).label(
                "is_resolution_overdue"
            ),
            sa.literal(1).label("open_count"),
        )
        .select_from(t.fact_complaint)
        .join(opened.date_key.table, opened.date_key == fact.date_key)
        .join(t.dim_date, sa.and_(day.date_key >= fact.date_key, day.date_key <= last_day()))
        .where(fact.date_key > 0, fact.status.is_not(None), is_open, *conditions)
    )
    return statement.order_by(day.date_key, fact.content_key)


def _state(fact: Any, day: Any) -> sa.ColumnElement[Any]:
    """The gravest state it had reached by the day; what happened at an unknown time is not counted."""
    return sa.case(
        (fact.escalated_date_key.between(1, day), "escalated"),
        (fact.reopened_date_key.between(1, day), "reopened"),
        (fact.first_reply_date_key.between(1, day), "replied"),
        else_="open",
    )


def _is_reply_overdue(fact: Any, day: Any) -> sa.ColumnElement[Any]:
    waits = sa.or_(fact.first_reply_date_key == NOT_ARRIVED, fact.first_reply_date_key > day)
    is_known = sa.and_(fact.reply_due_date_key > 0, fact.first_reply_date_key != UNKNOWN)
    return sa.case((is_known, sa.and_(day > fact.reply_due_date_key, waits)))
