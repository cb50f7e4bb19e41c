"""Bluesky, Reddit and WeChat Official Account: pages written here, read and walked."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers import catalog
from crawlers.gather import gather
from crawlers.reading import Reading
from crawlers.recording import read_recording
from lake.home import Home
from records import Coverage, SourceQuery
from records.errors import SchemaDrift, UsageError
from records.ids import pseudonym

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
TOKEN = "open-sesame"
SECONDS = int(NOON.timestamp())


def _page(tmp_path: Path, source: str, content: Any) -> Reading:
    file = tmp_path / "page.json"
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return read_recording(source, file, KEY)


def _gather(home: Home, source: str, replay: Any, query: str, **params: str) -> Coverage:
    queries = [SourceQuery(source=source, query=query, params=params)]
    return gather(source, queries, home=home, key=KEY, run_id="r1", base_url=replay.base_url)[0]


def _uri(key: str, did: str = "did:plc:tea") -> str:
    return f"at://{did}/app.bsky.feed.post/{key}"


def _view(key: str, did: str = "did:plc:tea", **record: Any) -> dict[str, Any]:
    record = {
        "$type": "app.bsky.feed.post",
        "text": "好喝",
        "createdAt": "2026-03-02T04:05:00",
        "langs": ["zh"],
    } | record
    author = {"did": did, "handle": "chake.example", "displayName": "茶客", "followersCount": 9}
    return {
        "uri": _uri(key, did),
        "author": author,
        "record": record,
        "likeCount": 3,
        "replyCount": 1,
        "repostCount": 2,
    }


def test_bluesky_posts_replies_quotes_and_reposts(tmp_path: Path) -> None:
    quote = {"$type": "app.bsky.embed.recordWithMedia", "record": {"record": {"uri": _uri("q")}}}
    linked = {"$type": "app.bsky.embed.record", "record": {"uri": "at://did:plc:tea/app.bsky.graph.list/x"}}
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": {"did": "did:plc:fan", "handle": "fan.example"}}
    reason["indexedAt"] = "2026-03-02T05:05:00+01:00"
    feed = [
        {"post": _view("a", embed=linked)},
        {"post": _view("b", reply={"parent": {"uri": _uri("a")}, "root": {"uri": _uri("r")}}, embed=quote)},
        {"post": _view("c", embed=quote)},
        {"post": _view("d"), "reason": reason},
    ]
    tea, fan = (pseudonym(KEY, "bluesky", did) for did in ("did:plc:tea", "did:plc:fan"))
    post, reply, quoting, repost, original = _page(tmp_path, "bluesky", {"feed": feed}).mentions
    assert (post.native_id, post.kind, post.published_at, post.like_count) == (f"{tea}/a", "post", NOON, 3)
    assert (reply.kind, reply.parent_id, reply.root_id) == ("comment", f"{tea}/a", f"{tea}/r")
    assert (quoting.kind, quoting.parent_id) == ("repost", f"{tea}/q")
    assert (repost.kind, repost.parent_id, repost.published_at) == ("repost", original.native_id, NOON)
    assert (repost.native_id, original.native_id) == (f"{fan}/repost/{tea}/d", f"{tea}/d")
    assert post.author
    assert (post.author.author_id, post.author.name, post.author.follower_count) == (tea, "茶***", 9)
    assert not any(each in str([post, repost]) for each in ("did:plc", "chake", "fan.example"))


def test_bluesky_threads_records_and_errors(tmp_path: Path) -> None:
    gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": _uri("x"), "notFound": True}
    node = {"$type": "app.bsky.feed.defs#threadViewPost"}
    thread = node | {"post": _view("a"), "parent": node | {"post": _view("p")}}
    thread |= {"replies": [node | {"post": _view("b"), "replies": [node | {"post": _view("c")}]}, gone]}
    reading = _page(tmp_path, "bluesky", {"thread": thread})
    assert sorted(m.native_id[-1] for m in reading.mentions) == ["a", "b", "c", "p"]
    assert [each.reason for each in reading.skipped] == ["a notFoundPost"]
    record = {"uri": _uri("a"), "cid": "c", "value": _view("a")["record"]}
    (mention,) = _page(tmp_path, "bluesky", record).mentions
    assert (mention.text, mention.like_count, mention.extra["languages"]) == ("好喝", None, "zh")
    maker = {"uri": _uri("a"), "cid": "c", "value": {"$type": "app.bsky.feed.generator"}}
    reading = _page(tmp_path, "bluesky", maker)
    assert (reading.outcome, "app.bsky.feed.generator" in reading.message) == ("ok_empty", True)
    assert len(_page(tmp_path, "bluesky", {"records": [record]}).mentions) == 1
    assert _page(tmp_path, "bluesky", _view("a")["author"]).authors[0].follower_count == 9
    assert _page(tmp_path, "bluesky", {"posts": [], "hitsTotal": 0}).outcome == "ok_empty"
    for name, outcome in (
        ("ExpiredToken", "auth_required"),
        ("RateLimitExceeded", "rate_limited"),
        ("InvalidRequest", "error"),
    ):
        reading = _page(tmp_path, "bluesky", {"error": name, "message": "words"})
        assert (reading.outcome, name in reading.message) == (outcome, True)


def test_bluesky_is_walked_by_cursor(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BLUESKY_ACCESS_TOKEN", TOKEN)
    path = "/xrpc/app.bsky.feed.searchPosts?q=%E8%8C%B6&sort=latest&limit=100"
    replay.serve(path, json.dumps({"posts": [_view("b")], "cursor": "1"}).encode())
    replay.serve(f"{path}&cursor=1", json.dumps({"posts": [_view("a")]}).encode())
    coverage = _gather(home, "bluesky", replay, "茶")
    assert (coverage.outcome, coverage.mention_count, replay.tokens) == ("ok", 2, {f"Bearer {TOKEN}"})


def _thing(kind: str, number: str, **more: Any) -> dict[str, Any]:
    data = {"id": number, "author": "Chake", "score": 5, "created_utc": float(SECONDS), "subreddit": "tea"}
    words = {"body": "好喝", "link_id": "t3_p"} if kind == "t1" else {"selftext": "好喝", "title": "青禾茶"}
    return {"kind": kind, "data": data | words | more}


def _listing(*things: Any, after: str | None = None) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"after": after, "children": list(things)}}


def test_reddit_posts_comments_and_stubs(tmp_path: Path) -> None:
    more = {"kind": "more", "data": {"count": 7, "children": ["x"]}}
    inner = _listing(_thing("t1", "c2", parent_id="t1_c1", body="[removed]", author="[deleted]"), more)
    comments = _listing(_thing("t1", "c1", parent_id="t3_p", replies=inner, score=-4), more)
    reading = _page(tmp_path, "reddit", [_listing(_thing("t3", "p", num_comments=2)), comments])
    post, first, second = reading.mentions
    assert (post.native_id, post.kind, post.text, post.title) == ("t3_p", "post", "好喝", "青禾茶")
    assert (post.published_at, post.like_count, post.comment_count) == (NOON, 5, 2)
    assert (first.native_id, first.kind, first.parent_id, first.root_id) == ("t1_c1", "comment", "t3_p", "t3_p")
    assert (first.like_count, second.parent_id, first.url) == (None, "t1_c1", "https://www.reddit.com/comments/p/_/c1")
    assert (second.text, second.author, second.status) == ("", None, "removed")
    assert [each.reason for each in reading.skipped] == ["stub of more comments, not loaded"] * 2
    assert post.author
    assert first.author
    assert (post.author.name, post.author.author_id) == ("C***", first.author.author_id)
    assert "Chake" not in str(reading.mentions)


def test_reddit_links_crossposts_and_what_is_gone(tmp_path: Path) -> None:
    link = _thing("t3", "a", selftext="", is_self=False, domain="tea.example", hide_score=True)
    cross = _thing("t3", "b", crosspost_parent="t3_a", subreddit="u_Chake")
    gone = _thing("t3", "c", selftext="[deleted]", author="[deleted]")
    taken = _thing("t3", "d", removed_by_category="moderator")
    reading = _page(tmp_path, "reddit", _listing(link, cross, gone, taken, {"kind": "t5", "data": {}}))
    one, two, three, four = reading.mentions
    assert (one.text, one.like_count, one.extra["linked_site"]) == ("青禾茶", None, "tea.example")
    assert (two.kind, two.parent_id, "subreddit" in two.extra) == ("repost", "t3_a", False)
    assert (three.text, three.author, three.status, four.status) == ("青禾茶", None, "deleted", "removed")
    assert [each.reason for each in reading.skipped] == ["a subreddit"]


def test_reddit_without_content_says_why(tmp_path: Path) -> None:
    assert _page(tmp_path, "reddit", _listing()).outcome == "ok_empty"
    assert "access token" in _page(tmp_path, "reddit", {"access_token": "x", "token_type": "bearer"}).message
    for content, outcome in (
        ({"message": "Unauthorized", "error": 401}, "auth_required"),
        ({"message": "Too Many Requests", "error": 429}, "rate_limited"),
        ({"message": "Forbidden", "error": 403}, "blocked"),
        ({"message": "Forbidden", "error": 403, "reason": "private"}, "error"),
        ({"message": "Not Found", "reason": "PAGE_NOT_FOUND"}, "error"),
        ({"error": "invalid_grant"}, "auth_required"),
    ):
        reading = _page(tmp_path, "reddit", content)
        assert (reading.outcome, "Reddit says" in reading.message) == (outcome, True)
    with pytest.raises(SchemaDrift):
        _page(tmp_path, "reddit", [{"kind": "Listing"}])


def test_reddit_is_walked_by_after(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDDIT_ACCESS_TOKEN", TOKEN)
    replay.serve("/r/tea/new?limit=100&raw_json=1", json.dumps(_listing(_thing("t3", "b"), after="t3_b")).encode())
    replay.serve("/r/tea/new?limit=100&raw_json=1&after=t3_b", json.dumps(_listing(_thing("t3", "a"))).encode())
    assert _gather(home, "reddit", replay, "r/tea").mention_count == 2


def _article(**more: Any) -> dict[str, Any]:
    return {"title": "新品", "author": "小青", "digest": "摘要", "content": "<p>好喝</p>", "is_deleted": False, **more}


def test_wechat_articles_and_comments(tmp_path: Path) -> None:
    urls = [{"url": "http://mp.weixin.qq.com/s?__biz=M"}, {"url": "https://mp.weixin.qq.com/s/x", "content": ""}]
    news = {"news_item": [_article(**each) for each in urls], "create_time": SECONDS}
    item = {"article_id": "A1", "content": news, "update_time": SECONDS + 9}
    one, two = _page(tmp_path, "wechat_official", {"total_count": 1, "item_count": 1, "item": [item]}).mentions
    assert (one.native_id, one.kind, one.text, one.title, one.url) == ("A1/1", "post", "好喝", "新品", None)
    assert (two.text, two.url, two.published_at) == ("摘要", "https://mp.weixin.qq.com/s/x", NOON)
    comment = {"user_comment_id": 3, "openid": "o1", "create_time": SECONDS, "content": "喝过", "comment_type": 1}
    comment["reply"] = {"content": "谢谢", "create_time": SECONDS + 60}
    page = {"errcode": 0, "errmsg": "ok", "total": 1, "comment": [comment]}
    said, answer = _page(tmp_path, "wechat_official", page).mentions
    assert (said.kind, said.text, said.parent_id, said.extra) == ("comment", "喝过", None, {"is_featured": "true"})
    assert (answer.text, answer.parent_id) == ("谢谢", said.native_id)
    assert answer.author
    assert (answer.author.verified_type, "o1" in str(said.author)) == ("brand", False)


def test_wechat_followers_figures_tokens_and_errors(tmp_path: Path) -> None:
    listed = {"total": 2, "count": 2, "data": {"openid": ["o1", "o2"]}, "next_openid": "o2"}
    assert len(_page(tmp_path, "wechat_official", listed).authors) == 2
    assert _page(tmp_path, "wechat_official", {"total": 2, "count": 0, "next_openid": ""}).outcome == "ok_empty"
    info = {"subscribe": 1, "openid": "o1", "nickname": "茶客", "sex": 2, "province": "浙江"}
    for content in (info, {"user_info_list": [info]}):
        (author,) = _page(tmp_path, "wechat_official", content).authors
        assert (author.name, author.gender, author.region) == ("茶***", "f", "浙江")
    for content, says in (
        ({"list": [{"ref_date": "2026-03-02", "msg_type": 1, "msg_user": 2}]}, "messages received"),
        ({"list": []}, "data cube"),
        ({"access_token": "SECRET", "expires_in": 7200}, "an access token"),
        ({"errcode": 0, "errmsg": "ok"}, "without content"),
    ):
        reading = _page(tmp_path, "wechat_official", content)
        assert (reading.outcome, says in reading.message, "SECRET" in reading.message) == ("ok_empty", True, False)
    for code, outcome in ((40001, "auth_required"), (42001, "auth_required"), (45009, "rate_limited"), (-1, "error")):
        reading = _page(tmp_path, "wechat_official", {"errcode": code, "errmsg": "words rid: 1-2"})
        assert (reading.outcome, f"{code} words" in reading.message, "rid" in reading.message) == (outcome, True, False)


def test_wechat_is_asked_with_post(home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WECHAT_OFFICIAL_ACCESS_TOKEN", TOKEN)
    path = f"/cgi-bin/comment/list?access_token={TOKEN}"
    comment = {"user_comment_id": 3, "openid": "o1", "create_time": SECONDS, "content": "喝过"}
    pages = [{"errcode": 0, "total": 2, "comment": [comment | {"user_comment_id": n}]} for n in (1, 2)]
    replay.serve(path, *[json.dumps(page).encode() for page in pages])
    coverage = _gather(home, "wechat_official", replay, "2247", index="1")
    assert (coverage.outcome, coverage.mention_count) == ("ok", 2)
    assert [json.loads(body)["begin"] for body in replay.bodies] == [0, 1]
    assert json.loads(replay.bodies[0])["msg_data_id"] == 2247
    replay.serve(
        f"/cgi-bin/user/get?access_token={TOKEN}", json.dumps({"errcode": 42001, "errmsg": "expired"}).encode()
    )
    coverage = _gather(home, "wechat_official", replay, "followers")
    assert (coverage.outcome, "42001" in (coverage.message or "")) == ("auth_required", True)


@pytest.mark.parametrize(("source", "query"), [("bluesky", "@"), ("reddit", " "), ("wechat_official", "所有")])
def test_an_impossible_query_says_what_to_give(source: str, query: str) -> None:
    with pytest.raises(UsageError, match="give"):
        catalog.load(source).first(SourceQuery(source=source, query=query))
