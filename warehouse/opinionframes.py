"""Reviews, and what is said of aspects, as Arrow tables for crm. Nobody's words are in them."""

from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.views.aspects import V_ASPECT

RATING_SCALE = 5.0
"""Ratings are told in points of this scale, so that reviews of shops with different ones may stand in one mean."""


def review_frame(connection: sa.Connection) -> pa.Table:
    """review_id, brand_id, product_id (NULL: none known), day, rating: one row per rated review of a tracked brand.

    rating = RATING_SCALE x rating / scale; a rating without a scale is left out, since nobody knows what it says.
    """
    row = t.fact_review.c
    columns = [
        t.dim_content.c.mention_id.label("review_id"),
        t.dim_brand.c.brand_id,
        _product_id(),
        t.dim_date.c.day,
        (RATING_SCALE * row.rating / row.rating_scale).label("rating"),
    ]
    source = (
        t.fact_review.join(t.dim_content, t.dim_content.c.content_key == row.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == row.date_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == row.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == row.product_key)
    )
    is_rated = sa.and_(row.brand_key > 0, t.dim_date.c.day.is_not(None), row.rating.is_not(None), row.rating_scale > 0)
    return bulk.fetch(connection, sa.select(*columns).select_from(source).where(is_rated).order_by(columns[0]))


def opinion_frame(connection: sa.Connection) -> pa.Table:
    """One row per content, tracked brand and aspect it judges, as `v_aspect` has them.

    review_id, brand_id, product_id (NULL: none named), day, aspect, sentiment, is_abstained, and is_own: whether a
    person's own words, neither inherited from a thread nor a water army's.
    """
    said, content = t.fact_sentiment.c, t.dim_content.c
    is_own = sa.and_(~t.fact_mention.c.is_inherited, ~sa.func.coalesce(content.is_water_army, sa.false()))
    columns: list[sa.ColumnElement[Any]] = [
        content.mention_id.label("review_id"),
        t.dim_brand.c.brand_id,
        _product_id(),
        t.dim_date.c.day,
        t.dim_aspect.c.aspect,
        said.label.label("sentiment"),
        said.is_abstained,
        is_own.label("is_own"),
    ]
    statement = sa.select(*columns).select_from(V_ASPECT.source)
    is_of_a_brand = sa.and_(t.fact_mention.c.mention_count == 1, t.dim_brand.c.brand_key > 0)
    is_known = sa.and_(is_of_a_brand, t.dim_date.c.day.is_not(None), t.dim_aspect.c.aspect_key > 0)
    return bulk.fetch(connection, statement.where(is_known).order_by(*columns[:2], t.dim_aspect.c.aspect))


def talk_frame(connection: sa.Connection) -> pa.Table:
    """One row per content in a person's own words and brand it is about (brand_id NULL: of no tracked brand).

    mention_id, brand_id, product_id (NULL: none named), day, content_class, intent (comma-separated; NULL unknown),
    is_complaint, and reply_count: the brand's replies to a complaint, NULL where its source shows no thread.
    """
    row, content, complaint = t.fact_mention.c, t.dim_content.c, t.fact_complaint.c
    columns: list[sa.ColumnElement[Any]] = [
        content.mention_id,
        sa.case((t.dim_brand.c.brand_key > 0, t.dim_brand.c.brand_id)).label("brand_id"),
        _product_id(),
        t.dim_date.c.day,
        t.dim_content_class.c.content_class,
        content.intent,
        complaint.content_key.is_not(None).label("is_complaint"),
        complaint.reply_count,
    ]
    source = (
        t.fact_mention.join(t.dim_content, content.content_key == row.content_key)
        .join(t.dim_content_class, t.dim_content_class.c.content_class_key == content.content_class_key)
        .join(t.dim_date, t.dim_date.c.date_key == row.date_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == row.brand_key)
        .join(t.dim_product, t.dim_product.c.product_key == row.lead_product_key)
        .outerjoin(t.fact_complaint, complaint.content_key == row.content_key)
    )
    is_own = sa.and_(~row.is_inherited, ~sa.func.coalesce(content.is_water_army, sa.false()))
    wanted = sa.and_(row.mention_count == 1, t.dim_date.c.day.is_not(None), is_own)
    return bulk.fetch(connection, sa.select(*columns).select_from(source).where(wanted).order_by(*columns[:2]))


def message_frame(connection: sa.Connection) -> pa.Table:
    """brand_id, thread_id, position, day, sender (customer or brand): the steps of complaints whose thread is shown."""
    row, step = t.fact_mention.c, t.fact_complaint_event.c
    columns: list[sa.ColumnElement[Any]] = [
        t.dim_brand.c.brand_id,
        t.dim_content.c.mention_id.label("thread_id"),
        step.event_number.label("position"),
        t.dim_date.c.day,
        sa.case((step.actor == "brand", "brand"), else_="customer").label("sender"),
    ]
    source = (
        t.fact_complaint_event.join(t.fact_complaint, t.fact_complaint.c.content_key == step.content_key)
        .join(t.fact_mention, row.content_key == step.content_key)
        .join(t.dim_content, t.dim_content.c.content_key == step.content_key)
        .join(t.dim_date, t.dim_date.c.date_key == step.date_key)
        .join(t.dim_brand, t.dim_brand.c.brand_key == row.brand_key)
    )
    is_shown = sa.and_(t.fact_complaint.c.reply_count.is_not(None), step.actor.in_(("brand", "customer")))
    wanted = sa.and_(row.mention_count == 1, t.dim_brand.c.brand_key > 0, t.dim_date.c.day.is_not(None), is_shown)
    return bulk.fetch(connection, sa.select(*columns).select_from(source).where(wanted).order_by(*columns[:3]))


def _product_id() -> sa.ColumnElement[str]:
    product = t.dim_product.c
    return sa.case((product.product_key > 0, product.product_id)).label("product_id")
