"""Counts have history."""

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import INSTANT, content_key, date_key, flag, platform_key, text

fact_engagement = table(
    "fact_engagement",
    content_key(),
    column("observed_at", INSTANT, "观测时间", "When seen", unit="instant", merge=Merge.KEY),
    column("source", sa.String, "观测到它的来源", "Source that saw it", merge=Merge.KEY),
    date_key("观测日(北京时间)", "Day seen (Asia/Shanghai)"),
    platform_key(),
    measure("like_count", "累计点赞", "Likes so far", "likes"),
    measure("comment_count", "累计评论", "Comments so far", "comments"),
    measure("share_count", "累计转发或分享", "Reposts or shares so far", "shares"),
    measure("favorite_count", "累计收藏", "Saves so far", "saves"),
    measure("view_count", "累计阅读或播放", "Reads or plays so far", "views"),
    measure(
        "engagement_count",
        "互动量:评论+点赞+转发+收藏中已知者之和",
        "Engagement: sum of known comments, likes, shares, saves",
        "interactions",
    ),
    text("count_precision", "精度:exact, rounded(万), capped(10万+)", "Precision: exact, rounded (万), capped (10万+)"),
    flag("is_latest", "是否该内容最近一次观测", "Whether it is the content's latest observation"),
    zh="一行是一条内容的一次计数观测(累计值,不可跨时间相加)",
    en="One row is one observation of one content's counters (cumulative: never add over time)",
    kind="snapshot",
    key=("content_key", "observed_at", "source"),
    refresh=Refresh.CONTENT,
)
