"""YouTube's videos, comments and channels as records. No source of its own: it has no yml."""

from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import exact, whole
from crawlers.convert.markup import plain
from crawlers.convert.times import time
from crawlers.reading import Skipped
from crawlers.responses import known, mapping, query_of
from crawlers.spec import SourceSpec
from records import Author, Mention, RawPage


def video_mention(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    """A video, as found, listed or shown in full. Raises KeyError."""
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


def comment_mention(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    """A comment or reply; the video of a reply asked for alone is in the request. Raises KeyError."""
    snippet, number = entry["snippet"], str(entry["id"])
    video = str(snippet.get("videoId") or entry.get("video") or page.request.get("video") or "") or None
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


def channel_author(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Author | Skipped:
    """A channel with its figures. Raises KeyError."""
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
