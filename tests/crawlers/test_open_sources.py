"""Mastodon and V2EX: pages written here, read and walked."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers import catalog
from crawlers.gather import gather
from crawlers.middlewares.retry_after import seconds_of_quiet, seconds_to_wait
from crawlers.reading import Reading
from crawlers.recording import read_recording
from lake.home import Home
from lake.partition import read
from records import SourceQuery
from records.errors import UsageError

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
SECONDS = int(NOON.timestamp())


def _page(tmp_path: Path, source: str, content: Any) -> Reading:
    file = tmp_path / "page.json"
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return read_recording(source, file, KEY)


def _account(name: str, server: str = "tea.example", **more: Any) -> dict[str, Any]:
    is_local = server == "tea.example"
    return {
        "id": "7",
        "username": name,
        "acct": name if is_local else f"{name}@{server}",
        "display_name": f"{name} 茶客",
        "url": f"https://{server}/@{name}",
        "followers_count": 12,
        "following_count": -1,
        "statuses_count": 34,
        "bot": False,
    } | more


def _status(number: int, name: str = "qinghe", server: str = "tea.example", **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "created_at": "2026-03-02T04:05:00.000Z",
        "uri": f"https://{server}/users/{name}/statuses/{number}",
        "url": f"https://{server}/@{name}/{number}",
        "content": '<p>新品 <a href="https://tea.example/tags/tea">#<span>茶</span></a><br>好喝 &amp; 不贵</p>'
        "<p>再来</p>",
        "spoiler_text": "",
        "in_reply_to_id": None,
        "replies_count": 1,
        "reblogs_count": 2,
        "favourites_count": 3,
        "edited_at": None,
        "reblog": None,
        "account": _account(name, server),
    } | more


def test_mastodon_statuses_replies_boosts_and_quotes(tmp_path: Path) -> None:
    far = _status(900, "gushu", "far.example", uri="https://far.example/notes/9abc")
    boost = _status(5, reblog=far, content="", uri="https://tea.example/users/qinghe/statuses/5/activity")
    page = [
        _status(1, edited_at="2026-03-02T05:00:00.000Z", spoiler_text="剧透"),
        _status(2, in_reply_to_id="1"),
        _status(3, in_reply_to_id="77"),
        boost,
        _status(6, quote={"state": "accepted", "quoted_status": far}),
    ]
    reading = _page(tmp_path, "mastodon", page)
    post, reply, elsewhere, repost, original, quoting = reading.mentions
    assert (post.native_id, post.kind, post.published_at, post.title) == ("tea.example:1", "post", NOON, "剧透")
    assert post.text == "新品 #茶\n好喝 & 不贵\n再来"
    assert (post.like_count, post.comment_count, post.share_count, post.count_precision) == (3, 1, 2, "exact")
    assert (post.url, post.extra["edited_at"]) == ("https://tea.example/statuses/1", "2026-03-02T05:00:00.000Z")
    assert post.author
    assert (post.author.name, post.author.follower_count, post.author.following_count) == ("q***", 12, None)
    assert post.author.post_count == 34
    assert (reply.kind, reply.parent_id, elsewhere.parent_id) == ("comment", "tea.example:1", "unknown:77")
    assert (repost.native_id, repost.kind, repost.text, repost.like_count) == ("tea.example:5", "repost", "", None)
    assert repost.parent_id == repost.root_id == original.native_id == quoting.parent_id == "far.example:9abc"
    assert (original.url, quoting.kind, quoting.text) == (None, "repost", post.text)
    assert not any("qinghe" in str(each) or "gushu" in str(each) for each in reading.mentions)


def test_mastodon_search_context_and_single_answers(tmp_path: Path) -> None:
    found = {"accounts": [_account("a"), _account("b", bot=True), {"acct": ""}], "statuses": [_status(1)]}
    reading = _page(tmp_path, "mastodon", found | {"hashtags": []})
    assert (len(reading.mentions), len(reading.authors), len(reading.refusals)) == (1, 2, 1)
    assert _page(tmp_path, "mastodon", _status(1)).outcome == "ok"
    thread = {"ancestors": [_status(1)], "descendants": [_status(2), _status(3)]}
    assert len(_page(tmp_path, "mastodon", thread).mentions) == 3
    assert _page(tmp_path, "mastodon", []).outcome == "ok_empty"
    for content, says in (
        ({"domain": "tea.example", "title": "茶", "version": "4.4"}, "description of a Mastodon server"),
        ([{"content": "<p>x</p>", "created_at": "2026-03-02T04:05:00Z", "account": _account("a")}], "edit history"),
        ({"id": "1", "text": "x", "spoiler_text": ""}, "source text"),
        ([{"name": "茶", "history": []}], "hashtags"),
    ):
        reading = _page(tmp_path, "mastodon", content)
        assert (reading.outcome, reading.mentions) == ("ok_empty", [])
        assert says in reading.message
    for words, outcome in (
        ("The access token is invalid", "auth_required"),
        ("Too many requests", "rate_limited"),
        ("Record not found", "error"),
    ):
        reading = _page(tmp_path, "mastodon", {"error": words})
        assert (reading.outcome, words in reading.message) == (outcome, True)


def test_a_federated_status_is_the_same_on_every_server(tmp_path: Path) -> None:
    here = _page(tmp_path, "mastodon", [_status(5, "gushu", "far.example")]).mentions[0]
    local = _account("gushu") | {"url": "https://far.example/@gushu"}
    there = _page(tmp_path, "mastodon", [_status(5, "gushu", "far.example", id="1", account=local)]).mentions[0]
    assert here.author
    assert there.author
    assert (here.native_id, here.author.author_id) == (there.native_id, there.author.author_id)


def test_mastodon_is_walked_by_link_headers(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    timeline = "/api/v1/timelines/tag/%E8%8C%B6?limit=40"
    replay.serve(timeline, json.dumps([_status(9), _status(8)]).encode())
    replay.script[timeline][0].headers["Link"] = (
        f'<https://evil.example{timeline}&max_id=8>; rel="next", <x>; rel="prev"'
    )
    replay.serve(f"{timeline}&max_id=8", json.dumps([_status(7)]).encode())
    replay.serve("/api/v1/accounts/lookup?acct=qinghe&limit=40", json.dumps(_account("qinghe", id="7")).encode())
    replay.serve("/api/v1/accounts/7/statuses?limit=40", json.dumps([_status(6)]).encode())
    replay.serve("/api/v2/search?q=%E8%8C%B6&type=statuses&limit=40", (401, {}))
    queries = [
        SourceQuery(source="mastodon", query="#茶", params={"server": "https://tea.example"}),
        SourceQuery(source="mastodon", query="@qinghe"),
        SourceQuery(source="mastodon", query="茶", params={"kind": "search"}),
    ]
    tag, account, search = gather("mastodon", queries, home=home, key=KEY, run_id="r1", base_url=replay.base_url)
    assert (tag.outcome, tag.mention_count, tag.page_count) == ("ok", 3, 2)
    assert (account.outcome, account.mention_count, account.author_count) == ("ok", 1, 1)
    assert search.outcome == "auth_required"
    assert read(home.lake, "mentions").num_rows == 4


@pytest.mark.parametrize(
    ("source", "query", "params"),
    [
        ("mastodon", "#", {}),
        ("mastodon", "茶", {"server": "tea.example"}),
        ("mastodon", "茶", {"kind": "people"}),
        ("v2ex", "Not A Node!", {}),
    ],
)
def test_an_impossible_query_says_what_to_give(source: str, query: str, params: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="give"):
        catalog.load(source).first(SourceQuery(source=source, query=query, params=params))


def test_rate_limit_headers_are_understood() -> None:
    spent = {"X-RateLimit-Remaining": b"0", "X-RateLimit-Reset": b"2026-03-02T04:06:00.000000Z"}
    assert seconds_of_quiet(spent, NOON) == seconds_to_wait(spent, NOON) == 60
    assert seconds_of_quiet(spent | {"X-RateLimit-Remaining": b"12"}, NOON) == 0
    assert seconds_of_quiet({"X-RateLimit-Remaining": b"0"}, NOON) == 0
    assert (
        seconds_of_quiet(
            {"X-Ratelimit-Remaining": b"0.0", "X-RateLimit-Remaining": b"0.0", "X-RateLimit-Reset": b"9"}, NOON
        )
        == 9
    )
    assert seconds_to_wait({"X-RateLimit-Reset": b"soon"}, NOON) is None


def _member(number: int = 9) -> dict[str, Any]:
    return {"id": number, "username": "chake", "url": "https://www.v2ex.com/u/chake"}


def _topic(**more: Any) -> dict[str, Any]:
    topic = {
        "id": 5,
        "title": "青禾茶怎么样",
        "content": "好喝吗",
        "created": SECONDS,
        "replies": 2,
        "member": _member(),
    }
    return topic | {"node": {"name": "life", "title": "生活"}, "last_reply_by": "qinghe"} | more


def test_v2ex_topics_and_replies(tmp_path: Path) -> None:
    reading = _page(
        tmp_path, "v2ex", [_topic(), _topic(id=6, content="", content_rendered="<p>好<br>喝</p>", deleted=1)]
    )
    topic, other = reading.mentions
    assert (topic.native_id, topic.kind, topic.title, topic.text) == ("5", "post", "青禾茶怎么样", "好喝吗")
    assert (topic.comment_count, topic.published_at, topic.url) == (2, NOON, "https://www.v2ex.com/t/5")
    assert topic.author
    assert (topic.author.name, topic.extra["node"], other.text, other.status) == ("c***", "life", "好\n喝", "deleted")
    reply = {"id": 8, "thanks": 4, "content": "好喝", "created": SECONDS, "member": _member(), "topic_id": 5}
    (mention,) = _page(tmp_path, "v2ex", {"success": True, "result": [reply]}).mentions
    assert (mention.native_id, mention.kind, mention.parent_id, mention.like_count) == ("r_8", "comment", "5", 4)
    assert mention.author
    assert mention.author.author_id == topic.author.author_id
    assert not any("chake" in str(each) or "qinghe" in str(each) for each in [*reading.mentions, mention])
    assert _page(tmp_path, "v2ex", []).outcome == "ok_empty"
    for words, outcome in (("Invalid token", "auth_required"), ("Rate limit exceeded", "rate_limited"), ("?", "error")):
        assert _page(tmp_path, "v2ex", {"success": False, "message": words}).outcome == outcome


def test_a_v2ex_topic_is_asked_for_with_its_replies(home: Home, replay: Any) -> None:
    reply = {"id": 8, "content": "好喝", "created": SECONDS, "member": _member()}
    replay.serve("/api/topics/show.json?id=5", json.dumps([_topic()]).encode())
    replay.serve("/api/replies/show.json?topic_id=5", json.dumps([reply]).encode())
    replay.serve("/api/topics/show.json?node_name=life", b"[]")
    queries = [SourceQuery(source="v2ex", query=each) for each in ("https://www.v2ex.com/t/5#reply2", "life")]
    thread, node = gather("v2ex", queries, home=home, key=KEY, run_id="r1", base_url=replay.base_url)
    assert (thread.outcome, thread.mention_count, thread.page_count) == ("ok", 2, 2)
    assert node.outcome == "ok_empty"
    rows = {row["native_id"]: row for row in read(home.lake, "mentions").to_pylist()}
    assert rows["r_8"]["parent_id"] == "5"
