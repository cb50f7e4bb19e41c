"""Reddit: listings of a subreddit, search, and a post's comments, newest first, walked by `after`."""

import re
from collections.abc import Iterator, Sequence
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
from crawlers.spec import SourceSpec
from records import Author, Mention, Outcome, RawPage, SourceQuery
from records.errors import UsageError

LAST_PAGE = 10
"""Reddit gives about 1,000 items of a listing."""
_HOST = "https://oauth.reddit.com"
_WHAT = "a Reddit listing"
_GONE = ("[deleted]", "[removed]")
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
    return [_fetch(request, 1)]


def after(page: RawPage) -> Step:
    """The page behind `after`; a post's comments are one page. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    cursor = mapping(mapping(content).get("data")).get("after")
    if not cursor or cursor == page.request.get("cursor"):
        return Step()
    if page.page_number >= LAST_PAGE:
        return Step(is_capped=True)
    return Step(next=_fetch({**page.request, "cursor": str(cursor)}, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Posts and comments as mentions, accounts as authors. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    if content is None:
        return nothing(spec, "an access token of Reddit")
    book = AuthorBook(spec.platform, key)
    return read_entries(spec, page, _things(content), lambda thing: _record(spec, page, thing, book))


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
        if "message" in content or "error" in content:
            raise _error(page, content)
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
    if code == 429 or "too many" in lower:
        return ErrorAnswer(Outcome.RATE_LIMITED, says)
    if code == 401 or any(each in lower for each in ("unauthorized", "invalid_grant", "invalid_token")):
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"{says}; renew the token in REDDIT_ACCESS_TOKEN")
    # A private or quarantined subreddit says so with a reason; without one, 403 is the client that is refused.
    return ErrorAnswer(Outcome.BLOCKED if code == 403 and not reason else Outcome.ERROR, says)


def _things(content: Any) -> Iterator[Any]:
    """Posts, comments and stubs of listings inside listings, in reading order."""
    waiting = list(reversed(content)) if isinstance(content, list) else [content]
    while waiting:
        thing = waiting.pop()
        data = mapping(mapping(thing).get("data"))
        if mapping(thing).get("kind") == "Listing":
            children = data.get("children")
            waiting += reversed(children if isinstance(children, list) else [])
            continue
        yield thing
        waiting += [data["replies"]] if mapping(data.get("replies")) else []


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
    text = "" if written.strip() in _GONE else written
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
        ),
    )


def _status(data: dict[str, Any], written: str) -> str | None:
    """removed by a moderator or deleted by its author, as the text or the moderation field says."""
    if written.strip() in _GONE:
        return written.strip(" []")
    by = data.get("removed_by_category")
    return ("deleted" if by == "deleted" else "removed") if by else None


def _account(name: Any) -> str | None:
    """The account's name, which never changes, in one case; an id is not in every listing."""
    text = str(name or "")
    return text.lower() if text and text not in _GONE else None


def _subreddit(data: dict[str, Any]) -> str | None:
    """The community; a user's own page is named after the account and is left out."""
    name = str(data.get("subreddit") or "")
    return name if name and not name.lower().startswith("u_") else None


def _url(post: str, comment: str | None) -> str | None:
    if not post:
        return None
    return f"https://www.reddit.com/comments/{post}" + (f"/_/{comment}" if comment else "")
