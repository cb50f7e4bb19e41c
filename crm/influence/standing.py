"""What else is known of ranked authors: place in the repost graph, h-index, reach, BCI, what it would have cost."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from crm.frames import check_period, days_of, in_period, numbers_of, require, shaped
from crm.influence.centrality import h_indices
from crm.influence.indices import bci
from crm.influence.influencers import DTYPES as RANKED_DTYPES
from crm.influence.influencers import KEY
from crm.influence.reach import CpmRange, emv_band, reach

MENTION_COLUMNS = (
    *KEY, "mention_id", "day", "follower_count", "engagement_count", "view_count", "share_count", "comment_count",
    "like_count",
)  # fmt: skip
DTYPES = {
    **RANKED_DTYPES, "core_number": "Int64", "betweenness": "Float64", "h_index": "Int64", "community_id": "string",
    "likely_impression_count": "Int64", "unique_reach_count": "Int64", "bci": "Float64", "emv_low": "Float64",
    "emv_high": "Float64", "emv_currency": "string",
}  # fmt: skip
BCI_PLATFORM = "weibo"
_OF_GRAPH = ["core_number", "betweenness", "community_id"]


def with_standing(
    ranked: pd.DataFrame,
    mentions: pd.DataFrame,
    positions: pd.DataFrame,
    *,
    period_start: date,
    period_end: date,
    prices: Sequence[CpmRange] = (),
) -> pd.DataFrame:
    """The influencer table with DTYPES' further columns, same rows and order.

    `mentions` (MENTION_COLUMNS, one row a content and brand) reach back as far as h_index should: the largest h of
    contents about the brand until the period's end with at least h interactions each. core_number, betweenness and
    community_id are the author's in `positions` (crm.influence.network), NULL outside the graph. Reach, bci (contents
    of a Weibo account about the brand in the period; NULL where one of its three counters is never known) and the band
    of money (NULL without shown views or a price in force) are of contents in the period.
    Raises UsageError for a missing column or a period the wrong way round.
    """
    check_period(period_start, period_end)
    frame = require(mentions, MENTION_COLUMNS, name="mention")
    frame = frame[frame["author_id"].isin(ranked["author_id"])].dropna(subset=["mention_id", *KEY])
    frame = frame.drop_duplicates(["mention_id", "brand_id"], keep="last").astype(dict.fromkeys(KEY, "string"))
    frame = frame.merge(ranked[KEY].astype("string"), on=KEY)
    day = days_of(frame["day"])
    frame["engagement_count"] = numbers_of(frame, "engagement_count")
    until, inside = frame[~(day > pd.Timestamp(period_end))], frame[in_period(day, period_start, period_end)]
    parts = [
        h_indices(until, by=KEY, count="engagement_count").reset_index(),
        reach(inside, by=KEY)[[*KEY, "likely_impression_count", "unique_reach_count"]],
        _bci(inside),
        _band(inside, prices, period_end),
    ]
    table = ranked.astype(dict.fromkeys(KEY, "string"))
    for part in parts:
        table = table.merge(part.astype(dict.fromkeys(KEY, "string")), on=KEY, how="left")
    place = positions[["brand_id", "author_id", *_OF_GRAPH]].astype({"brand_id": "string", "author_id": "string"})
    return shaped(table.merge(place, on=["brand_id", "author_id"], how="left"), DTYPES)


def _bci(inside: pd.DataFrame) -> pd.DataFrame:
    rows = inside[inside["platform"] == BCI_PLATFORM]
    counters = ["share_count", "comment_count", "like_count"]
    told = rows[KEY].assign(**{name: numbers_of(rows, name) for name in counters})
    sums = told.groupby(KEY)[counters].sum(min_count=1).assign(posts=told.groupby(KEY).size()).dropna().reset_index()
    values = [
        bci(posts=posts, reposts=reposts, comments=comments, likes=likes)
        for posts, reposts, comments, likes in sums[["posts", *counters]].itertuples(index=False)
    ]
    return sums[KEY].assign(bci=pd.Series(values, index=sums.index, dtype="float64"))


def _band(inside: pd.DataFrame, prices: Sequence[CpmRange], on: date) -> pd.DataFrame:
    band = emv_band(inside, prices, on=on, by=KEY)
    return band[[*KEY, "emv_low", "emv_high", "currency"]].rename(columns={"currency": "emv_currency"})
