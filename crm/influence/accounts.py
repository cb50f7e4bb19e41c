"""Accounts as `audience_signs` looks at them: what was last known of each, and how its contents were received."""

import pandas as pd

from crm.frames import numbers_of, require
from crm.influence.audience import ACCOUNT_COLUMNS

OBSERVATION_COLUMNS = ("platform", "author_id", "observed_at", "follower_count", "following_count")
"""One row per account and day it was seen; unknown allowed."""
CONTENT_COLUMNS = ("mention_id", "platform", "author_id", "engagement_count")
EDGE_COLUMNS = ("child_mention_id", "child_author_id", "parent_author_id", "platform")
KEY = ["platform", "author_id"]


def accounts_of(observations: pd.DataFrame, contents: pd.DataFrame) -> pd.DataFrame:
    """One row per account ever seen (ACCOUNT_COLUMNS): latest known followers and following, contents with known
    interactions and these. Raises UsageError for a missing column.
    """
    seen = require(observations, OBSERVATION_COLUMNS, name="observation").dropna(subset=KEY)
    latest = seen.sort_values([*KEY, "observed_at"]).groupby(KEY)[["follower_count", "following_count"]].last()
    said = require(contents, CONTENT_COLUMNS, name="content").dropna(subset=["mention_id", *KEY])
    said = said.drop_duplicates("mention_id", keep="last")
    said["engagement_count"] = numbers_of(said, "engagement_count")
    reactions = said.groupby(KEY)["engagement_count"].agg(["count", "sum"])
    reactions = reactions[reactions["count"] > 0].set_axis(["content_count", "engagement_count"], axis=1)
    return latest.join(reactions, how="left").reset_index()[list(ACCOUNT_COLUMNS)]


def reactions_of(edges: pd.DataFrame, army: pd.Series) -> pd.DataFrame:
    """One row per repost or reply: whose words, by whom, whether of a water army (`army`: mention ids of such).

    Of an edge given for several brands one row counts. Raises UsageError for a missing column.
    """
    frame = require(edges, EDGE_COLUMNS, name="edge").drop_duplicates("child_mention_id")
    frame = frame.assign(is_water_army=frame["child_mention_id"].isin(army))
    named = {"parent_author_id": "author_id", "child_author_id": "reactor_id"}
    return frame.rename(columns=named)[["platform", "author_id", "reactor_id", "is_water_army"]]
