"""Mastodon: hashtag, account and public timelines and search of one server, newest first, walked by Link headers."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import exact, whole
from crawlers.convert.markup import plain
from crawlers.convert.times import time
from crawlers.reading import Reading
from crawlers.responses import (
    ErrorAnswer,
    json_of,
    known,
    mapping,
    nothing,
    objects,
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

PAGE_SIZE = 40
LAST_PAGE = 50
"""2,000 statuses a walk; a run with `--from` ends sooner."""
_WHAT = "a Mastodon timeline"
_KINDS = ("tag", "account", "public", "search")


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """`#tag` (or a bare word), `@user` or an account's number, `public`, or words with kind=search; params `server`.

    Raises UsageError for an empty query, an unknown kind or a server that is no address.
    """
    words = query.query.strip()
    server = query.params.get("server", "https://mastodon.social").rstrip("/")
    if urlsplit(server).scheme not in ("http", "https"):
        raise UsageError(f"mastodon: server {server!r} is no address; give it with https://")
    if not words.strip("#@"):
        raise UsageError("mastodon: the query is empty; give #tag, @account, public, or words with kind: search")
    guess = {"#": "tag", "@": "account"}.get(words[0], "public" if words == "public" else "tag")
    kind = query.params.get("kind", guess)
    if kind not in _KINDS:
        raise UsageError(f"mastodon: kind {kind!r} is none of {', '.join(_KINDS)}; give one of them")
    request = {"query": query.query, "chain": "0", "kind": kind, "server": server, "base_url": base_url or ""}
    return [_fetch({**request, "path": _path(kind, words)})]


def after(page: RawPage) -> Step:
    """The timeline of an account just looked up, or the page that the Link header calls next."""
    content = json_of(page, _WHAT)
    _check(content)
    if page.request.get("kind") == "account" and isinstance(content, dict) and "acct" in content:
        return Step(next=_fetch({**page.request, "path": f"/api/v1/accounts/{content['id']}/statuses"}, 2))
    found = _statuses(content)
    if page.request.get("kind") == "search":
        return Step(is_capped=len(found) >= PAGE_SIZE)  # the second page of a search needs a login
    below = re.search(r'<([^>]*)>\s*;\s*rel="?next"?', page.headers.get("link", ""))
    max_id = dict(parse_qsl(urlsplit(below[1]).query)).get("max_id") if below else None
    if not found or not max_id or max_id == page.request.get("max_id"):
        return Step()
    if page.page_number >= LAST_PAGE:
        return Step(is_capped=True)
    # Of the link only the position is taken: its server may be another than the one asked.
    return Step(next=_fetch({**page.request, "max_id": max_id}, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Statuses and boosts as mentions, found accounts as authors. Raises SchemaDrift, ErrorAnswer."""
    content = json_of(page, _WHAT)
    _check(content)
    book = AuthorBook(spec.platform, key)
    entries = _entries(content)
    if entries is None:
        return nothing(spec, _name(page, content))
    numbers = {str(each.get("id")): _native_id(page, each) for each in _statuses(content)}
    return read_entries(spec, page, _with_originals(entries), lambda entry: _record(spec, page, entry, book, numbers))


def _path(kind: str, words: str) -> str:
    if kind == "public":
        return "/api/v1/timelines/public"
    if kind == "search":
        return f"/api/v2/search?{urlencode({'q': words, 'type': 'statuses'})}"
    if kind == "tag":
        return f"/api/v1/timelines/tag/{quote(words.lstrip('#'), safe='')}"
    if words.isdigit():
        return f"/api/v1/accounts/{words}/statuses"
    return f"/api/v1/accounts/lookup?{urlencode({'acct': words.lstrip('@')})}"


def _fetch(request: dict[str, str], page_number: int = 1) -> Fetch:
    asked = {"limit": str(PAGE_SIZE), **({"max_id": request["max_id"]} if "max_id" in request else {})}
    joint = "&" if "?" in request["path"] else "?"
    url = on_server(f"{request['server']}{request['path']}{joint}{urlencode(asked)}", request.get("base_url"))
    return Fetch(url=url, request=request, page_number=page_number)


def _check(content: Any) -> None:
    """Raises ErrorAnswer for `{"error": ...}`."""
    if not isinstance(content, dict) or "error" not in content:
        return
    words = short(content["error"])
    lower = words.lower()
    is_login = any(word in lower for word in ("token", "authenticated", "authoriz", "login"))
    outcome = Outcome.AUTH_REQUIRED if is_login else Outcome.ERROR
    raise ErrorAnswer(Outcome.RATE_LIMITED if "too many" in lower else outcome, f"the server says: {words}")


def _entries(content: Any) -> list[Any] | None:
    """Statuses and accounts on a page; None for a page that holds neither by its nature."""
    if isinstance(content, list):
        is_ours = not content or any(_is_status(each) or "acct" in mapping(each) for each in content)
        return content if is_ours else None
    if "accounts" in content and "statuses" in content:
        return [*objects(content["statuses"]), *objects(content["accounts"])]
    if "ancestors" in content and "descendants" in content:
        return [*objects(content["ancestors"]), *objects(content["descendants"])]
    return [content] if _is_status(content) or "acct" in content else None


def _is_status(entry: Any) -> bool:
    return isinstance(entry, dict) and all(name in entry for name in ("id", "account", "content"))


def _statuses(content: Any) -> list[dict[str, Any]]:
    return [each for each in _entries(content) or [] if _is_status(each)]


def _name(page: RawPage, content: Any) -> str:
    """What a page without statuses is. Raises SchemaDrift for one that is not Mastodon's."""
    one = mapping(content[0] if isinstance(content, list) else content)
    for keys, name in (
        (("content", "created_at", "account"), "the edit history of a status"),
        (("version", "title"), "the description of a Mastodon server"),
        (("id", "text", "spoiler_text"), "the source text of a status"),
        (("following", "followed_by"), "relationships between accounts"),
        (("name", "history"), "hashtags"),
    ):
        if all(key in one for key in keys):
            return name
    raise unexpected(page, _WHAT)


def _with_originals(entries: Sequence[Any]) -> Iterator[Any]:
    """A boost is followed by what it boosts, which would be known nowhere else."""
    for entry in entries:
        yield entry
        if _is_status(entry) and _is_status(entry.get("reblog")):
            yield entry["reblog"]


def _native_id(page: RawPage, status: dict[str, Any]) -> str:
    """`server:number` of the server where it was written, so that two servers that show it agree."""
    parts = urlsplit(str(status.get("uri") or ""))
    number = parts.path.removesuffix("/activity").rstrip("/").rpartition("/")[2]
    return f"{parts.netloc}:{number}" if parts.netloc and number else _local_id(page, str(status["id"]))


def _local_id(page: RawPage, number: str) -> str:
    server = urlsplit(page.request.get("server") or page.url).netloc
    return f"{server or 'unknown'}:{number}"


def _record(
    spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook, numbers: dict[str, str]
) -> Mention | Author:
    if "acct" in entry:
        return _author(page, entry, book)
    status, original = entry, mapping(entry.get("reblog")) or mapping(mapping(entry.get("quote")).get("quoted_status"))
    answered = status.get("in_reply_to_id")
    likes, comments, shares = (whole(status.get(f"{name}_count")) for name in ("favourites", "replies", "reblogs"))
    parent = str(answered) if answered else None
    parent_id = _native_id(page, original) if original else None
    if parent and not original:
        parent_id = numbers.get(parent) or _local_id(page, parent)
    is_boost = bool(status.get("reblog"))
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=_native_id(page, status),
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
