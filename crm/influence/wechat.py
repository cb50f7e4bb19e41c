"""WCI of WeChat accounts month by month, from the counters of their articles (crm.influence.indices.wci, V14.2).

A month counts as thirty days: daily figures are its sums over 30, means are over articles, and the headline (头条) is
the first article of a message, whose id ends in `_1` as the data cube writes it. An index stands on all its parts; a
month that lacks one has no index and says which.
"""

from typing import Final

import pandas as pd

from crm.frames import DATE, days_of, numbers_of, require, shaped
from crm.influence.indices import INDEX_VERSIONS, WechatCounts, wci
from crm.value.evidence import NotEnoughEvidence

MONTH_DAYS: Final = 30
COUNTERS: Final = {"view_count": "阅读", "wow_count": "在看", "like_count": "点赞", "share_count": "分享"}
"""Counter of an article -> what WeChat calls it."""
PLACE: Final = r"_(\d+)$"
"""Where an article stands in its message, at the end of its id."""
DTYPES: Final = {
    "account": "string", "month": DATE, "article_count": "Int64", "headline_count": "Int64",
    **dict.fromkeys(COUNTERS, "Int64"),
    "headline_view_count": "Int64", "most_view_count": "Int64", "wci": "Float64", "lacking": "string",
    "model_version": "string",
}  # fmt: skip


def wechat_months(articles: pd.DataFrame) -> pd.DataFrame | NotEnoughEvidence:
    """DTYPES, one row per account and month in which it published, sorted.

    `articles`: account, day (published), native_id and the columns of COUNTERS, as last seen. A sum is NULL where a
    counter of any article is unknown; lacking names these and the missing headline, NULL where the index stands. Give
    whole months. Raises UsageError for missing columns.
    """
    frame = require(articles, ["account", "day", "native_id", *COUNTERS], name="article")
    frame = frame.assign(month=days_of(frame["day"]).dt.to_period("M").dt.start_time)
    frame = frame.dropna(subset=["account", "month"])
    if frame.empty:
        return NotEnoughEvidence(what="articles of WeChat accounts", n=0, needed=1)
    for name in COUNTERS:
        frame[name] = numbers_of(frame, name)
    frame["is_headline"] = frame["native_id"].astype("string").str.extract(PLACE, expand=False).eq("1").fillna(False)
    rows = [_row(group) for _, group in frame.groupby(["account", "month"])]
    return shaped(pd.DataFrame(rows), DTYPES)


def _row(articles: pd.DataFrame) -> dict[str, object]:
    """What is told of one account and month."""
    heads = articles[articles["is_headline"].astype(bool)]
    lacking = [word for name, word in COUNTERS.items() if articles[name].isna().any()] + ["头条"] * heads.empty
    return {
        "account": articles["account"].iloc[0],
        "month": articles["month"].iloc[0].date(),
        "article_count": len(articles),
        "headline_count": len(heads),
        **{name: articles[name].sum(skipna=False) for name in COUNTERS},
        "headline_view_count": None if heads.empty else heads["view_count"].sum(skipna=False),
        "most_view_count": articles["view_count"].max(skipna=False),
        "wci": None if lacking else _index(articles, heads),
        "lacking": "、".join(lacking) or None,
        "model_version": INDEX_VERSIONS["wci"],
    }


def _index(articles: pd.DataFrame, heads: pd.DataFrame) -> float:
    return wci(
        daily=_counts(articles[[*COUNTERS]].sum() / MONTH_DAYS),
        per_article=_counts(articles[[*COUNTERS]].mean()),
        headline_daily=_counts(heads[[*COUNTERS]].sum() / MONTH_DAYS),
        maximum=_counts(articles[[*COUNTERS]].max()),
    )


def _counts(figures: pd.Series) -> WechatCounts:
    reads, wows, likes, shares = (float(figures[name]) for name in COUNTERS)
    return WechatCounts(reads=reads, wows=wows, likes=likes, shares=shares)
