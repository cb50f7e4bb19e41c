"""What crm judges alerts by, beside the mentions: words of negatives, worked days, when all was last seen."""

from datetime import date, datetime

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.tone import verdict, with_verdicts


def negative_text_frame(connection: sa.Connection) -> pa.Table:
    """content_key and text (title and body) of own words judged negative for a tracked brand, each content once.

    Restricted: for looking up words only; what is kept is which words of a list were found.
    """
    row, said = t.fact_mention.c, t.content_text.c
    text = sa.func.concat_ws("\n", said.title, said.text).label("text")
    is_negative = sa.and_(verdict("label") == "negative", ~verdict("is_abstained"))
    statement = (
        sa.select(row.content_key, text)
        .select_from(with_verdicts(t.fact_mention).join(t.content_text, said.content_key == row.content_key))
        .where(row.brand_key > 0, row.mention_count == 1, ~row.is_inherited, is_negative)
        .distinct()
        .order_by(row.content_key)
    )
    return bulk.fetch(connection, statement)


def thread_frame(connection: sa.Connection) -> pa.Table:
    """content_key and root_mention_id of reposts and replies whose thread's beginning is known."""
    edge, root = t.fact_propagation.c, t.dim_content.c
    statement = (
        sa.select(edge.content_key, sa.func.min(root.mention_id).label("root_mention_id"))
        .join(t.dim_content, root.content_key == edge.root_content_key)
        .where(edge.root_content_key > 0)
        .group_by(edge.content_key)
        .order_by(edge.content_key)
    )
    return bulk.fetch(connection, statement)


def complaint_points_frame(connection: sa.Connection) -> pa.Table:
    """content_key and severity_points of complaints whose severity is known."""
    row = t.fact_complaint.c
    statement = sa.select(row.content_key, row.severity_points).where(row.severity_points.is_not(None))
    return bulk.fetch(connection, statement.order_by(row.content_key))


def workdays(connection: sa.Connection) -> dict[date, bool]:
    """Whether each day of the calendar is worked in China, make-up days applied; unknown days are left out."""
    day = t.dim_date.c
    known = sa.select(day.day, day.is_workday).where(day.day.is_not(None), day.is_workday.is_not(None))
    return {row.day: bool(row.is_workday) for row in connection.execute(known)}


def seen_until(connection: sa.Connection) -> datetime | None:
    """When the newest content or counter was seen; None of an empty star. What is dated later is misdated."""
    newest: datetime | None
    (newest,) = connection.execute(sa.select(sa.func.max(t.dim_content.c.observed_at))).scalars().all()
    return newest
