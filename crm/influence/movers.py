"""Who moved a brand's sentiment from one period to the next: points by topic and author that sum to the change."""

from datetime import date

import pandas as pd

from crm.frames import DATE, check_period, days_of, in_period, judged, require, shaped

COLUMNS = ("mention_id", "brand_id", "platform", "author_id", "day", "sentiment", "topic_id")
EDGE_COLUMNS = ("child_mention_id", "root_mention_id", "kind")
DTYPES = {
    "brand_id": "string", "period_start": DATE, "period_end": DATE, "topic_id": "string", "platform": "string",
    "author_id": "string", "positive_count": "Int64", "neutral_count": "Int64", "negative_count": "Int64",
    "previous_positive_count": "Int64", "previous_neutral_count": "Int64", "previous_negative_count": "Int64",
    "own_points": "Float64", "caused_points": "Float64", "points": "Float64", "rank": "Int64",
}  # fmt: skip
_CREDIT = ["brand_id", "topic_id", "platform", "author_id"]
_NO_TOPIC = ""
_TONES = {"positive": 100.0, "neutral": 0.0, "negative": -100.0}


def sentiment_movers(
    mentions: pd.DataFrame,
    edges: pd.DataFrame,
    *,
    period_start: date,
    period_end: date,
    previous_start: date,
    previous_end: date,
) -> pd.DataFrame:
    """What each author moved on each topic of a brand, the strongest first (`rank`); see DTYPES.

    Net sentiment of a period is 100 (P - N) / (P + Neu + N) over the brand's judged mentions, the metric of the brand
    page; its change between the periods is parted without rest: a mention of this period brings (t - m) / n points, one
    of the previous period takes (t' - m) / n' away, with t = +100, 0 or -100 its tone, n the judged mentions of its
    period and m the mean of the two nets. So whoever speaks better than both weeks on the whole lifts, whoever falls
    silent after praising lowers, and exchanging the periods only turns the sign. Our own definition (no standard
    exists).

    A repost (`edges`, EDGE_COLUMNS, kind repost) is credited to who wrote the root of its tree: a column
    root_author_id or else `mentions` say who (caused_points). Everything else, replies among it, is credited to its
    own author (own_points). Counts are those of the credited mentions. What nobody knows the author of is credited to
    author_id NULL, lest the sum be another.
    A mention of several topics (rows) counts in the first, by id; one without a topic has topic_id NULL. A brand with
    no judged mention in either period has no change and no rows. `mentions` (COLUMNS) may reach beyond
    both periods. Raises UsageError for a missing column or a period the wrong way round.
    """
    check_period(period_start, period_end)
    check_period(previous_start, previous_end)
    told = require(mentions, COLUMNS, name="mention")
    day = days_of(told["day"])
    is_asked = in_period(day, period_start, period_end) | in_period(day, previous_start, previous_end)
    frame = _prepared(told.assign(day=day)[is_asked], _root_authors(told, edges))
    now = in_period(frame["day"], period_start, period_end)
    before = in_period(frame["day"], previous_start, previous_end)
    frame = pd.concat([frame[now].assign(side=1.0), frame[before].assign(side=-1.0)])
    frame = _with_points(frame)
    table = _credited(frame)
    table = table.sort_values(["brand_id", "points", *_CREDIT[1:]], key=_by_strength)
    table["rank"] = table.groupby("brand_id").cumcount() + 1
    table["topic_id"] = table["topic_id"].where(table["topic_id"] != _NO_TOPIC)
    return shaped(table.assign(period_start=period_start, period_end=period_end), DTYPES)


def _root_authors(mentions: pd.DataFrame, edges: pd.DataFrame) -> pd.Series:
    """Who wrote the root of each repost's tree, by the repost's mention id."""
    frame = require(edges, EDGE_COLUMNS, name="repost edge").dropna(subset=["child_mention_id", "root_mention_id"])
    frame = frame[frame["kind"] == "repost"].sort_values(["child_mention_id", "root_mention_id"])
    frame = frame.drop_duplicates("child_mention_id").set_index("child_mention_id")
    started = mentions[mentions["mention_id"].isin(frame["root_mention_id"])]
    writers = started.drop_duplicates("mention_id").set_index("mention_id")
    known = frame["root_mention_id"].map(writers["author_id"]).astype("object")
    return frame["root_author_id"].astype("object").fillna(known) if "root_author_id" in frame else known


def _prepared(mentions: pd.DataFrame, root_authors: pd.Series) -> pd.DataFrame:
    """Judged mentions, one row a content and brand, with the author to credit."""
    frame = mentions.dropna(subset=["mention_id", "brand_id", "platform"])
    frame["tone"] = judged(frame).map(_TONES)
    frame["topic_id"] = frame["topic_id"].astype("object").where(frame["topic_id"].notna(), _NO_TOPIC)
    frame = frame.sort_values(["mention_id", "brand_id", "topic_id"]).drop_duplicates(["mention_id", "brand_id"])
    root = frame["mention_id"].map(root_authors)
    frame["is_caused"] = root.notna() & (root != frame["author_id"])
    frame["author_id"] = frame["author_id"].astype("object").where(root.isna(), root)
    return frame.dropna(subset=["tone"])


def _with_points(frame: pd.DataFrame) -> pd.DataFrame:
    """`points` of each mention; brands heard in one period only are left out."""
    sides = frame.groupby(["brand_id", "side"])["tone"].agg(["mean", "size"])
    middle = sides["mean"].groupby("brand_id").agg(["mean", "size"])
    heard = middle.loc[middle["size"] == 2, "mean"]
    kept = frame[frame["brand_id"].isin(heard.index)]
    count = kept.groupby(["brand_id", "side"])["tone"].transform("size")
    return kept.assign(points=kept["side"] * (kept["tone"] - kept["brand_id"].map(heard).astype("float64")) / count)


def _credited(frame: pd.DataFrame) -> pd.DataFrame:
    is_now = frame["side"] > 0
    columns = {
        f"{prefix}{tone}_count": is_side & (frame["tone"] == value)
        for prefix, is_side in (("", is_now), ("previous_", ~is_now))
        for tone, value in _TONES.items()
    }
    columns["own_points"] = frame["points"].where(~frame["is_caused"], 0.0)
    columns["caused_points"] = frame["points"].where(frame["is_caused"], 0.0)
    columns["points"] = frame["points"]
    return frame[_CREDIT].assign(**columns).groupby(_CREDIT, dropna=False)[list(columns)].sum().reset_index()


def _by_strength(values: pd.Series) -> pd.Series:
    """Points by their size, the largest first; rounded, lest equals part by the last digit."""
    return -values.abs().round(9) if values.name == "points" else values
