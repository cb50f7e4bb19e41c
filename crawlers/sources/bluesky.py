"""Bluesky (AT Protocol): post search, an account's feed, a thread; also bare records.

A post's address `at://<account>/app.bsky.feed.post/<key>` names its account, so its id here is `<pseudonym>/<key>`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import exact, whole
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
from crawlers.sources.asked import window_of, zulu
from crawlers.spec import SourceSpec
from records import Author, Mention, Outcome, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError

LAST_PAGE = 100
"""10,000 posts a walk; a run with `--from` ends sooner."""
_WHAT = "a Bluesky response"
_POST = "app.bsky.feed.post"
_URI = re.compile(r"at://([^/]+)/([^/]+)/([^/]+)")
_LISTS = ("posts", "feed", "records", "actors", "followers", "follows")
_LOGIN = ("AuthMissing", "AuthenticationRequired", "ExpiredToken", "InvalidToken", "AccountTakedown")


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Words to search, `@account` (its feed) or a post's at:// address (its thread), of `server`.

    The window `since`, `until` counts for words alone. Raises UsageError.
    """
    words = query.query.strip()
    if not words.strip("@"):
        raise UsageError("bluesky: the query is empty; give words, @account or a post's at:// address")
    method, asked = "app.bsky.feed.searchPosts", {"q": words, "sort": "latest", "limit": "100", **_window(query)}
    if words.startswith("@") or words.startswith("did:"):
        method, asked = "app.bsky.feed.getAuthorFeed", {"actor": words.lstrip("@"), "limit": "100"}
    elif words.startswith("at://"):
        method, asked = "app.bsky.feed.getPostThread", {"uri": words, "depth": "100"}
    server = query.params.get("server", "https://bsky.social").rstrip("/")
    request = {"query": query.query, "chain": "0", "server": server, "base_url": base_url or ""}
    return [_fetch({**request, "path": f"/xrpc/{method}?{urlencode(asked)}"}, 1)]


def after(page: RawPage) -> Step:
    """The page behind `cursor`. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    cursor = content.get("cursor")
    if not cursor or cursor == page.request.get("cursor"):
        return Step()
    if page.page_number >= LAST_PAGE:
        return Step(is_capped=True)
    # A page may be empty with more behind it; a second one in a row is no longer believed.
    has_posts = bool(_entries(content))
    if not has_posts and page.request.get("empty"):
        return Step(is_suspicious=True)
    request = {**page.request, "empty": "" if has_posts else "true", "cursor": str(cursor)}
    return Step(next=_fetch(request, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Posts and reposts as mentions, found accounts as authors. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    book = AuthorBook(spec.platform, key)
    kind = str(mapping(content.get("value")).get("$type", ""))
    if kind and kind != _POST:
        return nothing(spec, f"a record of kind {kind}, which is no post")
    return read_entries(spec, page, _entries(content), lambda entry: _record(spec, page, entry, book))


def _window(query: SourceQuery) -> dict[str, str]:
    since, until = window_of(query)
    return {name: zulu(instant) for name, instant in (("since", since), ("until", until)) if instant}


def _fetch(request: dict[str, str], page_number: int) -> Fetch:
    cursor = f"&{urlencode({'cursor': request['cursor']}, errors='replace')}" if "cursor" in request else ""
    url = on_server(f"{request['server']}{request['path']}{cursor}", request.get("base_url"))
    return Fetch(url=url, request=request, page_number=page_number)


def _content(page: RawPage) -> dict[str, Any]:
    content = json_body(page, _WHAT, (*_LISTS, "thread", "value", "uri", "did", "error"))
    if isinstance(content.get("error"), str):
        raise _error(content["error"], short(content.get("message") or content["error"]))
    is_list = any(isinstance(content.get(name), list) for name in _LISTS)
    is_record = str(content.get("uri", "")).startswith("at://") and isinstance(content.get("value"), dict)
    is_one = "did" in content and "handle" in content
    if not (is_list or is_record or is_one or "$type" in mapping(content.get("thread"))):
        raise SchemaDrift(f"{page.url}: not {_WHAT}; is this a recording of another source?")
    return content


def _error(name: str, message: str) -> ErrorAnswer:
    says = f"Bluesky says: {name} ({message})"
    if name in _LOGIN:
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"{says}; renew the token in BLUESKY_ACCESS_TOKEN")
    return ErrorAnswer(Outcome.RATE_LIMITED if name == "RateLimitExceeded" else Outcome.ERROR, says)


def _entries(content: dict[str, Any]) -> list[Any]:
    """Post views, bare records, reposts (`{"post", "reason"}`) and profiles of any of the answers."""
    if "thread" in content:
        return list(_thread(content["thread"]))
    if isinstance(content.get("feed"), list):
        return [each for item in content["feed"] for each in _feed_item(item)]
    found = next((content[name] for name in _LISTS if isinstance(content.get(name), list)), None)
    return [content] if found is None else found


def _thread(root: Any) -> Iterator[Any]:
    """The post, what it answers, and all answers below."""
    waiting = [root]
    while waiting:
        node = mapping(waiting.pop())
        yield mapping(node.get("post")) or {"$type": node.get("$type")}
        waiting += [node["parent"]] if mapping(node.get("parent")) else []
        waiting += reversed(objects(node.get("replies")))


def _feed_item(item: Any) -> Iterator[Any]:
    post, reason = mapping(mapping(item).get("post")), mapping(mapping(item).get("reason"))
    if "Repost" in str(reason.get("$type")):
        yield {"post": post, "reason": reason}
    yield {**post, "is_pinned": True} if "Pin" in str(reason.get("$type")) else post


def _record(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention | Author | Skipped:
    if "reason" in entry:
        return _repost(spec, page, entry, book)
    if "did" in entry and "handle" in entry:
        return _author(page, entry, book) or Skipped(row=0, reason="an account without an id")
    record = mapping(entry.get("record")) or mapping(entry.get("value"))
    kind = str(record.get("$type") or entry.get("$type") or _POST).rpartition("#")[2]
    return _post(spec, page, entry, record, book) if kind == _POST else Skipped(row=0, reason=f"a {kind}")


def _post(spec: SourceSpec, page: RawPage, entry: dict[str, Any], record: dict[str, Any], book: AuthorBook) -> Mention:
    reply, quoted = mapping(record.get("reply")), _quoted(mapping(record.get("embed")))
    parent = str(mapping(reply.get("parent")).get("uri") or "")
    likes, replies, shares = (whole(entry.get(f"{name}Count")) for name in ("like", "reply", "repost"))
    account = mapping(entry.get("author")) or {"did": _parts(str(entry["uri"]))[0]}
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=_native_id(page, book, str(entry["uri"])),
        kind="comment" if parent else "repost" if quoted else "post",
        text=str(record["text"]),
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=_native_id(page, book, parent or quoted or "") if parent or quoted else None,
        root_id=_native_id(page, book, mapping(reply["root"])["uri"]) if mapping(reply.get("root")) else None,
        author=_author(page, account, book),
        published_at=_moment(page, str(record["createdAt"])),
        like_count=likes,
        comment_count=replies,
        share_count=shares,
        count_precision=exact(likes, replies, shares),
        extra=known(
            languages=",".join(str(each) for each in record.get("langs") or []),
            cid=entry.get("cid"),
            is_pinned="true" if entry.get("is_pinned") else None,
        ),
    )


def _repost(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    reason, original = entry["reason"], _native_id(page, book, str(entry["post"]["uri"]))
    author = _author(page, mapping(reason["by"]), book)
    own = str(reason.get("uri") or "")
    by = author.author_id if author else "unknown"
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=_native_id(page, book, own) if own else f"{by}/repost/{original}",
        kind="repost",
        text="",
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=original,
        author=author,
        published_at=_moment(page, str(reason["indexedAt"])),
    )


def _moment(page: RawPage, written: str) -> datetime:
    """A time of the protocol; one that an old program wrote without a zone is UTC."""
    has_zone = re.search(r"(?:Z|[+-]\d\d:?\d\d)$", written)
    return time(written if has_zone else f"{written}Z", Context(fetched_at=page.fetched_at))


def _quoted(embed: dict[str, Any]) -> str | None:
    """The post that a post shows inside itself, with or without pictures."""
    inner = mapping(embed.get("record"))
    uri = str(inner.get("uri") or mapping(inner.get("record")).get("uri") or "")
    return uri if f"/{_POST}/" in uri else None


def _parts(uri: str) -> tuple[str, str]:
    """Account and key of an at:// address. Raises ValueError."""
    match = _URI.fullmatch(uri)
    if match is None:
        raise ValueError("no at:// address")
    return match[1], match[3]


def _native_id(page: RawPage, book: AuthorBook, uri: str) -> str:
    account, key = _parts(uri)
    author = _author(page, {"did": account}, book)
    return f"{author.author_id if author else ''}/{key}"


def _author(page: RawPage, account: dict[str, Any], book: AuthorBook) -> Author | None:
    mark = mapping(account.get("verification")).get("verifiedStatus")
    return book.author(
        account.get("did"),
        page.fetched_at,
        name=str(account.get("displayName") or account.get("handle") or "") or None,
        follower_count=whole(account.get("followersCount")),
        following_count=whole(account.get("followsCount")),
        post_count=whole(account.get("postsCount")),
        is_verified=mark == "valid" if mark else None,
    )
