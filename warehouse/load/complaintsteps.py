"""`fact_complaint_event`: what happened to each complaint, from its thread and from how its page changed."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import filed, pages, staging, work
from warehouse.load.filed import complaint
from warehouse.load.firsts import first_brand
from warehouse.load.pages import page
from warehouse.members import NOT_APPLICABLE
from warehouse.sql import date_key_of, first_of, insert_select, yes
from warehouse.tables.complaintcourse import STEPS

BRAND_VERIFIED = "brand"
"""Author.verified_type of a merchant answering in its own name."""
CHANGES = STEPS[3:]
"""Steps that an answer's state names: each is one wherever it stands; replies are numbered instead."""

thread = staging.stage(
    "thread",
    "content_key:i step_content_key:i status:s actor:s is_reply:b occurred_at:t seen_at:t position:i",
)
"""What answers a complaint; `position` numbers the brand's replies, the earliest first."""
step = staging.stage(
    "step",
    "content_key:i step_content_key:i event:s actor:s seen_in:s confidence:s occurred_at:t seen_at:t",
)


def build_complaints(connection: sa.Connection) -> None:
    """Which contents are complaints, and what is known of each one's course."""
    filed.build_filed(connection)
    pages.build_pages(connection)
    for table in (thread, step):
        table.create(connection)
    insert_select(connection, thread, _thread())
    for part in (_openings(), _changes(), _answers(), _sightings()):
        insert_select(connection, step, part)


def load_events(connection: sa.Connection) -> None:
    """One row per step, numbered in time; what has no time of its own is placed where it was first seen."""
    row, about = step.c, complaint.c
    rank = sa.case({name: place for place, name in enumerate(STEPS)}, value=row.event)
    order = (sa.func.coalesce(row.occurred_at, row.seen_at).nulls_last(), rank, row.step_content_key, row.seen_at)
    statement = (
        sa.select(
            row.content_key,
            first_of(row.content_key, order_by=order).label("event_number"),
            about.brand_key,
            about.platform_key,
            date_key_of(row.occurred_at).label("date_key"),
            *(row[name] for name in ("step_content_key", "event", "actor", "seen_in", "confidence")),
            row.occurred_at,
            row.seen_at,
            sa.literal(1).label("event_count"),
        )
        .join(complaint, about.content_key == row.content_key)
        .order_by(row.content_key, sa.text("event_number"))
    )
    insert_select(connection, t.fact_complaint_event, statement)


def _thread() -> sa.Select[Any]:
    """Comments that answer a complaint, with who wrote them and what they do to it."""
    said, about, author, row = work.content.c, complaint.c, t.dim_author.c, first_brand.c
    is_reply = yes(sa.or_(author.verified_type == BRAND_VERIFIED, said.status == "replied"))
    actor = sa.case(
        (is_reply, "brand"),
        (said.author_id == about.author_id, "customer"),
        (said.author_id.is_(None), "unknown"),
        else_="other",
    )
    order = (said.published_at.nulls_last(), said.mention_id)
    return (
        sa.select(
            about.content_key,
            row.content_key.label("step_content_key"),
            said.status,
            actor.label("actor"),
            is_reply.label("is_reply"),
            said.published_at.label("occurred_at"),
            said.first_observed_at.label("seen_at"),
            first_of(about.content_key, is_reply, order_by=order).label("position"),
        )
        .select_from(work.content)
        .join(
            complaint,
            sa.and_(about.platform == said.platform, about.native_id == sa.func.coalesce(said.root_id, said.parent_id)),
        )
        .join(t.dim_content, t.dim_content.c.mention_id == said.mention_id)
        .join(first_brand, row.content_key == t.dim_content.c.content_key)
        .join(t.dim_author, author.author_key == row.author_key)
        .where(said.kind == "comment")
    )


def _openings() -> sa.Select[Any]:
    row = complaint.c
    return _step(row.content_key, NOT_APPLICABLE, "opened", "customer", "complaint", row.opened_at, row.first_seen_at)


def _changes() -> sa.Select[Any]:
    """Answers whose state says what came of it."""
    row = thread.c
    said = (row.status, row.actor, "thread", row.occurred_at, row.seen_at)
    return _step(row.content_key, row.step_content_key, *said).where(row.status.in_(CHANGES))


def _answers() -> sa.Select[Any]:
    """The brand's first reply, and what it and the customer said later without changing anything."""
    row = thread.c
    is_first = sa.and_(row.is_reply, row.position == 1)
    event = sa.case((is_first, "replied"), else_="followed_up")
    changes = sa.func.coalesce(row.status.in_(CHANGES), sa.false())
    follows = sa.and_(sa.or_(row.is_reply, row.actor == "customer"), ~changes)
    said = (event, row.actor, "thread", row.occurred_at, row.seen_at)
    return _step(row.content_key, row.step_content_key, *said).where(sa.or_(is_first, follows))


def _sightings() -> sa.Select[Any]:
    """States of the page that the thread does not tell: sure to lie before they were seen, no more."""
    row = page.c
    told = sa.select(step.c.event).where(step.c.content_key == row.content_key, step.c.event == row.event)
    confidence = sa.case((row.is_change, "bounded"), else_="undated")
    nowhen = sa.cast(sa.null(), staging.mention.c.observed_at.type)
    said = (row.event, "unknown", "page", nowhen, row.seen_at)
    return _step(row.content_key, NOT_APPLICABLE, *said, confidence=confidence).where(~told.exists())


def _step(
    content_key: Any, by: Any, event: Any, actor: Any, seen_in: str, occurred_at: Any, seen_at: Any, *,
    confidence: Any = None,
) -> sa.Select[Any]:  # fmt: skip
    stated = sa.case((occurred_at.is_not(None), "stated"), else_="undated")
    values = (
        content_key,
        by,
        event,
        actor,
        seen_in,
        stated if confidence is None else confidence,
        occurred_at,
        seen_at,
    )
    labelled = zip(values, step.columns, strict=True)
    return sa.select(*((v if isinstance(v, sa.ColumnElement) else sa.literal(v)).label(c.name) for v, c in labelled))
