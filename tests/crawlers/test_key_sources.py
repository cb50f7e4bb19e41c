"""Sources with the user's own credentials: where the credential goes and does not go, and what pages hold."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers import catalog
from crawlers.gather import gather
from crawlers.reading import Reading
from crawlers.recording import read_recording
from crawlers.spec import parse_spec
from lake.home import Home
from lake.partition import read
from records import Coverage, SourceQuery
from records.errors import ConfigError, SchemaDrift, UsageError

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
SECRET = "sesame+open/1"


def _page(tmp_path: Path, source: str, content: Any) -> Reading:
    file = tmp_path / "page.json"
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return read_recording(source, file, KEY)


def _gather(home: Home, source: str, replay: Any, query: str, run_id: str = "r1", **params: str) -> Coverage:
    queries = [SourceQuery(source=source, query=query, params=params)]
    return gather(source, queries, home=home, key=KEY, run_id=run_id, base_url=replay.base_url)[0]


def _comment(number: str, text: str = "好喝", **more: Any) -> dict[str, Any]:
    snippet = {"authorDisplayName": "@chake", "authorChannelId": {"value": "UC1"}, "textDisplay": f"<b>{text}</b>"}
    snippet |= {"likeCount": 3, "publishedAt": "2026-03-02T04:05:00Z", "updatedAt": "2026-03-02T04:05:00Z", **more}
    return {"kind": "youtube#comment", "id": number, "snippet": snippet}


def _threads(*numbers: str, replies: Any = (), cursor: str | None = None) -> dict[str, Any]:
    items = [
        {
            "kind": "youtube#commentThread",
            "id": number,
            "snippet": {"videoId": "vvvvvvvvvvv", "topLevelComment": _comment(number, videoId="vvvvvvvvvvv")}
            | {"totalReplyCount": len(replies)},
            **({"replies": {"comments": list(replies)}} if replies else {}),
        }
        for number in numbers
    ]
    page = {"kind": "youtube#commentThreadListResponse", "items": items}
    return page | ({"nextPageToken": cursor} if cursor else {})


_VIDEOS = "/youtube/v3/videos?part=snippet%2Cstatistics&id=vvvvvvvvvvv"
_THREADS = "/youtube/v3/commentThreads?part=snippet%2Creplies&videoId=vvvvvvvvvvv&order=time&maxResults=100"
_KEY = "&key=sesame%2Bopen%2F1"


def test_without_its_variable_nothing_is_asked(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for source in ("youtube", "x"):
        variable = catalog.spec(source).credentials
        assert variable
        monkeypatch.setenv(variable.variable, " ")
        coverage = _gather(home, source, replay, "青禾茶")
        assert coverage.outcome == "auth_required"
        assert (coverage.message or "").startswith(f"{variable.variable} is not set")
    assert replay.asked == []


def test_a_key_is_sent_and_kept_nowhere(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", SECRET)
    replay.serve(_VIDEOS + _KEY, (500, {}), json.dumps({"kind": "youtube#videoListResponse", "items": []}).encode())
    page = json.dumps(_threads("c1", cursor="n+1") | {"note": SECRET}).encode()
    replay.serve(_THREADS + _KEY, (429, {"Retry-After": "0"}), page)
    replay.script[_THREADS + _KEY][1].headers["X-Echo"] = SECRET
    replay.serve(f"{_THREADS}&pageToken=n%2B1{_KEY}", (302, {"Location": "/elsewhere"}))
    replay.serve("/elsewhere?key=sesame%2Bopen%2F1", json.dumps(_threads("c2")).encode())
    coverage = _gather(home, "youtube", replay, "https://youtu.be/vvvvvvvvvvv")
    assert (coverage.outcome, coverage.mention_count, coverage.page_count) == ("ok", 2, 3)
    assert all(_KEY[1:] in path for path in replay.asked)
    _assert_nowhere(home, SECRET, "sesame")


def _assert_nowhere(home: Home, *words: str) -> None:
    import zstandard

    files = [file for file in home.root.rglob("*") if file.is_file()]
    assert files
    for file in files:
        content = file.read_bytes()
        if file.name.endswith(".zst"):
            content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
        assert not any(word.encode() in content for word in words), file


def test_a_bearer_token_goes_to_its_own_server_only(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_BEARER_TOKEN", SECRET)
    coverage = _gather(home, "x", replay, "青禾茶")
    assert (coverage.outcome, replay.tokens) == ("error", {f"Bearer {SECRET}"})
    assert SECRET not in (coverage.message or "")


def test_refusals_of_a_key_source(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUTUBE_API_KEY", SECRET)
    path = "/youtube/v3/comments?part=snippet&parentId={}&maxResults=100" + _KEY
    quota = {"error": {"code": 403, "message": "The quota", "errors": [{"reason": "quotaExceeded"}]}}
    closed = {"error": {"code": 403, "message": "closed", "errors": [{"reason": "commentsDisabled"}]}}
    wrong = {"error": {"code": 400, "message": f"bad {SECRET}", "details": [{"reason": "API_KEY_INVALID"}]}}
    expected = {"a": (403, quota, "rate_limited"), "b": (403, {}, "blocked"), "c": (401, {}, "auth_required")}
    expected |= {"d": (400, wrong, "auth_required"), "e": (403, closed, "ok_empty"), "f": (200, quota, "rate_limited")}
    for name, (status, body, outcome) in expected.items():
        replay.serve(path.format(name), json.dumps(body).encode())
        replay.script[path.format(name)][0].status = status
        coverage = _gather(home, "youtube", replay, name, run_id=name, kind="replies")
        assert (coverage.outcome, coverage.mention_count) == (outcome, 0), name
        assert SECRET not in (coverage.message or "")
        assert "\n" not in (coverage.message or "")
    assert "YOUTUBE_API_KEY" in (_gather(home, "youtube", replay, "c", run_id="c2", kind="replies").message or "")


def test_credentials_in_a_yml_are_checked(tmp_path: Path) -> None:
    good = (catalog.FOLDER / "x.yml").read_text("utf-8")
    for wrong in ('{variable: A, as: "query"}', '{variable: A, as: "bearer:x"}', "{variable: A}", "{as: bearer}"):
        file = tmp_path / "x.yml"
        file.write_text(good.replace("{variable: X_BEARER_TOKEN, as: bearer}", wrong), "utf-8")
        with pytest.raises(ConfigError, match="credentials"):
            parse_spec(file)


@pytest.mark.parametrize(
    ("source", "query", "params"),
    [("youtube", " ", {}), ("youtube", "茶", {"kind": "likes"}), ("x", "", {}), ("x", "茶", {"kind": "mentions"})],
)
def test_an_impossible_query_says_what_to_give(source: str, query: str, params: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="give"):
        catalog.load(source).first(SourceQuery(source=source, query=query, params=params))


def test_youtube_threads_and_replies(tmp_path: Path) -> None:
    replies = [_comment("c1.r1", parentId="c1", updatedAt="2026-03-03T00:00:00Z"), _comment("c1.r2", textOriginal="原")]
    reading = _page(tmp_path, "youtube", _threads("c1", replies=replies))
    top, first, second = reading.mentions
    assert (top.kind, top.parent_id, top.root_id, top.comment_count) == ("comment", "vvvvvvvvvvv", "vvvvvvvvvvv", 2)
    assert (top.text, top.published_at, top.like_count) == ("好喝", NOON, 3)
    assert [(m.parent_id, m.root_id) for m in (first, second)] == [("c1", "vvvvvvvvvvv")] * 2
    assert (second.text, first.extra) == ("原", {"edited_at": "2026-03-03T00:00:00Z"})
    assert top.author
    assert (top.author.name, "chake" in str(reading.mentions)) == ("c***", False)
    alone = _page(tmp_path, "youtube", {"kind": "youtube#commentListResponse", "items": [_comment("c1.r3")]}).mentions
    assert [(m.parent_id, m.root_id, m.url) for m in alone] == [("c1", None, None)]


def test_youtube_videos_channels_and_the_rest(tmp_path: Path) -> None:
    snippet = {"channelId": "UC1", "channelTitle": "青禾茶", "title": "新品", "publishedAt": "2026-03-02T04:05:00Z"}
    figures = {"viewCount": "120", "likeCount": "7"}
    video = {"kind": "youtube#video", "id": "v1", "snippet": snippet, "statistics": figures}
    found = {"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": "v2"}, "snippet": snippet}
    channel = {"kind": "youtube#channel", "id": "UC1", "statistics": {"subscriberCount": "9", "videoCount": "3"}}
    listed = {"kind": "youtube#playlist", "id": "PL", "snippet": snippet}
    items = [video, found, channel, listed]
    reading = _page(tmp_path, "youtube", {"kind": "youtube#searchListResponse", "items": items})
    one, two = reading.mentions
    assert (one.text, one.title, one.view_count, one.like_count, one.comment_count) == ("新品", "新品", 120, 7, None)
    assert (two.native_id, two.view_count, two.url) == ("v2", None, "https://www.youtube.com/watch?v=v2")
    assert [(a.follower_count, a.post_count) for a in reading.authors] == [(9, 3)]
    assert [each.reason for each in reading.skipped] == ["a playlist"]
    assert _page(tmp_path, "youtube", video).mentions[0].native_id == "v1"
    assert _page(tmp_path, "youtube", {"kind": "youtube#searchListResponse", "items": []}).outcome == "ok_empty"
    assert _page(tmp_path, "youtube", {"error": "some words"}).outcome == "error"


def _post(number: int, *references: tuple[str, int], **more: Any) -> dict[str, Any]:
    post = {"id": str(number), "text": f"第 {number} 条", "author_id": "77", "created_at": "2026-03-02T04:05:00.000Z"}
    post |= {"public_metrics": {"like_count": 5, "retweet_count": 2, "reply_count": 1, "impression_count": 90}}
    return post | {"referenced_tweets": [{"type": kind, "id": str(parent)} for kind, parent in references]} | more


def test_x_posts_replies_quotes_and_reposts(tmp_path: Path) -> None:
    user = {"id": "77", "name": "茶客", "username": "chake", "verified": True, "verified_type": "business"}
    user |= {"public_metrics": {"followers_count": 12, "following_count": 3, "tweet_count": 4}}
    data = [
        _post(1),
        _post(2, ("quoted", 8), ("replied_to", 1), conversation_id="1"),
        _post(3, ("retweeted", 9)),
        _post(4, ("quoted", 8)),
    ]
    content = {"data": data, "includes": {"users": [user], "tweets": [_post(9), _post(8)]}, "meta": {"result_count": 4}}
    reading = _page(tmp_path, "x", content)
    post, reply, repost, original, quoting = reading.mentions
    assert (post.kind, post.like_count, post.view_count, post.published_at) == ("post", 5, 90, NOON)
    assert (reply.kind, reply.parent_id, reply.root_id) == ("comment", "1", "1")
    assert (repost.kind, repost.parent_id, repost.like_count, repost.count_precision) == ("repost", "9", None, None)
    assert (original.native_id, original.share_count, quoting.kind, quoting.parent_id) == ("9", 2, "repost", "8")
    assert post.author
    assert (post.author.name, post.author.follower_count, post.author.verified_type) == ("茶***", 12, "enterprise")
    assert "chake" not in str(reading.mentions)
    bare = {"data": {"id": "2028000000000000000", "text": "x"}}
    (mention,) = _page(tmp_path, "x", bare).mentions
    assert mention.published_at
    assert (mention.author, mention.like_count, mention.published_at.year) == (None, None, 2026)
    assert _page(tmp_path, "x", {"data": [user]}).authors[0].post_count == 4


def test_x_without_posts_says_why(tmp_path: Path) -> None:
    assert _page(tmp_path, "x", {"meta": {"result_count": 0}}).outcome == "ok_empty"
    for content, outcome in (
        ({"title": "Unauthorized", "detail": "Unauthorized", "type": "about:blank", "status": 401}, "auth_required"),
        ({"title": "Too Many Requests", "detail": "slow", "status": 429}, "rate_limited"),
        ({"title": "UsageCapExceeded", "detail": "cap", "type": "https://x/usage-capped"}, "rate_limited"),
        ({"errors": [{"message": "`query` is wrong"}], "title": "Invalid Request", "detail": "x"}, "error"),
        ({"errors": [{"title": "Not Found Error", "detail": "Could not find user"}]}, "error"),
        ({"errors": [{"message": "Invalid or expired token", "code": 89}]}, "auth_required"),
    ):
        reading = _page(tmp_path, "x", content)
        assert (reading.outcome, reading.mentions) == (outcome, [])
        assert "X says" in reading.message
    with pytest.raises(SchemaDrift):
        _page(tmp_path, "x", {"data": 7})


def test_x_is_walked_by_token(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_BEARER_TOKEN", SECRET)
    (fetch,) = catalog.load("x").first(SourceQuery(source="x", query="茶"), base_url=replay.base_url)
    path = fetch.url.removeprefix(replay.base_url)
    replay.serve(path, json.dumps({"data": [_post(2)], "meta": {"next_token": "n1"}}).encode())
    replay.serve(f"{path}&next_token=n1", json.dumps({"data": [_post(1)], "meta": {"result_count": 1}}).encode())
    assert _gather(home, "x", replay, "茶").mention_count == read(home.lake, "mentions").num_rows == 2
    _assert_nowhere(home, SECRET)
