"""How many people contents may have reached, how many of those reacted, and what such reach would have cost.

Reach is never known from outside: three figures of falling size and growing doubt stand side by side (followers,
followers who are likely to see it, views where the platform shows them), and money only as a band.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from crm.frames import numbers_of, require, shaped
from records.errors import ConfigError

CONTENT_COLUMNS = ("mention_id", "platform", "author_id", "follower_count", "engagement_count", "view_count")
"""One row per content; figures as of its time, unknown allowed."""
SUMS = (
    "content_count", "potential_reach_count", "unique_reach_count", "likely_impression_count", "reached_content_count",
    "follower_engagement_count", "engaged_follower_count", "view_engagement_count", "engaged_view_count",
)  # fmt: skip
EMV_DTYPES = {
    "platform": "string", "currency": "string", "content_count": "Int64", "verified_content_count": "Int64",
    "view_count": "Int64", "emv_low": "Float64", "emv_high": "Float64", "source": "string", "lack": "string",
}  # fmt: skip
QUALITY_BAND = 0.2
"""The part by which a view may be worth less or more than the bought one (keepface: quality +-20 %)."""
_FEW, _MANY = 100_000, 10_000_000
_SEEN_BY_FEW, _SEEN_BY_MANY = 0.15, 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class CpmRange:
    """What a thousand views cost on a platform. Given by the brand: rates are negotiated, there is no default."""

    platform: str
    low: float
    """Lowest price of 1,000 views."""
    high: float
    """Highest price of 1,000 views."""
    currency: str
    """ISO 4217 (CNY)."""
    source: str
    """Rate card, order or report the prices are from."""
    valid_from: date
    """First day on which they hold."""

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ConfigError(f"CPM of {self.platform}: low ({self.low}) to high ({self.high}) is no range from 0 on")


def likely_impressions(follower_count: pd.Series) -> pd.Series:
    """Followers who are likely to see a content, by number of followers (floats; unknown stays unknown).

    15 % of up to 100,000 followers, 6 % of 10,000,000 and more, in between linear in the followers (Sprinklr,
    Benchmarking). An estimate for one content: contents of one account reach much the same people.
    """
    followers = numbers_of(follower_count.to_frame("followers"), "followers")
    slope = (_SEEN_BY_MANY - _SEEN_BY_FEW) / (_MANY - _FEW)
    share = (_SEEN_BY_FEW + slope * (followers - _FEW)).clip(_SEEN_BY_MANY, _SEEN_BY_FEW)
    return (followers * share).rename("likely_impression_count")


def reach(contents: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Reach and both engagement rates' numerators and denominators for each group of the columns `by`, and SUMS.

    potential_reach_count adds the followers of every content (of the time of posting), unique_reach_count those of
    every account once (the largest known), likely_impression_count `likely_impressions` of every content;
    reached_content_count: contents with known followers. Engagement rate by followers =
    follower_engagement_count / engaged_follower_count (contents where both are known); by views =
    view_engagement_count / engaged_view_count. All of them NULL where nothing is known. Of a content given twice the
    last row counts. Raises UsageError for a missing column.
    """
    frame = require(contents, [*CONTENT_COLUMNS, *by], name="content").drop_duplicates(["mention_id", *by], keep="last")
    for column in ("follower_count", "engagement_count", "view_count"):
        frame[column] = numbers_of(frame, column)
    followers, reactions, views = (frame[f"{name}_count"] for name in ("follower", "engagement", "view"))
    rows = frame[list(by)].assign(
        content_count=1.0,
        potential_reach_count=followers,
        unique_reach_count=_once_each(frame, by),
        likely_impression_count=likely_impressions(followers),
        reached_content_count=followers.notna().astype("float64"),
        follower_engagement_count=reactions.where(followers.notna()),
        engaged_follower_count=followers.where(reactions.notna()),
        view_engagement_count=reactions.where(views.notna()),
        engaged_view_count=views.where(reactions.notna()),
    )
    sums = rows.groupby(list(by), dropna=False)[list(SUMS)].sum(min_count=1).round().reset_index()
    return shaped(sums, {**{name: str(frame[name].dtype) for name in by}, **dict.fromkeys(SUMS, "Int64")})


def emv_band(
    contents: pd.DataFrame, prices: Sequence[CpmRange], *, on: date, by: Sequence[str] = ("platform",)
) -> pd.DataFrame:
    """What the views of contents would have cost as advertising, as a band (EMV_DTYPES); never one number.

    One row per group of the columns `by`, the platform among them.

    emv_low = views x low / 1000 x .8, emv_high = views x high / 1000 x 1.2 (QUALITY_BAND), with the prices in force on
    the day. Only views that the platform shows count: followers are no views, and nothing is filled in for contents
    without them (verified_content_count says how many have them). Where views or prices are missing the band is NULL
    and `lack` says why. A price comparison, no return on investment. Raises UsageError for a missing column.
    """
    frame = require(contents, list(dict.fromkeys(["mention_id", "platform", "view_count", *by])), name="content")
    frame = frame.drop_duplicates(["mention_id", *by], keep="last").dropna(subset=["platform"])
    frame["view_count"] = numbers_of(frame, "view_count")
    grouped = frame.groupby(list(by))["view_count"]
    table = pd.DataFrame(
        {
            "content_count": grouped.size(),
            "verified_content_count": grouped.count(),
            "view_count": grouped.sum(min_count=1),
        }
    ).reset_index()
    in_force = {price.platform: price for price in sorted(prices, key=lambda p: p.valid_from) if price.valid_from <= on}
    dtypes = {**dict.fromkeys(by, "string"), **EMV_DTYPES}
    return shaped(pd.DataFrame([_priced(row, in_force) for row in table.to_dict("records")]), dtypes)


def _priced(row: dict[Any, Any], in_force: dict[str, CpmRange]) -> dict[Any, Any]:
    price = in_force.get(row["platform"])
    if pd.isna(row["view_count"]):
        return {**row, "lack": "no content shows its views"}
    if price is None:
        return {**row, "lack": "no price of 1,000 views is configured"}
    thousands = row["view_count"] / 1000
    return {
        **row,
        "currency": price.currency,
        "source": price.source,
        "emv_low": thousands * price.low * (1 - QUALITY_BAND),
        "emv_high": thousands * price.high * (1 + QUALITY_BAND),
    }


def _once_each(frame: pd.DataFrame, by: Sequence[str]) -> pd.Series:
    """The largest known follower count of an account, on one of its rows in each group."""
    ordered = frame.sort_values("follower_count", na_position="first", kind="stable")
    is_last = ~ordered.duplicated(list(dict.fromkeys([*by, "platform", "author_id"])), keep="last")
    return ordered["follower_count"].where(is_last & ordered["author_id"].notna()).reindex(frame.index)
