"""Results of crm about alerts: episodes and who spread them."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import feeds
from warehouse.load.inputs import ProfileInputs
from warehouse.load.staging import stage
from warehouse.members import NOT_APPLICABLE, NOT_ARRIVED, UNKNOWN
from warehouse.sql import date_key_of, day_key, insert_select

alert = stage(
    "alert",
    "alert_id:s brand_id:s opened_on:d peak_on:d closed_on:d negative_count:i peak_negative_count:i"
    " baseline_negative_count:f severity:f kind:s began_at:t opened_at:t peak_at:t closed_at:t shifted_at:t"
    " first_own_post_at:t army_negative_count:i judged_count:i voice_count:i reach_count:i reach_known_count:i"
    " half_life_hours:f complaint_type:s reasons:s swarm_alert_id:s topic_id:s product:s content_key:i",
)
spreader = stage(
    "alert_spreader",
    "alert_id:s rank:i platform:s author_id:s negative_count:i follower_count:i engagement_count:i first_at:t",
)


def load_alerts(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Fills episodes and their spreaders, in place of what an earlier call put there."""
    feeds.read_known(connection, alert, inputs.alerts)
    feeds.read_known(connection, spreader, inputs.alert_spreaders)
    for fact in (t.fact_alert, t.fact_alert_spreader):
        connection.execute(sa.delete(fact))
    _load_episodes(connection)
    _load_spreaders(connection)


def _load_episodes(connection: sa.Connection) -> None:
    """An episode without an end is open; a result of the time before there were kinds is of swarms.

    A negative post that came in a swarm is counted by the swarm.
    """
    said, product, content = alert.c, named_products().c, t.dim_content.c
    is_counted = sa.and_(said.swarm_alert_id.is_not(None), said.kind == "post")
    same = [c.name for c in t.fact_alert.columns if c.name in said and c.name not in _MADE]
    statement = (
        sa.select(
            *(said[name] for name in same),
            t.dim_brand.c.brand_key,
            day_key(said.opened_on).label("date_key"),
            day_key(said.peak_on).label("peak_date_key"),
            day_key(said.closed_on, NOT_ARRIVED).label("closed_date_key"),
            sa.func.coalesce(t.dim_topic.c.topic_key, UNKNOWN).label("topic_key"),
            sa.case((said.closed_on.is_(None), "open"), else_="closed").label("state"),
            sa.func.coalesce(said.kind, "swarm").label("kind"),
            sa.case((is_counted, 0), else_=said.negative_count).label("negative_count"),
            sa.func.coalesce(product.product_key, NOT_APPLICABLE).label("product_key"),
            sa.func.coalesce(content.content_key, NOT_APPLICABLE).label("content_key"),
        )
        .join(t.dim_brand, t.dim_brand.c.brand_id == said.brand_id)
        .outerjoin(t.dim_topic, t.dim_topic.c.topic_id == said.topic_id)
        .outerjoin(product.product_key.table, sa.and_(product.brand_id == said.brand_id, product.name == said.product))
        .outerjoin(t.dim_content, content.content_key == said.content_key)
        .order_by(said.opened_on, said.alert_id)
    )
    insert_select(connection, t.fact_alert, statement)


_MADE = ("kind", "negative_count", "content_key")


def named_products() -> sa.Subquery:
    """Products by their name, as mentions show them; of two under one name the same one always."""
    product = t.dim_product.c
    keys: sa.Select[Any] = sa.select(
        product.brand_id, product.name, sa.func.min(product.product_key).label("product_key")
    ).where(product.product_key > 0)
    return keys.group_by(product.brand_id, product.name).subquery("named_product")


def _load_spreaders(connection: sa.Connection) -> None:
    """Accounts in the version of the moment they joined in."""
    said, of, author = spreader.c, alert.c, t.dim_author.c
    version = sa.and_(
        author.platform_key == t.dim_platform.c.platform_key,
        author.author_id == said.author_id,
        author.valid_from <= said.first_at,
        said.first_at < author.valid_to,
    )
    same = [c.name for c in t.fact_alert_spreader.columns if c.name in said]
    statement = (
        sa.select(
            *(said[name] for name in same),
            t.dim_brand.c.brand_key,
            sa.func.coalesce(author.author_key, UNKNOWN).label("author_key"),
            t.dim_platform.c.platform_key,
            date_key_of(said.first_at).label("date_key"),
        )
        .join(alert, of.alert_id == said.alert_id)
        .join(t.dim_brand, t.dim_brand.c.brand_id == of.brand_id)
        .join(t.dim_platform, t.dim_platform.c.platform == said.platform)
        .outerjoin(t.dim_author, version)
        .order_by(of.opened_on, said.alert_id, said.rank)
    )
    insert_select(connection, t.fact_alert_spreader, statement)
