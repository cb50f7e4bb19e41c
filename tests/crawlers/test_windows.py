"""Sources that take a window of time: how each asks for it, what is pinned, and what is a false end."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawlers import catalog
from crawlers.source import Fetch, Source
from records import RawPage, SourceQuery
from records.errors import UsageError

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
SINCE, UNTIL = "2026-03-01T16:00:00+00:00", "2026-03-02T16:00:00Z"


def _first(source: str, query: str, **params: str) -> Fetch:
    return catalog.load(source).first(SourceQuery(source=source, query=query, params=params))[0]


def _asked(fetch: Fetch) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(fetch.url).query).items()}


def _answer(source: str, fetch: Fetch, content: Any, **headers: str) -> RawPage:
    body = json.dumps(content).encode()
    return RawPage(
        source=source, url=fetch.url, body=body, fetched_at=NOON, request=fetch.request, headers=headers,
        page_number=fetch.page_number,
    )  # fmt: skip


def test_each_interface_gets_the_window_in_its_own_words() -> None:
    youtube = _asked(_first("youtube", "茶", since=SINCE, until=UNTIL))
    assert (youtube["publishedAfter"], youtube["publishedBefore"]) == ("2026-03-01T16:00:00Z", "2026-03-02T16:00:00Z")
    bluesky = _asked(_first("bluesky", "茶", since=SINCE, until=UNTIL))
    assert (bluesky["since"], bluesky["until"]) == ("2026-03-01T16:00:00Z", "2026-03-02T16:00:00Z")
    mastodon = _asked(_first("mastodon", "#茶", since=SINCE, until=UNTIL))
    # Milliseconds since 1970 shifted by 16 bits; the lower end is exclusive there.
    assert int(mastodon["since_id"]) == (1772380800000 << 16) - 1
    assert int(mastodon["max_id"]) == 1772467200000 << 16
    assert "since_id" not in _asked(_first("mastodon", "茶", kind="search", since=SINCE))
    assert "since" not in _asked(_first("bluesky", "@chake", since=SINCE))


def test_every_source_with_windows_says_so_and_takes_nonsense_for_a_mistake() -> None:
    asks = {
        "youtube": "茶",
        "bluesky": "茶",
        "mastodon": "#茶",
        "x": "茶",
        "weibo_open": "茶",
        "wechat_official": "figures",
    }
    for source, query in asks.items():
        assert catalog.spec(source).has_date_windows
        for params in ({"since": "yesterday"}, {"since": UNTIL, "until": SINCE}):
            with pytest.raises(UsageError, match="give"):
                _first(source, query, **params)
    with pytest.raises(UsageError, match="give"):
        _first("wecom", "yesterday", staff="zhu", since="soon")


def test_a_mastodon_account_is_looked_up_before_its_window_is_asked_for() -> None:
    source = catalog.load("mastodon")
    lookup = _first("mastodon", "@chake", since=SINCE)
    assert "since_id" not in lookup.url
    step = source.after(_answer("mastodon", lookup, {"id": "7", "acct": "chake"}))
    assert step.next
    assert "since_id" in _asked(step.next)
    link = '<https://x.example/api?max_id=5>; rel="next"'
    assert source.after(_answer("mastodon", step.next, [], link=link)).is_suspicious


def test_x_reaches_back_seven_days_and_says_when_it_was_asked_for_more() -> None:
    now = datetime.now(UTC)
    recent = _first("x", "茶", since=(now - timedelta(days=2)).isoformat(), until=(now - timedelta(days=1)).isoformat())
    assert {"start_time", "end_time"} <= set(_asked(recent))
    assert "is_clamped" not in recent.request
    long = _first("x", "茶", since=(now - timedelta(days=9)).isoformat(), until=now.isoformat())
    begins = datetime.fromisoformat(_asked(long)["start_time"])
    assert timedelta(days=6, hours=23) < now - begins < timedelta(days=7)
    assert "end_time" not in _asked(long)  # too near to now for X
    source, page = catalog.load("x"), {"data": [], "meta": {"result_count": 0}}
    assert source.after(_answer("x", long, page)).is_capped
    assert not source.after(_answer("x", recent, page)).is_capped
    mentions = _first("x", "77", kind="mentions", since=(now - timedelta(days=30)).isoformat())
    assert (now - datetime.fromisoformat(_asked(mentions)["start_time"])).days == 30


@pytest.mark.parametrize(
    ("source", "query", "empty"),
    [
        ("bluesky", "茶", {"posts": [], "cursor": "{}"}),
        ("x", "茶", {"data": [], "meta": {"result_count": 0, "next_token": "{}"}}),
        ("youtube", "茶", {"kind": "youtube#searchListResponse", "items": [], "nextPageToken": "{}"}),
    ],
)
def test_one_empty_page_is_passed_and_two_in_a_row_are_suspicious(source: str, query: str, empty: Any) -> None:
    loaded: Source = catalog.load(source)
    pages = [json.loads(json.dumps(empty).replace("{}", name)) for name in ("n1", "n2")]
    step = loaded.after(_answer(source, _first(source, query), pages[0]))
    assert step.next
    assert not step.is_suspicious
    again = loaded.after(_answer(source, step.next, pages[1]))
    assert (again.next, again.is_suspicious) == (None, True)


def test_steam_ends_suspiciously_where_its_own_total_is_not_reached() -> None:
    source = catalog.load("steam")
    fetch = _first("steam", "7")
    request = {**fetch.request, "seen": "2", "total": "9", "attempt": "3"}
    page = RawPage(source="steam", url="x", body=b'{"success": 1, "reviews": []}', fetched_at=NOON, request=request)
    step = source.after(page)
    assert (step.next, step.missing_count, step.is_suspicious) == (None, 7, True)


def test_pinned_items_are_marked() -> None:
    account = {"id": "7", "acct": "chake", "url": "https://tea.example/@chake"}
    status = {"id": "1", "created_at": "2020-03-02T04:05:00Z", "content": "置顶", "account": account, "pinned": True}
    post = {"uri": "at://did:plc:a/app.bsky.feed.post/k", "author": {"did": "did:plc:a"}}
    post |= {"record": {"$type": "app.bsky.feed.post", "text": "置顶", "createdAt": "2020-03-02T04:05:00Z"}}
    pin = {"$type": "app.bsky.feed.defs#reasonPin"}
    for source, query, content in (
        ("mastodon", "#茶", [status, {**status, "id": "2", "pinned": False}]),
        ("bluesky", "@chake", {"feed": [{"post": post, "reason": pin}, {"post": {**post, "uri": post["uri"] + "2"}}]}),
    ):
        reading = catalog.load(source).read(_answer(source, _first(source, query), content), key=KEY)
        assert [each.extra.get("is_pinned") for each in reading.mentions] == ["true", None]
