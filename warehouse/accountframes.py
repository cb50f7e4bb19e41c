"""What crm asks of accounts: their figures by the day they were seen, and the counters of WeChat's articles."""

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t

WECHAT = "wechat"
"""The platform whose articles have counters of their own (在看)."""


def account_day_frame(connection: sa.Connection) -> pa.Table:
    """platform, author_id, observed_at, follower_count, following_count: an account and day it was seen each."""
    row = t.fact_author_day.c
    statement = (
        sa.select(
            t.dim_platform.c.platform, row.author_id, row.observed_at, row.follower_count, row.following_count
        )
        .join(t.dim_platform, t.dim_platform.c.platform_key == row.platform_key)
        .order_by(t.dim_platform.c.platform, row.author_id, row.observed_at)
    )  # fmt: skip
    return bulk.fetch(connection, statement)


def article_frame(connection: sa.Connection) -> pa.Table:
    """account, day, native_id and counters of each post on WeChat, as last seen: one row an article with a known day.

    account is the author's pseudonym; articles of the account whose own token asked name none, and stand under their
    source. Unknown counters are NULL.
    """
    row, content, seen, author = t.fact_mention.c, t.dim_content.c, t.fact_engagement.c, t.dim_author.c
    account = sa.case((author.author_key > 0, author.author_id), else_=content.source).label("account")
    counters = (seen.view_count, seen.wow_count, seen.like_count, seen.share_count)
    source = (
        t.fact_mention.join(t.dim_content, content.content_key == row.content_key)
        .join(t.dim_platform, t.dim_platform.c.platform_key == row.platform_key)
        .join(t.dim_date, t.dim_date.c.date_key == row.date_key)
        .join(t.dim_author, author.author_key == row.author_key)
        .outerjoin(t.fact_engagement, sa.and_(seen.content_key == row.content_key, seen.is_latest))
    )
    is_article = sa.and_(t.dim_platform.c.platform == WECHAT, content.kind == "post", t.dim_date.c.day.is_not(None))
    columns = (account, t.dim_date.c.day, content.native_id, *counters)
    statement = sa.select(*columns).select_from(source).where(is_article).distinct()
    return bulk.fetch(connection, statement.order_by(account, t.dim_date.c.day, content.native_id))
