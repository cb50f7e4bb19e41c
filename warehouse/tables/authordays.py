"""Accounts have history, too: their figures day by day."""

from typing import Any

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, Refresh, column, measure, table
from warehouse.tables.shared import INSTANT, date_key, key_of, platform_key


def _delta(name: str, zh: str, en: str, unit: str) -> sa.Column[Any]:
    """What came since the previous day the account was seen."""
    return measure(
        name,
        f"自上一个采到日以来新增{zh};任一未知则为空",
        f"{en} since the previous day it was seen; NULL when either is unknown",
        unit,
    )


fact_author_day = table(
    "fact_author_day",
    key_of("dim_author.author_key", "账号(当日的版本)", "Account, in the version valid that day"),
    platform_key(),
    column(
        "author_id", sa.String, "作者假名", "Author's keyed pseudonym", merge=Merge.KEY, privacy=Privacy.PSEUDONYMOUS
    ),
    date_key("采到日(北京时间)", "Day seen (Asia/Shanghai)"),
    column("observed_at", INSTANT, "当日最后一次采到的时间", "When last seen that day", unit="instant"),
    measure("follower_count", "粉丝数", "Followers", "followers"),
    measure("following_count", "关注数", "Accounts it follows", "accounts"),
    measure("post_count", "累计发布数(平台所计)", "Posts so far, as the platform counts", "posts"),
    measure("like_total_count", "累计获赞", "Likes over all posts so far", "likes"),
    _delta("follower_delta", "粉丝", "Followers", "followers"),
    _delta("following_delta", "关注", "Accounts followed", "accounts"),
    _delta("post_delta", "发布", "Posts", "posts"),
    _delta("like_total_delta", "获赞", "Likes", "likes"),
    measure(
        "days_since_previous",
        "距上一个采到日的天数;首日为空",
        "Days since the previous day it was seen; NULL on the first",
        "days",
    ),
    zh="一行是一个账号被采到的一天的各项数字(当日最后的已知值,不插补)",
    en="One row is one account on one day it was seen, with the last known figures of that day (never imputed)",
    kind="snapshot",
    key=("platform_key", "author_id", "date_key"),
    refresh=Refresh.ACCOUNT,
)
