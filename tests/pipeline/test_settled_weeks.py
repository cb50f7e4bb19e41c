"""Weeks that rest in the lake: what is told with them is what is told without, whatever changed in between."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from lake.home import Home
from lake.partition import find
from pipeline.findings import influence, settledweeks
from pipeline.findings.influence import BY_WEEK, influence_results
from pipeline.findings.result import Result
from pipeline.steps.profile import keep

FIRST = date(2026, 3, 2)
"""A Monday."""
BRANDS, AUTHORS = ("moli", "songyan"), tuple(f"a{number}" for number in range(9))


@dataclass(frozen=True)
class World:
    """Mentions and reposts of some weeks, and what else the weeks follow from."""

    posts: tuple[dict[str, Any], ...] = ()
    listed: tuple[tuple[str, str, str], ...] = ()
    objecting: frozenset[str] = field(default_factory=frozenset)

    def told(self, lake: Path) -> dict[str, Result]:
        histories: Any = SimpleNamespace(
            mentions=self.mentions(), edges=self.edges(), accounts=ACCOUNTS, listed=self.listed, prices=(), lake=lake,
            objecting=self.objecting,
        )  # fmt: skip
        return influence_results(histories)

    def mentions(self) -> pd.DataFrame:
        frame = pd.DataFrame(list(self.posts)).drop(columns="of")
        return frame.astype({"mention_id": "str", "brand_id": "str", "author_id": "str", "sentiment": "str"})

    def edges(self) -> pd.DataFrame:
        by_id = {post["mention_id"]: post for post in self.posts}
        rows = [
            {
                "brand_id": post["brand_id"], "platform": "weibo", "day": post["day"],
                "published_at": post["published_at"], "kind": "repost", "child_mention_id": post["mention_id"],
                "child_author_id": post["author_id"], "parent_mention_id": post["of"], "root_mention_id": post["of"],
                "parent_author_id": by_id[post["of"]]["author_id"], "root_author_id": by_id[post["of"]]["author_id"],
            }
            for post in self.posts if post["of"] in by_id
        ]  # fmt: skip
        columns = ["brand_id", "platform", "day", "published_at", "kind", "child_mention_id", "child_author_id",
                   "parent_mention_id", "root_mention_id", "parent_author_id", "root_author_id"]  # fmt: skip
        frame = pd.DataFrame(rows, columns=columns)
        return frame.astype({"published_at": "datetime64[us, UTC]"})


ACCOUNTS = pd.DataFrame(columns=["platform", "author_id", "day", "observed_at", "follower_count", "following_count"])


def post(number: int, chance: random.Random, day: int) -> dict[str, Any]:
    at = datetime(2026, 3, 2, 4, tzinfo=UTC) + timedelta(days=day, minutes=chance.randrange(600))
    counts = {name: chance.choice([0, 3, 40]) for name in ("like_count", "comment_count", "share_count")}
    return {
        "mention_id": f"m{number:03}", "brand_id": chance.choice(BRANDS), "platform": "weibo", "kind": "post",
        "author_id": chance.choice(AUTHORS), "follower_count": chance.choice([50.0, 2_000.0, 900_000.0]),
        "published_at": pd.Timestamp(at), "day": FIRST + timedelta(days=day),
        "sentiment": chance.choice(["positive", "neutral", "negative"]), "is_abstained": False,
        "engagement_count": float(sum(counts.values())), "view_count": float("nan"), **counts,
        "content_class": "UGC", "is_water_army": chance.random() < 0.05, "topic_id": "t1",
        "of": f"m{chance.randrange(number):03}" if number and chance.random() < 0.4 else None,
    }  # fmt: skip


@pytest.fixture
def world() -> World:
    chance = random.Random(5)
    return World(tuple(post(number, chance, number // 3) for number in range(3 * 7 * 5)))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def tables(results: dict[str, Result]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    return {
        name: {period: table.to_pylist() for period, table in results[name].tables.items()}
        for name in (*BY_WEEK, "cascades", "audience_signs")
    }


def rest(home: Home, results: dict[str, Result]) -> None:
    job: Any = SimpleNamespace(home=home)
    for result in results.values():
        keep(job, result)


def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The weeks that are made, as they are."""
    found: list[str] = []
    make = influence._Making.made

    def noting(self: Any, week: Any, ranked: Any) -> dict[str, pa.Table | None]:
        found.append(str(week.start))
        return make(self, week, ranked)

    monkeypatch.setattr(influence._Making, "made", noting)
    return found


def with_posts(world: World, *posts: dict[str, Any]) -> World:
    return replace(world, posts=(*world.posts, *posts))


def changed(world: World, number: int, **what: Any) -> World:
    posts = [each | what if place == number else each for place, each in enumerate(world.posts)]
    return replace(world, posts=tuple(posts))


CHANGES: dict[str, tuple[Callable[[World], World], int]] = {
    "nothing": (lambda world: world, 5),
    "a day more of the last week": (lambda world: with_posts(world, post(200, random.Random(1), 34)), 4),
    "a late post of the third week": (lambda world: with_posts(world, post(201, random.Random(1), 16)), 2),
    "a count seen later": (lambda world: changed(world, 50, engagement_count=999.0), 2),
    "another tone": (lambda world: changed(world, 22, sentiment="negative", topic_id="t2"), 1),
    "a post that went": (lambda world: replace(world, posts=world.posts[1:]), 0),
    "a post without a day": (lambda world: changed(world, 60, day=None), 0),
    "an account to watch": (lambda world: replace(world, listed=(("moli", "weibo", "a3"),)), 0),
    "somebody who objects": (lambda world: replace(world, objecting=frozenset(["a3"])), 0),
    "a new week": (lambda world: with_posts(world, post(202, random.Random(1), 36)), 5),
}
"""What happens -> the change, and how many of the five weeks stay."""


@pytest.mark.parametrize("name", CHANGES)
def test_what_rests_is_what_would_be_made(
    world: World, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    rest(home, world.told(home.lake))
    change, kept_count = CHANGES[name]
    later = change(world)
    whole = tables(later.told(tmp_path / "empty"))
    weeks = made(monkeypatch)
    found = later.told(home.lake)
    assert tables(found) == whole
    week_count = len(found[settledweeks.NAME].tables)
    assert week_count - len(weeks) == kept_count
    rest(home, found)
    assert tables(later.told(home.lake)) == whole


def test_weeks_are_told_at_all(world: World, tmp_path: Path) -> None:
    assert {name: len(weeks) for name, weeks in tables(world.told(tmp_path)).items() if name in BY_WEEK} == {
        "influencers": 5, "watches": 4, "circles": 5, "movers": 4,
    }  # fmt: skip


def test_other_rules_make_all_weeks_anew(world: World, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    rest(home, world.told(home.lake))
    monkeypatch.setattr(settledweeks, "_program", lambda: "another")
    weeks = made(monkeypatch)
    world.told(home.lake)
    assert len(weeks) == 5


def test_a_week_of_which_a_part_was_written_is_made_anew(
    world: World, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest(home, world.told(home.lake))
    later = with_posts(world, post(203, random.Random(1), 34))
    told = later.told(home.lake)
    rest(home, {"influencers": told["influencers"]})  # and died
    weeks = made(monkeypatch)
    assert tables(world.told(home.lake)) == tables(world.told(tmp_path / "empty"))
    assert weeks[0] == "2026-03-30"


@pytest.mark.parametrize("result", [*BY_WEEK, settledweeks.NAME])
def test_a_damaged_file_is_written_anew(world: World, home: Home, tmp_path: Path, result: str) -> None:
    told = world.told(home.lake)
    rest(home, told)
    kept = find(home.lake, f"profiles/{result}", {"period": "2026-03-09_2026-03-15"})
    assert kept is not None
    kept.files[0].write_bytes(b"no parquet")
    again = world.told(home.lake)
    assert tables(again) == tables(told)
    rest(home, again)
    assert tables(world.told(home.lake)) == tables(told)
