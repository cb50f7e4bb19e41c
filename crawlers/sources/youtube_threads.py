"""Replies that YouTube leaves out of a comment thread: it shows up to five. No source of its own: it has no yml.

A thread page with such threads is followed by their replies, thread by thread, and then by the next thread page. What
is waiting is kept in the request, so that a walk goes on from its last page alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from crawlers.convert.counts import whole
from crawlers.responses import mapping, objects

_ASIDE = ("parent", "waiting", "resume", "threads_asked")
"""Keys of a request for replies within a walk through threads."""


def is_aside(request: Mapping[str, str]) -> bool:
    """Whether a page holds replies of one thread rather than the list of threads."""
    return "parent" in request


def next_in_threads(content: Mapping[str, Any], request: Mapping[str, str]) -> dict[str, str] | None:
    """What to ask for behind a page of threads or of one thread's replies; None at the end."""
    cursor = str(content.get("nextPageToken") or "")
    if is_aside(request):
        if cursor and cursor != request.get("cursor"):
            return {**request, "cursor": cursor}
        return _replies(request, request["waiting"].split(), request["resume"])
    waiting = list(_unfinished(content))
    resume = cursor if cursor != request.get("cursor") else ""
    return _replies({**request, "threads_asked": request["asked"]}, waiting, resume)


def _replies(request: Mapping[str, str], waiting: list[str], resume: str) -> dict[str, str] | None:
    """The replies of the first thread that waits, else the next page of threads."""
    kept = {name: value for name, value in request.items() if name not in (*_ASIDE, "cursor", "path", "asked")}
    if waiting:
        asked = urlencode({"part": "snippet", "parentId": waiting[0], "maxResults": "100"})
        aside = {"parent": waiting[0], "waiting": " ".join(waiting[1:]), "resume": resume}
        return {**kept, **aside, "threads_asked": request["threads_asked"], "path": "comments", "asked": asked}
    if not resume:
        return None
    return {**kept, "path": "commentThreads", "asked": request["threads_asked"], "cursor": resume}


def _unfinished(content: Mapping[str, Any]) -> Iterator[str]:
    """Threads that have more replies than came along, newest first as the page has them."""
    for thread in objects(content.get("items")):
        shown = objects(mapping(thread.get("replies")).get("comments"))
        count = whole(mapping(thread.get("snippet")).get("totalReplyCount")) or 0
        if count > len(shown) and thread.get("id"):
            yield str(thread["id"])
