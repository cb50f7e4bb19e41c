"""Lanes over HTTP: what a second run asks, what a torn one leaves, what a range of days means."""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crawlers.errand import Lane
from crawlers.gather import gather
from crawlers.refresh import AGES, DELETED, due, tombstones
from lake.crawlstate import CrawlState
from lake.home import Home
from lake.landing import land_mentions, latest_versions
from lake.lock import exclusive
from lake.partition import read
from records import Coverage, Mention, SourceQuery
from records.errors import LockHeld, UsageError

KEY = b"k" * 32
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)


def _path(cursor: str) -> str:
    return (
        f"/appreviews/7?json=1&filter=recent&language=all&cursor={cursor}"
        "&num_per_page=100&purchase_type=all&filter_offtopic_activity=0"
    )


def _page(days: list[int], cursor: str) -> bytes:
    reviews = [
        {
            "recommendationid": str(day),
            "author": {"steamid": str(day)},
            "review": f"第 {day} 天的评价",
            "timestamp_created": int((TODAY - day * DAY).timestamp()) + 3600,
            "voted_up": True,
            "votes_up": 1,
        }
        for day in days
    ]
    return json.dumps({"success": 1, "query_summary": {}, "reviews": reviews, "cursor": cursor}).encode()


def _serve(replay: Any, *pages: list[int]) -> None:
    names = ["%2A", *(f"c{n}" for n in range(1, len(pages) + 1))]
    for n, days in enumerate(pages):
        replay.serve(_path(names[n]), _page(days, names[n + 1]))
    replay.serve(_path(names[-1]), _page([], names[-1]))
    replay.asked.clear()


def _gather(home: Home, replay: Any, run_id: str, **more: Any) -> Coverage:
    queries = [SourceQuery(source="steam", query="7")]
    return gather("steam", queries, home=home, key=KEY, run_id=run_id, base_url=replay.base_url, **more)[0]


def _ids(home: Home) -> set[str]:
    return set(read(home.lake, "mentions").column("native_id").to_pylist())


def _age_open_run(home: Home, hours: int) -> None:
    opened_at = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
    with sqlite3.connect(home.state) as connection:
        connection.execute("update crawl_run set opened_at = ?", (opened_at,))
    connection.close()


def test_the_head_goes_back_to_what_it_knows_and_a_day_beyond(home: Home, replay: Any) -> None:
    _serve(replay, [10, 11], [12, 13], [14, 15])
    assert _gather(home, replay, "r1").outcome == "ok"
    assert len(replay.asked) == 4
    _serve(replay, [5, 6], [10, 11], [12, 13], [14, 15])
    assert _gather(home, replay, "r2").outcome == "ok"
    assert len(replay.asked) == 3, "the third page lies a day behind the newest known item"
    assert _ids(home) == {"5", "6", "10", "11", "12", "13", "14", "15"}


def test_a_torn_head_moves_no_watermark_and_the_next_run_goes_on(home: Home, replay: Any) -> None:
    _serve(replay, [10, 11], [12, 13], [14, 15])
    replay.serve(_path("c1"), (403, {}))
    assert _gather(home, replay, "r1").outcome == "blocked"
    state = CrawlState(home.state)
    assert state.watermark("steam", "7") is None
    assert [each.begins_at.date() for each in state.covered("steam", "7")] == [(TODAY - 10 * DAY).date()]
    _serve(replay, [10, 11], [12, 13], [14, 15])
    coverage = _gather(home, replay, "r2")
    assert (coverage.outcome, coverage.run_id, coverage.mention_count) == ("ok", "r1", 6)
    assert replay.asked == [_path("c1"), _path("c2"), _path("c3")]
    assert state.watermark("steam", "7") is not None


def test_an_old_torn_run_is_landed_and_begun_anew(home: Home, replay: Any) -> None:
    _serve(replay, [10, 11], [12, 13])
    replay.serve(_path("c1"), (403, {}))
    _gather(home, replay, "r1")
    for file in home.lake.rglob("*"):  # as if it had died before landing anything
        if file.is_file():
            file.unlink()
    _age_open_run(home, 25)
    _serve(replay, [3, 4])
    assert _gather(home, replay, "r2").run_id == "r2"
    assert replay.asked == [_path("%2A"), _path("c1")]
    assert _ids(home) == {"3", "4", "10", "11"}


def test_days_that_are_covered_are_not_asked_for_again(home: Home, replay: Any) -> None:
    pages = [10, 11], [12, 13], [14, 15]
    _serve(replay, *pages)
    days = {n: (TODAY - n * DAY).date() for n in range(20)}
    assert _gather(home, replay, "r1", since=days[12], until=days[11]).mention_count == 2
    assert len(replay.asked) == 3
    assert _ids(home) == {"11", "12"}
    _serve(replay, *pages)
    again = _gather(home, replay, "r2", since=days[12], until=days[12])
    assert (again.outcome, again.mention_count, replay.asked) == ("ok_empty", 0, [])
    assert "already" in (again.message or "")
    assert _gather(home, replay, "r3", since=days[14], until=days[11]).mention_count == 4
    assert _ids(home) == {"11", "12", "13", "14"}


def test_covered_days_claim_nothing_about_a_lake_that_is_gone(home: Home, replay: Any) -> None:
    _serve(replay, [10, 11])
    since = (TODAY - 11 * DAY).date()
    _gather(home, replay, "r1", since=since)
    for file in home.lake.rglob("*.json"):
        file.unlink()
    _serve(replay, [10, 11])
    assert _gather(home, replay, "r2", since=since).mention_count == 2


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0)])
def test_head_and_backfills_in_any_order_give_the_same(home: Home, replay: Any, order: tuple[int, ...]) -> None:
    pages = [[n, n + 1] for n in range(1, 21, 2)]
    days = {n: (TODAY - n * DAY).date() for n in range(30)}
    steps: list[dict[str, date]] = [{}, {"since": days[9], "until": days[4]}, {"since": days[25], "until": days[8]}]
    for n in order:
        _serve(replay, *pages)
        assert _gather(home, replay, f"r{n}", **steps[n]).outcome in ("ok", "ok_empty")
    assert _ids(home) == {str(n) for n in range(1, 21)}
    assert read(home.lake, "mentions").num_rows == 20


def test_one_process_at_a_time_gathers_a_source(home: Home, replay: Any) -> None:
    held = exclusive(home.root / "locks" / "crawl-steam.lock", "source steam")
    with held, pytest.raises(LockHeld, match="source steam is in use by another run"):
        _gather(home, replay, "r1")


def test_a_source_without_single_items_has_no_refresh(home: Home, replay: Any) -> None:
    with pytest.raises(UsageError, match="no refresh lane"):
        _gather(home, replay, "r1", lane=Lane.REFRESH)


def _mention(native_id: str, published_at: datetime, observed_at: datetime) -> Mention:
    return Mention(
        source="x", platform="x", native_id=native_id, kind="post", text="新茶不错", query="茶",
        published_at=published_at, observed_at=observed_at, like_count=1, count_precision="exact",
    )  # fmt: skip


def test_items_are_due_when_they_pass_an_age(home: Home) -> None:
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    land_mentions(
        home.lake,
        [
            _mention("young", now - 0.5 * hour, now - 0.4 * hour),
            _mention("an hour", now - 1.5 * hour, now - 1.4 * hour),
            _mention("seen since", now - 1.5 * hour, now - 0.4 * hour),
            _mention("three days", now - AGES[3] - hour, now - 2 * DAY),
            _mention("too old", now - AGES[-1] - 8 * DAY, now - 20 * DAY),
        ],
    )
    assert due(home.lake, "x", "茶", now) == ["an hour", "three days"]
    assert due(home.lake, "x", "别的", now) == []
    assert due(home.lake, "mastodon", "茶", now) == []


def test_what_is_confirmed_gone_gets_a_last_version_and_is_left_alone(home: Home) -> None:
    now = datetime.now(UTC)
    land_mentions(home.lake, [_mention("1", now - 2 * DAY, now - 2 * DAY), _mention("2", now - 2 * DAY, now - 2 * DAY)])
    assert tombstones(home.lake, "x", ["1"], now) == 1
    assert tombstones(home.lake, "x", ["1"], now + DAY) == 0
    latest = latest_versions(read(home.lake, "mentions")).to_pylist()
    assert {row["native_id"]: row["status"] for row in latest} == {"1": DELETED, "2": None}
    assert {row["text"] for row in latest} == {"新茶不错"}
    assert due(home.lake, "x", "茶", now) == ["2"]
