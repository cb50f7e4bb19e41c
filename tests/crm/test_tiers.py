from datetime import date

import pandas as pd
import pytest

from crm.tiers import tier_of
from records.errors import ConfigError
from records.tiers import Tier, TierScheme, schemes_of

FROM = date(2020, 1, 1)


def test_bounds_are_inclusive_below() -> None:
    counts = pd.Series([0, 999, 1_000, 9_999, 10_000, 99_999, 100_000, 999_999, 1_000_000, 5e7])
    expected = ["ordinary"] * 2 + ["tail"] * 2 + ["waist"] * 2 + ["shoulder"] * 2 + ["head"] * 2
    assert tier_of(counts).tolist() == expected


def test_unknown_and_impossible_counts_have_no_tier() -> None:
    tiers = tier_of(pd.Series([None, float("nan"), -5, pd.NA, 5], index=[9, 8, 7, 6, 5]))
    assert tiers.isna().tolist() == [True, True, True, True, False]
    assert tiers.index.tolist() == [9, 8, 7, 6, 5]


def test_nothing_to_band() -> None:
    assert tier_of(pd.Series([], dtype="object")).empty


def test_a_platform_may_have_bounds_of_its_own_and_bounds_change_with_time() -> None:
    everywhere = TierScheme(
        valid_from=FROM, tiers=(Tier(name="low", at_least=0, below=10), Tier(name="high", at_least=10))
    )
    douyin = TierScheme(
        valid_from=date(2024, 1, 1),
        platform="douyin",
        tiers=(Tier(name="low", at_least=0, below=100), Tier(name="high", at_least=100)),
    )
    counts, platforms = pd.Series([50, 50, 50]), pd.Series(["weibo", "douyin", None])
    schemes = (everywhere, douyin)
    assert tier_of(counts, platform=platforms, schemes=schemes).tolist() == ["high", "low", "high"]
    assert tier_of(counts, platform=platforms, schemes=schemes, on=date(2022, 1, 1)).tolist() == ["high"] * 3
    with pytest.raises(ConfigError, match="in force"):
        tier_of(counts, schemes=schemes, on=date(2019, 12, 31))


@pytest.mark.parametrize(
    ("tiers", "message"),
    [
        ([("a", 0, 10), ("b", 20, None)], "a gap between a"),
        ([("a", 0, 10), ("b", 5, None)], "an overlap between a"),
        ([("a", 1, 10), ("b", 10, None)], "begin at 0"),
        ([("a", 0, 10), ("b", 10, 20)], "must be open"),
        ([("a", 0, 10), ("a", 10, None)], "share a name"),
        ([("a", 0, 0), ("b", 0, None)], "needs a `below`"),
        ([("a", 0, None), ("b", 0, None)], "needs a `below`"),
        ([], "begin at 0"),
    ],
)
def test_impossible_bands_are_refused(tiers: list[tuple[str, int, int | None]], message: str) -> None:
    bands = [{"name": name, "at_least": low, "below": high} for name, low, high in tiers]
    with pytest.raises(ConfigError, match=message):
        schemes_of([{"valid_from": "2020-01-01", "tiers": bands}])


def test_configuration_errors_name_the_entry() -> None:
    with pytest.raises(ConfigError, match="entry 1: 'valid_from'"):
        schemes_of([{"tiers": []}])
    with pytest.raises(ConfigError, match="entry 1.*upto"):
        schemes_of([{"valid_from": FROM, "tiers": [{"name": "a", "upto": 5}]}])
