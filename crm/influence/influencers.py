"""The influencer table: who reached, moved and was reposted most for a brand within a period."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
import pandas as pd

from crm.frames import (
    DATE,
    check_period,
    days_of,
    flags_of,
    in_period,
    judged,
    local_times,
    numbers_of,
    require,
    shaped,
)
from crm.influence.pagerank import pagerank_of_edges
from crm.influence.propagation import caused_repost_counts
from crm.influence.ranking import ranked
from crm.tiers import tier_of
from records.tiers import DEFAULT_SCHEMES, TierScheme

MENTION_COLUMNS = (
    "mention_id", "brand_id", "platform", "author_id", "follower_count", "published_at", "day", "sentiment",
    "engagement_count", "content_class", "is_water_army",
)  # fmt: skip
EDGE_COLUMNS = (
    "brand_id", "child_author_id", "parent_author_id", "child_mention_id", "parent_mention_id", "root_mention_id",
    "published_at", "platform",
)  # fmt: skip
DTYPES = {
    "brand_id": "string", "period_start": DATE, "period_end": DATE, "platform": "string", "author_id": "string",
    "tier": "string", "follower_count": "Int64", "mention_count": "Int64", "reach_count": "Int64",
    "engagement_count": "Int64", "engaged_follower_count": "Int64", "pagerank": "Float64",
    "caused_repost_count": "Int64", "positive_count": "Int64", "negative_count": "Int64", "rank": "Int64",
}  # fmt: skip
KEY = ["brand_id", "platform", "author_id"]
COUNTED = ("mention_count", "positive_count", "negative_count")
"""Columns in which nothing found means 0; in the others it means unknown."""


def influencers(
    prepared: pd.DataFrame,
    edges: pd.DataFrame,
    *,
    period_start: date,
    period_end: date,
    own_author_ids: Collection[str] = (),
    kept_count: int = 200,
    schemes: Sequence[TierScheme] = DEFAULT_SCHEMES,
) -> pd.DataFrame:
    """The `kept_count` most influential authors of each brand in the period (days, both included); see DTYPES.

    `prepared` (mentions that went through `prepared_posts`) may reach further back than the period: earlier rows only
    tell follower counts and who wrote what was reposted. So may `edges` (EDGE_COLUMNS and, if known, root_author_id;
    one row a repost and brand), whose earlier rows only connect trees; where a column `kind` says so, replies among
    them are left out. Who wrote in the period or caused a repost in it is a candidate; the brand's own accounts
    (`own_author_ids`, or at least half their posts of class BGC) are none. Reposts made by a water army count
    neither for PageRank nor as caused.

    follower_count is the latest known, reach_count adds the followers of each mention (NULL when never known),
    engagement_count adds what is known (NULL when nothing is), engaged_follower_count adds the followers of mentions
    with known engagement (the engagement rate's denominator), pagerank is NULL outside the brand's repost graph, whose
    edges lead from the reposting author to the author reposted, and caused_repost_count where the brand has none.
    `rank` (1 = first) is crm.influence.ranking's.
    Raises UsageError for a missing column, a period the wrong way round, or times without a zone.
    """
    check_period(period_start, period_end)
    posts = _until(prepared, period_end)
    reposts = _prepared_edges(edges, posts, period_start, period_end)
    inside = posts[in_period(posts["day"], period_start, period_end)]
    table = _reactions(inside).join(_spread(posts, reposts), how="outer").reset_index()
    table = table.fillna(dict.fromkeys(COUNTED, 0))
    has_tree = table["brand_id"].isin(reposts["brand_id"])
    table["caused_repost_count"] = table["caused_repost_count"].mask(has_tree & table["caused_repost_count"].isna(), 0)
    table = table[(table["mention_count"] > 0) | (table["caused_repost_count"].fillna(0) > 0)]
    table = _without_own_accounts(table, posts, own_author_ids).join(_latest_followers(posts), on=KEY)
    table = table.assign(
        tier=tier_of(table["follower_count"], platform=table["platform"], on=period_end, schemes=schemes),
        period_start=period_start,
        period_end=period_end,
    )
    return shaped(ranked(table, kept_count=kept_count), DTYPES)


def prepared_posts(mentions: pd.DataFrame) -> pd.DataFrame:
    """Typed mentions (MENTION_COLUMNS), one row a content and brand, in order of time. Raises UsageError."""
    frame = require(mentions, MENTION_COLUMNS, name="mention").dropna(subset=["mention_id", *KEY])
    frame["day"] = days_of(frame["day"])
    frame["published_at"] = local_times(frame["published_at"])
    for column in ("follower_count", "engagement_count"):
        frame[column] = numbers_of(frame, column)
    frame["sentiment"] = judged(frame)
    frame["is_water_army"] = flags_of(frame, "is_water_army")
    frame = frame.sort_values(["published_at", "mention_id", "brand_id"], na_position="first")
    return frame.drop_duplicates(["brand_id", "mention_id"], keep="last")


def _until(posts: pd.DataFrame, period_end: date) -> pd.DataFrame:
    """Posts up to the period's end, with what was known of their authors' followers by then."""
    frame = posts[~(posts["day"] > pd.Timestamp(period_end))]
    seen = frame.groupby(["platform", "author_id"])["follower_count"]
    return frame.assign(known_followers=frame["follower_count"].fillna(seen.transform("last")))


def _prepared_edges(edges: pd.DataFrame, posts: pd.DataFrame, period_start: date, period_end: date) -> pd.DataFrame:
    """Typed reposts up to the period's end; `counted` marks those made in it and not by a water army."""
    frame = require(edges, EDGE_COLUMNS, name="repost edge").dropna(subset=["brand_id", "child_mention_id"])
    day = local_times(frame["published_at"]).dt.tz_localize(None).dt.normalize()
    army = posts.loc[posts["is_water_army"], "mention_id"]
    if "kind" in frame.columns:
        day, frame = day[frame["kind"] == "repost"], frame[frame["kind"] == "repost"].copy()
    frame["counted"] = in_period(day, period_start, period_end) & ~frame["child_mention_id"].isin(army)
    known: pd.DataFrame = frame[~(day > pd.Timestamp(period_end))]
    return known


def _reactions(inside: pd.DataFrame) -> pd.DataFrame:
    """Sums over each author's mentions of the brand in the period."""
    rows = inside.assign(
        mention_count=1,
        reach_count=inside["known_followers"],
        engaged_follower_count=inside["known_followers"].where(inside["engagement_count"].notna()),
        positive_count=(inside["sentiment"] == "positive").astype("int64"),
        negative_count=(inside["sentiment"] == "negative").astype("int64"),
    )
    columns = ["mention_count", "reach_count", "engagement_count", "engaged_follower_count"]
    return rows.groupby(KEY)[[*columns, "positive_count", "negative_count"]].sum(min_count=1)


def _spread(posts: pd.DataFrame, reposts: pd.DataFrame) -> pd.DataFrame:
    """PageRank and caused reposts of everybody in a brand's repost trees."""
    authors = posts.drop_duplicates("mention_id").set_index("mention_id")["author_id"]
    homes = _homes(posts, reposts)
    parts = []
    for brand_id, tree in reposts.groupby("brand_id"):
        graph = pagerank_of_edges(tree[tree["counted"]], source="child_author_id", target="parent_author_id")
        caused = caused_repost_counts(tree, authors=authors, counted=tree["counted"])
        part = pd.concat([graph.rename("pagerank"), caused[caused > 0].rename("caused_repost_count")], axis=1)
        parts.append(part.rename_axis("author_id").reset_index().assign(brand_id=brand_id))
    empty = pd.DataFrame(columns=["brand_id", "author_id", "pagerank", "caused_repost_count"])
    table = pd.concat(parts) if parts else empty
    return table.assign(platform=table["author_id"].map(homes)).dropna(subset=KEY).set_index(KEY)


def _homes(posts: pd.DataFrame, reposts: pd.DataFrame) -> pd.Series:
    """The platform of every author met: an account lives on the platform of what it wrote."""
    ends = [column for column in reposts.columns if column.endswith("_author_id")]
    pairs = [reposts[[column, "platform"]].set_axis(["author_id", "platform"], axis=1) for column in ends]
    known = pd.concat([*pairs, posts[["author_id", "platform"]]]).dropna().drop_duplicates()
    return known.sort_values(["author_id", "platform"]).drop_duplicates("author_id").set_index("author_id")["platform"]


def _latest_followers(posts: pd.DataFrame) -> pd.Series:
    """The latest known follower count of an account, whichever brand it spoke about."""
    latest = posts.groupby(["platform", "author_id"])["known_followers"].last()
    keys = posts[KEY].drop_duplicates()
    return keys.join(latest, on=["platform", "author_id"]).set_index(KEY)["known_followers"].rename("follower_count")


def _without_own_accounts(table: pd.DataFrame, posts: pd.DataFrame, own: Collection[str]) -> pd.DataFrame:
    # A repost seldom says what kind of account made it, so what an account posts decides.
    spoken = posts[posts["kind"] != "repost"] if "kind" in posts else posts
    is_brand_voice = spoken["content_class"].eq("BGC").fillna(False).astype(bool)
    share = is_brand_voice.groupby([spoken[column] for column in KEY]).mean()
    voices = share[share >= 0.5].index
    is_own = pd.MultiIndex.from_frame(table[KEY]).isin(voices) | table["author_id"].isin(list(own)).to_numpy()
    others: pd.DataFrame = table[~np.asarray(is_own)]
    return others
