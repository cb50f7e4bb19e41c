"""Comments that Reddit and replies that YouTube leaves out of a thread: followed to the end, page by page."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawlers import catalog
from crawlers.reading import Reading
from crawlers.recording import read_recording
from crawlers.source import Fetch, Step
from records import RawPage, SourceQuery

KEY = b"k" * 32
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)


def _answer(source: str, fetch: Fetch, content: Any) -> RawPage:
    return RawPage(
        source=source,
        url=fetch.url,
        body=json.dumps(content, ensure_ascii=False).encode(),
        fetched_at=NOON,
        request=fetch.request,
        page_number=fetch.page_number,
    )


def _walk(source: str, fetch: Fetch, server: Callable[[Fetch], Any]) -> tuple[list[Fetch], list[Reading], list[Step]]:
    """All requests of a walk with what was read and where each page led; each follows from its page alone."""
    loaded, fetches, readings, steps = catalog.load(source), [], [], []
    following: Fetch | None = fetch
    while following:
        page = _answer(source, following, server(following))
        fetches.append(following)
        readings.append(loaded.read(page, key=KEY))
        steps.append(loaded.after(page))
        following = steps[-1].next
        assert len(fetches) < 50
    return fetches, readings, steps


def _comment(number: str, parent: str = "t3_p", replies: Any = "") -> dict[str, Any]:
    data = {"id": number, "author": "Chake", "score": 1, "created_utc": NOON.timestamp(), "body": "好喝"}
    return {"kind": "t1", "data": data | {"link_id": "t3_p", "parent_id": parent, "replies": replies}}


def _more(*children: str, parent: str = "t3_p") -> dict[str, Any]:
    count = len(children)
    return {"kind": "more", "data": {"count": count, "children": list(children), "parent_id": parent, "id": "_"}}


def _listing(*things: Any) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"after": None, "children": list(things)}}


def _post() -> dict[str, Any]:
    data = {"id": "p", "author": "Chake", "created_utc": NOON.timestamp(), "selftext": "好喝吗", "title": "青禾茶"}
    return _listing({"kind": "t3", "data": data})


def test_every_comment_that_reddit_left_out_is_asked_for() -> None:
    many = [f"m{number}" for number in range(130)]
    thread = [_post(), _listing(_comment("a", replies=_listing(_more(parent="t1_a"))), _more(*many))]

    def server(fetch: Fetch) -> Any:
        path, asked = urlsplit(fetch.url).path, parse_qs(urlsplit(fetch.url).query)
        if path == "/comments/p":
            return thread
        if path == "/comments/p/_/a":
            return [_post(), _listing(_comment("a", replies=_listing(_comment("deep", "t1_a"))))]
        assert (path, asked["link_id"], asked["api_type"]) == ("/api/morechildren", ["t3_p"], ["json"])
        children = asked["children"][0].split(",")
        things = [_comment(each) for each in children]
        # The first answer names one more, and again one that it was just asked for.
        things += [_more("late", children[0])] if "m0" in children else []
        return {"json": {"errors": [], "data": {"things": things}}}

    (first,) = catalog.load("reddit").first(
        SourceQuery(source="reddit", query="https://www.reddit.com/r/tea/comments/p/x/")
    )
    fetches, readings, steps = _walk("reddit", first, server)
    named = [parse_qs(urlsplit(each.url).query).get("children", [""])[0].count(",") + 1 for each in fetches]
    assert (len(fetches), named[1:3]) == (4, [100, 31])
    found = {mention.native_id for reading in readings for mention in reading.mentions}
    assert found == {"t3_p", "t1_a", "t1_deep", "t1_late", *(f"t1_{each}" for each in many)}
    assert all(step.is_aside for step in steps)
    assert [each.page_number for each in fetches] == [1, 2, 3, 4]


def test_what_reddit_says_in_place_of_words(tmp_path: Path) -> None:
    written = {"a": "[deleted]", "b": "[removed]", "c": "[ Removed by Reddit ]", "d": "好喝"}
    things = [_comment(number) for number in written]
    for thing, words in zip(things, written.values(), strict=True):
        thing["data"]["body"] = words
    pinned = {**_comment("e")["data"], "stickied": True}
    file = tmp_path / "page.json"
    file.write_text(json.dumps(_listing(*things, {"kind": "t1", "data": pinned})), "utf-8")
    mentions = read_recording("reddit", file, KEY).mentions
    assert [(m.status, m.text) for m in mentions[:4]] == [
        ("deleted", ""),
        ("removed", ""),
        ("removed", ""),
        (None, "好喝"),
    ]
    assert [m.extra.get("is_pinned") for m in mentions] == [None] * 4 + ["true"]
    file.write_text(json.dumps({"json": {"errors": [["RATELIMIT", "slow down", "x"]]}}), "utf-8")
    assert read_recording("reddit", file, KEY).outcome == "rate_limited"


def test_an_empty_listing_with_more_behind_it_is_suspicious() -> None:
    source = catalog.load("reddit")
    (fetch,) = source.first(SourceQuery(source="reddit", query="r/tea"))
    step = source.after(_answer("reddit", fetch, {"kind": "Listing", "data": {"after": "t3_x", "children": []}}))
    assert (step.next, step.is_suspicious, step.is_aside) == (None, True, False)


def _reply(number: str) -> dict[str, Any]:
    snippet = {"authorChannelId": {"value": "UC1"}, "textOriginal": "好喝", "publishedAt": "2026-03-02T04:05:00Z"}
    return {"kind": "youtube#comment", "id": number, "snippet": snippet | {"parentId": number.partition(".")[0]}}


def _threads(*numbers: str, count: int = 0, shown: int = 0, cursor: str | None = None) -> dict[str, Any]:
    items = [
        {
            "kind": "youtube#commentThread",
            "id": number,
            "snippet": {"videoId": "v" * 11, "totalReplyCount": count, "topLevelComment": _reply(number)},
            "replies": {"comments": [_reply(f"{number}.{each}") for each in range(shown)]},
        }
        for number in numbers
    ]
    more = {"nextPageToken": cursor} if cursor else {}
    return {"kind": "youtube#commentThreadListResponse", "items": items, **more}


def test_replies_that_youtube_left_out_are_asked_for_between_two_pages_of_threads() -> None:
    def server(fetch: Fetch) -> Any:
        asked = {name: value[0] for name, value in parse_qs(urlsplit(fetch.url).query).items()}
        if "videoId" in asked:
            page = (
                _threads("c3", count=2, shown=2) if "pageToken" in asked else _threads("c1", "c2", count=3, cursor="t2")
            )
            assert asked.get("pageToken") in (None, "t2")
            return page
        cursor = asked.get("pageToken")
        items = [_reply(f"{asked['parentId']}.{each}") for each in (("0", "1") if cursor is None else ("2",))]
        more = {"nextPageToken": "r2"} if cursor is None else {}
        return {"kind": "youtube#commentListResponse", "items": items, **more}

    _, first = catalog.load("youtube").first(SourceQuery(source="youtube", query=f"https://youtu.be/{'v' * 11}"))
    fetches, readings, steps = _walk("youtube", first, server)
    assert [each.request["path"] for each in fetches] == ["commentThreads", *["comments"] * 4, "commentThreads"]
    assert [each.request.get("parent") for each in fetches] == [None, "c1", "c1", "c2", "c2", None]
    assert [step.is_aside for step in steps] == [False, True, True, True, True, False]
    assert [dict(each.cost) for each in fetches] == [{"units": 1}] * 6
    mentions = [mention for reading in readings for mention in reading.mentions]
    assert sorted(m.native_id for m in mentions) == [
        "c1", "c1.0", "c1.1", "c1.2", "c2", "c2.0", "c2.1", "c2.2", "c3", "c3.0", "c3.1"
    ]  # fmt: skip
    assert {m.root_id for m in mentions} == {"v" * 11}


def test_youtube_calls_cost_what_the_quota_says() -> None:
    source = catalog.load("youtube")
    quota = source.spec.quota
    assert quota
    assert (dict(quota.buckets), quota.zone) == ({"search": 100, "units": 10_000}, "America/Los_Angeles")
    (search,) = source.first(SourceQuery(source="youtube", query="青禾茶"))
    video, threads = source.first(SourceQuery(source="youtube", query=f"https://youtu.be/{'v' * 11}"))
    assert [dict(each.cost) for each in (search, video, threads)] == [{"search": 1}, {"units": 1}, {"units": 1}]


def test_youtubes_errors_have_their_outcomes(tmp_path: Path) -> None:
    file = tmp_path / "page.json"
    for reason, outcome in (
        ("quotaExceeded", "rate_limited"),
        ("commentsDisabled", "ok_empty"),
        ("videoNotFound", "ok_empty"),
        ("parentCommentNotFound", "ok_empty"),
        ("keyInvalid", "auth_required"),
        ("backendError", "error"),
    ):
        error = {"code": 403, "message": "words", "errors": [{"reason": reason}]}
        file.write_text(json.dumps({"error": error}), "utf-8")
        reading = read_recording("youtube", file, KEY)
        assert (reading.outcome, reading.mentions) == (outcome, [])
