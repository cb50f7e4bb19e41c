"""Results of crm on how talk spreads: repost trees, circles, who moved sentiment, evidence on audiences."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import feeds
from warehouse.load.inputs import ProfileInputs
from warehouse.load.profiles import author_at_end_of
from warehouse.load.staging import stage
from warehouse.members import NOT_APPLICABLE, UNKNOWN
from warehouse.sql import insert_select, yes

_PERIOD = "period_start:d period_end:d"

cascade = stage(
    "cascade",
    "brand_id:s root_mention_id:s repost_count:i author_count:i direct_count:i depth:i breadth:i"
    " structural_virality:f median_lag_minutes:f half_life_minutes:f span_minutes:f negative_lag_count:i",
)
circle = stage(
    "circle",
    f"brand_id:s {_PERIOD} community_id:s member_count:i inner_pair_count:i mutual_pair_count:i inner_passing_count:i"
    " outer_passing_count:i top_author_id:s top_passing_count:i gini:f modularity:f previous_community_id:s"
    " previous_member_count:i kept_count:i",
)
mover = stage(
    "mover",
    f"brand_id:s {_PERIOD} topic_id:s platform:s author_id:s positive_count:i neutral_count:i negative_count:i"
    " previous_positive_count:i previous_neutral_count:i previous_negative_count:i own_points:f"
    " caused_points:f points:f rank:i",
)
sign = stage(
    "audience_sign",
    f"platform:s author_id:s sign:s {_PERIOD} value:f bound:f reference:f evidence_count:i is_suspicious:b",
)


def load_influence_profiles(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Fills everything that crm reckons of how talk spreads, in place of what an earlier call put there."""
    for table, files in (
        (cascade, inputs.cascades), (circle, inputs.circles), (mover, inputs.movers), (sign, inputs.audience_signs),
    ):  # fmt: skip
        feeds.read_known(connection, table, files)
    for fact in (t.fact_cascade, t.fact_community_period, t.fact_sentiment_mover, t.fact_audience_sign):
        connection.execute(sa.delete(fact))
    _load_cascades(connection)
    _load_circles(connection)
    _load_movers(connection)
    _load_signs(connection)


def _load_cascades(connection: sa.Connection) -> None:
    """Trees whose top is in the star; whom it is by and when it was published is the content's."""
    said, root, row = cascade.c, t.dim_content.c, t.fact_mention.c
    keys: sa.Select[Any] = sa.select(row.content_key, row.author_key, row.platform_key, row.date_key).distinct()
    published = keys.subquery("published")
    statement = (
        sa.select(
            root.content_key,
            t.dim_brand.c.brand_key,
            published.c.author_key,
            published.c.platform_key,
            published.c.date_key,
            *_same(t.fact_cascade, said),
        )
        .select_from(cascade)
        .join(t.dim_brand, t.dim_brand.c.brand_id == said.brand_id)
        .join(t.dim_content, root.mention_id == said.root_mention_id)
        .join(published, published.c.content_key == root.content_key)
        .order_by(t.dim_brand.c.brand_id, root.content_key)
    )
    insert_select(connection, t.fact_cascade, statement)


def _load_circles(connection: sa.Connection) -> None:
    """The foremost member in the version of the end of the period: its pseudonym says the platform, too."""
    said = circle.c
    versions = t.dim_author.join(t.dim_platform, t.dim_platform.c.platform_key == t.dim_author.c.platform_key)
    statement = (
        sa.select(
            t.dim_brand.c.brand_key,
            sa.func.coalesce(t.dim_author.c.author_key, UNKNOWN).label("top_author_key"),
            *_same(t.fact_community_period, said),
        )
        .select_from(circle)
        .join(t.dim_brand, t.dim_brand.c.brand_id == said.brand_id)
        .outerjoin(versions, author_at_end_of(said, said.top_author_id))
        .order_by(said.period_start, t.dim_brand.c.brand_key, said.community_id)
    )
    insert_select(connection, t.fact_community_period, statement)


def _load_movers(connection: sa.Connection) -> None:
    """What nobody is known to have written has the unknown author."""
    said, topic = mover.c, t.dim_topic.c
    topic_key = sa.case((said.topic_id.is_(None), NOT_APPLICABLE), else_=sa.func.coalesce(topic.topic_key, UNKNOWN))
    statement = (
        sa.select(
            t.dim_brand.c.brand_key,
            topic_key.label("topic_key"),
            sa.func.coalesce(t.dim_author.c.author_key, UNKNOWN).label("author_key"),
            t.dim_platform.c.platform_key,
            *_same(t.fact_sentiment_mover, said),
        )
        .select_from(mover)
        .join(t.dim_brand, t.dim_brand.c.brand_id == said.brand_id)
        .join(t.dim_platform, t.dim_platform.c.platform == said.platform)
        .outerjoin(t.dim_author, author_at_end_of(said))
        .outerjoin(t.dim_topic, topic.topic_id == said.topic_id)
        .order_by(said.period_start, t.dim_brand.c.brand_key, said.rank)
    )
    insert_select(connection, t.fact_sentiment_mover, statement)


def _load_signs(connection: sa.Connection) -> None:
    said = sign.c
    statement = (
        sa.select(
            t.dim_author.c.author_key,
            t.dim_platform.c.platform_key,
            *_same(t.fact_audience_sign, said, but=("is_suspicious",)),
            yes(said.is_suspicious).label("is_suspicious"),
        )
        .select_from(sign)
        .join(t.dim_platform, t.dim_platform.c.platform == said.platform)
        .join(t.dim_author, author_at_end_of(said))
        .order_by(t.dim_author.c.author_key, said.sign)
    )
    insert_select(connection, t.fact_audience_sign, statement)


def _same(fact: sa.Table, said: Any, *, but: tuple[str, ...] = ()) -> list[sa.ColumnElement[Any]]:
    """What the staging table calls as the fact does."""
    return [said[column.name] for column in fact.columns if column.name in said and column.name not in but]
