"""`fact_complaint`: complaints on complaint platforms and in posts, with the time of each milestone."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from records import Brand
from warehouse import tables as t
from warehouse.businesstime import minutes_open
from warehouse.load import complaintsteps, filed, milestones, openings, work
from warehouse.load.complaintsteps import thread
from warehouse.load.filed import complaint
from warehouse.load.firsts import first_brand
from warehouse.load.openings import opening
from warehouse.members import NOT_ARRIVED, UNKNOWN
from warehouse.sql import date_key_of, insert_select, minutes_between
from warehouse.tables.complaints import ANSWERED, ENDED


def load_complaints(connection: sa.Connection, brands: Iterable[Brand]) -> None:
    """Complaints and each one's steps; the days on which they were open come later, in the target (`backlog`)."""
    complaintsteps.build_complaints(connection)
    openings.build_openings(connection, brands, _days(connection))
    _load_milestones(connection)
    complaintsteps.load_events(connection)


def _load_milestones(connection: sa.Connection) -> None:
    """One row per complaint.

    A source may state how a complaint stands and show no thread: the milestones it implies lie at an unknown time, and
    how many answers there were is unknown.
    """
    row, about = first_brand.c, complaint.c
    said, step, shown = filed.verdicts().c, milestones.of_thread().c, milestones.of_page().c
    reason, due, type_ = _reasons().c, openings.due_days().c, t.dim_complaint_type.c
    opened, replied, resolved = (opening.alias(name).c for name in ("opened", "replied", "resolved"))
    state = milestones.state(about.status, step)
    statement = (
        sa.select(
            *(
                row[name]
                for name in ("content_key", "brand_key", "product_key", "platform_key", "author_key", "date_key")
            ),
            sa.func.coalesce(type_.complaint_type_key, UNKNOWN).label("complaint_type_key"),
            date_key_of(step.first_replied_at, _without_reply(state, step)).label("first_reply_date_key"),
            date_key_of(step.resolved_at, _without_time(state, ENDED)).label("resolved_date_key"),
            sa.case((about.is_filed, "complaint_platform"), else_="post").label("channel"),
            state.label("status"),
            about.opened_at,
            step.first_replied_at,
            step.resolved_at,
            said.value.label("severity"),
            sa.func.round(said.value * 100).label("severity_points"),
            reason.severity_reasons,
            reason.demands,
            reason.cause,
            step.reply_count,
            step.reopened_count,
            minutes_between(about.opened_at, step.first_replied_at).label("reply_minutes"),
            minutes_between(about.opened_at, step.resolved_at).label("resolution_minutes"),
            sa.literal(1).label("complaint_count"),
            said.evidence,
            _happened(step.reopened_at, sa.or_(step.reopened_count > 0, shown.is_reopened)).label("reopened_date_key"),
            _happened(step.escalated_at, sa.or_(step.is_escalated, shown.is_escalated)).label("escalated_date_key"),
            _ended(state, step, shown).label("ended_date_key"),
            sa.func.coalesce(due.reply_due_date_key, UNKNOWN).label("reply_due_date_key"),
            sa.func.coalesce(due.resolution_due_date_key, UNKNOWN).label("resolution_due_date_key"),
            step.reopened_at,
            step.escalated_at,
            _is_reopened(step, shown).label("is_reopened"),
            minutes_open(about.opened_at, opened, step.first_replied_at, replied).label("reply_business_minutes"),
            minutes_open(about.opened_at, opened, step.resolved_at, resolved).label("resolution_business_minutes"),
            _late(step.first_replied_at, due.reply_due_date_key).label("is_reply_late"),
            _late(step.resolved_at, due.resolution_due_date_key).label("is_resolution_late"),
        )
        .select_from(complaint)
        .join(first_brand, row.content_key == about.content_key)
        .outerjoin(said.content_key.table, said.content_key == about.content_key)
        .outerjoin(t.dim_complaint_type, _is_of_type(type_, said))
        .outerjoin(reason.content_key.table, reason.content_key == about.content_key)
        .outerjoin(step.content_key.table, step.content_key == about.content_key)
        .outerjoin(shown.content_key.table, shown.content_key == about.content_key)
        .outerjoin(due.content_key.table, due.content_key == about.content_key)
        .outerjoin(opened.date_key.table, _is_open_on(opened, about.opened_at))
        .outerjoin(replied.date_key.table, _is_open_on(replied, step.first_replied_at))
        .outerjoin(resolved.date_key.table, _is_open_on(resolved, step.resolved_at))
        .order_by(row.date_key, row.content_key)
    )
    insert_select(connection, t.fact_complaint, statement)


def _days(connection: sa.Connection) -> tuple[int, int]:
    """First and last day on which something happened to a complaint."""
    moments = sa.union_all(sa.select(complaint.c.opened_at.label("at")), sa.select(thread.c.occurred_at)).subquery().c
    key = date_key_of(moments.at)
    first, last = connection.execute(sa.select(sa.func.min(key), sa.func.max(key)).where(key > 0)).one()
    return (first or 0, last or 0)


def _is_of_type(type_: Any, said: Any) -> sa.ColumnElement[bool]:
    theme = sa.func.coalesce(said.aspect, "")
    return sa.and_(type_.complaint_type == said.label, sa.func.coalesce(type_.theme, "") == theme)


def _reasons() -> sa.Subquery:
    """Per content: what is demanded, the cause, and what made the complaint grave with its points, as JSON."""
    said = work.current_of("complaint_reason").subquery().c
    of_severity = said.target == "severity"
    points = sa.func.concat('"', said.label, '":', sa.cast(sa.cast(said.value, sa.Integer), sa.String))
    found: sa.Select[Any] = sa.select(
        said.content_key,
        _joined(sa.case((said.target == "demand", said.label)), ",").label("demands"),
        sa.func.min(sa.case((said.target == "cause", said.label))).label("cause"),
        sa.func.concat("{", _joined(sa.case((of_severity, points)), ","), "}").label("severity_reasons"),
    ).group_by(said.content_key)
    return found.subquery("reasons")


def _joined(values: sa.ColumnElement[Any], separator: str) -> sa.ColumnElement[Any]:
    return sa.func.string_agg(values, sa.literal(separator)).aggregate_order_by(values)


def _without_time(state: sa.ColumnElement[Any], reached: tuple[str, ...]) -> sa.ColumnElement[Any]:
    """The day of a milestone without a time: unknown where the state says it was reached, else not yet arrived."""
    return sa.case((state.in_(reached), UNKNOWN), else_=NOT_ARRIVED)


def _without_reply(state: sa.ColumnElement[Any], step: Any) -> sa.ColumnElement[Any]:
    """The same for the reply: a thread that shows an end and no reply shows that there was none."""
    unanswered = sa.and_(step.reply_count == 0, sa.or_(step.is_resolved, step.is_closed))
    return sa.case((unanswered, NOT_ARRIVED), else_=_without_time(state, ANSWERED))


def _happened(moment: Any, has_happened: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return date_key_of(moment, sa.case((has_happened, UNKNOWN), else_=NOT_ARRIVED))


def _is_reopened(step: Any, shown: Any) -> sa.ColumnElement[Any]:
    """Known where a thread tells, or the page was seen to."""
    return sa.case(
        (sa.or_(step.reopened_count > 0, shown.is_reopened), sa.true()), (step.reopened_count == 0, sa.false())
    )


def _ended(state: Any, step: Any, shown: Any) -> sa.ColumnElement[Any]:
    """The day it was no longer open: of its end, else when one was first seen."""
    ended_at = sa.func.coalesce(
        sa.case((state == "resolved", step.resolved_at), else_=step.closed_at),
        sa.case((sa.or_(step.is_resolved, step.is_closed), step.ended_seen_at)),
        shown.ended_seen_at,
        complaint.c.first_seen_at,
    )
    return sa.case((state.in_(ENDED), date_key_of(ended_at)), else_=NOT_ARRIVED)


def _late(moment: Any, due_date_key: Any) -> sa.ColumnElement[Any]:
    """Whether a moment lies after the last day of its term; NULL when either is unknown."""
    return sa.case((moment.is_not(None), date_key_of(moment) > due_date_key))


def _is_open_on(hours: Any, moment: Any) -> sa.ColumnElement[bool]:
    return sa.and_(hours.brand_key == first_brand.c.brand_key, hours.date_key == date_key_of(moment))
