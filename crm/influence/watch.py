"""Whom a brand should keep an eye on, and which of them have fallen silent."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from crm.frames import DATE, check_period, days_of, in_period, judged, require, shaped

MENTION_COLUMNS = ("mention_id", "brand_id", "platform", "author_id", "day", "sentiment")
INFLUENCER_COLUMNS = ("brand_id", "platform", "author_id", "period_start", "period_end", "rank")
DTYPES = {
    "brand_id": "string", "period_start": DATE, "period_end": DATE, "platform": "string", "author_id": "string",
    "reason": "string", "mention_count": "Int64", "is_silent": "boolean",
}  # fmt: skip
REASONS = {
    "listed": ("品牌指定", "Named by the brand"),
    "influencer": ("近期影响力靠前", "Among the influencers of late"),
    "critic": ("近期多次负面发声", "Critical several times of late"),
    "regular": ("近期经常谈及品牌", "Regular voice of late"),
}
"""Why somebody is watched, the weightiest first, in Chinese and English."""
KEY = ["brand_id", "platform", "author_id"]


def watched_authors(
    mentions: pd.DataFrame,
    influencers: pd.DataFrame,
    *,
    period_start: date,
    period_end: date,
    listed: Iterable[tuple[str, str, str]] = (),
    week_count: int = 8,
    top_count: int = 20,
    critic_count: int = 3,
    regular_week_count: int = 4,
) -> pd.DataFrame:
    """One row per watched author of a brand in the period (DTYPES), whether it spoke or not.

    Watched is who, in the `week_count` weeks before the period, was among the first `top_count` of the influencer
    table (INFLUENCER_COLUMNS, periods that ended in them), spoke negatively `critic_count` times, or spoke in
    `regular_week_count` different weeks; and whom the brand named (`listed`: brand, platform, author). Of several
    reasons the first of REASONS stands. mention_count: contents about the brand in the period; is_silent: none.
    Own definition: the bounds are settings, not findings. Raises UsageError for a missing column or a period the wrong
    way round.
    """
    check_period(period_start, period_end)
    begin = pd.Timestamp(period_start)
    since = begin - pd.Timedelta(weeks=week_count)
    frame = require(mentions, MENTION_COLUMNS, name="mention")
    frame = frame.assign(day=days_of(frame["day"]))
    frame = frame[(frame["day"] >= since) & (frame["day"] <= pd.Timestamp(period_end))]
    frame = frame.dropna(subset=["mention_id", *KEY])
    frame = frame.assign(sentiment=judged(frame)).drop_duplicates(["mention_id", "brand_id"])
    lately = frame[(frame["day"] >= since) & (frame["day"] < begin)]
    reasons = {
        "listed": pd.DataFrame(list(listed), columns=KEY),
        "influencer": _foremost(influencers, since, begin, top_count),
        "critic": _often(lately[lately["sentiment"] == "negative"], critic_count),
        "regular": _regular(lately, begin, regular_week_count),
    }
    watched = pd.concat([rows.assign(reason=name) for name, rows in reasons.items()]).astype("string")
    watched = watched.drop_duplicates(KEY)
    inside = frame[in_period(frame["day"], period_start, period_end)].groupby(KEY).size()
    spoken = inside.rename("mention_count").reset_index().astype(dict.fromkeys(KEY, "string"))
    table = watched.merge(spoken, on=KEY, how="left").fillna({"mention_count": 0})
    table = table.assign(is_silent=table["mention_count"] == 0, period_start=period_start, period_end=period_end)
    return shaped(table.sort_values(KEY), DTYPES)


def _foremost(influencers: pd.DataFrame, since: pd.Timestamp, begin: pd.Timestamp, top_count: int) -> pd.DataFrame:
    frame = require(influencers, INFLUENCER_COLUMNS, name="influencer")
    is_lately = (days_of(frame["period_start"]) >= since) & (days_of(frame["period_end"]) < begin)
    return frame.loc[is_lately & (pd.to_numeric(frame["rank"]) <= top_count), KEY]


def _often(rows: pd.DataFrame, least: int) -> pd.DataFrame:
    count = rows.groupby(KEY).size()
    return count[count >= least].index.to_frame(index=False)


def _regular(lately: pd.DataFrame, begin: pd.Timestamp, least: int) -> pd.DataFrame:
    week = (begin - lately["day"]).dt.days.sub(1) // 7
    return _often(lately.assign(week=week).drop_duplicates([*KEY, "week"]), least)
