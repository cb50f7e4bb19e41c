"""Mastodon: hashtag, account and public timelines and search of one server, newest first, walked by Link headers."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from crawlers.authors import AuthorBook
from crawlers.reading import Reading
from crawlers.responses import (
    ErrorAnswer,
    json_of,
    mapping,
    nothing,
    objects,
    on_server,
    read_entries,
    short,
    unexpected,
)
from crawlers.source import Fetch, Step
from crawlers.sources.asked import IDS, asked_again, window_of
from crawlers.sources.mastodon_status import native_id, record_of
from crawlers.spec import SourceSpec
from records import Outcome, RawPage, SourceQuery
from records.errors import UsageError

PAGE_SIZE = 40
LAST_PAGE = 50
"""2,000 statuses a walk; a run with `--from` ends sooner."""
_WHAT = "a Mastodon timeline"
_KINDS = ("tag", "account", "public", "search")


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """`#tag` (or a bare word), `@user` or an account's number, `public`, or words with kind=search; params `server`.

    The window `since`, `until` counts for timelines, not for search: Mastodon's ids hold their time. Raises UsageError
    for an empty query, an unknown kind or a server that is no address.
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
    return [_fetch({**request, **({} if kind == "search" else _window(query)), "path": _path(kind, words)})]


def after(page: RawPage) -> Step:
    """The timeline of an account just looked up, or the page that the Link header calls next."""
    content = json_of(page, _WHAT)
    _check(content)
    if IDS in page.request:
        return Step()
    if page.request.get("kind") == "account" and isinstance(content, dict) and "acct" in content:
        return Step(next=_fetch({**page.request, "path": f"/api/v1/accounts/{content['id']}/statuses"}, 2))
    found = _statuses(content)
    if page.request.get("kind") == "search":
        return Step(is_capped=len(found) >= PAGE_SIZE)  # the second page of a search needs a login
    below = re.search(r'<([^>]*)>\s*;\s*rel="?next"?', page.headers.get("link", ""))
    max_id = dict(parse_qsl(urlsplit(below[1]).query)).get("max_id") if below else None
    if not found or not max_id or max_id == page.request.get("max_id"):
        return Step(is_suspicious=bool(max_id) and not found)
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
    numbers = {str(each.get("id")): native_id(page, each) for each in _statuses(content)}
    return read_entries(spec, page, _with_originals(entries), lambda entry: record_of(spec, page, entry, book, numbers))


def refresh(native_ids: Sequence[str], query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Statuses one by one, each of the server where it was written: only there its number is known."""
    fetches = []
    for each in native_ids:
        server, _, number = each.rpartition(":")
        if number.isdigit() and server != "unknown":
            request = asked_again(query, [each], base_url)
            fetches.append(_fetch({**request, "server": f"https://{server}", "path": f"/api/v1/statuses/{number}"}))
    return fetches


def _window(query: SourceQuery) -> dict[str, str]:
    """The window as ids, which are milliseconds since 1970 and 16 further bits.

    `since_id` rather than `min_id`: with the latter a server begins at the old end.
    """
    since, until = window_of(query)
    ids = {"since_id": _id_at(since) - 1 if since else None, "max_id": _id_at(until) if until else None}
    return {name: str(number) for name, number in ids.items() if number is not None}


def _id_at(instant: datetime) -> int:
    return int(instant.timestamp() * 1000) << 16


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
    path = request["path"]
    asked = {} if IDS in request else {"limit": str(PAGE_SIZE)}
    if "/timelines/" in path or path.endswith("/statuses"):
        asked |= {name: request[name] for name in ("max_id", "since_id") if name in request}
    joint = ("&" if "?" in path else "?") if asked else ""
    url = on_server(f"{request['server']}{path}{joint}{urlencode(asked)}", request.get("base_url"))
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
    if not isinstance(content, dict):
        return None
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
