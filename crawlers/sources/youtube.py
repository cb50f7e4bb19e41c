"""YouTube Data API v3: search, videos, comment threads with their replies, replies of one comment."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import exact, whole
from crawlers.convert.markup import plain
from crawlers.convert.times import time
from crawlers.reading import Reading, Skipped
from crawlers.responses import (
    ErrorAnswer,
    json_body,
    known,
    mapping,
    nothing,
    objects,
    on_server,
    query_of,
    read_entries,
    short,
)
from crawlers.source import Fetch, Step
from crawlers.spec import SourceSpec
from records import Author, Mention, Outcome, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError

_HOST = "https://www.googleapis.com/youtube/v3"
_WHAT = "a YouTube Data API response"
_KINDS = ("search", "comments", "replies")
_LAST_PAGE = {"search": 10}
"""YouTube gives about 500 results of a search."""
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
    asked = [("search", _search(words))]
    if kind == "comments":
        asked = _video(video[1] if video else words)
    elif kind == "replies":
        asked = [("comments", {"part": "snippet", "parentId": words, "maxResults": "100"})]
    common = {"query": query.query, "kind": kind, "base_url": base_url or ""}
    return [
        _fetch({**common, "chain": str(number), "path": path, "asked": urlencode(parameters)}, 1)
        for number, (path, parameters) in enumerate(asked)
    ]


def after(page: RawPage) -> Step:
    """The page behind nextPageToken. Raises SchemaDrift, ErrorAnswer."""
    cursor = _content(page).get("nextPageToken")
    if not cursor or cursor == page.request.get("cursor"):
        return Step()
    if page.page_number >= _LAST_PAGE.get(page.request.get("path", ""), 200):
        return Step(is_capped=True)
    return Step(next=_fetch({**page.request, "cursor": str(cursor)}, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Videos and comments as mentions, channels as authors. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    book = AuthorBook(spec.platform, key)
    kind = str(content.get("kind", ""))
    entries = content["items"] if isinstance(content.get("items"), list) else [content]
    if kind and not kind.endswith("ListResponse") and kind.removeprefix("youtube#") not in _READERS:
        return nothing(spec, f"a {kind}")
    return read_entries(spec, page, _with_replies(entries), lambda entry: _record(spec, page, entry, book))


def _search(words: str) -> dict[str, str]:
    return {"part": "snippet", "type": "video", "order": "date", "q": words, "maxResults": "50"}


def _video(number: str) -> list[tuple[str, dict[str, str]]]:
    threads = {"part": "snippet,replies", "videoId": number, "order": "time", "maxResults": "100"}
    return [("videos", {"part": "snippet,statistics", "id": number}), ("commentThreads", threads)]


def _fetch(request: Mapping[str, str], page_number: int) -> Fetch:
    cursor = {"pageToken": request["cursor"]} if "cursor" in request else {}
    asked = "&".join(each for each in (request["asked"], urlencode(cursor, errors="replace")) if each)
    url = on_server(f"{_HOST}/{request['path']}?{asked}", request.get("base_url"))
    return Fetch(url=url, request=request, page_number=page_number)


def _content(page: RawPage) -> dict[str, Any]:
    content = json_body(page, _WHAT, ("items", "kind", "error"))
    if "error" in content:
        raise _error(content["error"])
    items = content.get("items", [])
    kinds = [content.get("kind"), *(each.get("kind") for each in objects(items))]
    if not any(str(each).startswith("youtube#") for each in kinds):
        raise SchemaDrift(f"{page.url}: not {_WHAT}; is this a recording of another source?")
    return content


def _error(error: Any) -> ErrorAnswer:
    details = mapping(error)
    reasons = [str(each.get("reason")) for each in objects(details.get("errors")) + objects(details.get("details"))]
    reasons += [str(details.get("status", "")), "" if details else short(error)]
    words = short(details.get("message") or error)
    named = ", ".join(dict.fromkeys(each for each in reasons if each and each not in ("None", words)))
    says = f"YouTube says: {words}" + (f" ({named})" if named else "")
    if "commentsDisabled" in reasons:
        return ErrorAnswer(Outcome.OK_EMPTY, "comments are switched off for this video")
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


def _video_mention(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    snippet, figures, resource = entry["snippet"], mapping(entry.get("statistics")), mapping(entry["id"])
    number = str(resource.get("videoId") or mapping(snippet.get("resourceId")).get("videoId") or entry["id"])
    likes, comments, views = (whole(figures.get(f"{name}Count")) for name in ("like", "comment", "view"))
    title = str(snippet.get("title") or "").strip()
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=number,
        kind="post",
        text=str(snippet.get("description") or "").strip() or title,
        observed_at=page.fetched_at,
        query=query_of(page),
        author=book.author(snippet.get("channelId"), page.fetched_at, name=_name(snippet.get("channelTitle"))),
        title=title or None,
        url=f"https://www.youtube.com/watch?v={number}",
        published_at=_published_at(page, snippet),
        like_count=likes,
        comment_count=comments,
        view_count=views,
        count_precision=exact(likes, comments, views),
        extra=known(language=snippet.get("defaultAudioLanguage"), category=snippet.get("categoryId")),
    )


def _comment(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    snippet, number = entry["snippet"], str(entry["id"])
    video = str(snippet.get("videoId") or entry.get("video") or "") or None
    answered = str(snippet.get("parentId") or "") or (number.partition(".")[0] if "." in number else None)
    likes, replies = whole(snippet.get("likeCount")), whole(entry.get("reply_count"))
    written, edited = snippet.get("publishedAt"), snippet.get("updatedAt")
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=number,
        kind="comment",
        text=str(snippet.get("textOriginal") or "").strip() or plain(str(snippet["textDisplay"])),
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=answered or video,
        root_id=video,
        author=book.author(
            mapping(snippet.get("authorChannelId")).get("value"),
            page.fetched_at,
            name=_name(snippet.get("authorDisplayName")),
        ),
        url=f"https://www.youtube.com/watch?v={video}&lc={number}" if video else None,
        published_at=_published_at(page, snippet),
        like_count=likes,
        comment_count=replies,
        count_precision=exact(likes, replies),
        extra=known(edited_at=edited if edited != written else None),
    )


def _channel(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Author | Skipped:
    resource, snippet, figures = mapping(entry["id"]), mapping(entry.get("snippet")), mapping(entry.get("statistics"))
    followers = None if figures.get("hiddenSubscriberCount") else whole(figures.get("subscriberCount"))
    author = book.author(
        str(resource.get("channelId") or entry["id"]),
        page.fetched_at,
        name=_name(snippet.get("title")),
        follower_count=followers,
        post_count=whole(figures.get("videoCount")),
        region=snippet.get("country"),
    )
    return author or Skipped(row=0, reason="a channel without an id")


def _name(value: Any) -> str | None:
    return str(value or "").strip().lstrip("@") or None


def _published_at(page: RawPage, snippet: dict[str, Any]) -> Any:
    written = snippet.get("publishedAt")
    return time(written, Context(fetched_at=page.fetched_at)) if written else None


_READERS = {"video": _video_mention, "playlistItem": _video_mention, "comment": _comment, "channel": _channel}
