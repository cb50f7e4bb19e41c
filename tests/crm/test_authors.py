from collections.abc import Callable
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from crm.authors import DTYPES, author_profiles
from records.errors import UsageError

Frames = Callable[..., pd.DataFrame]
Period = dict[str, date]


def test_what_one_author_did(mentions: Frames, period: Period) -> None:
    saturday = {"day": date(2026, 3, 7), "published_at": datetime(2026, 3, 7, 12, tzinfo=UTC)}  # 20:00 in China
    posts = mentions(
        {"sentiment": "positive", "engagement_count": 3, "topic_id": "t_b", "topic": "价格", "follower_count": 10},
        {"mention_id": "weibo:1", "brand_id": "coffee", "sentiment": "positive", "engagement_count": 3,
         "topic_id": "t_b", "topic": "价格", "follower_count": 10},
        {**saturday, "sentiment": "negative", "engagement_count": 9, "topic_id": "t_a", "topic": "口味",
         "is_complaint": True, "follower_count": 20},
        {**saturday, "sentiment": "negative", "is_abstained": True, "kind": "repost"},
    )  # fmt: skip
    row = author_profiles(posts, **period).iloc[0]
    assert (row.mention_count, row.active_day_count, row.brand_count, row.repost_mention_count) == (3, 2, 2, 1)
    assert (row.positive_count, row.neutral_count, row.negative_count, row.complaint_count) == (1, 0, 1, 1)
    assert (row.afternoon_count, row.evening_count, row.weekend_count, row.peak_hour) == (1, 2, 2, 20)
    assert (row.engagement_count, row.median_engagement_count, row.follower_count) == (12, 6, 20)
    assert (row.first_day, row.last_day) == (date(2026, 3, 4), date(2026, 3, 7))
    assert (row.topic_count, row.top_topic_id, row.top_topic) == (2, "t_a", "口味")


def test_unknown_stays_unknown(mentions: Frames, period: Period) -> None:
    row = author_profiles(mentions({"published_at": None}), **period).iloc[0]
    assert row[["peak_hour", "engagement_count", "median_engagement_count", "follower_count", "top_topic"]].isna().all()
    assert row[["night_count", "morning_count", "afternoon_count", "evening_count"]].sum() == 0


def test_an_unknown_day_lies_in_no_period(mentions: Frames, period: Period) -> None:
    assert author_profiles(mentions({"day": None}, {"day": date(2025, 1, 1)}, {"author_id": None}), **period).empty


def test_nobody(mentions: Frames, period: Period) -> None:
    table = author_profiles(mentions(), **period)
    assert table.empty
    assert list(table.columns) == list(DTYPES)


def test_the_order_of_rows_changes_nothing(group_members: Frames, period: Period) -> None:
    posts, _, _ = group_members([{}], 20)
    shuffled = author_profiles(posts.sample(frac=1, random_state=4), **period)
    pd.testing.assert_frame_equal(author_profiles(posts, **period), shuffled)


def test_missing_columns_are_named(mentions: Frames, period: Period) -> None:
    with pytest.raises(UsageError, match="lacks kind, topic"):
        author_profiles(mentions({}).drop(columns=["kind", "topic"]), **period)
