from datetime import date
from typing import Any

import pandas as pd
import pytest

from crm.influence.platforms import platform_schemes
from crm.influence.reach import CpmRange, emv_band, likely_impressions, reach
from crm.tiers import tier_of
from records.errors import ConfigError, UsageError

TODAY = date(2026, 3, 29)


def contents(*rows: dict[str, Any]) -> pd.DataFrame:
    usual = {"platform": "weibo", "author_id": "a_1", "follower_count": None, "engagement_count": None,
             "view_count": None}  # fmt: skip
    columns = ["mention_id", *usual]
    return pd.DataFrame([{**usual, "mention_id": f"m{i}", **row} for i, row in enumerate(rows)], columns=columns)


def price(low: float, high: float, *, platform: str = "douyin", since: str = "2026-01-01") -> CpmRange:
    return CpmRange(platform=platform, low=low, high=high, currency="CNY", source="rate card",
                    valid_from=date.fromisoformat(since))  # fmt: skip


def test_likely_impressions_fall_with_size() -> None:
    followers = pd.Series([0, 1_000, 100_000, 5_050_000, 10_000_000, 20_000_000])
    assert likely_impressions(followers).tolist() == pytest.approx([0, 150, 15_000, 530_250, 600_000, 1_200_000])
    assert likely_impressions(pd.Series([None, -3, float("nan")])).isna().all()


def test_reach_by_hand() -> None:
    frame = contents({"follower_count": 100, "engagement_count": 10, "view_count": 400},
                     {"follower_count": 200, "engagement_count": None, "view_count": 50},
                     {"follower_count": 1000, "engagement_count": 5, "author_id": "a_2"},
                     {"engagement_count": 7, "view_count": 70, "author_id": "a_3"})  # fmt: skip
    row = reach(frame, by=["platform"]).iloc[0]
    assert row.to_dict() == {
        "platform": "weibo", "content_count": 4, "potential_reach_count": 1300, "unique_reach_count": 1200,
        "likely_impression_count": 195, "reached_content_count": 3, "follower_engagement_count": 15,
        "engaged_follower_count": 1100, "view_engagement_count": 17, "engaged_view_count": 470,
    }  # fmt: skip


def test_unknown_followers_and_views_are_null_not_zero() -> None:
    row = reach(contents({}, {"follower_count": -1}), by=["platform"]).iloc[0]
    assert (row["content_count"], row["reached_content_count"]) == (2, 0)
    unknown = ["potential_reach_count", "unique_reach_count", "likely_impression_count", "engaged_follower_count",
               "engaged_view_count"]  # fmt: skip
    assert row[unknown].isna().all()


def test_reach_adds_up_over_accounts_and_ignores_repeats() -> None:
    frame = contents({"follower_count": 5}, {"follower_count": 7, "author_id": "a_2"})
    each = reach(pd.concat([frame, frame]), by=["platform", "author_id"])
    assert each["unique_reach_count"].tolist() == [5, 7]
    assert reach(frame, by=["platform"])["unique_reach_count"].tolist() == [12]
    assert reach(contents(), by=["platform"]).empty
    with pytest.raises(UsageError, match="lacks brand_id"):
        reach(frame, by=["brand_id"])


def test_emv_is_a_band_over_verified_views_only() -> None:
    frame = contents({"platform": "douyin", "view_count": 10_000},
                     {"platform": "douyin", "follower_count": 9_999_999},
                     {"platform": "weibo", "follower_count": 10},
                     {"platform": "bilibili", "view_count": 5})  # fmt: skip
    prices = [price(20, 30), price(1, 2, since="2025-01-01"), price(99, 99, since="2026-12-01"),
              price(1, 1, platform="weibo")]  # fmt: skip
    table = emv_band(frame, prices, on=TODAY).set_index("platform")
    douyin = table.loc["douyin"]
    assert douyin[["emv_low", "emv_high"]].tolist() == [160, 360]
    assert douyin[["content_count", "verified_content_count", "view_count"]].tolist() == [2, 1, 10_000]
    assert douyin[["currency", "source"]].tolist() == ["CNY", "rate card"]
    assert table.loc[["weibo", "bilibili"], ["emv_low", "emv_high"]].isna().all(axis=None)
    assert "views" in table.loc["weibo", "lack"]
    assert "price" in table.loc["bilibili", "lack"]
    assert emv_band(contents(), prices, on=TODAY).empty


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (6, 5), (float("nan"), 5)])
def test_impossible_prices_are_refused(low: float, high: float) -> None:
    with pytest.raises(ConfigError, match="CPM of douyin"):
        price(low, high)


def test_platforms_have_tiers_of_their_own_from_their_day_on() -> None:
    counts, platforms = (
        pd.Series([12_000, 12_000, 4_000_000, 10_000_000, 600_000]),
        pd.Series(["weibo", "douyin", "kuaishou", "douyin", "xiaohongshu"]),
    )
    now = tier_of(counts, platform=platforms, on=TODAY, schemes=platform_schemes())
    assert now.tolist() == ["waist", "ordinary", "head", "super", "head"]
    before = tier_of(counts, platform=platforms, on=date(2019, 12, 31), schemes=platform_schemes())
    assert before.tolist() == ["waist", "waist", "head", "head", "shoulder"]
