"""RSS and Atom feeds of news sites and forums, in whatever encoding they come."""

import calendar
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from charset_normalizer import from_bytes

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.markup import plain
from crawlers.convert.times import time
from crawlers.reading import Reading
from crawlers.responses import on_server, query_of, read_entries
from crawlers.source import Fetch, Step
from crawlers.spec import SourceSpec
from records import Mention, RawPage, SourceQuery
from records.errors import SchemaDrift, UnreadableFile, UsageError
from records.ids import hashed_native_id

_LIKELY = ("gb18030", "big5", "utf-16", "euc_jp", "euc_kr", "cp1252")
_MAIL_TIME = re.compile(r"\d{1,2} [A-Za-z]{3,9} \d{2,4} \d{1,2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC?|Z)")
_REFERENCE = re.compile(r"&#([xX][0-9a-fA-F]+|[0-9]+);?")
_MOST_DIGITS = 9
_BEYOND = 0x110000
_SURROGATES = (0xD800, 0xDFFF)
_DECLARED = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.-]+)["']""")


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """The feed's address; a path alone will do on a replay site. Raises UsageError for what is no http address."""
    is_path = base_url is not None and query.query.startswith("/")
    if not is_path and urlsplit(query.query).scheme not in ("http", "https"):
        raise UsageError(f"feed: {query.query!r} is no address; give it with http:// or https://")
    return [Fetch(url=on_server(query.query, base_url), request={"query": query.query, "chain": "0"})]


def after(page: RawPage) -> Step:
    """A feed is one page."""
    return Step()


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """The entries of a feed. Raises SchemaDrift when it is no feed and UnreadableFile when there is nothing at all."""
    if not page.body.strip():
        raise UnreadableFile(f"{page.url}: empty, where a feed was expected; get it again")
    parsed = feedparser.parse(_utf8(page), response_headers={"content-type": "application/xml; charset=utf-8"})
    if not parsed.get("version") and not parsed.entries:
        raise SchemaDrift(f"{page.url}: not an RSS or Atom feed; has the address changed?")
    book = AuthorBook(spec.platform, key)
    return read_entries(spec, page, parsed.entries, lambda entry: _mention(spec, page, entry, parsed.feed, book))


def _utf8(page: RawPage) -> bytes:
    """The feed in UTF-8: feedparser takes an undeclared GB2312 for Western text, so the bytes decide first."""
    text = page.body.decode("utf-8-sig", "replace") if _is_utf8(page.body) else _decoded(page)
    text = _REFERENCE.sub(_known_character, text)
    return re.sub(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""", r"\1", text, count=1).encode(
        "utf-8", "replace"
    )


def _known_character(reference: re.Match[str]) -> str:
    """The reference as it is, or a replacement for the number of no character: feedparser stumbles over it."""
    digits, base = (reference[1][1:], 16) if reference[1][0] in "xX" else (reference[1], 10)
    number = int(digits, base) if len(digits) < _MOST_DIGITS else _BEYOND
    return reference[0] if number < _BEYOND and not _SURROGATES[0] <= number <= _SURROGATES[1] else "\ufffd"


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(page: RawPage) -> str:
    for name in (*_DECLARED.findall(page.body[:200]), _header_charset(page).encode()):
        encoding = name.decode("ascii", "replace").strip("'\" ").lower()
        try:
            return page.body.decode("gb18030" if encoding in ("gb2312", "gbk") else encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    best = from_bytes(page.body, cp_isolation=list(_LIKELY)).best()
    return str(best) if best else page.body.decode("gb18030", "replace")


def _header_charset(page: RawPage) -> str:
    match = re.search(r"charset=([^;\s]+)", page.headers.get("content-type", ""), re.IGNORECASE)
    return match[1] if match else ""


def _published_at(entry: Any, page: RawPage) -> datetime | None:
    """When an entry says it was published, else last changed; None where no words of it can be read as a time."""
    for name in ("published", "updated"):
        words = " ".join(str(dict.get(entry, name) or "").split())  # feedparser's own get takes one for the other
        if not words:
            continue
        try:
            return time(words, Context(fetched_at=page.fetched_at))
        except (ValueError, OverflowError):
            # feedparser takes Chinese dates for American ones and an unknown zone for none: mail's own form alone is
            # left to it.
            moment = entry.get(f"{name}_parsed") if _MAIL_TIME.search(words) else None
            if moment:
                return datetime.fromtimestamp(calendar.timegm(moment), UTC)
    return None


def _url(page: RawPage, entry: Any, feed: Any) -> str | None:
    """The entry's web address, a relative one joined to the feed's; a guid that only stands in for a link is none."""
    link = str(entry.get("link") or "").strip()
    if not link or (entry.get("guidislink") and not urlsplit(link).scheme):
        return None
    try:
        base = next((each for each in (query_of(page), page.url, str(feed.get("link", ""))) if _is_web(each)), "")
        url = urljoin(base, link)
        return url if _is_web(url) else None
    except ValueError:
        return None


def _is_web(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _own_id(page: RawPage, entry: Any) -> str | None:
    """The entry's guid; one that is no address is unique within its site only, so the site goes before it."""
    own = entry.get("id") or entry.get("link")
    site = urlsplit(query_of(page)).netloc
    return f"{site}:{own}" if own and site and not urlsplit(own).scheme else own


def _mention(spec: SourceSpec, page: RawPage, entry: Any, feed: Any, book: AuthorBook) -> Mention:
    title = plain(entry.get("title", "")) or None
    contents = [part.get("value", "") for part in entry.get("content", [])]
    text = plain(max([*contents, entry.get("summary", "")], key=len)) or title or ""
    if not text:
        raise ValueError("entry without words")
    published_at = _published_at(entry, page)
    name = entry.get("author") or feed.get("title")
    moment = published_at.isoformat() if published_at else ""
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=_own_id(page, entry) or hashed_native_id(spec.platform, name or "", moment, f"{title}{text}", 0),
        kind="post",
        text=text,
        observed_at=page.fetched_at,
        query=query_of(page),
        author=book.author(None, page.fetched_at, name=name),
        title=title,
        url=_url(page, entry, feed),
        published_at=published_at,
        extra={"feed": feed["title"]} if feed.get("title") else {},
    )
