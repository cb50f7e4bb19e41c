"""Author profiles: what one account did within a period, whichever brand it spoke about."""

from datetime import date

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

COLUMNS = (
    "mention_id", "brand_id", "platform", "kind", "author_id", "follower_count", "published_at", "day", "sentiment",
    "engagement_count", "content_class", "is_water_army", "topic_id", "topic", "is_complaint",
)  # fmt: skip
HOUR_BANDS = {"night": (0, 6), "morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24)}
"""Hours of the day in China, [from, to)."""
KEY = ["platform", "author_id"]
SUMS = (
    "repost_mention_count", "positive_count", "neutral_count", "negative_count", "complaint_count", "night_count",
    "morning_count", "afternoon_count", "evening_count", "weekend_count",
)  # fmt: skip
DTYPES = {
    "author_id": "string", "platform": "string", "period_start": DATE, "period_end": DATE, "follower_count": "Int64",
    "mention_count": "Int64", "active_day_count": "Int64", "brand_count": "Int64", "first_day": DATE, "last_day": DATE,
    **dict.fromkeys(SUMS, "Int64"),
    "peak_hour": "Int64", "engagement_count": "Int64", "median_engagement_count": "Float64",
    "topic_count": "Int64", "top_topic_id": "string", "top_topic": "string",
}  # fmt: skip


def author_profiles(mentions: pd.DataFrame, *, period_start: date, period_end: date) -> pd.DataFrame:
    """One row per author with a mention in the period (days, both ends included); see DTYPES.

    A mention linked to several brands counts once; one of no brand counts too. The four hour bands (HOUR_BANDS, Asia/
    Shanghai) leave out mentions without a time of day; weekend means Saturday and Sunday. Medians and sums of
    engagement are over the mentions where it is known, NULL when it never is. peak_hour and top topic: the most
    frequent, of equals the earliest hour and the smallest topic id. Raises UsageError for a missing column, a period
    the wrong way round, or times without a zone.
    """
    check_period(period_start, period_end)
    rows = prepared(mentions, period_start=period_start, period_end=period_end)
    grouped = rows.groupby(KEY)
    table = (
        grouped[list(SUMS)]
        .sum()
        .join(
            grouped.agg(
                mention_count=("mention_id", "size"),
                active_day_count=("day", "nunique"),
                first_day=("day", "min"),
                last_day=("day", "max"),
                follower_count=("follower_count", "last"),
                median_engagement_count=("engagement_count", "median"),
                topic_count=("topic_id", "nunique"),
            )
        )
    )
    table["engagement_count"] = grouped["engagement_count"].sum(min_count=1)
    table["brand_count"] = _brand_counts(mentions, rows)
    table["peak_hour"] = _most_frequent(rows, "hour")
    table["top_topic_id"] = _most_frequent(rows, "topic_id")
    labels = rows.dropna(subset=["topic_id"]).sort_values(["topic_id", "topic"]).drop_duplicates("topic_id")
    table["top_topic"] = table["top_topic_id"].map(labels.set_index("topic_id")["topic"])
    table = table.reset_index().assign(period_start=period_start, period_end=period_end)
    for column in ("first_day", "last_day"):
        table[column] = table[column].dt.date
    return shaped(table.sort_values(KEY), DTYPES)


def prepared(mentions: pd.DataFrame, *, period_start: date, period_end: date) -> pd.DataFrame:
    """The period's mentions with a known author, once each and in order of time, with the 0/1 columns of SUMS."""
    frame = require(mentions, COLUMNS, name="mention").dropna(subset=["mention_id", *KEY])
    frame["day"] = days_of(frame["day"])
    frame = frame[in_period(frame["day"], period_start, period_end)]
    frame["published_at"] = local_times(frame["published_at"])
    frame = frame.sort_values(["platform", "published_at", "mention_id", "brand_id"], na_position="first")
    frame = frame.drop_duplicates("mention_id")
    for column in ("follower_count", "engagement_count"):
        frame[column] = numbers_of(frame, column)
    return frame.assign(**_marks(frame))


def _marks(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """The 0/1 columns of SUMS and the hour of the day (NaN where unknown)."""
    hour, tone = frame["published_at"].dt.hour, judged(frame)
    marks = {f"{band}_count": hour.ge(low) & hour.lt(high) for band, (low, high) in HOUR_BANDS.items()}
    marks |= {f"{label}_count": tone == label for label in ("positive", "neutral", "negative")}
    marks["weekend_count"] = frame["day"].dt.day_of_week >= 5
    marks["repost_mention_count"] = frame["kind"] == "repost"
    marks["complaint_count"] = flags_of(frame, "is_complaint")
    counts = {name: mark.fillna(False).astype("int64") for name, mark in marks.items()}
    return {**counts, "hour": hour}


def _brand_counts(mentions: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    links = mentions[mentions["mention_id"].isin(rows["mention_id"])]
    return links.groupby(KEY)["brand_id"].nunique()


def _most_frequent(rows: pd.DataFrame, column: str) -> pd.Series:
    """The most frequent known value of a column per author; of equals the smallest."""
    counts = rows.groupby([*KEY, column]).size().rename("size").reset_index()
    counts = counts.sort_values([*KEY, "size", column], ascending=[True, True, False, True])
    return counts.drop_duplicates(KEY).set_index(KEY)[column]
