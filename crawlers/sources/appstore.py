"""App Store customer reviews: Apple's RSS feed, ten pages of 50 a country, newest first.

Asked for in JSON; recordings of the same feed in XML are read as well.
"""

import re
from collections.abc import Sequence
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import parse_count
from crawlers.convert.times import time
from crawlers.convert.words import rating
from crawlers.reading import Reading
from crawlers.responses import json_body, mapping, on_server, query_of, read_entries
from crawlers.source import Fetch, Step
from crawlers.sources.appstore_atom import feed_of, is_xml
from crawlers.spec import SourceSpec
from records import Mention, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError

LAST_PAGE = 10
"""Apple serves no more."""
PAGE_SIZE = 50
_HOST = "https://itunes.apple.com"
_MAX_ATTEMPTS = 2


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Page 1 of each country in `country` (`cn`, or several: `cn,hk`; default cn). Raises UsageError."""
    match = re.fullmatch(r"(?:.*/id|id)?(\d+)(?:\?.*)?", query.query.strip())
    if match is None:
        raise UsageError(f"appstore: {query.query!r} is no app id; give the digits after /id in the app's address")
    countries = [each.strip().lower() for each in query.params.get("country", "cn").split(",")]
    for country in countries:
        if not re.fullmatch(r"[a-z]{2}", country):
            raise UsageError(f"appstore: country {country!r} is not two letters (cn, us, ...)")
    asked = {"query": query.query, "app_id": match[1], "base_url": base_url or ""}
    return [_fetch({**asked, "country": country, "chain": country}, 1) for country in countries]


def after(page: RawPage) -> Step:
    """The next page; the feed's own links are not followed, they lead to a server inside Apple."""
    entries = _reviews(_content(page))
    attempt = int(page.request.get("attempt", "1"))
    if entries:
        if page.page_number >= LAST_PAGE:
            return Step(is_capped=len(entries) >= PAGE_SIZE)
        return Step(next=_fetch({**page.request, "attempt": "1", "got": str(len(entries))}, page.page_number + 1))
    # An empty page after a full one, or at once, may be a false end: it is asked for once more.
    if page.request.get("got", str(PAGE_SIZE)) == str(PAGE_SIZE) and attempt < _MAX_ATTEMPTS:
        return Step(next=_fetch({**page.request, "attempt": str(attempt + 1)}, page.page_number, wait_seconds=2.0))
    return Step(is_suspicious=page.request.get("got") == str(PAGE_SIZE))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """The reviews of one page. Raises SchemaDrift when it is no customer-review feed."""
    content = _content(page)
    entries = _entries(content)
    product = next((_label(entry, "im:name") for entry in map(mapping, entries) if "im:name" in entry), None)
    book = AuthorBook(spec.platform, key)
    return read_entries(
        spec, page, _reviews(content), lambda entry: _mention(spec, page, entry, book, product, _app_id(page, content))
    )


def _fetch(request: dict[str, str], page_number: int, wait_seconds: float = 0.0) -> Fetch:
    path = f"/{request['country']}/rss/customerreviews/page={page_number}/id={request['app_id']}/sortBy=mostRecent/json"
    url = on_server(_HOST + path, request.get("base_url"))
    return Fetch(url=url, request=request, page_number=page_number, wait_seconds=wait_seconds)


def _content(page: RawPage) -> dict[str, Any]:
    return feed_of(page.body, page.url) if is_xml(page.body) else json_body(page, "an App Store feed", ("feed",))


def _entries(content: dict[str, Any]) -> list[Any]:
    feed = content["feed"]
    if not isinstance(feed, dict):
        raise SchemaDrift("appstore: `feed` is no object; has Apple changed the format?")
    entries = feed.get("entry", [])
    return entries if isinstance(entries, list) else [entries]


def _reviews(content: dict[str, Any]) -> list[Any]:
    """The entries without the app itself, which older feeds put first."""
    return [entry for entry in _entries(content) if not (isinstance(entry, dict) and "im:name" in entry)]


def _label(entry: dict[str, Any], name: str) -> str | None:
    value = entry.get(name)
    label = value.get("label") if isinstance(value, dict) else value
    return str(label).strip() if label not in (None, "") else None


def _app_id(page: RawPage, content: dict[str, Any]) -> str | None:
    match = re.search(r"/id=?(\d+)", str(content["feed"].get("id", "")))
    return page.request.get("app_id") or (match[1] if match else None)


def _mention(
    spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook, product: str | None, app_id: str | None
) -> Mention:
    context = Context(fetched_at=page.fetched_at)
    written = _label(entry, "updated")
    stars = _label(entry, "im:rating")
    likes = _label(entry, "im:voteSum")
    account = entry.get("author") or {}
    account_id = re.search(r"/id(\d+)", _label(account, "uri") or "")
    like_count = parse_count(likes)[0] if likes and not likes.startswith("-") else None
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=_label(entry, "id") or _missing("id"),
        kind="review",
        text=_label(entry, "content") or "",
        observed_at=page.fetched_at,
        query=query_of(page),
        author=book.author(
            account_id[1] if account_id else None,
            page.fetched_at,
            name=_label(account, "name"),
            region=page.request.get("country"),
        ),
        title=_label(entry, "title"),
        published_at=time(written, context) if written else None,
        like_count=like_count,
        count_precision="exact" if like_count is not None else None,
        rating=rating(stars, context) if stars else None,
        rating_scale=spec.rating_scale if stars else None,
        product=product,
        extra={name: value for name, value in (("app_id", app_id), ("version", _label(entry, "im:version"))) if value},
    )


def _missing(name: str) -> str:
    raise KeyError(name)
