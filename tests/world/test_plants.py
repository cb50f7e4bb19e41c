from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

from tests.world.reading import json_lines
from world.catalogue import BRANDS

CRISIS_DAY = "2026-08-25"


def of_brand(truth: dict[str, Any], brand: str) -> list[dict[str, Any]]:
    return [mention for mention in truth["mentions"].values() if brand in mention["brands"]]


def test_crisis_day_is_at_least_five_times_a_usual_day(truth: dict[str, Any]) -> None:
    negative = truth["crisis"]["negative_by_day"]
    usual = mean(count for day, count in negative.items() if day < CRISIS_DAY)
    assert truth["crisis"]["day"] == CRISIS_DAY
    assert negative[CRISIS_DAY] >= 5 * usual
    assert max(count for day, count in negative.items() if day < CRISIS_DAY) < 3 * usual
    assert negative["2026-08-26"] > negative["2026-08-28"] > negative["2026-08-30"]


def test_crisis_is_about_one_product_and_meets_every_platform(truth: dict[str, Any]) -> None:
    crisis = [truth["mentions"][name] for name in truth["crisis"]["ids"]]
    assert {mention["source"] for mention in crisis} >= {
        "weibo_posts", "weibo_reposts", "xiaohongshu_notes", "mediacrawler_douyin", "heimao", "appstore", "feed"
    }  # fmt: skip
    products = Counter(product for mention in crisis for product in mention["products"])
    assert set(products) == {truth["crisis"]["product"]}
    assert min(mention["published_at"] for mention in crisis) == truth["crisis"]["began_at"]


def test_other_brands_stay_calm(truth: dict[str, Any]) -> None:
    for brand in BRANDS[1:]:
        negative = Counter(
            mention["published_at"][:10]
            for mention in of_brand(truth, brand.brand_id)
            if mention["sentiment"] == "negative"
        )
        assert max(negative.values()) < 20


def test_army_is_many_new_accounts_within_hours(truth: dict[str, Any], exports: Path) -> None:
    army = truth["army"]
    posts = [truth["mentions"][name] for name in army["ids"]]
    assert (len(army["ids"]), len(army["authors"])) == (120, 100)
    times = sorted(post["published_at"] for post in posts)
    assert times[0] >= f"{army['day']}T13"
    assert times[-1] <= f"{army['day']}T18:01"
    marked = {name for name, mention in truth["mentions"].items() if mention["is_water_army"]}
    assert marked == set(army["ids"])
    users = {row["user"]["id"]: row["user"] for row in json_lines(exports / "weibo_posts_2026w33.jsonl")}
    soldiers = [users[author.removeprefix("weibo:")] for author in army["authors"]]
    assert max(user["followers"] for user in soldiers) < 30
    assert max(user["messages"] for user in soldiers) < 30


def test_army_texts_are_near_copies_of_four_scripts(truth: dict[str, Any], exports: Path) -> None:
    texts = {
        f"weibo:{row['file'].split('_')[1]}": row["text"] for row in json_lines(exports / "weibo_posts_2026w33.jsonl")
    }
    groups = {name: ids for name, ids in truth["duplicates"].items() if name.startswith("army-")}
    assert len(groups) == 4
    for ids in groups.values():
        grams = [{texts[name][at : at + 3] for at in range(len(texts[name]) - 2)} for name in ids]
        alike = [len(a & b) / len(a | b) for a, b in pairwise(grams)]
        assert min(alike) > 0.6
        assert mean(alike) > 0.75


def ranking(truth: dict[str, Any], since: str) -> Counter[str]:
    reposts: Counter[str] = Counter()
    for mention in of_brand(truth, "qinghe"):
        if mention["kind"] == "repost" and mention["published_at"] >= since:
            reposts[truth["mentions"][mention["root"]]["author"]] += 1
    return reposts


def test_influencer_is_first_over_all_weeks_and_in_the_last(truth: dict[str, Any]) -> None:
    for since in ("2026-07-06", "2026-08-24"):
        (first, most), (_, second) = ranking(truth, since).most_common(2)
        assert first == truth["influencer"]["author"]
        assert most > 2 * second


def test_influencer_has_most_likes_and_followers(truth: dict[str, Any], exports: Path) -> None:
    likes: Counter[str] = Counter()
    followers: dict[str, int] = {}
    for path in sorted(exports.glob("weibo_posts_*.jsonl")):
        for row in json_lines(path):
            key = f"weibo:{row['user']['id']}"
            followers[key] = row["user"]["followers"]
            likes[key] += row["likes"]
    author = truth["influencer"]["author"]
    assert likes.most_common(1)[0][0] == author
    assert max(followers, key=lambda key: followers[key]) == author
    assert 100_000 <= followers[author] < 1_000_000


def test_the_rave_has_a_deep_tree_and_makes_a_spike(truth: dict[str, Any], exports: Path) -> None:
    root = truth["influencer"]["spike_post"]
    parents = {
        row["mid"]: row["parent"]
        for path in exports.glob("weibo_reposts_*.gz")
        for row in json_lines(path)
        if row["post"].split("_")[1] == root.removeprefix("weibo:")
    }

    def depth(mid: str) -> int:
        return 1 + (depth(parents[mid]) if parents[mid] else 0)

    assert len(parents) >= 400
    assert max(map(depth, parents)) == 4
    volume = Counter(mention["published_at"][:10] for mention in of_brand(truth, "qinghe"))
    calm = mean(count for day, count in volume.items() if day < "2026-07-30")
    assert volume[truth["influencer"]["spike_day"]] > 4 * calm


def test_complaints_end_in_every_way(truth: dict[str, Any], exports: Path) -> None:
    complaints = truth["complaints"]
    ends = Counter((each["status"], each["reopened_at"] is not None) for each in complaints)
    assert 130 <= len(complaints) <= 150
    assert min(ends[end] for end in (("resolved", False), ("replied", False), ("open", False), ("open", True))) >= 5
    for each in complaints:
        moments = [each[name] for name in ("opened_at", "first_replied_at", "resolved_at") if each[name]]
        assert moments == sorted(moments)
        assert (each["resolved_at"] is not None) == (each["status"] == "resolved")
    states = Counter(row["投诉状态"] for row in json_lines(exports / "heimao_complaints.jsonl"))
    told = Counter(each["status"] for each in complaints)
    assert (states["处理中"], states["已回复"], states["已完成"]) == (told["open"], told["replied"], told["resolved"])


def test_every_regular_author_belongs_to_a_group_and_posts_enough(truth: dict[str, Any]) -> None:
    posts = Counter(mention["author"] for mention in truth["mentions"].values() if mention["kind"] == "post")
    regulars = {key: each for key, each in truth["authors"].items() if each["role"] == "regular"}
    assert Counter(each["persona"] for each in regulars.values()).keys() == {"student", "health", "office", "collab"}
    assert min(posts[key] for key in regulars) >= 3


def test_groups_keep_to_their_topics_and_hours(truth: dict[str, Any]) -> None:
    topics = {"student": "price", "health": "health", "office": "office", "collab": "collab"}
    for persona, topic in topics.items():
        posts = [
            mention
            for mention in truth["mentions"].values()
            if mention["plant"] == "calm"
            and mention["kind"] == "post"
            and truth["authors"].get(mention["author"], {}).get("persona") == persona
        ]
        assert mean(post["topic"] == topic for post in posts) > 0.8
    office = [post for post in truth["mentions"].values() if post["topic"] == "office" and post["kind"] == "post"]
    assert mean(int(post["published_at"][11:13]) < 15 for post in office) > 0.8


def test_one_author_changes_tier_and_the_files_show_it(truth: dict[str, Any], exports: Path) -> None:
    change = truth["tier_change"]
    uid = change["author"].removeprefix("weibo:")
    seen = [
        {row["user"]["followers"] for row in json_lines(path) if row["user"]["id"] == uid}
        for path in sorted(exports.glob("weibo_posts_*.jsonl"))
    ]
    assert seen == [{week["follower_count"]} for week in change["weeks"]]
    assert [week["tier"] for week in change["weeks"]] == ["tail"] * 4 + ["waist"] * 4


def test_no_other_author_changes_tier(truth: dict[str, Any], exports: Path) -> None:
    floors = (1_000, 10_000, 100_000, 1_000_000)
    tiers: dict[str, set[int]] = {}
    for path in exports.glob("weibo_posts_*.jsonl"):
        for row in json_lines(path):
            tier = sum(row["user"]["followers"] >= floor for floor in floors)
            tiers.setdefault(f"weibo:{row['user']['id']}", set()).add(tier)
    assert {key for key, seen in tiers.items() if len(seen) > 1} == {truth["tier_change"]["author"]}


def test_complaining_posts_are_certain_and_grumbles_are_left_open(truth: dict[str, Any]) -> None:
    mentions = truth["mentions"].values()
    assert all(m["sentiment"] == "negative" for m in mentions if m["is_complaint"])
    assert all(m["is_complaint"] is False for m in mentions if m["sentiment"] in ("positive", "neutral"))
    assert sum(bool(m["is_complaint"]) for m in mentions if m["source"] == "weibo_posts") > 100


def test_every_content_class_is_there(truth: dict[str, Any]) -> None:
    classes = Counter(mention["content_class"] for mention in truth["mentions"].values())
    assert min(classes[name] for name in ("UGC", "PGC", "BGC", "paid", "lottery", "news")) >= 20
