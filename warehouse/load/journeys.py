"""`fact_touchpoint`, `fact_cost` and `fact_survey_response`."""

from collections.abc import Sequence

import sqlalchemy as sa

from records import Brand
from warehouse import tables as t
from warehouse.load import feeds, goods
from warehouse.members import NOT_APPLICABLE, UNKNOWN
from warehouse.sql import date_key_of, insert_select, one_if
from warehouse.tables.firstparty import MONEY

SATISFIED_SHARE = 0.8
"""CSAT counts the two best of five answers: at least four fifths of the scale (the usual top-two-box reading)."""


def load_touchpoints(connection: sa.Connection, brands: Sequence[Brand]) -> None:
    """One row per touchpoint, in the state observed last."""
    rows = feeds.latest(feeds.touchpoint, "source", "touchpoint_id")
    said = rows.c
    meaning = goods.Meaning(said, ("product", "channel"), brands)
    campaign = goods.campaign_of(said, "touchpoint_id", said.touched_at)
    source = meaning.join(rows).outerjoin(t.dim_customer, feeds.version_at(said.customer_id, said.touched_at))
    same = (
        "source", "touchpoint_id", "customer_id", "channel", "kind", "campaign", "order_id", "touched_at",
        "observed_at", "touch_count",
    )  # fmt: skip
    statement = (
        sa.select(
            *(said[name] for name in same),
            date_key_of(said.touched_at).label("date_key"),
            feeds.version_key(said.customer_id, nobody=UNKNOWN).label("customer_key"),
            meaning.brand_key(campaign.c.brand_key),
            meaning.product_key,
            goods.campaign_key(said, campaign),
        )
        .select_from(
            source.outerjoin(
                campaign, sa.and_(campaign.c.source == said.source, campaign.c.row_id == said.touchpoint_id)
            )
        )
        .order_by(said.touched_at, said.source, said.touchpoint_id)
    )
    insert_select(connection, t.fact_touchpoint, statement)


def load_costs(connection: sa.Connection, brands: Sequence[Brand]) -> None:
    """One row per item of spending, in the state observed last."""
    rows = feeds.latest(feeds.cost, "source", "cost_id")
    said, platform = rows.c, t.dim_platform.c
    meaning = goods.Meaning(said, ("brand", "product", "channel"), brands)
    campaign = goods.campaign_of(said, "cost_id", said.spent_at)
    source = meaning.join(rows).outerjoin(t.dim_platform, platform.platform == said.platform)
    same = ("source", "cost_id", "author_id", "kind", "channel", "campaign", "spent_at", "observed_at", "currency")
    platform_key = sa.case(
        (said.platform.is_(None), NOT_APPLICABLE), else_=sa.func.coalesce(platform.platform_key, UNKNOWN)
    )
    statement = (
        sa.select(
            *(said[name] for name in same),
            date_key_of(said.spent_at).label("date_key"),
            meaning.brand_key(campaign.c.brand_key),
            meaning.product_key,
            goods.campaign_key(said, campaign),
            platform_key.label("platform_key"),
            sa.cast(said.amount, MONEY).label("cost_amount"),
        )
        .select_from(
            source.outerjoin(campaign, sa.and_(campaign.c.source == said.source, campaign.c.row_id == said.cost_id))
        )
        .order_by(said.spent_at, said.source, said.cost_id)
    )
    insert_select(connection, t.fact_cost, statement)


def load_surveys(connection: sa.Connection, brands: Sequence[Brand]) -> None:
    """One row per answer; what was said in words stays in the lake.

    Promoters and detractors are those of the NPS question on its scale of ten (9-10, 0-6).
    """
    rows = feeds.latest(feeds.survey, "source", "response_id", "question")
    said = rows.c
    meaning = goods.Meaning(said, ("product", "channel"), brands)
    is_nps = sa.and_(said.question == "nps", said.scale == 10, said.score.is_not(None))
    is_csat = sa.and_(said.question == "csat", said.scale > 0, said.score.is_not(None))
    same = (
        "source", "response_id", "question", "customer_id", "channel", "answered_at", "observed_at", "score", "scale"
    )  # fmt: skip
    statement = (
        sa.select(
            *(said[name] for name in same),
            date_key_of(said.answered_at).label("date_key"),
            feeds.version_key(said.customer_id, nobody=UNKNOWN).label("customer_key"),
            meaning.brand_key(),
            meaning.product_key,
            sa.literal(1).label("response_count"),
            one_if(said.score.is_not(None)).label("scored_count"),
            sa.case((is_nps, one_if(said.score >= 9))).label("promoter_count"),
            sa.case((is_nps, one_if(said.score <= 6))).label("detractor_count"),
            sa.case((is_csat, one_if(said.score >= SATISFIED_SHARE * said.scale))).label("satisfied_count"),
        )
        .select_from(meaning.join(rows).outerjoin(t.dim_customer, feeds.version_at(said.customer_id, said.answered_at)))
        .order_by(said.answered_at, said.source, said.response_id, said.question)
    )
    insert_select(connection, t.fact_survey_response, statement)
