"""A daily quota is never exceeded, and one deleted comment does not end a walk through threads."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawlers import catalog
from crawlers.gather import gather
from lake.crawlstate import CrawlState
from lake.home import Home
from lake.partition import read
from records import Coverage, SourceQuery

VIDEO = "v" * 11
TODAY = datetime.now(ZoneInfo("America/Los_Angeles")).date()


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", "a-key-of-our-own")


def _gather(home: Home, replay: Any, query: str) -> Coverage:
    queries = [SourceQuery(source="youtube", query=query)]
    return gather("youtube", queries, home=home, key=b"k" * 32, run_id="r1", base_url=replay.base_url)[0]


def test_a_spent_budget_asks_nothing_more(home: Home, replay: Any) -> None:
    quota = catalog.spec("youtube").quota
    assert quota
    CrawlState(home.state).spend("youtube", TODAY, dict(quota.buckets), quota.buckets)
    coverage = _gather(home, replay, "新茶")
    assert (coverage.outcome, replay.asked) == ("rate_limited", [])
    assert "begins anew at midnight in America/Los_Angeles" in (coverage.message or "")


def _thread(number: int) -> dict[str, Any]:
    snippet = {"videoId": VIDEO, "textOriginal": f"第 {number} 条", "publishedAt": "2026-03-02T10:00:00Z"}
    top = {"kind": "youtube#comment", "id": f"c{number}", "snippet": snippet}
    return {
        "kind": "youtube#commentThread",
        "id": f"c{number}",
        "snippet": {"videoId": VIDEO, "topLevelComment": top, "totalReplyCount": 3},
    }


class Interface:
    """Answers by the path alone: a video, two pages of threads, replies that are gone."""

    def __init__(self, replay: Any) -> None:
        self.answers: dict[str, list[tuple[int, Any]]] = {
            "videos": [(200, {"kind": "youtube#videoListResponse", "items": []})],
            "commentThreads": [
                (200, {"kind": "youtube#commentThreadListResponse", "items": [_thread(1)], "nextPageToken": "t2"}),
                (200, {"kind": "youtube#commentThreadListResponse", "items": [_thread(2)]}),
            ],
            "comments": [(404, {"error": {"code": 404, "message": "gone", "errors": [{"reason": "commentNotFound"}]}})],
        }
        self._answer = replay.answer
        self._make = type(replay.answer("/robots.txt"))
        replay.answer = self

    def __call__(self, path: str) -> Any:
        name = path.partition("?")[0].rpartition("/")[2]
        waiting = self.answers.get(name)
        if waiting is None:
            return self._answer(path)
        status, body = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return self._make(json.dumps(body).encode(), status)


def test_replies_of_a_deleted_comment_do_not_end_the_walk(home: Home, replay: Any) -> None:
    Interface(replay)
    coverage = _gather(home, replay, f"https://youtu.be/{VIDEO}")
    assert coverage.outcome == "ok", coverage.message
    assert set(read(home.lake, "mentions").column("native_id").to_pylist()) == {"c1", "c2"}
    assert CrawlState(home.state).spent("youtube", TODAY)["units"] == 5
