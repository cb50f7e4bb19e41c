"""Counts have history."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Refresh, column, measure, table
from warehouse.tables.shared import INSTANT, content_key, date_key, flag, platform_key, text

MATURE_HOURS = 96
"""Counts are called mature from T+4 days: DataStory shows engagement only then, so that it can "ferment"."""
EQUAL_AGE_HOURS = 72
"""The age at which posts are compared: three days, within reach of every source that is asked daily."""


def _delta(name: str, zh: str, en: str, unit: str) -> sa.Column[Any]:
    """What came since the content's previous observation by the same source."""
    return measure(
        name,
        f"自同一来源上次观测以来新增{zh};任一未知则为空,平台回退则为负",
        f"{en} since the same source's previous observation; NULL when either is unknown, below 0 where recounted",
        unit,
    )


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
    text(
        "count_precision",
        "精度:exact, rounded(万), capped(10万+)",
        "Precision: exact, rounded (万), capped (10万+)",
        one_of=("exact", "rounded", "capped"),
    ),
    flag("is_latest", "是否该内容最近一次观测", "Whether it is the content's latest observation"),
    _delta("like_delta", "点赞", "Likes", "likes"),
    _delta("comment_delta", "评论", "Comments", "comments"),
    _delta("share_delta", "转发或分享", "Reposts or shares", "shares"),
    _delta("favorite_delta", "收藏", "Saves", "saves"),
    _delta("view_delta", "阅读或播放", "Reads or plays", "views"),
    measure(
        "age_hours",
        "观测时距发布的整小时数;发布时间未知或更晚则为空",
        "Whole hours since publication; NULL when that is unknown or later",
        "hours",
        minimum=0,
    ),
    flag(
        "is_mature",
        f"观测时是否已发布满 {MATURE_HOURS} 小时(T+4);年龄未知则为空",
        f"Whether {MATURE_HOURS} hours old or more when seen (T+4); NULL when the age is unknown",
        is_nullable=True,
    ),
    flag(
        "is_at_72h",
        f"是否该内容发布后 {EQUAL_AGE_HOURS} 小时之内的最后一次观测(同龄比较用);年龄未知则为空",
        f"Whether it is the content's last observation within {EQUAL_AGE_HOURS} hours of publication, for comparison at"
        " equal age; NULL when the age is unknown",
        is_nullable=True,
    ),
    measure("wow_count", "累计在看(仅微信公众号)", "Wows (在看) so far, of WeChat alone", "wows"),
    zh="一行是一条内容的一次计数观测(累计值,不可跨时间相加)",
    en="One row is one observation of one content's counters (cumulative: never add over time)",
    kind="snapshot",
    key=("content_key", "observed_at", "source"),
    refresh=Refresh.COUNT,
)
