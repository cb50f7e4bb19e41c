"""Mastodon's statuses and accounts as records. No source of its own: it has no yml."""

import re
from typing import Any
from urllib.parse import urlsplit

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import exact, whole
from crawlers.convert.markup import plain
from crawlers.convert.times import time
from crawlers.responses import known, mapping, query_of
from crawlers.spec import SourceSpec
from records import Author, Mention, RawPage


def native_id(page: RawPage, status: dict[str, Any]) -> str:
    """`server:number` of the server where it was written, so that two servers that show it agree."""
    parts = urlsplit(str(status.get("uri") or ""))
    number = parts.path.removesuffix("/activity").rstrip("/").rpartition("/")[2]
    return f"{parts.netloc}:{number}" if parts.netloc and number else _local_id(page, str(status["id"]))


def _local_id(page: RawPage, number: str) -> str:
    server = urlsplit(page.request.get("server") or page.url).netloc
    return f"{server or 'unknown'}:{number}"


def record_of(
    spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook, numbers: dict[str, str]
) -> Mention | Author:
    """A status or boost, or an account; `numbers` are the page's own statuses, number -> id. Raises KeyError."""
    if "acct" in entry:
        return _author(page, entry, book)
    status, original = entry, mapping(entry.get("reblog")) or mapping(mapping(entry.get("quote")).get("quoted_status"))
    answered = status.get("in_reply_to_id")
    likes, comments, shares = (whole(status.get(f"{name}_count")) for name in ("favourites", "replies", "reblogs"))
    parent = str(answered) if answered else None
    parent_id = native_id(page, original) if original else None
    if parent and not original:
        parent_id = numbers.get(parent) or _local_id(page, parent)
    is_boost = bool(status.get("reblog"))
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=native_id(page, status),
        kind="repost" if original else "comment" if parent else "post",
        text="" if is_boost else plain(str(status["content"])),
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=parent_id,
        root_id=parent_id if original and not original.get("in_reply_to_id") else None,
        author=_author(page, status["account"], book),
        title=str(status.get("spoiler_text") or "").strip() or None,
        url=_url(status),
        published_at=time(status["created_at"], Context(fetched_at=page.fetched_at)),
        like_count=None if is_boost else likes,
        comment_count=None if is_boost else comments,
        share_count=None if is_boost else shares,
        count_precision=None if is_boost else exact(likes, comments, shares),
        extra=known(
            language=status.get("language"),
            edited_at=status.get("edited_at"),
            visibility=status.get("visibility"),
            is_bot="true" if status["account"].get("bot") else None,
            is_pinned="true" if status.get("pinned") else None,
        ),
    )


def _author(page: RawPage, account: dict[str, Any], book: AuthorBook) -> Author:
    """The account by its full handle, which is the same on every server; its number is not."""
    handle = str(account["acct"] or "")
    server = urlsplit(str(account.get("url") or account.get("uri") or "")).netloc
    author = book.author(
        handle if "@" in handle or not handle else f"{handle}@{server}",
        page.fetched_at,
        name=str(account.get("display_name") or account.get("username") or handle) or None,
        follower_count=whole(account.get("followers_count")),
        following_count=whole(account.get("following_count")),
        post_count=whole(account.get("statuses_count")),
    )
    if author is None:
        raise KeyError("acct")
    return author


def _url(status: dict[str, Any]) -> str | None:
    """The address by number; the usual one has the account's name in it."""
    uri = str(status.get("uri") or "")
    match = re.fullmatch(r"(https?://[^/]+)/(?:.*/)?statuses/(\d+)", uri)
    return f"{match[1]}/statuses/{match[2]}" if match else None
