"""Web sources crawled over HTTP from a scripted server, faults included."""

import json
import time
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from crawlers.gather import Progress, gather
from lake.home import Home
from lake.partition import read
from records import Coverage, SourceQuery
from records.errors import UsageError

KEY = b"k" * 32
START = 1_750_000_000


def _review(number: int, updated: str | None = "2026-03-02T10:00:00-07:00") -> dict[str, Any]:
    review = {
        "id": {"label": str(number)},
        "author": {"uri": {"label": f"https://example.org/cn/reviews/id{number}"}, "name": {"label": "茶客"}},
        "title": {"label": "还行"},
        "content": {"label": f"第 {number} 杯也好喝"},
        "im:rating": {"label": "4"},
        "im:version": {"label": "1.2"},
        "im:voteSum": {"label": "3"},
    }
    return review | ({"updated": {"label": updated}} if updated else {})


def _feed(entries: Any) -> bytes:
    self_link = {"attributes": {"rel": "self", "href": "https://inside.invalid/rss"}}
    feed: dict[str, Any] = {"id": {"label": "x/id=42/json"}, "link": [self_link]}
    return json.dumps({"feed": feed if entries is None else feed | {"entry": entries}}).encode()


def _page(number: int, app: str = "42") -> str:
    return f"/cn/rss/customerreviews/page={number}/id={app}/sortBy=mostRecent/json"


def _cursor(cursor: str, app: str = "7") -> str:
    return (
        f"/appreviews/{app}?json=1&filter=recent&language=all&cursor={cursor}"
        "&num_per_page=100&purchase_type=all&filter_offtopic_activity=0"
    )


def _steam(first: int, count: int, cursor: str, total: int | None = None, success: int = 1) -> bytes:
    reviews = [
        {
            "recommendationid": str(1000 + n),
            "author": {"steamid": str(5000 + n)},
            "language": "schinese",
            "review": f"玩了 {n} 小时",
            "timestamp_created": START - n * 3600,
            "voted_up": n % 2 == 0,
            "votes_up": 4_294_967_295 if n == 0 else n,
            "weighted_vote_score": "0.52" if n % 2 else 0,
            "comment_count": 0,
        }
        for n in range(first, first + count)
    ]
    summary = {"num_reviews": count} | ({"total_reviews": total} if total is not None else {})
    return json.dumps({"success": success, "query_summary": summary, "reviews": reviews, "cursor": cursor}).encode()


def _gather(home: Home, source: str, replay: Any, query: str, run_id: str = "r1", **more: Any) -> Coverage:
    queries = [SourceQuery(source=source, query=query)]
    return gather(source, queries, home=home, key=KEY, run_id=run_id, base_url=replay.base_url, **more)[0]


def test_app_store_pages_until_the_empty_one(home: Home, replay: Any) -> None:
    app = {"im:name": {"label": "青禾茶"}, "id": {"label": "app"}}
    replay.serve(_page(1), _feed([app, _review(1), _review(2, updated=None)]))
    replay.serve(_page(2), _feed(_review(3)))  # a lone entry comes as an object
    replay.serve(_page(3), _feed(None))
    replay.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 0.4\n")
    seen: list[Progress] = []
    coverage = _gather(home, "appstore", replay, "42", on_progress=seen.append)
    assert replay.times[-1] - replay.times[0] >= 0.7  # two pauses of 0.4, as robots.txt asks
    assert (coverage.outcome, coverage.mention_count, coverage.page_count, coverage.is_capped) == ("ok", 3, 3, False)
    assert replay.asked == [_page(1), _page(2), _page(3)]
    assert [each.page_count for each in seen] == [1, 2, 3]  # told as they come, where there is time between them
    assert all("social-crm-pipeline" in agent for agent in replay.agents)
    mentions = read(home.lake, "mentions").to_pylist()
    assert {m["native_id"] for m in mentions} == {"1", "2", "3"}
    assert next(m for m in mentions if m["native_id"] == "2")["published_at"] is None
    assert next(m for m in mentions if m["native_id"] == "1")["product"] == "青禾茶"
    assert next(m for m in mentions if m["native_id"] == "1")["published_at"] == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert read(home.lake, "coverage").num_rows == 1


def test_app_store_ends_capped_at_page_ten(home: Home, replay: Any) -> None:
    for page in range(1, 11):
        replay.serve(_page(page), _feed([_review(page * 100 + n) for n in range(50)]))
    coverage = _gather(home, "appstore", replay, "id42")
    assert (coverage.mention_count, coverage.is_capped, coverage.outcome) == (500, True, "ok")
    assert len(replay.asked) == 10


def test_retry_after_and_server_errors_are_survived(home: Home, replay: Any) -> None:
    replay.serve(_page(1), (429, {"Retry-After": "1"}), (500, {}), (503, {"Retry-After": "0"}), _feed([_review(1)]))
    replay.serve(_page(2), (429, {}), (502, {}), (200, {}, 40), _feed([]))  # the third is cut in the middle
    began = time.monotonic()
    coverage = _gather(home, "appstore", replay, "42")
    assert (coverage.outcome, coverage.mention_count) == ("ok", 1)
    assert time.monotonic() - began >= 1
    assert len(replay.asked) == 8


def test_every_refusal_has_its_own_outcome(home: Home, replay: Any) -> None:
    expected = {"429": "rate_limited", "401": "auth_required", "403": "blocked", "432": "blocked"}
    expected |= {"404": "error", "500": "error", "200": "schema_drift", "201": "ok_empty"}
    for app in expected:
        replay.serve(_page(1, app), (int(app), {"Retry-After": "86400"} if app == "429" else {}))
    replay.serve(_page(1, "200"), b"<html>maintenance</html>")
    replay.serve(_page(1, "201"), _feed([]))
    queries = [SourceQuery(source="appstore", query=app) for app in expected]
    found = gather("appstore", queries, home=home, key=KEY, run_id="r1", base_url=replay.base_url)
    assert {each.query: each.outcome for each in found} == expected
    assert all(each.message and each.mention_count == 0 for each in found)
    assert all(each.query in (each.message or "") for each in found if each.query in ("429", "401", "403", "404"))
    times = {"500": 5, "200": 4, "201": 2}  # a page that cannot be read or is empty at once is asked for again
    assert Counter(replay.asked) == Counter({_page(1, app): times.get(app, 1) for app in expected})
    assert read(home.lake, "coverage").num_rows == len(expected)


def test_a_failure_after_pages_is_partial_and_the_same_run_goes_on(home: Home, replay: Any) -> None:
    replay.serve(_page(1), _feed([_review(1)]))
    replay.serve(_page(2), (500, {}))
    assert _gather(home, "appstore", replay, "42").outcome == "partial"
    replay.serve(_page(2), _feed([_review(2)]))
    replay.serve(_page(3), _feed([]))
    replay.asked.clear()
    coverage = _gather(home, "appstore", replay, "42")
    assert (coverage.outcome, coverage.mention_count) == ("ok", 2)
    assert replay.asked == [_page(2), _page(3)]
    replay.asked.clear()
    _gather(home, "appstore", replay, "42")
    assert replay.asked == []
    assert read(home.lake, "mentions").num_rows == 2
    assert read(home.lake, "observations").num_rows == 2


def test_robots_txt_is_obeyed(home: Home, replay: Any) -> None:
    replay.serve("/robots.txt", b"User-agent: *\nDisallow: /cn/\n")
    replay.serve(_page(1), _feed([_review(1)]))
    coverage = _gather(home, "appstore", replay, "42")
    assert (coverage.outcome, replay.asked) == ("blocked", [])
    assert "robots.txt" in (coverage.message or "")


def test_pages_that_cannot_be_kept_are_an_error_not_a_success(home: Home, replay: Any) -> None:
    (home.raw / "appstore").write_text("a file where the folder should be: every write fails")
    replay.serve(_page(1), _feed([]))
    coverage = _gather(home, "appstore", replay, "42")
    assert (coverage.outcome, coverage.mention_count) == ("error", 0)
    assert "cannot keep pages" in (coverage.message or "")


def test_an_unreachable_server_is_an_error(home: Home, replay: Any) -> None:
    replay.base_url = "http://127.0.0.1:9"
    coverage = _gather(home, "appstore", replay, "42")
    assert coverage.outcome == "error"
    assert "no answer" in (coverage.message or "")


def test_a_feed_in_gb2312_without_declaration_is_landed(home: Home, replay: Any) -> None:
    words = "门店周一推出新品，排队的人很多，店员说下午茶时段最忙，请大家耐心等候。"
    body = f"""<rss version="2.0"><channel><title>示例茶报</title><item><title>新品上市</title>
    <guid>a-1</guid><link>https://news.example.org/a-1</link><pubDate>Mon, 02 Mar 2026 09:00:00 +0800</pubDate>
    <description>&lt;p&gt;{words}&lt;/p&gt;</description></item></channel></rss>"""
    replay.serve("/rss.xml", (301, {"Location": "/moved.xml"}))
    replay.serve("/moved.xml", body.encode("gb2312"))
    coverage = _gather(home, "feed", replay, "https://news.example.org/rss.xml")
    assert (coverage.outcome, coverage.mention_count) == ("ok", 1)
    row = read(home.lake, "mentions").to_pylist()[0]
    assert (row["native_id"], row["title"], row["text"]) == ("news.example.org:a-1", "新品上市", words)
    assert row["published_at"] == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert row["query"] == "https://news.example.org/rss.xml"


def test_steam_walks_by_cursor_and_knows_false_ends(home: Home, replay: Any) -> None:
    empty = json.dumps({"success": 1, "reviews": [], "cursor": "end"}).encode()
    replay.serve(_cursor("%2A"), _steam(0, 100, "a+b=", total=150))
    replay.serve(_cursor("a%2Bb%3D"), _steam(100, 50, "end", success=2))
    replay.serve(_cursor("end"), empty)
    replay.serve(_cursor("%2A", "8"), _steam(200, 2, "b", total=4))
    replay.serve(_cursor("b", "8"), empty, _steam(202, 2, "c"))  # a false end, then the rest
    replay.serve(_cursor("c", "8"), empty)
    replay.serve(_cursor("%2A", "9"), _steam(300, 2, "b", total=9))
    replay.serve(_cursor("b", "9"), empty)  # asked three times, never more
    queries = [SourceQuery(source="steam", query=app) for app in ("7", "8", "9")]
    whole, late, early = gather("steam", queries, home=home, key=KEY, run_id="r1", base_url=replay.base_url)
    assert (whole.outcome, whole.mention_count, whole.missing_estimate_count) == ("ok", 150, 0)
    assert (late.outcome, late.mention_count, late.missing_estimate_count) == ("ok", 4, 0)
    assert (early.outcome, early.mention_count, early.missing_estimate_count) == ("partial", 2, 7)
    assert "7 items" in (early.message or "")
    assert replay.asked.count(_cursor("b", "9")) == 3
    assert whole.window_to == datetime.fromtimestamp(START, UTC)
    likes = {row["mention_id"]: row["like_count"] for row in read(home.lake, "observations").to_pylist()}
    assert (likes["steam:1000"], likes["steam:1003"]) == (None, 3)


def test_since_ends_the_walk_and_limits_the_rows(home: Home, replay: Any) -> None:
    replay.serve(_cursor("%2A"), _steam(0, 30, "b", total=90))
    replay.serve(_cursor("b"), _steam(30, 30, "c"))
    replay.serve(_cursor("c"), _steam(60, 30, "d"))
    since = date(2025, 6, 15)  # START is 23:06 that day in China: 24 reviews of the day, then the day before
    coverage = _gather(home, "steam", replay, "7", since=since)
    assert replay.asked == [_cursor("%2A"), _cursor("b")]
    assert (coverage.mention_count, coverage.skipped_count) == (24, 36)
    assert coverage.row_count == coverage.mention_count + coverage.skipped_count


@pytest.mark.parametrize(
    ("source", "query"), [("appstore", "my app"), ("steam", "half-life"), ("feed", "news.example.org/rss")]
)
def test_an_impossible_query_says_what_to_give(home: Home, replay: Any, source: str, query: str) -> None:
    with pytest.raises(UsageError, match="give"):
        _gather(home, source, replay, query)
    assert replay.asked == []


def test_a_range_the_wrong_way_round_is_refused(home: Home, replay: Any) -> None:
    with pytest.raises(UsageError, match="wrong way round"):
        _gather(home, "steam", replay, "7", since=date(2026, 2, 1), until=date(2026, 1, 1))
