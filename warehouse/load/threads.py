"""`fact_review` and `fact_propagation`: ratings, and who passes on or answers what."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import work
from warehouse.load.firsts import first_brand
from warehouse.members import NOT_ARRIVED
from warehouse.sql import date_key_of, insert_select, minutes_between


def load_reviews(connection: sa.Connection) -> None:
    """Reviews with a rating or without, under their first brand."""
    row, said, content = first_brand.c, work.content.c, t.dim_content.c
    names = ("content_key", "brand_key", "product_key", "date_key", "platform_key", "author_key")
    statement = (
        sa.select(
            *(row[name] for name in names),
            content.source_product,
            said.rating,
            said.rating_scale,
            sa.literal(1).label("review_count"),
        )
        .join(t.dim_content, content.content_key == row.content_key)
        .join(work.content, said.mention_id == content.mention_id)
        .where(content.kind == "review")
        .order_by(row.date_key, row.content_key)
    )
    insert_select(connection, t.fact_review, statement)


def load_propagation(connection: sa.Connection) -> None:
    """Each content that names a parent, with the parent (or -3) and the time between them."""
    child, row = t.dim_content.c, first_brand.c
    parent, root = t.dim_content.alias("parent"), t.dim_content.alias("root")
    parent_row = first_brand.alias("parent_row").c
    statement: sa.Select[Any] = (
        sa.select(
            child.content_key,
            sa.func.coalesce(parent.c.content_key, NOT_ARRIVED).label("parent_content_key"),
            sa.func.coalesce(root.c.content_key, NOT_ARRIVED).label("root_content_key"),
            date_key_of(child.published_at).label("date_key"),
            child.platform_key,
            row.author_key,
            sa.func.coalesce(parent_row.author_key, NOT_ARRIVED).label("parent_author_key"),
            child.kind,
            minutes_between(parent.c.published_at, child.published_at).label("lag_minutes"),
            sa.literal(1).label("propagation_count"),
        )
        .select_from(t.dim_content)
        .join(first_brand, row.content_key == child.content_key)
        .outerjoin(parent, _same(parent, child.platform_key, child.parent_id))
        .outerjoin(root, _same(root, child.platform_key, sa.func.coalesce(child.root_id, child.parent_id)))
        .outerjoin(parent_row.author_key.table, parent_row.content_key == parent.c.content_key)
        .where(child.parent_id.is_not(None))
        .order_by(sa.text("date_key"), child.content_key)
    )
    insert_select(connection, t.fact_propagation, statement)


def _same(content: Any, platform_key: Any, native_id: Any) -> sa.ColumnElement[bool]:
    return sa.and_(content.c.platform_key == platform_key, content.c.native_id == native_id)
