"""`fact_complaint`: complaints on complaint platforms and in posts, with the time of each milestone."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import work
from warehouse.load.firsts import first_brand
from warehouse.members import NOT_ARRIVED, UNKNOWN
from warehouse.sql import date_key_of, insert_select, minutes_between
from warehouse.tables.complaints import ANSWERED, ENDED

BRAND_VERIFIED = "brand"
"""Author.verified_type of a merchant answering in its own name."""


def load_complaints(connection: sa.Connection) -> None:
    """One row per complaint.

    Answers of the merchant and other content inside a complaint's thread are milestones, not complaints of their own.
    A source may state how a complaint stands and show no thread: the milestones it implies lie at an unknown time, and
    how many answers there were is unknown.
    """
    row, content = first_brand.c, t.dim_content.c
    said = work.current_of("complaint").where(~work.verdict.c.is_abstained, work.verdict.c.label != "none").subquery().c
    step, reason = _milestones().c, _reasons().c
    type_ = t.dim_complaint_type.c
    is_filed = content.kind == "complaint"
    state = _state(content.status, step)
    statement = (
        sa.select(
            *(
                row[name]
                for name in ("content_key", "brand_key", "product_key", "platform_key", "author_key", "date_key")
            ),
            sa.func.coalesce(type_.complaint_type_key, UNKNOWN).label("complaint_type_key"),
            date_key_of(step.first_replied_at, _day_without_time(state, ANSWERED)).label("first_reply_date_key"),
            date_key_of(step.resolved_at, _day_without_time(state, ENDED)).label("resolved_date_key"),
            sa.case((is_filed, "complaint_platform"), else_="post").label("channel"),
            state.label("status"),
            content.published_at.label("opened_at"),
            step.first_replied_at,
            step.resolved_at,
            said.value.label("severity"),
            sa.func.round(said.value * 100).label("severity_points"),
            reason.severity_reasons,
            reason.demands,
            reason.cause,
            step.reply_count,
            step.reopened_count,
            minutes_between(content.published_at, step.first_replied_at).label("reply_minutes"),
            minutes_between(content.published_at, step.resolved_at).label("resolution_minutes"),
            sa.literal(1).label("complaint_count"),
            said.evidence,
        )
        .select_from(first_brand)
        .join(t.dim_content, content.content_key == row.content_key)
        .outerjoin(said.mention_id.table, said.mention_id == content.mention_id)
        .outerjoin(t.dim_complaint_type, _is_of_type(type_, said))
        .outerjoin(reason.mention_id.table, reason.mention_id == content.mention_id)
        .outerjoin(step.content_key.table, step.content_key == content.content_key)
        .where(sa.or_(is_filed, said.mention_id.is_not(None)), ~work.is_answer(content.mention_id))
        .order_by(row.date_key, row.content_key)
    )
    insert_select(connection, t.fact_complaint, statement)


def _is_of_type(type_: Any, said: Any) -> sa.ColumnElement[bool]:
    theme = sa.func.coalesce(said.aspect, "")
    return sa.and_(type_.complaint_type == said.label, sa.func.coalesce(type_.theme, "") == theme)


def _reasons() -> sa.Subquery:
    """Per mention: what is demanded, the cause, and what made the complaint grave with its points, as JSON."""
    said = work.current_of("complaint_reason").subquery().c
    of_severity = said.target == "severity"
    points = sa.func.concat('"', said.label, '":', sa.cast(sa.cast(said.value, sa.Integer), sa.String))
    found: sa.Select[Any] = sa.select(
        said.mention_id,
        _joined(sa.case((said.target == "demand", said.label)), ",").label("demands"),
        sa.func.min(sa.case((said.target == "cause", said.label))).label("cause"),
        sa.func.concat("{", _joined(sa.case((of_severity, points)), ","), "}").label("severity_reasons"),
    ).group_by(said.mention_id)
    return found.subquery("reasons")


def _joined(values: sa.ColumnElement[Any], separator: str) -> sa.ColumnElement[Any]:
    return sa.func.string_agg(values, sa.literal(separator)).aggregate_order_by(values)


def _thread() -> sa.Select[Any]:
    """Contents that answer another, with the one they answer and what they do to it."""
    answer, complaint = t.dim_content.alias("answer").c, t.dim_content.alias("complaint").c
    author, row = t.dim_author.c, first_brand.alias("answer_row").c
    return (
        sa.select(
            complaint.content_key,
            answer.published_at,
            answer.status,
            sa.or_(author.verified_type == BRAND_VERIFIED, answer.status == "replied").label("is_reply"),
        )
        .select_from(answer.content_key.table)
        .join(
            complaint.content_key.table,
            sa.and_(
                complaint.platform_key == answer.platform_key,
                complaint.native_id == sa.func.coalesce(answer.root_id, answer.parent_id),
            ),
        )
        .join(row.content_key.table, row.content_key == answer.content_key)
        .join(t.dim_author, author.author_key == row.author_key)
        .where(answer.kind == "comment")
    )


def _milestones() -> sa.Subquery:
    """Per content answered: first reply by the brand, and the last resolution unless reopened after it."""
    event = _thread().subquery().c
    resolved = sa.func.max(sa.case((event.status == "resolved", event.published_at)))
    reopened = sa.func.max(sa.case((event.status == "reopened", event.published_at)))
    stands = sa.or_(reopened.is_(None), resolved > reopened)
    return (
        sa.select(
            event.content_key,
            sa.func.min(sa.case((event.is_reply, event.published_at))).label("first_replied_at"),
            sa.case((stands, resolved)).label("resolved_at"),
            sa.and_(sa.func.count(sa.case((event.status == "resolved", 1))) > 0, stands).label("is_resolved"),
            sa.func.count(sa.case((event.is_reply, 1))).label("reply_count"),
            sa.func.count(sa.case((event.status == "reopened", 1))).label("reopened_count"),
        )
        .group_by(event.content_key)
        .subquery("milestone")
    )


def _state(own: Any, step: Any) -> sa.ColumnElement[Any]:
    """Where it stands: what the thread shows beats what the complaint's own page last said, unless that says ended."""
    return sa.case(
        (step.is_resolved, "resolved"),
        (step.reopened_count > 0, "open"),
        (own.in_(ENDED), own),
        (step.reply_count > 0, "replied"),
        else_=own,
    )


def _day_without_time(state: sa.ColumnElement[Any], reached: tuple[str, ...]) -> sa.ColumnElement[Any]:
    """The day of a milestone without a time: unknown where the state says it was reached, else not yet arrived."""
    return sa.case((state.in_(reached), UNKNOWN), else_=NOT_ARRIVED)
