"""Milestones of each complaint, as its thread and its page tell them."""

from typing import Any

import sqlalchemy as sa

from warehouse.load.complaintsteps import thread
from warehouse.load.pages import page
from warehouse.tables.complaints import ENDED

ONGOING = ("escalated", "reopened", "followed_up")
"""What a page may say of a complaint that is open."""


def of_thread() -> sa.Subquery:
    """Per complaint with a thread: first reply by the brand, and the last end unless reopened after it."""
    event = thread.c
    latest = {name: sa.func.max(_at(event.status == name)) for name in ("resolved", "closed", "reopened")}
    stands = {
        name: sa.and_(
            _count(event.status == name) > 0,
            sa.or_(latest["reopened"].is_(None), latest[name] > latest["reopened"]),
        )
        for name in ENDED
    }
    # An end without a time stands, unless something at a known time reopened it.
    return (
        sa.select(
            event.content_key,
            sa.func.min(_at(event.is_reply)).label("first_replied_at"),
            sa.case((stands["resolved"], latest["resolved"])).label("resolved_at"),
            sa.case((stands["closed"], latest["closed"])).label("closed_at"),
            stands["resolved"].label("is_resolved"),
            stands["closed"].label("is_closed"),
            sa.func.min(sa.case((event.status.in_(ENDED), event.seen_at))).label("ended_seen_at"),
            _count(event.is_reply).label("reply_count"),
            _count(event.status == "reopened").label("reopened_count"),
            latest["reopened"].label("reopened_at"),
            sa.func.min(_at(event.status == "escalated")).label("escalated_at"),
            (_count(event.status == "escalated") > 0).label("is_escalated"),
        )
        .group_by(event.content_key)
        .subquery("milestone")
    )


def _at(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    return sa.case((condition, thread.c.occurred_at))


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    return sa.func.count(sa.case((condition, 1)))


def of_page() -> sa.Subquery:
    """Per complaint whose page shows a state: when it first showed an end that stood, and what it went through."""
    row = page.c
    grouped: sa.Select[Any] = sa.select(
        row.content_key,
        sa.func.min(row.ended_seen_at).label("ended_seen_at"),
        sa.func.bool_or(row.event == "escalated").label("is_escalated"),
        # That no sighting fell between an end and a new beginning does not say that there was none.
        sa.func.max(sa.case((row.event == "reopened", sa.true()))).label("is_reopened"),
    ).group_by(row.content_key)
    return grouped.subquery("shown")


def state(own: Any, step: Any) -> sa.ColumnElement[Any]:
    """Where it stands: what the thread shows beats what the complaint's own page last said, unless that says ended."""
    return sa.case(
        (step.is_resolved, "resolved"),
        (step.is_closed, "closed"),
        (step.reopened_count > 0, "open"),
        (own.in_(ENDED), own),
        (step.reply_count > 0, "replied"),
        (own.in_(ONGOING), "open"),
        else_=own,
    )
