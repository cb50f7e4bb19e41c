"""Influencers' further figures, circles over time, and accounts as the signs of audience take them."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from crm.influence.accounts import accounts_of, reactions_of
from crm.influence.circles import circle_periods
from crm.influence.network import repost_network
from crm.influence.reach import CpmRange
from crm.influence.standing import DTYPES, with_standing
from records.errors import UsageError

START, END = date(2026, 8, 3), date(2026, 8, 9)
PRICE = CpmRange(platform="bilibili", low=10, high=20, currency="CNY", source="made up", valid_from=date(2026, 1, 1))


def content(number: int, author: str, *, platform: str = "weibo", day: date = START, **known: object) -> dict:
    row = dict.fromkeys(
        ("follower_count", "engagement_count", "view_count", "share_count", "comment_count", "like_count")
    )
    return {
        "mention_id": f"m{number}", "brand_id": "moli", "platform": platform, "author_id": author, "day": day,
        **row, **known,
    }  # fmt: skip


def ranked(*authors: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"brand_id": "moli", "platform": platform, "author_id": author} for platform, author in authors]
    ).assign(period_start=START, period_end=END)


def edges(*pairs: tuple[str, str], day: int = 4) -> pd.DataFrame:
    at = datetime(2026, 8, day, 4, tzinfo=UTC)
    rows = [{"brand_id": "moli", "child_author_id": a, "parent_author_id": b, "published_at": at} for a, b in pairs]
    return pd.DataFrame(rows)


def standing(authors: pd.DataFrame, contents: list[dict], **given: object) -> pd.DataFrame:
    network = repost_network(edges(("b", "a"), ("c", "a"), ("c", "b")), period_start=START, period_end=END)
    return with_standing(
        authors, pd.DataFrame(contents), network.positions, period_start=START, period_end=END, **given
    ).set_index("author_id")


def test_a_weibo_account_has_the_published_index_of_its_counters() -> None:
    contents = [content(i, "a", share_count=40, comment_count=0, like_count=0) for i in range(29)]
    contents.append(content(29, "a", share_count=40, comment_count=800, like_count=5_000))
    contents.append(content(30, "a", day=date(2026, 8, 10), share_count=9, comment_count=9, like_count=9))
    assert standing(ranked(("weibo", "a")), contents).loc["a", "bci"] == pytest.approx(1033.3035, abs=5e-5)


def test_an_unknown_counter_leaves_the_index_unknown() -> None:
    contents = [content(1, "a", share_count=40, comment_count=3), content(2, "b", platform="douyin", like_count=1)]
    found = standing(ranked(("weibo", "a"), ("douyin", "b")), contents)
    assert found["bci"].isna().all()


def test_h_index_looks_back_and_reach_does_not() -> None:
    before = date(2026, 7, 1)
    contents = [content(i, "a", day=before, engagement_count=count) for i, count in enumerate((10, 8, 5, 4))]
    contents.append(content(9, "a", engagement_count=3, follower_count=1_000))
    contents.append(content(10, "a", follower_count=1_200))
    found = standing(ranked(("weibo", "a"), ("weibo", "z")), contents)
    assert found.loc["a", "h_index"] == 4
    assert found.loc["a", ["likely_impression_count", "unique_reach_count"]].tolist() == [330, 1_200]
    assert found.loc["z", "h_index"] is pd.NA


def test_money_is_a_band_only_of_shown_views_with_a_price() -> None:
    contents = [content(1, "v", platform="bilibili", view_count=1_000), content(2, "a", view_count=1_000)]
    found = standing(ranked(("bilibili", "v"), ("weibo", "a")), contents, prices=[PRICE])
    assert found.loc["v", ["emv_low", "emv_high", "emv_currency"]].tolist() == [8.0, 24.0, "CNY"]
    assert found.loc["a", ["emv_low", "emv_high", "emv_currency"]].isna().all()


def test_places_in_the_graph_are_those_of_the_network() -> None:
    found = standing(ranked(("weibo", "a"), ("weibo", "lone")), [content(1, "a")])
    assert found.loc["a", ["core_number", "community_id"]].tolist() == [2, "a"]
    assert found.loc["lone", ["core_number", "betweenness", "community_id"]].isna().all()


def test_nobody_ranked_gives_the_columns_all_the_same() -> None:
    found = standing(ranked().reindex(columns=["brand_id", "platform", "author_id"]), [content(1, "a")])
    assert not len(found)
    assert {found.index.name, *found.columns} == set(DTYPES)


def test_a_missing_counter_is_named() -> None:
    with pytest.raises(UsageError, match="like_count"):
        standing(ranked(("weibo", "a")), [{k: v for k, v in content(1, "a").items() if k != "like_count"}])


def test_circles_say_who_stayed() -> None:
    first = repost_network(
        edges(("b", "a"), ("c", "a"), ("y", "x"), ("x", "y"), day=4), period_start=START, period_end=END
    )
    later_edges = edges(("b", "a"), ("n", "a"), ("q", "p"), day=11)
    later = repost_network(later_edges, period_start=date(2026, 8, 10), period_end=date(2026, 8, 16))
    unknown = circle_periods(first)
    assert unknown["previous_member_count"].isna().all()
    assert unknown.set_index("community_id").loc["x", ["inner_pair_count", "mutual_pair_count"]].tolist() == [2, 2]
    found = circle_periods(later, first.positions).set_index("community_id")
    columns = ["member_count", "previous_community_id", "previous_member_count", "kept_count", "top_author_id"]
    assert found.loc["a", columns].tolist() == [3, "a", 3, 2, "a"]
    assert found.loc["p", ["previous_member_count", "kept_count"]].tolist() == [0, 0]
    assert found.loc["a", ["inner_passing_count", "top_passing_count"]].tolist() == [2, 2]


def test_a_brand_without_reposts_has_no_circles() -> None:
    nothing = repost_network(edges(("b", "a")), period_start=date(2026, 9, 1), period_end=date(2026, 9, 7))
    assert not len(circle_periods(nothing, nothing.positions))


def test_accounts_carry_the_latest_known_figures() -> None:
    seen = pd.DataFrame(
        [("weibo", "a", 1, 100, 50), ("weibo", "a", 2, 120, None), ("weibo", "b", 1, None, None)],
        columns=["platform", "author_id", "observed_at", "follower_count", "following_count"],
    )
    contents = pd.DataFrame([content(1, "a", engagement_count=7), content(1, "a", engagement_count=7), content(2, "a")])
    found = accounts_of(seen, contents).set_index("author_id")
    assert found.loc["a", ["follower_count", "following_count"]].tolist() == [120, 50]
    assert found.loc["a", ["content_count", "engagement_count"]].tolist() == [1, 7]
    assert found.loc["b"].drop("platform").isna().all()


def test_reactions_count_once_and_know_the_army() -> None:
    twice = edges(("b", "a"), ("c", "a"), ("c", "a")).assign(
        platform="weibo", child_mention_id=["r1", "r2", "r2"]
    )  # fmt: skip
    found = reactions_of(twice, pd.Series(["r2"]))
    assert found[["author_id", "reactor_id", "is_water_army"]].to_numpy().tolist() == [
        ["a", "b", False],
        ["a", "c", True],
    ]
