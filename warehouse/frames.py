"""The questions crm asks of the warehouse, as Arrow tables: crm never sees a connection."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.views import VIEWS

_VIEW = {view.name: sa.table(view.name, *(sa.column(c.name) for c in view.columns)).c for view in VIEWS}

MENTION_COLUMNS = (
    "content_key", "mention_id", "day", "published_at", "platform", "source", "kind", "brand_id", "product",
    "author_id", "author_name", "author_tier", "follower_count", "region", "sentiment", "sentiment_score",
    "is_abstained", "topic_id", "topic", "is_complaint", "complaint_type", "content_class", "duplicate_group",
    "is_duplicate", "is_water_army", "organic_weight", "is_inherited", "like_count", "comment_count", "share_count",
    "favorite_count", "view_count", "engagement_count",
)  # fmt: skip


def mention_frame(connection: sa.Connection) -> pa.Table:
    """One row per content and brand: `v_mention` without wording and address (MENTION_COLUMNS), and has_own_text."""
    view = _VIEW["v_mention"]
    has_own_text = (sa.func.coalesce(view.text, "") != "").label("has_own_text")
    columns = [view[name] for name in MENTION_COLUMNS]
    return _frame(connection, sa.select(*columns, has_own_text).order_by(view.content_key, view.brand_id))


def edge_frame(connection: sa.Connection) -> pa.Table:
    """Who passed on or answered whom: child author -> parent author, one row per repost or reply and brand.

    Columns: brand_id, platform, day, published_at, kind, mention_id, author_id, parent_mention_id, parent_author_id,
    root_mention_id, root_author_id. Edges whose parent is not in the lake are left out; those without a known author
    on either side have NULL there.
    """
    edge, row = t.fact_propagation.c, t.fact_mention.c
    child, parent, root = (t.dim_content.alias(name) for name in ("child", "parent", "root"))
    by, of, root_row, started = (
        t.dim_author.alias("by"), t.dim_author.alias("of"), _author_of_content(), t.dim_author.alias("started")
    )  # fmt: skip
    statement = (
        sa.select(
            t.dim_brand.c.brand_id,
            t.dim_platform.c.platform,
            t.dim_date.c.day,
            child.c.published_at,
            edge.kind,
            child.c.mention_id,
            by.c.author_id,
            parent.c.mention_id.label("parent_mention_id"),
            of.c.author_id.label("parent_author_id"),
            root.c.mention_id.label("root_mention_id"),
            started.c.author_id.label("root_author_id"),
        )
        .select_from(t.fact_propagation)
        .join(t.fact_mention, sa.and_(row.content_key == edge.content_key, row.mention_count == 1))
        .join(t.dim_brand, t.dim_brand.c.brand_key == row.brand_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == edge.platform_key)
        .join(t.dim_date, t.dim_date.c.date_key == edge.date_key)
        .join(child, child.c.content_key == edge.content_key)
        .join(parent, parent.c.content_key == edge.parent_content_key)
        .join(root, root.c.content_key == edge.root_content_key)
        .join(by, by.c.author_key == edge.author_key)
        .join(of, of.c.author_key == edge.parent_author_key)
        .outerjoin(root_row, root_row.c.content_key == edge.root_content_key)
        .outerjoin(started, started.c.author_key == root_row.c.author_key)
        .where(edge.parent_content_key > 0)
        .order_by(child.c.content_key, t.dim_brand.c.brand_id)
    )
    return _frame(connection, statement)


def said_frame(connection: sa.Connection) -> pa.Table:
    """One row per content with text and tracked brand: mention_id, brand_id, day, kind, author_id, sentiment, digest.

    digest: MD5 of the text, in hex; by content, so that rows of one content follow one another.
    """
    view = _VIEW["v_mention"]
    columns = [view[name] for name in ("mention_id", "brand_id", "day", "kind", "author_id", "sentiment")]
    digest = sa.func.md5(view.text).label("digest")
    statement = sa.select(*columns, digest).where(view.brand_id.is_not(None), view.text != "")
    return _frame(connection, statement.order_by(view.content_key, view.brand_id))


def text_frame(connection: sa.Connection, days: Collection[date | None]) -> pa.Table:
    """mention_id and text of what was said about a tracked brand on some days (None: undated); each content once.

    Restricted: for cutting words only.
    """
    view = _VIEW["v_mention"]
    is_dated = view.day.in_([day for day in days if day])
    is_wanted = sa.or_(is_dated, view.day.is_(None)) if None in days else is_dated
    statement = sa.select(view.mention_id, view.text).where(view.brand_id.is_not(None), view.text != "", is_wanted)
    return _frame(connection, statement.distinct().order_by(view.mention_id))


def daily_frame(connection: sa.Connection) -> pa.Table:
    """Counts per tracked brand and dated day over all platforms: the columns of `v_insight_day`."""
    view = _VIEW["v_insight_day"]
    counts = [name for name in view.keys() if name.endswith("_count")]  # noqa: SIM118
    return _frame(connection, _summed(view, (view.brand_id, view.day), counts))


def daily_topic_frame(connection: sa.Connection) -> pa.Table:
    """The same per topic (NULL: without one), by weight: which topic carries a day's negatives."""
    view = _VIEW["v_insight_topic_day"]
    counts = ["mention_count", "negative_count", "complaint_count"]
    return _frame(connection, _summed(view, (view.brand_id, view.day, view.topic_id, view.topic), counts))


def author_topic_frame(connection: sa.Connection) -> pa.Table:
    """What each known author speaks about: platform, author_id, day, topic_id, topic and the summed weight.

    Each content counts once, however many brands it mentions; topics that came through a thread are its root's words.
    """
    bridge, author = t.bridge_mention_topic.c, t.dim_author.c
    rows = _author_of_content()
    weight = sa.func.sum(bridge.weight).label("weight")
    keys = (
        t.dim_platform.c.platform,
        author.author_id,
        t.dim_date.c.day,
        t.dim_topic.c.topic_id,
        t.dim_topic.c.name.label("topic"),
    )
    statement = (
        sa.select(*keys, weight)
        .select_from(t.bridge_mention_topic)
        .join(rows, rows.c.content_key == bridge.content_key)
        .join(t.dim_author, author.author_key == rows.c.author_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == author.platform_key)
        .join(t.dim_date, t.dim_date.c.date_key == rows.c.date_key)
        .join(t.dim_topic, t.dim_topic.c.topic_key == bridge.topic_key)
        .where(bridge.is_current, author.author_key > 0, ~rows.c.is_inherited)
        .group_by(*keys)
        .order_by(*keys)
    )
    return _frame(connection, statement)


def _author_of_content() -> sa.Subquery:
    row = t.fact_mention.c
    distinct: sa.Select[Any] = sa.select(row.content_key, row.author_key, row.date_key, row.is_inherited).distinct()
    return distinct.subquery("author_of_content")


def _summed(view: Any, keys: tuple[Any, ...], counts: list[str]) -> sa.Select[Any]:
    sums = [sa.func.sum(view[name]).label(name) for name in counts]
    grouped: sa.Select[Any] = (
        sa.select(*keys, *sums).where(view.brand_id.is_not(None), view.day.is_not(None)).group_by(*keys).order_by(*keys)
    )
    return grouped


def _frame(connection: sa.Connection, statement: sa.Select[Any]) -> pa.Table:
    return bulk.fetch(connection, statement)
