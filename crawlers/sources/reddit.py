"""Reddit: listings of a subreddit and search, newest first, walked by `after`; a post with all its comments."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import exact, whole
from crawlers.convert.times import epoch
from crawlers.reading import Reading, Skipped
from crawlers.responses import (
    ErrorAnswer,
    json_of,
    known,
    mapping,
    nothing,
    on_server,
    query_of,
    read_entries,
    short,
    unexpected,
)
from crawlers.source import Fetch, Step
from crawlers.sources.asked import IDS, asked_again, batches
from crawlers.sources.reddit_threads import next_in_thread, things_in
from crawlers.spec import SourceSpec
from records import Author, Mention, Outcome, RawPage, SourceQuery
from records.errors import UsageError

LAST_PAGE = 10
"""Reddit gives about 1,000 items of a listing."""
LAST_THREAD_PAGE = 300
"""Requests for one post's comments; about 25,000 comments."""
_HOST = "https://oauth.reddit.com"
_WHAT = "a Reddit listing"
_GONE = {
    "[deleted]": "deleted",
    "[deleted by user]": "deleted",
    "[removed]": "removed",
    "[removed by reddit]": "removed",
    "[ removed by reddit ]": "removed",
}
"""What Reddit writes in place of words, and what became of them."""
_BATCH = 100
_OTHERS = {"t5": "a subreddit", "t4": "a message", "t6": "an award", "LiveUpdate": "a live update"}


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """`r/name` (newest posts), words to search, or a post's address (the post with its comments). Raises UsageError."""
    words = query.query.strip()
    if not words:
        raise UsageError("reddit: the query is empty; give r/name, words, or a post's address")
    subreddit, post = re.fullmatch(r"/?r/(\w+)/?", words), re.search(r"/comments/(\w+)", words)
    path, asked = "/search", {"q": words, "sort": "new", "type": "link"}
    if post:
        path, asked = f"/comments/{post[1]}", {"sort": "new"}
    elif subreddit:
        path, asked = f"/r/{subreddit[1]}/new", {}
    asked |= {"limit": "500" if post else "100", "raw_json": "1"}
    request = {"query": query.query, "chain": "0", "base_url": base_url or "", "path": f"{path}?{urlencode(asked)}"}
    return [_fetch(request | ({"post": post[1]} if post else {}), 1)]


def after(page: RawPage) -> Step:
    """The page behind `after`, or comments that a thread left out. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    if IDS in page.request:
        return Step()
    if "post" in page.request:
        return _in_thread(page, content)
    data = mapping(mapping(content).get("data"))
    cursor = data.get("after")
    if not cursor or cursor == page.request.get("cursor"):
        return Step()
    if not data.get("children"):
        return Step(is_suspicious=True)
    if page.page_number >= LAST_PAGE:
        return Step(is_capped=True)
    return Step(next=_fetch({**page.request, "cursor": str(cursor)}, page.page_number + 1))


def _in_thread(page: RawPage, content: Any) -> Step:
    """A thread is no list in time: all its pages lie aside."""
    request, is_cut = next_in_thread(content, page.request)
    if request is None:
        return Step(is_aside=True, is_capped=is_cut)
    if page.page_number >= LAST_THREAD_PAGE:
        return Step(is_aside=True, is_capped=True)
    return Step(next=_fetch(request, page.page_number + 1), is_aside=True)


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Posts and comments as mentions, accounts as authors. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    if content is None:
        return nothing(spec, "an access token of Reddit")
    book = AuthorBook(spec.platform, key)
    return read_entries(spec, page, things_in(content), lambda thing: _record(spec, page, thing, book))


def refresh(native_ids: Sequence[str], query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Posts and comments by their full names (`t3_...`, `t1_...`), 100 a request."""
    return [
        _fetch({**asked_again(query, ids, base_url), "path": f"/api/info?{_named(ids)}"}, 1)
        for ids in batches(native_ids, _BATCH)
    ]


def _named(ids: Sequence[str]) -> str:
    return urlencode({"id": ",".join(ids), "raw_json": "1"}, safe=",")


def _fetch(request: dict[str, str], page_number: int) -> Fetch:
    cursor = f"&{urlencode({'after': request['cursor']}, errors='replace')}" if "cursor" in request else ""
    url = on_server(f"{_HOST}{request['path']}{cursor}", request.get("base_url"))
    return Fetch(url=url, request=request, page_number=page_number)


def _content(page: RawPage) -> Any:
    """Listings or things; None for an access token."""
    content = json_of(page, _WHAT)
    if isinstance(content, dict) and "kind" not in content:
        if "access_token" in content and "token_type" in content:
            return None
        answer = mapping(content.get("json"))
        if answer.get("errors"):
            raise _error(page, {"message": answer["errors"]})
        if "message" in content or "error" in content:
            raise _error(page, content)
        content = mapping(answer.get("data")).get("things", content)  # comments asked for one by one
    things = content if isinstance(content, list) else [content]
    if not all(isinstance(mapping(each).get("kind"), str) and "data" in each for each in things):
        raise unexpected(page, _WHAT)
    return content


def _error(page: RawPage, content: dict[str, Any]) -> ErrorAnswer:
    code = content.get("error") if isinstance(content.get("error"), int) else page.status
    words = short(content.get("message") or content.get("error"))
    reason = content.get("reason") or content.get("error_description")
    says = f"Reddit says: {words}" + (f" ({short(reason)})" if reason else "")
    lower = f"{words} {reason}".lower()
    if code == 429 or "too many" in lower or "ratelimit" in lower:
        return ErrorAnswer(Outcome.RATE_LIMITED, says)
    if code == 401 or any(each in lower for each in ("unauthorized", "invalid_grant", "invalid_token")):
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"{says}; renew the token in REDDIT_ACCESS_TOKEN")
    # A private or quarantined subreddit says so with a reason; without one, 403 is the client that is refused.
    return ErrorAnswer(Outcome.BLOCKED if code == 403 and not reason else Outcome.ERROR, says)


def _record(spec: SourceSpec, page: RawPage, thing: dict[str, Any], book: AuthorBook) -> Mention | Author | Skipped:
    kind, data = str(thing["kind"]), mapping(thing["data"])
    if kind == "more":
        return Skipped(row=0, reason="stub of more comments, not loaded")
    if kind == "t2":
        return book.author(_account(data.get("name")), page.fetched_at, name=data.get("name")) or Skipped(
            row=0, reason="an account without a name"
        )
    if kind not in ("t1", "t3"):
        return Skipped(row=0, reason=_OTHERS.get(kind, f"a {short(kind)}"))
    return _mention(spec, page, kind, data, book)


def _mention(spec: SourceSpec, page: RawPage, kind: str, data: dict[str, Any], book: AuthorBook) -> Mention:
    is_post = kind == "t3"
    number, post = str(data["id"]), str(data.get("link_id") or "")
    written, title = str(data.get("selftext" if is_post else "body") or ""), str(data.get("title") or "").strip()
    status = _status(data, written)
    text = "" if written.strip().lower() in _GONE else written
    is_hidden = bool(data.get("hide_score") or data.get("score_hidden"))
    likes, comments = None if is_hidden else whole(data.get("score")), whole(data.get("num_comments"))
    original = next((str(each) for each in [data.get("crosspost_parent")] if each), None)
    name = _account(data.get("author"))
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=f"{kind}_{number}",
        kind="comment" if not is_post else "repost" if original else "post",
        text=text.strip() or (title if is_post else ""),
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=original if is_post else str(data.get("parent_id") or post) or None,
        root_id=original if is_post else post or None,
        author=book.author(name, page.fetched_at, name=str(data["author"])) if name else None,
        title=title if is_post else None,
        url=_url(number, None) if is_post else _url(post.removeprefix("t3_"), number),
        published_at=epoch(data["created_utc"], Context(fetched_at=page.fetched_at)),
        like_count=likes,
        comment_count=comments if is_post else None,
        count_precision=exact(likes, comments if is_post else None),
        status=status,
        extra=known(
            subreddit=_subreddit(data),
            flair=data.get("link_flair_text"),
            edited_at=data.get("edited") or None,
            linked_site=None if data.get("is_self") else data.get("domain"),
            is_pinned="true" if data.get("stickied") or data.get("pinned") else None,
        ),
    )


def _status(data: dict[str, Any], written: str) -> str | None:
    """removed by a moderator or deleted by its author, as the text or the moderation field says."""
    word = _GONE.get(written.strip().lower())
    by = data.get("removed_by_category")
    return word or (("deleted" if by in ("deleted", "author") else "removed") if by else None)


def _account(name: Any) -> str | None:
    """The account's name, which never changes, in one case; an id is not in every listing."""
    text = str(name or "")
    return text.lower() if text and text.lower() not in _GONE else None


def _subreddit(data: dict[str, Any]) -> str | None:
    """The community; a user's own page is named after the account and is left out."""
    name = str(data.get("subreddit") or "")
    return name if name and not name.lower().startswith("u_") else None


def _url(post: str, comment: str | None) -> str | None:
    if not post:
        return None
    return f"https://www.reddit.com/comments/{post}" + (f"/_/{comment}" if comment else "")
