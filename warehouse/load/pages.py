"""What the pages of complaints came to show, version by version."""

from typing import Any

import sqlalchemy as sa

from warehouse.load import staging
from warehouse.load.filed import complaint
from warehouse.sql import first_of, insert_select, yes
from warehouse.tables.complaintcourse import STEPS
from warehouse.tables.complaints import ENDED

page = staging.stage("page", "content_key:i event:s is_change:b seen_at:t ended_seen_at:t")
"""States that the complaint's own page came to show; `ended_seen_at` is when it first showed an end that stood."""


def build_pages(connection: sa.Connection) -> None:
    """Lists the changes that the versions of each complaint show."""
    page.create(connection)
    insert_select(connection, page, _page())


def _page() -> sa.Select[Any]:
    """Each change of the state that a complaint's own page shows, and whether an earlier version showed another."""
    seen = _sighted().subquery().c
    window: dict[str, Any] = {"partition_by": seen.content_key, "order_by": seen.observed_at}
    before = sa.func.lag(seen.status).over(**window)
    has_ended = seen.status.in_(ENDED)
    last_open = sa.func.max(sa.case((~has_ended, seen.observed_at))).over(partition_by=seen.content_key)
    stands = sa.and_(has_ended, sa.or_(last_open.is_(None), seen.observed_at > last_open))
    marked = sa.select(
        seen.content_key, seen.status, seen.observed_at, before.label("before"), yes(stands).label("stands")
    )
    row = marked.subquery().c
    ended = sa.func.min(sa.case((row.stands, row.observed_at))).over(partition_by=row.content_key)
    reopens = sa.and_(row.status == "open", row.before.in_(ENDED))
    whole = sa.select(
        row.content_key,
        sa.case((reopens, "reopened"), (row.status.in_(STEPS[1:]), row.status)).label("event"),
        yes(row.before.is_not(None)).label("is_change"),
        row.observed_at.label("seen_at"),
        ended.label("ended_seen_at"),
        yes(row.status.is_distinct_from(row.before)).label("differs"),
    ).subquery()
    return sa.select(*(whole.c[c.name] for c in page.columns)).where(whole.c.differs, whole.c.event.is_not(None))


def _sighted() -> sa.Select[Any]:
    """One state per complaint and moment it was gathered."""
    seen = staging.mention.c
    order = (seen.source.desc(), seen.status.desc())
    position = first_of(complaint.c.content_key, seen.observed_at, order_by=order)
    ranked = (
        sa.select(complaint.c.content_key, seen.observed_at, seen.status, position.label("position"))
        .join(complaint, complaint.c.mention_id == seen.mention_id)
        .where(seen.status.is_not(None))
        .subquery()
        .c
    )
    return sa.select(ranked.content_key, ranked.observed_at, ranked.status).where(ranked.position == 1)
