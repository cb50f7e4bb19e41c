"""Weibo Open Platform: answers written here in its documented forms, read and walked."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from crawlers import catalog
from crawlers.gather import gather
from crawlers.reading import Reading
from crawlers.recording import read_recording
from crawlers.source import Fetch
from lake.home import Home
from lake.partition import read
from records import RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
WRITTEN = "Mon Mar 02 12:05:00 +0800 2026"
SOURCE = catalog.load("weibo_open")


def _page(tmp_path: Path, content: Any) -> Reading:
    file = tmp_path / "page.json"
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return read_recording("weibo_open", file, KEY)


def _answer(fetch: Fetch, content: Any) -> RawPage:
    body = json.dumps(content, ensure_ascii=False).encode()
    return RawPage(
        source="weibo_open",
        url=fetch.url,
        body=body,
        fetched_at=NOON,
        request=fetch.request,
        page_number=fetch.page_number,
    )


def _first(query: str, **params: str) -> list[Fetch]:
    return list(SOURCE.first(SourceQuery(source="weibo_open", query=query, params=params)))


def _user(number: int = 77, **more: Any) -> dict[str, Any]:
    user = {"id": number, "idstr": str(number), "screen_name": "茶客甲", "location": "浙江 杭州", "gender": "f"}
    figures = {"followers_count": 1200, "friends_count": -1, "statuses_count": 30, "verified": True, "verified_type": 2}
    return user | figures | more


def _status(number: int = 5100000000000001, **more: Any) -> dict[str, Any]:
    status = {"created_at": WRITTEN, "id": number, "idstr": str(number), "text": "青禾茶好喝\u200b", "user": _user()}
    counts = {"reposts_count": 2, "comments_count": 3, "attitudes_count": 5, "reads_count": 900}
    return status | counts | {"source": '<a href="http://app.example">手机</a>', "isLongText": False} | more


def test_a_timeline_gives_posts_reposts_and_their_originals(tmp_path: Path) -> None:
    original = _status(5100000000000009, text="原帖", user=_user(88, verified=False, verified_type=-1))
    page = {
        "statuses": [
            _status(isTop=1, region_name="发布于 广东"),
            _status(2100000000000002, retweeted_status=original, pid=2100000000000007, text="转发"),
            _status(2100000000000003, retweeted_status=original),
        ],
        "total_number": 3,
    }
    reading = _page(tmp_path, page)
    post, repost, inner, other = reading.mentions
    assert (post.native_id, post.kind, post.text, post.published_at) == ("5100000000000001", "post", "青禾茶好喝", NOON)
    assert (post.like_count, post.comment_count, post.share_count, post.view_count) == (5, 3, 2, 900)
    assert (post.url, post.extra) == (
        "https://m.weibo.cn/status/5100000000000001",
        {"is_pinned": "true", "client": "手机"},
    )
    assert post.author
    assert (post.author.name, post.author.follower_count, post.author.following_count) == ("茶***", 1200, None)
    assert (post.author.verified_type, post.author.region, post.author.gender) == ("enterprise", "广东", "f")
    assert (repost.kind, repost.parent_id, repost.root_id) == ("repost", "2100000000000007", inner.native_id)
    assert (other.parent_id, other.root_id) == (inner.native_id, inner.native_id)
    assert inner.author
    assert (inner.text, inner.author.verified_type, inner.author.region) == ("原帖", None, "浙江 杭州")
    assert "茶客甲" not in str(reading.mentions)


def test_long_texts_hidden_counts_and_pieces_of_accounts(tmp_path: Path) -> None:
    long = {"longTextContent": "很长的一段话，说完了。"}
    hidden = {"reposts_count": -1, "comments_count": "1.2万", "attitudes_count": None, "reads_count": None}
    shown = {"display_text_min_number": 1000000}
    page = [
        _status(1100000000000001, isLongText=True, longText=long),
        _status(1100000000000002, isLongText=True, user=77, **hidden),
        _status(1100000000000003, user=None, uid=77, attitudes_count=1000000, number_display_strategy=shown),
        _status(1100000000000004, text_raw="网页也这样写", text='<a href="/n/x">@x</a>', title={"text": "置顶"}),
    ]
    whole, short, popular, web = _page(tmp_path, {"ok": 1, "data": {"list": page}}).mentions
    assert (whole.text, "is_truncated" in whole.extra) == (long["longTextContent"], False)
    assert (short.extra["is_truncated"], short.share_count, short.like_count) == ("true", None, None)
    assert (short.comment_count, short.count_precision) == (12000, "rounded")
    assert (popular.like_count, popular.count_precision) == (1000000, "capped")
    assert short.author
    assert popular.author
    assert whole.author
    assert short.author.author_id == popular.author.author_id == whole.author.author_id
    assert (web.text, web.extra["is_pinned"]) == ("网页也这样写", "true")


def test_what_is_deleted_is_no_mention(tmp_path: Path) -> None:
    gone = {"created_at": WRITTEN, "id": 9, "text": "抱歉，此微博已被作者删除。", "deleted": "1"}
    emptied = {"id": 8, "text": "此微博已被原作者删除。", "user": None, "created_at": None}
    quoted = _status(text="抱歉，此微博已被删除，是谁删的")
    page = {"statuses": [gone, emptied, quoted, _status(7000000000000002, retweeted_status=gone)], "total_number": 4}
    reading = _page(tmp_path, page)
    assert [each.reason for each in reading.skipped] == ["deleted or hidden by Weibo"] * 2
    said, repost = reading.mentions
    assert (said.text, repost.kind, repost.parent_id) == (quoted["text"], "repost", "9")


def test_comments_name_their_post_and_what_they_answer(tmp_path: Path) -> None:
    answered = {"id": 4200, "idstr": "4200", "text": "在哪买", "created_at": WRITTEN, "user": _user(88)}
    page = {
        "comments": [
            {"id": 4300, "text": "楼下就有", "created_at": WRITTEN, "user": _user(), "status": _status()}
            | {"reply_comment": answered, "like_count": 4},
            {"id": 4400, "rootid": 4400, "text": "好", "created_at": WRITTEN, "user": _user(99), "status": _status()},
        ],
        "total_number": 2,
    }
    reading = _page(tmp_path, page)
    by_id = {each.native_id: each for each in reading.mentions}
    post = "5100000000000001"
    assert set(by_id) == {"4200", "4300", "4400", post}
    assert (by_id["4300"].parent_id, by_id["4300"].root_id, by_id["4300"].like_count) == ("4200", post, 4)
    assert (by_id["4200"].kind, by_id["4200"].parent_id) == ("comment", post)
    assert (by_id["4400"].parent_id, by_id[post].kind) == (post, "post")


def test_counts_accounts_and_what_holds_nothing(tmp_path: Path) -> None:
    counts = [{"id": 11, "comments": 3, "reposts": 2, "attitudes": 5}, {"id": 12, "comments": 0, "rt": 0, "reads": 7}]
    reading = _page(tmp_path, counts)
    one, two = reading.observations
    assert (one.mention_id, one.like_count, one.comment_count, one.share_count) == ("weibo:11", 5, 3, 2)
    assert (two.share_count, two.view_count, two.like_count, two.count_precision) == (0, 7, None, "exact")
    assert "2 observations" in reading.message
    assert _page(tmp_path, _user()).authors[0].follower_count == 1200
    assert _page(tmp_path, {"statuses": [], "total_number": 0}).outcome == "ok_empty"
    assert _page(tmp_path, {"statuses": ["11", "12"]}).skipped[0].reason == "a number without content"
    for content, says in (
        ({"access_token": "SECRET", "expires_in": 9, "uid": "7"}, "access token"),
        ({"uid": 7}, "number of a Weibo account"),
        ({"ip_limit": 9, "remaining_user_hits": 3}, "rate limits"),
    ):
        reading = _page(tmp_path, content)
        assert (reading.outcome, says in reading.message, "SECRET" in reading.message) == ("ok_empty", True, False)
    for content in ({"statuses": 3}, [1, 2], {"id": 4}, {"errors": []}):
        with pytest.raises(SchemaDrift):
            _page(tmp_path, content)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        *[(code, "rate_limited") for code in (10022, 10023, "10024", 10004)],
        *[(code, "auth_required") for code in (21315, 21327, 21332, 21301, 10006)],
        *[(code, "blocked") for code in (10014, 10005, 20015)],
        *[(code, "ok_empty") for code in (20101, 20112, 20201)],
        *[(code, "error") for code in (10001, 10008, 20003, 21331, "odd")],
    ],
)
def test_every_error_has_its_outcome(tmp_path: Path, code: Any, outcome: str) -> None:
    reading = _page(tmp_path, {"error": "some words", "error_code": code, "request": "/2/statuses/show.json"})
    assert (reading.outcome, "Weibo says" in reading.message, reading.has_records) == (outcome, True, False)


def test_what_is_asked_for_each_query() -> None:
    (search,) = _first("青禾茶 好喝", since="2026-03-01T16:00:00+00:00", until="2026-03-02T16:00:00Z")
    parts = urlsplit(search.url)
    asked = parse_qs(parts.query)
    assert (parts.netloc, parts.path) == ("c.api.weibo.com", "/2/search/statuses/limited.json")
    assert (asked["q"], asked["sort"], asked["page"]) == (["青禾茶 好喝"], ["time"], ["1"])
    assert (asked["starttime"], asked["endtime"]) == (["1772380800"], ["1772467200"])
    assert "screen_name=" in _first("@青禾茶")[0].url
    assert "uid=1234567890" in _first("https://weibo.com/u/1234567890?x=1")[0].url
    assert "uid=1234567890" in _first("https://weibo.com/1234567890")[0].url
    for words in ("5123456700001234", "https://m.weibo.cn/status/5123456700001234", "https://weibo.com/12/P9Qdo00jU"):
        paths = [urlsplit(each.url).path for each in _first(words)]
        assert paths == [f"/2/{each}.json" for each in ("statuses/show", "comments/show", "statuses/repost_timeline")]
        assert all("id=5123456700001234" in each.url for each in _first(words))
    assert "/2/comments/by_me.json" in _first("me", kind="by_me")[0].url
    for words, params in (("", {}), ("茶", {"kind": "post"}), ("茶", {"kind": "user"}), ("茶", {"kind": "likes"})):
        with pytest.raises(UsageError, match="give"):
            _first(words, **params)
    with pytest.raises(UsageError, match="give"):
        _first("茶", since="yesterday")


def test_a_list_is_walked_by_number_to_its_total() -> None:
    (fetch,) = _first("@青禾茶")
    step = SOURCE.after(_answer(fetch, {"statuses": [_status(1), _status(2)], "total_number": 3}))
    assert step.next
    assert (step.next.page_number, step.next.url.endswith("&page=2")) == (2, True)
    last = SOURCE.after(_answer(step.next, {"statuses": [_status(3)], "total_number": 3}))
    assert (last.next, last.missing_count, last.is_suspicious) == (None, 0, False)
    early = SOURCE.after(_answer(step.next, {"statuses": [], "total_number": 3}))
    assert (early.next, early.missing_count, early.is_suspicious) == (None, 1, True)
    shown, comments, _ = _first("5123456700001234")
    assert SOURCE.after(_answer(shown, _status())).next is None
    bare = {"comments": [{"id": 4, "text": "好", "created_at": WRITTEN, "user": _user()}], "total_number": 1}
    (mention,) = SOURCE.read(_answer(comments, bare), key=KEY).mentions
    assert (mention.kind, mention.parent_id, mention.root_id) == ("comment", "5123456700001234", "5123456700001234")


def test_posts_are_asked_for_again_fifty_at_a_time() -> None:
    ids = [str(5100000000000000 + number) for number in range(60)]
    many = SOURCE.refresh(ids, SourceQuery(source="weibo_open", query="青禾茶"))
    assert [each.request["ids"].count(",") for each in many] == [49, 9]
    assert len({each.request["chain"] for each in many}) == 2
    page = _answer(many[0], {"statuses": [_status(5100000000000000)], "total_number": 1})
    assert SOURCE.after(page).next is None
    assert SOURCE.read(page, key=KEY).mentions[0].native_id == ids[0]
    of_post = SOURCE.refresh([*ids, "4400"], SourceQuery(source="weibo_open", query=ids[3]))
    assert [each.request["ids"] for each in of_post] == [ids[3]]
    assert SOURCE.refresh(ids, SourceQuery(source="weibo_open", query="me", params={"kind": "by_me"})) == []


def test_a_post_is_gathered_and_a_refused_token_says_so(
    home: Home, replay: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEIBO_ACCESS_TOKEN", "open-sesame")
    number, token = "5123456700001234", "&access_token=open-sesame"
    comment = {"id": 4300, "text": "好喝", "created_at": WRITTEN, "user": _user(88)}
    lists = {
        f"/2/statuses/show.json?id={number}&isGetLongText=1": _status(int(number)),
        f"/2/comments/show.json?id={number}&count=200&page=1": {"comments": [comment], "total_number": 1},
        f"/2/statuses/repost_timeline.json?id={number}&count=200&page=1": {"reposts": [], "total_number": 0},
    }
    for path, content in lists.items():
        replay.serve(path + token, json.dumps(content).encode())
    expired = {"error": "expired_token", "error_code": 21327, "request": "/2/statuses/user_timeline.json"}
    timeline = f"/2/statuses/user_timeline.json?uid=77&count=100&isGetLongText=1&page=1{token}"
    replay.serve(timeline, json.dumps(expired).encode())
    replay.script[timeline][0].status = 403
    queries = [SourceQuery(source="weibo_open", query=each) for each in (number, "user:77")]
    post, account = gather("weibo_open", queries, home=home, key=KEY, run_id="r1", base_url=replay.base_url)
    assert (post.outcome, post.mention_count, post.page_count) == ("ok", 2, 3)
    assert (account.outcome, "21327" in (account.message or "")) == ("auth_required", True)
    rows = {row["native_id"]: row for row in read(home.lake, "mentions").to_pylist()}
    assert rows["4300"]["parent_id"] == number
