"""WeChat accounts by month: the counters of their articles, and the index that stands on them."""

import sqlalchemy as sa

from warehouse.columns import Merge, Privacy, Refresh, column, measure, table
from warehouse.tables.shared import date_key, text

fact_wechat_month = table(
    "fact_wechat_month",
    column("account", sa.String, "公众号假名;自有账号接口不给账号时为来源名",
           "Account's pseudonym; the source's name where the account's own interface names none", merge=Merge.KEY,
           privacy=Privacy.PSEUDONYMOUS),
    column("month", sa.Date, "月份(首日)", "Month (its first day)", merge=Merge.KEY),
    date_key("月末日", "Last day of the month"),
    measure("article_count", "发文篇数", "Articles published in the month", "articles"),
    measure("headline_count", "其中头条篇数", "Of these, headlines: first of their message", "articles"),
    measure("view_count", "阅读数(最近一次观测);任一未知则为空", "Reads, last seen; NULL when any is unknown", "views"),
    measure("wow_count", "在看数;任一未知则为空", "Wows (在看); NULL when any is unknown", "wows"),
    measure("like_count", "点赞数;任一未知则为空", "Likes; NULL when any is unknown", "likes"),
    measure("share_count", "分享数;任一未知则为空", "Shares; NULL when any is unknown", "shares"),
    measure("headline_view_count", "头条阅读数", "Reads of headlines", "views"),
    measure("most_view_count", "最高单篇阅读数", "Reads of the most-read article", "views"),
    measure("wci", "微信传播指数 WCI(V14.2,月按 30 天);缺任一部分则为空",
            "WCI V14.2 with a month of 30 days; NULL where a part is missing", "points", type_=sa.Double, minimum=0),
    text("lacking", "所缺部分:阅读、在看、点赞、分享、头条;不缺为空", "Parts that are missing; NULL for none"),
    text("model_version", "公式的版本", "Version of the formula"),
    zh="一行是一个公众号一个月的文章计数与传播指数(仅完整月份)",
    en="One row is one WeChat account in one month: counters of its articles and its index (whole months only)",
    kind="snapshot",
    key=("account", "month"),
    refresh=Refresh.PROFILE,
)  # fmt: skip
