"""V2EX: latest and hot topics, a node's topics, one topic with its replies; each list is one page."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import exact, whole
from crawlers.convert.markup import plain
from crawlers.convert.times import epoch
from crawlers.reading import Reading
from crawlers.responses import (
    ErrorAnswer,
    json_of,
    known,
    mapping,
    on_server,
    query_of,
    read_entries,
    short,
    unexpected,
)
from crawlers.source import Fetch, Step
from crawlers.sources.asked import asked_again
from crawlers.spec import SourceSpec
from records import Author, Mention, Outcome, RawPage, SourceQuery
from records.errors import UsageError

_HOST = "https://www.v2ex.com"
_WHAT = "a V2EX list"
_LISTS = {"latest": "/api/topics/latest.json", "hot": "/api/topics/hot.json"}


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """`latest`, `hot`, a node's name, or a topic's number or address (topic and replies). Raises UsageError."""
    words = query.query.strip()
    topic = re.fullmatch(r"(?:.*/t/)?(\d+)(?:[#?].*)?", words)
    if topic:
        number = topic[1]
        paths = [f"/api/topics/show.json?id={number}", f"/api/replies/show.json?topic_id={number}"]
    elif words in _LISTS:
        paths = [_LISTS[words]]
    elif re.fullmatch(r"[a-z0-9_-]+", words):
        paths = [f"/api/topics/show.json?{urlencode({'node_name': words})}"]
    else:
        raise UsageError(f"v2ex: {words!r} is no node; give latest, hot, a node's name or a topic's number")
    request = {"query": query.query, "base_url": base_url or ""}
    return [
        Fetch(url=on_server(_HOST + path, base_url), request={**request, "chain": str(number), "path": path})
        for number, path in enumerate(paths)
    ]


def after(page: RawPage) -> Step:
    """A list is one page. Raises SchemaDrift, ErrorAnswer."""
    _entries(page)
    return Step()


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Topics and replies of one list. Raises SchemaDrift, ErrorAnswer."""
    book = AuthorBook(spec.platform, key)
    return read_entries(spec, page, _entries(page), lambda entry: _mention(spec, page, entry, book))


def refresh(native_ids: Sequence[str], query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Topics by their numbers, one a request; a single reply cannot be asked for."""
    path = "/api/topics/show.json?id={}"
    return [
        Fetch(
            url=on_server(_HOST + path.format(number), base_url),
            request={**asked_again(query, [number], base_url), "path": path.format(number)},
        )
        for number in native_ids
        if number.isdigit()
    ]


def _entries(page: RawPage) -> list[Any]:
    content = json_of(page, _WHAT)
    if isinstance(content, dict):
        if content.get("success") is False or content.get("status") == "error":
            raise _error(short(content.get("message") or "an error without words"))
        content = content.get("result", [content] if _is_ours(content) else None)  # version 2 wraps its lists
        content = [content] if isinstance(content, dict) else content
    if not isinstance(content, list) or not all(_is_ours(each) for each in content[:1]):
        raise unexpected(page, _WHAT)
    return content


def _is_ours(entry: Any) -> bool:
    return isinstance(entry, dict) and "id" in entry and "created" in entry and ("title" in entry or "content" in entry)


def _error(words: str) -> ErrorAnswer:
    lower = words.lower()
    if "token" in lower or "auth" in lower:
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"the server says: {words}")
    is_limit = "rate" in lower or "limit" in lower
    return ErrorAnswer(Outcome.RATE_LIMITED if is_limit else Outcome.ERROR, f"the server says: {words}")


def _mention(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    is_topic = "title" in entry
    topic = str(entry["id"]) if is_topic else _topic_of(page, entry)
    likes, comments = whole(entry.get("thanks")), whole(entry.get("replies")) if is_topic else None
    node = mapping(entry.get("node"))
    words = str(entry.get("content") or "").strip() or plain(str(entry.get("content_rendered") or ""))
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=topic if is_topic and topic else f"r_{entry['id']}",
        kind="post" if is_topic else "comment",
        text=words or str(entry.get("title") or "").strip(),
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=None if is_topic else topic,
        root_id=None if is_topic else topic,
        author=_author(page, mapping(entry.get("member")), book),
        title=str(entry["title"]).strip() if is_topic else None,
        url=_url(topic, None if is_topic else entry["id"]),
        published_at=epoch(entry["created"], Context(fetched_at=page.fetched_at)),
        like_count=likes,
        comment_count=comments,
        count_precision=exact(likes, comments),
        status="deleted" if entry.get("deleted") == 1 else None,
        extra=known(node=node.get("name"), node_title=node.get("title"), last_modified=entry.get("last_modified")),
    )


def _topic_of(page: RawPage, entry: dict[str, Any]) -> str | None:
    """The topic a reply is in: its own field, or what was asked."""
    asked = urlsplit(page.request.get("path") or page.url).query
    found = entry.get("topic_id") or mapping(entry.get("topic")).get("id") or dict(parse_qsl(asked)).get("topic_id")
    return str(found) if found else None


def _author(page: RawPage, member: dict[str, Any], book: AuthorBook) -> Author | None:
    number, name = member.get("id"), str(member.get("username") or "") or None
    return book.author(str(number) if number else None, page.fetched_at, name=name)


def _url(topic: str | None, reply: Any) -> str | None:
    if topic is None:
        return None
    return f"{_HOST}/t/{topic}" if reply is None else f"{_HOST}/t/{topic}#r_{reply}"
