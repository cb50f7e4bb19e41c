from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from crm.influence import influencers as ranking
from crm.influence.influencers import DTYPES, prepared_posts
from records.errors import UsageError

Frames = Callable[..., pd.DataFrame]
Period = dict[str, date]
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


def influencers(posts: pd.DataFrame, links: pd.DataFrame, **asked: Any) -> pd.DataFrame:
    """Of mentions as they come."""
    return ranking.influencers(prepared_posts(posts), links, **asked)


def spike(mentions: Frames, edges: Frames) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A driver of 40,000 followers whose post is reposted 60 times; a star of 8,000,000 whom nobody answers."""
    rows: list[dict[str, Any]] = [
        {"author_id": "a_driver", "follower_count": 40_000, "engagement_count": 900, "sentiment": "negative"},
        {"author_id": "a_star", "follower_count": 8_000_000, "engagement_count": 0, "sentiment": "positive"},
        {"author_id": "a_liked", "follower_count": 200_000, "engagement_count": 4_000, "sentiment": "positive"},
    ]
    rows += [{"author_id": f"a_fan{i:02d}", "kind": "repost", "follower_count": 100 + i} for i in range(60)]
    links = [
        {"child_author_id": f"a_fan{i:02d}", "parent_author_id": "a_driver", "child_mention_id": f"weibo:{i + 4}",
         "parent_mention_id": "weibo:1", "root_mention_id": "weibo:1", "published_at": NOON}
        for i in range(60)
    ]  # fmt: skip
    return mentions(*rows), edges(*links)


def test_who_drives_a_spike_is_first_and_a_star_without_reaction_is_not(
    mentions: Frames, edges: Frames, period: Period
) -> None:
    table = influencers(*spike(mentions, edges), **period)
    first = table.iloc[0]
    assert (first.author_id, first["rank"], first.caused_repost_count, first.tier) == ("a_driver", 1, 60, "waist")
    rank = table.set_index("author_id")["rank"]
    assert rank["a_liked"] == 2
    assert rank["a_star"] > rank["a_liked"]
    assert rank.tolist() == list(range(1, 64))
    assert list(table.columns) == list(DTYPES)


def test_a_big_account_with_some_reposts_does_not_pass_the_driver(
    mentions: Frames, edges: Frames, period: Period
) -> None:
    posts, links = spike(mentions, edges)
    posts.loc[posts["author_id"] == "a_star", "engagement_count"] = 3_000
    links.loc[links.index[:2], ["parent_author_id", "parent_mention_id", "root_mention_id"]] = [
        "a_star",
        "weibo:2",
        "weibo:2",
    ]
    assert influencers(posts, links, **period).author_id.tolist()[:2] == ["a_driver", "a_star"]


def test_the_sums_of_an_author(mentions: Frames, edges: Frames, period: Period) -> None:
    posts = mentions(
        {"follower_count": 100, "engagement_count": 5, "sentiment": "positive"},
        {"follower_count": None, "engagement_count": None, "sentiment": "negative", "published_at": NOON},
        {
            "follower_count": 300,
            "engagement_count": 7,
            "sentiment": "neutral",
            "published_at": NOON + timedelta(hours=1),
        },
        {"follower_count": 900, "day": date(2026, 4, 9), "published_at": NOON + timedelta(days=30)},  # after the period
        {"follower_count": 50, "day": date(2026, 2, 1), "published_at": NOON - timedelta(days=37)},  # before it
    )
    row = influencers(posts, edges(), **period).iloc[0]
    assert (row.mention_count, row.follower_count, row.reach_count) == (3, 300, 100 + 300 + 300)
    assert (row.engagement_count, row.engaged_follower_count) == (12, 400)
    assert (row.positive_count, row.negative_count) == (1, 1)
    assert pd.isna(row.caused_repost_count), "a brand without a repost graph: unknown, not none"
    assert pd.isna(row.pagerank)
    assert (row.period_start, row.period_end) == (period["period_start"], period["period_end"])


def test_unknown_is_null(mentions: Frames, edges: Frames, period: Period) -> None:
    row = influencers(mentions({"follower_count": float("nan")}), edges(), **period).iloc[0]
    assert row[["follower_count", "tier", "reach_count", "engagement_count", "engaged_follower_count"]].isna().all()
    assert row.mention_count == 1
    assert row["rank"] == 1


def test_followers_are_the_latest_known_whichever_brand_they_were_seen_with(
    mentions: Frames, edges: Frames, period: Period
) -> None:
    posts = mentions(
        {"brand_id": "coffee", "follower_count": 900, "published_at": NOON + timedelta(days=2)},
        {"brand_id": "tea", "follower_count": 100},
    )
    assert influencers(posts, edges(), **period).follower_count.tolist() == [900, 900]


def test_brands_are_apart_and_a_mention_of_two_counts_for_both(mentions: Frames, edges: Frames, period: Period) -> None:
    posts = mentions({"mention_id": "weibo:1"}, {"mention_id": "weibo:1", "brand_id": "coffee"},
                     {"brand_id": None}, {"author_id": None})  # fmt: skip
    table = influencers(posts, edges({"brand_id": "coffee"}), **period)
    assert table[["brand_id", "author_id", "rank"]].to_numpy().tolist() == [["coffee", "a_1", 1], ["tea", "a_1", 1]]
    assert table.caused_repost_count.fillna(-1).tolist() == [1, -1]


def test_the_brands_own_accounts_are_left_out(mentions: Frames, edges: Frames, period: Period) -> None:
    posts = mentions({"content_class": "BGC"}, {"author_id": "a_2"}, {"author_id": "a_3"})
    assert influencers(posts, edges(), own_author_ids=["a_3"], **period).author_id.tolist() == ["a_2"]


def test_a_post_of_last_week_that_is_reposted_now_counts(mentions: Frames, edges: Frames, period: Period) -> None:
    old = {"day": date(2026, 2, 20), "published_at": datetime(2026, 2, 20, tzinfo=UTC), "follower_count": 70}
    row = influencers(mentions(old), edges({"parent_author_id": None}), **period).iloc[0]
    assert (row.author_id, row.mention_count, row.caused_repost_count, row.follower_count) == ("a_1", 0, 1, 70)


def test_reposts_by_a_water_army_are_no_influence(mentions: Frames, edges: Frames, period: Period) -> None:
    posts = mentions({}, {"author_id": "a_2", "kind": "repost", "is_water_army": True})
    table = influencers(posts, edges({}), **period).set_index("author_id")
    assert table.loc["a_1", "caused_repost_count"] == 0
    assert table.pagerank.isna().all()


def test_reposts_outside_the_period_do_not_count(mentions: Frames, edges: Frames, period: Period) -> None:
    times = [datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC), None]
    links = edges(*({"child_mention_id": f"weibo:9{i}", "published_at": at} for i, at in enumerate(times)))
    assert influencers(mentions({}), links, **period).caused_repost_count.tolist() == [0]


def test_replies_are_no_reposts_and_the_edge_may_know_the_root(mentions: Frames, edges: Frames, period: Period) -> None:
    links = edges({"parent_author_id": None}, {"child_mention_id": "weibo:3"})
    links = links.assign(kind=["repost", "comment"], root_author_id="a_9")
    table = influencers(mentions({"mention_id": "weibo:8"}), links, **period).set_index("author_id")
    assert table.caused_repost_count.to_dict() == {"a_9": 1, "a_1": 0}


def test_only_the_first_are_kept(mentions: Frames, edges: Frames, period: Period) -> None:
    posts = mentions(*({"author_id": f"a_{i}", "engagement_count": i} for i in range(30)))
    assert influencers(posts, edges(), kept_count=3, **period).author_id.tolist() == ["a_29", "a_28", "a_27"]


def test_the_order_of_rows_changes_nothing(mentions: Frames, edges: Frames, period: Period) -> None:
    posts, links = spike(mentions, edges)
    shuffled = influencers(posts.sample(frac=1, random_state=2), links.sample(frac=1, random_state=3), **period)
    pd.testing.assert_frame_equal(influencers(posts, links, **period), shuffled)


def test_nothing_gives_a_typed_empty_table(mentions: Frames, edges: Frames, period: Period) -> None:
    table = influencers(mentions(), edges(), **period)
    assert table.empty
    full = influencers(mentions({}), edges(), **period)
    assert pa.Schema.from_pandas(table).types == pa.Schema.from_pandas(full).types


def test_an_unlinked_graph_and_self_reposts(mentions: Frames, edges: Frames, period: Period) -> None:
    table = influencers(mentions({}), edges({"child_author_id": "a_1"}, {"child_mention_id": None}), **period)
    assert table.pagerank.isna().all()
    assert table.caused_repost_count.tolist() == [0]


def test_wrong_calls_are_refused(mentions: Frames, edges: Frames, period: Period) -> None:
    with pytest.raises(UsageError, match="mention frame lacks follower_count"):
        influencers(mentions({}).drop(columns="follower_count"), edges(), **period)
    with pytest.raises(UsageError, match="before it begins"):
        influencers(mentions({}), edges(), period_start=date(2026, 2, 2), period_end=date(2026, 2, 1))
    with pytest.raises(UsageError, match="no zone"):
        influencers(mentions({"published_at": datetime(2026, 3, 4)}), edges(), **period)
