"""Negative mentions of brands: which they are, and how many a day or an hour has."""

from collections.abc import Sequence
from datetime import date, datetime

import pandas as pd

from crm.frames import days_of, flags_of, judged, local_times, numbers_of, require

HOUR = pd.Timedelta(hours=1)
_HOURLY = ["negative_count", "judged_count", "voice_count", "reach_count", "reach_known_count"]


def daily_negatives(mentions: pd.DataFrame, *, last_day: date | None = None) -> pd.DataFrame:
    """brand_id, day, negative_count, judged_count from mentions (brand_id, mention_id, day, sentiment), for `alerts`.

    A day counts as observed, with 0 where nothing negative was said, from the brand's first mention of any tone to
    `last_day` (the newest day of all mentions by default). Abstentions and mentions without a day count nowhere.
    """
    frame = _tones(mentions, ["day"])
    columns = ["brand_id", "day", "negative_count", "judged_count"]
    if frame.empty:
        return pd.DataFrame(columns=columns)
    end = frame["day"].max() if last_day is None else pd.Timestamp(last_day)
    parts = []
    for brand_id, rows in frame[frame["day"] <= end].groupby("brand_id"):
        days = pd.date_range(rows["day"].min(), end, name="day")
        counts = rows.groupby("day")[["is_negative", "is_judged"]].sum().reindex(days, fill_value=0)
        counts.columns = columns[2:]
        parts.append(counts.reset_index().assign(brand_id=brand_id))
    return pd.concat(parts)[columns].reset_index(drop=True) if parts else pd.DataFrame(columns=columns)


def daily_topic_negatives(mentions: pd.DataFrame) -> pd.DataFrame:
    """brand_id, day, topic_id, negative_count from mentions that also have topic_id, for `alerts`."""
    frame = _tones(mentions, ["day", "topic_id"])
    counts = frame[frame["is_negative"]].groupby(["brand_id", "day", "topic_id"]).size()
    return counts.rename("negative_count").reset_index()


def timed_tones(mentions: pd.DataFrame) -> pd.DataFrame:
    """Mentions whose hour is known, one row a content and brand, in order: is_negative, is_judged, hour, day, voice.

    `hour` is its beginning in Asia/Shanghai, without a zone. `voice` names who speaks: the account, or the mention
    itself where that is unknown, so that unknown people count as different ones; a water army has none.
    Optional columns (is_water_army, follower_count, ...) come along. Raises UsageError for a time without a zone.
    """
    frame = _tones(mentions, ["published_at", "author_id"])
    frame["published_at"] = local_times(frame["published_at"])
    frame = frame.dropna(subset=["published_at"]).sort_values(["brand_id", "published_at", "mention_id"])
    frame["hour"] = frame["published_at"].dt.tz_localize(None).dt.floor("h")
    frame["day"] = frame["hour"].dt.normalize()
    named = frame["author_id"].astype("string").fillna(frame["mention_id"].astype("string"))
    frame["voice"] = named.mask(flags_of(frame, "is_water_army"))
    frame["follower_count"] = numbers_of(frame, "follower_count") if "follower_count" in frame else float("nan")
    return frame.reset_index(drop=True)


def hourly_negatives(mentions: pd.DataFrame, *, end: datetime | None = None) -> pd.DataFrame:
    """One row a brand and hour, from midnight of the brand's first day to the last before `end` (zone-aware).

    Columns: brand_id, hour, negative_count, judged_count, voice_count (accounts speaking negatively, no water army),
    reach_count (their followers as far as known) and reach_known_count (negatives whose author's followers are known).
    Hours and days without a mention count 0. Without `end` the newest mention's hour is the last.
    """
    frame = timed_tones(mentions)
    columns = ["brand_id", "hour", *_HOURLY]
    if frame.empty:
        return pd.DataFrame(columns=columns)
    last = last_hour(frame, end)
    negative = frame["is_negative"]
    frame["reach_count"] = frame["follower_count"].where(negative & frame["voice"].notna(), 0.0).fillna(0.0)
    frame["is_known"] = negative & frame["follower_count"].notna()
    frame["negative_voice"] = frame["voice"].where(negative)
    parts = []
    for brand_id, rows in frame[frame["hour"] <= last].groupby("brand_id"):
        counts = rows.groupby("hour").agg(
            negative_count=("is_negative", "sum"),
            judged_count=("is_judged", "sum"),
            voice_count=("negative_voice", "nunique"),
            reach_count=("reach_count", "sum"),
            reach_known_count=("is_known", "sum"),
        )
        hours = pd.date_range(rows["day"].min(), last, freq="h", name="hour")
        parts.append(counts.reindex(hours, fill_value=0).reset_index().assign(brand_id=brand_id))
    return pd.concat(parts)[columns].reset_index(drop=True) if parts else pd.DataFrame(columns=columns)


def last_hour(rows: pd.DataFrame, end: datetime | None) -> pd.Timestamp:
    """The last whole hour before `end`, or the newest hour of the rows; Asia/Shanghai without a zone."""
    if end is None:
        return pd.Timestamp(rows["hour"].max())
    local = local_times(pd.Series([end]), name="end").dt.tz_localize(None).iloc[0]
    return pd.Timestamp(local.floor("h") - HOUR)


def _tones(mentions: pd.DataFrame, extra: Sequence[str]) -> pd.DataFrame:
    frame = require(mentions, ["brand_id", "mention_id", "sentiment", *extra], name="mention")
    keys = ["brand_id", "mention_id"]
    if "day" in extra:
        frame["day"] = days_of(frame["day"])
        keys = [*keys, "day"]
    tones = judged(frame)
    frame["is_negative"] = (tones == "negative").astype(bool)
    frame["is_judged"] = tones.notna()
    return frame.dropna(subset=keys).drop_duplicates(["brand_id", "mention_id"])
