"""YouTube Data API v3: search, videos, comment threads with their replies, replies of one comment."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from crawlers.authors import AuthorBook
from crawlers.reading import Reading, Skipped
from crawlers.responses import (
    ErrorAnswer,
    json_body,
    mapping,
    nothing,
    objects,
    on_server,
    read_entries,
    short,
)
from crawlers.source import Fetch, Step
from crawlers.sources.asked import IDS, asked_again, batches, window_of, zulu
from crawlers.sources.youtube_resources import channel_author, comment_mention, video_mention
from crawlers.sources.youtube_threads import is_aside, next_in_threads
from crawlers.spec import SourceSpec
from records import Author, Mention, Outcome, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError

_HOST = "https://www.googleapis.com/youtube/v3"
_WHAT = "a YouTube Data API response"
_KINDS = ("search", "comments", "replies")
_LAST_PAGE = {"search": 10}
"""YouTube gives about 500 results of a search."""
_LAST_REQUEST = 10_000
"""A day's quota."""
_BATCH = 50
_COST = {"search": {"search": 1}}
"""Search has a bucket of its own; every other list costs one unit.
https://developers.google.com/youtube/v3/determine_quota_cost"""
_PARTS = {"part": "snippet,statistics"}
_VIDEO = re.compile(r"[\w-]{11}")
_MISSING = ("videoNotFound", "commentThreadNotFound", "commentNotFound", "parentCommentNotFound", "notFound")
_QUOTA = ("quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded", "userRateLimitExceeded", "RESOURCE_EXHAUSTED")
_LOGIN = (
    *("keyInvalid", "keyExpired", "authError", "required", "accessNotConfigured", "ipRefererBlocked", "forbidden"),
    *("API_KEY_INVALID", "UNAUTHENTICATED", "PERMISSION_DENIED", "insufficientPermissions", "invalid_grant"),
)


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Words to search, a video's address (the video, then its comments), or a comment's id with kind=replies.

    Raises UsageError for an empty query and an unknown kind.
    """
    words = query.query.strip()
    video = re.fullmatch(r"(?:video:|.*(?:[?&]v=|youtu\.be/|/shorts/))([\w-]{11})(?:[?&#].*)?", words)
    kind = query.params.get("kind", "comments" if video else "search")
    if not words or kind not in _KINDS:
        raise UsageError(f"youtube: {words or kind!r} cannot be asked; give words, a video's address, or kind: replies")
    asked = [("search", _search(words, query))]
    if kind == "comments":
        asked = _video(video[1] if video else words)
    elif kind == "replies":
        asked = [("comments", {"part": "snippet", "parentId": words, "maxResults": "100"})]
    common = {"query": query.query, "kind": kind, "base_url": base_url or ""}
    common |= {"video": video[1] if video else words} if kind == "comments" else {}
    return [
        _fetch({**common, "chain": str(number), "path": path, "asked": urlencode(parameters)}, 1)
        for number, (path, parameters) in enumerate(asked)
    ]


def after(page: RawPage) -> Step:
    """The page behind nextPageToken; behind threads first the replies left out. Raises SchemaDrift, ErrorAnswer."""
    content = _content_or_nothing(page)
    if IDS in page.request:
        return Step()
    if page.request.get("path") == "commentThreads" or is_aside(page.request):
        request = next_in_threads(content, page.request)
        is_cut = request is not None and page.page_number >= _LAST_REQUEST
        following = _fetch(request, page.page_number + 1) if request and not is_cut else None
        return Step(next=following, is_aside=is_aside(page.request), is_capped=is_cut)
    cursor = content.get("nextPageToken")
    if not cursor or cursor == page.request.get("cursor"):
        return Step()
    if page.page_number >= _LAST_PAGE.get(page.request.get("path", ""), 200):
        return Step(is_capped=True)
    if not content.get("items") and page.request.get("empty"):
        return Step(is_suspicious=True)
    empty = {"empty": "" if content.get("items") else "true"}
    return Step(next=_fetch({**page.request, **empty, "cursor": str(cursor)}, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Videos and comments as mentions, channels as authors. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    book = AuthorBook(spec.platform, key)
    kind = str(content.get("kind", ""))
    entries = content["items"] if isinstance(content.get("items"), list) else [content]
    if kind and not kind.endswith("ListResponse") and kind.removeprefix("youtube#") not in _READERS:
        return nothing(spec, f"a {kind}")
    return read_entries(spec, page, _with_replies(entries), lambda entry: _record(spec, page, entry, book))


def refresh(native_ids: Sequence[str], query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Videos and comments by their ids, 50 a request; a video's id has eleven characters."""
    videos = [each for each in native_ids if _VIDEO.fullmatch(each)]
    comments = [each for each in native_ids if not _VIDEO.fullmatch(each)]
    asked = [("videos", _PARTS, ids) for ids in batches(videos, _BATCH)]
    asked += [("comments", {"part": "snippet"}, ids) for ids in batches(comments, _BATCH)]
    return [
        _fetch(
            {**asked_again(query, ids, base_url), "path": path, "asked": urlencode({**parts, "id": ",".join(ids)})}, 1
        )
        for path, parts, ids in asked
    ]


def _search(words: str, query: SourceQuery) -> dict[str, str]:
    since, until = window_of(query)
    window = {"publishedAfter": since, "publishedBefore": until}
    asked = {"part": "snippet", "type": "video", "order": "date", "q": words, "maxResults": "50"}
    return asked | {name: zulu(instant) for name, instant in window.items() if instant}


def _video(number: str) -> list[tuple[str, dict[str, str]]]:
    threads = {"part": "snippet,replies", "videoId": number, "order": "time", "maxResults": "100"}
    return [("videos", {**_PARTS, "id": number}), ("commentThreads", threads)]


def _fetch(request: Mapping[str, str], page_number: int) -> Fetch:
    cursor = {"pageToken": request["cursor"]} if "cursor" in request else {}
    asked = "&".join(each for each in (request["asked"], urlencode(cursor, errors="replace")) if each)
    url = on_server(f"{_HOST}/{request['path']}?{asked}", request.get("base_url"))
    cost = _COST.get(request["path"], {"units": 1})
    return Fetch(url=url, request=request, page_number=page_number, cost=cost)


def _content(page: RawPage) -> dict[str, Any]:
    content = json_body(page, _WHAT, ("items", "kind", "error"))
    if "error" in content:
        raise _error(content["error"])
    items = content.get("items", [])
    kinds = [content.get("kind"), *(each.get("kind") for each in objects(items))]
    if not any(str(each).startswith("youtube#") for each in kinds):
        raise SchemaDrift(f"{page.url}: not {_WHAT}; is this a recording of another source?")
    return content


def _content_or_nothing(page: RawPage) -> dict[str, Any]:
    """A deleted comment has no replies, and the threads behind it go on."""
    try:
        return _content(page)
    except ErrorAnswer as error:
        if error.outcome is Outcome.OK_EMPTY and is_aside(page.request):
            return {}
        raise


def _error(error: Any) -> ErrorAnswer:
    details = mapping(error)
    reasons = [str(each.get("reason")) for each in objects(details.get("errors")) + objects(details.get("details"))]
    reasons += [str(details.get("status", "")), "" if details else short(error)]
    words = short(details.get("message") or error)
    named = ", ".join(dict.fromkeys(each for each in reasons if each and each not in ("None", words)))
    says = f"YouTube says: {words}" + (f" ({named})" if named else "")
    if "commentsDisabled" in reasons:
        return ErrorAnswer(Outcome.OK_EMPTY, "comments are switched off for this video")
    if any(each in _MISSING for each in reasons):
        return ErrorAnswer(Outcome.OK_EMPTY, f"{says}; it is deleted or private, or its address is wrong")
    if any(each in _QUOTA for each in reasons) or details.get("code") == 429:
        return ErrorAnswer(Outcome.RATE_LIMITED, f"{says}; the quota starts anew at midnight Pacific time")
    if any(each in _LOGIN for each in reasons) or details.get("code") == 401 or "API key" in words:
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"{says}; check the key in YOUTUBE_API_KEY")
    return ErrorAnswer(Outcome.ERROR, says)


def _with_replies(entries: Sequence[Any]) -> Iterator[Any]:
    """A thread is its top comment and the replies that came with it."""
    for entry in entries:
        thread = mapping(mapping(entry).get("snippet"))
        if "topLevelComment" not in thread:
            yield entry
            continue
        yield {**mapping(thread["topLevelComment"]), "reply_count": thread.get("totalReplyCount")}
        for reply in objects(mapping(entry.get("replies")).get("comments")):
            yield {**reply, "video": thread.get("videoId")}


def _record(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention | Author | Skipped:
    resource = mapping(entry["id"])
    kind = str(resource.get("kind") or entry.get("kind") or "youtube#").removeprefix("youtube#")
    reader = _READERS.get(kind)
    return reader(spec, page, entry, book) if reader else Skipped(row=0, reason=f"a {kind or 'nameless resource'}")


_READERS = {
    "video": video_mention,
    "playlistItem": video_mention,
    "comment": comment_mention,
    "channel": channel_author,
}
