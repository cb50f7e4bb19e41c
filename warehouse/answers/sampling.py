"""What may be drawn for a person to check: every judged content of a brand with what makes it worth checking."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.answers.answer import Answer, ask
from warehouse.members import ALL

UNSURE_BELOW = 0.75
"""A verdict of lower probability is uncertain; so is an abstention."""
_LOW, _HIGH = 0.4, 0.8
"""Shares of the best rating up to and from which stars speak against a positive and a negative verdict."""


def checkable(connection: sa.Connection, brand_id: str, since: date | None, until: date | None) -> Answer:
    """mention_id, is_uncertain, is_disputed of a brand's contents that the current model has read, by mention_id.

    Repeats of a text and bare reposts are left out: checking one of them is enough. Disputed: another model of the
    task says otherwise, or the review's stars do.
    """
    row, content, said = t.fact_mention.c, t.dim_content.c, _whole("said")
    model, review = t.dim_model.c, t.fact_review.c
    unsure = sa.or_(said.is_abstained, said.probability < UNSURE_BELOW)
    statement = (
        sa.select(
            content.mention_id,
            unsure.label("is_uncertain"),
            sa.or_(_others_differ(said), _stars_differ(said, review)).label("is_disputed"),
        )
        .select_from(t.fact_mention)
        .join(t.dim_brand, t.dim_brand.c.brand_key == row.brand_key)
        .join(t.dim_date, t.dim_date.c.date_key == row.date_key)
        .join(t.dim_content, content.content_key == row.content_key)
        .join(said.content_key.table, said.content_key == row.content_key)
        .join(t.dim_model, sa.and_(model.model_key == said.model_key, model.engine != "human", model.is_current))
        .outerjoin(t.fact_review, review.content_key == row.content_key)
        .where(t.dim_brand.c.brand_id == brand_id, row.mention_count == 1, row.deduplicated_count == 1)
        .where(*_within(since, until))
        .where(said.target_brand_key == ALL, said.aspect_key == ALL)
        .order_by(content.mention_id)
    )
    return ask(connection, "checkable", statement)


def texts_of(connection: sa.Connection, brand_id: str, mention_ids: Sequence[str]) -> Answer:
    """What a person needs to judge the contents: id, platform, day, kind, product, title, text, address."""
    row, content, text = t.fact_mention.c, t.dim_content.c, t.content_text.c
    statement = (
        sa.select(
            content.mention_id,
            t.dim_platform.c.name.label("platform"),
            t.dim_date.c.day,
            content.kind,
            t.dim_product.c.name.label("product"),
            text.title,
            text.text,
            content.url,
        )
        .select_from(t.fact_mention)
        .join(t.dim_brand, t.dim_brand.c.brand_key == row.brand_key)
        .join(t.dim_date, t.dim_date.c.date_key == row.date_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == row.platform_key)
        .join(t.dim_product, t.dim_product.c.product_key == row.lead_product_key)
        .join(t.dim_content, content.content_key == row.content_key)
        .join(t.content_text, text.content_key == row.content_key)
        .where(t.dim_brand.c.brand_id == brand_id, row.mention_count == 1, content.mention_id.in_(list(mention_ids)))
        .order_by(content.mention_id)
    )
    return ask(connection, "texts", statement)


def _whole(name: str) -> Any:
    return t.fact_sentiment.alias(name).c


def _others_differ(said: Any) -> sa.ColumnElement[bool]:
    """Whether another engine's or version's verdict on the whole text is another."""
    other, model = _whole("other"), t.dim_model.alias("other_model").c
    return (
        sa.select(other.content_key)
        .join(model.model_key.table, model.model_key == other.model_key)
        .where(
            other.content_key == said.content_key,
            other.target_brand_key == ALL,
            other.aspect_key == ALL,
            other.label != said.label,
            ~other.is_abstained,
            model.engine != "human",
        )
        .exists()
    )


def _stars_differ(said: Any, review: Any) -> sa.ColumnElement[bool]:
    share = review.rating / review.rating_scale
    return sa.func.coalesce(
        sa.or_(
            sa.and_(said.label == "positive", share <= _LOW),
            sa.and_(said.label == "negative", share >= _HIGH),
        ),
        sa.false(),
    )


def _within(since: date | None, until: date | None) -> list[sa.ColumnElement[bool]]:
    day = t.dim_date.c.day
    return [*([day >= since] if since else []), *([day <= until] if until else [])]
