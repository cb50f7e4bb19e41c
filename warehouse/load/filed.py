"""Which contents are complaints."""

from typing import Any

import sqlalchemy as sa

from warehouse.load import staging, work
from warehouse.load.firsts import first_brand
from warehouse.sql import insert_select

FILED = "complaint"
"""Kind of what was written on a complaint platform."""

complaint = staging.stage(
    "complaint",
    "content_key:i brand_key:i platform_key:i date_key:i mention_id:s platform:s native_id:s author_id:s status:s"
    " is_filed:b opened_at:t first_seen_at:t",
)


def build_filed(connection: sa.Connection) -> None:
    """Lists the complaints, each under its first brand."""
    complaint.create(connection)
    insert_select(connection, complaint, _complaints())


def verdicts() -> sa.Subquery:
    """What the engine in use said of each mention it calls a complaint."""
    return work.current_of("complaint").where(~work.verdict.c.is_abstained, work.verdict.c.label != "none").subquery()


def is_complaint(judged: Any) -> sa.ColumnElement[bool]:
    """Of `work.content` beside the columns of `verdicts()`: filed as one, or called so, and no answer to another."""
    said = work.content.c
    return sa.and_(sa.or_(said.kind == FILED, judged.content_key.is_not(None)), ~work.is_answer(said.content_key))


def _complaints() -> sa.Select[Any]:
    """Contents filed as complaints, or called so by an engine; what answers a complaint is procedure."""
    row, said, judged = first_brand.c, work.content.c, verdicts().c
    return (
        sa.select(
            *(row[name] for name in ("content_key", "brand_key", "platform_key", "date_key")),
            *(said[name] for name in ("mention_id", "platform", "native_id", "author_id", "status")),
            (said.kind == FILED).label("is_filed"),
            said.published_at.label("opened_at"),
            said.first_observed_at.label("first_seen_at"),
        )
        .join(work.content, said.content_key == row.content_key)
        .outerjoin(judged.content_key.table, judged.content_key == said.content_key)
        .where(is_complaint(judged))
    )
