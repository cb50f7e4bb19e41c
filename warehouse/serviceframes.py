"""What crm judges the service by: complaints with their milestones, and when they were last looked at."""

from datetime import datetime
from typing import cast

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.views import VIEWS

COMPLAINT_COLUMNS = (
    "complaint_id", "brand_id", "product", "day", "complaint_type", "theme", "category", "status", "opened_at",
    "first_replied_at", "resolved_at", "reply_count", "is_reopened", "reply_due_on", "resolution_due_on",
    "reply_business_minutes", "resolution_business_minutes",
)  # fmt: skip


def complaint_frame(connection: sa.Connection) -> pa.Table:
    """One row a complaint and tracked brand it is about: COMPLAINT_COLUMNS of `v_complaint`, no wording."""
    view = next(view for view in VIEWS if view.name == "v_complaint")
    shown = sa.table(view.name, *(sa.column(c.name) for c in view.columns)).c
    statement = sa.select(*(shown[name] for name in COMPLAINT_COLUMNS)).where(shown.brand_id.is_not(None))
    return bulk.fetch(connection, statement.order_by(shown.complaint_id, shown.brand_id))


def desk_frame(connection: sa.Connection) -> pa.Table:
    """One row a single contact that the customer began, also of customers unknown: what a desk is judged by.

    contacted_at, channel, customer_id, reason, contact_count, is_resolved, first_response_minutes, handling_minutes,
    is_answered, knowledge_id, knowledge_kind. Totals of a day have no hour and are left out.
    """
    row = t.fact_contact.c
    names = ("contacted_at", "channel", "customer_id", "reason", "contact_count", "is_resolved",
             "first_response_minutes", "handling_minutes", "is_answered", "knowledge_id", "knowledge_kind")  # fmt: skip
    is_single = sa.and_(row.contact_count == 1, row.message_count.is_(None))
    came = sa.func.coalesce(row.direction, "inbound") == "inbound"
    statement = sa.select(*(row[name] for name in names)).where(is_single, came)
    return bulk.fetch(connection, statement.order_by(row.contacted_at, row.source, row.contact_id))


def complaints_seen_until(connection: sa.Connection) -> datetime | None:
    """When a complaint whose source says how it stands was last seen; None without one."""
    content, row = t.dim_content.c, t.fact_complaint.c
    seen = (
        sa.select(sa.func.max(content.observed_at))
        .join(t.fact_complaint, row.content_key == content.content_key)
        .where(row.status.is_not(None))
    )
    (newest,) = connection.execute(seen).scalars().all()
    return cast("datetime | None", newest)
