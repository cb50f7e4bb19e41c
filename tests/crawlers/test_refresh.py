"""Single items asked for again: which, how many at a time, and that their answers are read."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawlers import catalog
from crawlers.source import Fetch
from records import RawPage, SourceQuery
from records.errors import UsageError

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)


def _refresh(source: str, ids: list[str], query: str = "茶", base_url: str | None = None) -> list[Fetch]:
    return list(catalog.load(source).refresh(ids, SourceQuery(source=source, query=query), base_url=base_url))


def _asked(fetch: Fetch, name: str) -> list[str]:
    return parse_qs(urlsplit(fetch.url).query)[name][0].split(",")


def _given(source: str, fetch: Fetch, content: Any) -> set[str]:
    """The native ids that an answer gave; nothing follows it."""
    loaded, body = catalog.load(source), json.dumps(content).encode()
    page = RawPage(source=source, url=fetch.url, body=body, fetched_at=NOON, request=fetch.request)
    assert loaded.after(page).next is None
    reading = loaded.read(page, key=KEY)
    assert reading.refusals == []
    return {mention.native_id for mention in reading.mentions}


@pytest.mark.parametrize(
    ("source", "ids", "size"),
    [
        ("x", [str(1_900_000_000_000_000_000 + n) for n in range(150)], 100),
        ("youtube", [f"video_{n:05}" for n in range(120)], 50),
        ("reddit", [f"t3_{n}" for n in range(150)], 100),
        ("weibo_open", [str(5_100_000_000_000_000 + n) for n in range(120)], 50),
        ("mastodon", [f"tea.example:{n}" for n in range(3)], 1),
        ("v2ex", [str(n) for n in range(1, 4)], 1),
    ],
)
def test_ids_go_in_batches_and_each_request_names_its_own(source: str, ids: list[str], size: int) -> None:
    assert catalog.load(source).can_refresh
    fetches = _refresh(source, ids)
    batches = [each.request["ids"].split(",") for each in fetches]
    assert [each for batch in batches for each in batch] == ids
    assert max(len(batch) for batch in batches) == size
    assert len({each.request["chain"] for each in fetches}) == len(fetches)
    assert {each.request["query"] for each in fetches} == {"茶"}
    assert all(each.url.startswith("https://") for each in fetches)
    assert _refresh(source, []) == []
    (elsewhere, *_) = _refresh(source, ids, base_url="http://127.0.0.1:9")
    assert elsewhere.url.startswith("http://127.0.0.1:9/")


def test_bluesky_cannot_ask_as_its_ids_hide_the_account() -> None:
    assert not catalog.load("bluesky").can_refresh
    with pytest.raises(UsageError, match="asked for again"):
        _refresh("bluesky", ["a_1/k"])


def test_x_answers_with_posts_and_says_what_is_gone() -> None:
    (fetch,) = _refresh("x", ["1900000000000000001", "1900000000000000002"])
    assert urlsplit(fetch.url).path == "/2/tweets"
    assert _asked(fetch, "ids") == ["1900000000000000001", "1900000000000000002"]
    gone = {"resource_type": "tweet", "parameter": "ids", "resource_id": "1900000000000000002"}
    gone |= {"title": "Not Found Error", "type": "https://api.twitter.com/2/problems/resource-not-found"}
    post = {"id": "1900000000000000001", "text": "好喝", "created_at": "2026-03-02T04:05:00Z"}
    assert _given("x", fetch, {"data": [post], "errors": [gone]}) == {"1900000000000000001"}
    assert _given("x", fetch, {"errors": [gone]}) == set()


def test_youtube_asks_videos_and_comments_apart() -> None:
    videos, comments = _refresh("youtube", ["v" * 11, "UgxComment1.reply1", "w" * 11])
    assert (videos.request["path"], _asked(videos, "id")) == ("videos", ["v" * 11, "w" * 11])
    assert (comments.request["path"], _asked(comments, "id")) == ("comments", ["UgxComment1.reply1"])
    assert dict(videos.cost) == dict(comments.cost) == {"units": 1}
    snippet = {"title": "新品", "publishedAt": "2026-03-02T04:05:00Z", "channelId": "UC1"}
    answer = {
        "kind": "youtube#videoListResponse",
        "items": [{"kind": "youtube#video", "id": "v" * 11, "snippet": snippet}],
    }
    assert _given("youtube", videos, answer) == {"v" * 11}


def test_reddit_answers_with_a_listing() -> None:
    (fetch,) = _refresh("reddit", ["t3_a", "t1_b"])
    assert (urlsplit(fetch.url).path, _asked(fetch, "id")) == ("/api/info", ["t3_a", "t1_b"])
    post = {"id": "a", "created_utc": NOON.timestamp(), "title": "青禾茶", "selftext": "[deleted]"}
    answer = {"kind": "Listing", "data": {"after": "t3_a", "children": [{"kind": "t3", "data": post}]}}
    assert _given("reddit", fetch, answer) == {"t3_a"}


def test_mastodon_asks_the_server_where_a_status_was_written() -> None:
    fetches = _refresh("mastodon", ["tea.example:12", "far.example:9abc", "unknown:7", "far.example:34"])
    assert [each.url for each in fetches] == [
        "https://tea.example/api/v1/statuses/12",
        "https://far.example/api/v1/statuses/34",
    ]
    account = {"id": "7", "acct": "chake", "url": "https://tea.example/@chake"}
    status = {"id": "12", "created_at": "2026-03-02T04:05:00Z", "content": "好喝", "account": account}
    status |= {"uri": "https://tea.example/users/chake/statuses/12"}
    assert _given("mastodon", fetches[0], status) == {"tea.example:12"}


def test_v2ex_asks_topics_only() -> None:
    (fetch,) = _refresh("v2ex", ["5", "r_8"])
    assert fetch.url == "https://www.v2ex.com/api/topics/show.json?id=5"
    topic = {"id": 5, "title": "青禾茶", "content": "好喝吗", "created": int(NOON.timestamp())}
    assert _given("v2ex", fetch, [topic]) == {"5"}
    assert _given("v2ex", fetch, []) == set()
