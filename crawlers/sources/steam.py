"""Steam reviews: Valve's /appreviews, newest first, walked by cursor."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.times import epoch
from crawlers.reading import Reading
from crawlers.responses import ErrorAnswer, json_body, on_server, query_of, read_entries, short
from crawlers.source import Fetch, Step
from crawlers.spec import SourceSpec
from records import Mention, Outcome, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError
from records.ids import hashed_native_id

_HOST = "https://store.steampowered.com"
_MAX_ATTEMPTS = 3
_FIRST_WAIT_SECONDS = 2.0
_UNSIGNED_UNDERFLOW = 4_000_000_000
"""Counts above this are known negative numbers in disguise."""


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """The first page in `language` (Steam's word for it; default all). Raises UsageError."""
    if not query.query.strip().isdigit():
        raise UsageError(f"steam: {query.query!r} is no app id; give the digits after /app/ in the store's address")
    request = {
        "query": query.query,
        "chain": "0",
        "app_id": query.query.strip(),
        "language": query.params.get("language", "all"),
        "base_url": base_url or "",
        "seen": "0",
    }
    return [_fetch(request, "*", 1)]


def after(page: RawPage) -> Step:
    """The page behind the cursor. An empty page is the end only when the first page's total has been reached.

    Steam gives totals on the first page alone and sometimes ends too early: then the same cursor is asked again.
    """
    content = _content(page)
    total = page.request.get("total") or _total(content)
    seen = int(page.request.get("seen", "0")) + len(_reviews(content))
    cursor, asked = content.get("cursor"), page.request.get("cursor")
    request = {**page.request, "seen": str(seen), **({"total": total} if total else {})}
    if _reviews(content) and cursor and cursor != asked:
        return Step(next=_fetch({**request, "attempt": "1"}, str(cursor), page.page_number + 1))
    missing = max(int(total) - seen, 0) if total else None
    attempt = int(page.request.get("attempt", "1"))
    if missing and not _reviews(content) and attempt < _MAX_ATTEMPTS:
        wait_seconds = _FIRST_WAIT_SECONDS * 2 ** (attempt - 1)
        return Step(next=_fetch({**request, "attempt": str(attempt + 1)}, str(asked), page.page_number, wait_seconds))
    return Step(missing_count=missing, is_suspicious=bool(missing) and not _reviews(content))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """The reviews of one page. Raises SchemaDrift for what is no Steam review page, ErrorAnswer for Steam's error."""
    book = AuthorBook(spec.platform, key)
    reviews = _reviews(_content(page))
    return read_entries(spec, page, reviews, lambda review: _mention(spec, page, review, book))


def _fetch(request: dict[str, str], cursor: str, page_number: int, wait_seconds: float = 0.0) -> Fetch:
    asked = {
        "json": "1",
        "filter": "recent",
        "language": request["language"],
        "cursor": cursor,
        "num_per_page": "100",
        "purchase_type": "all",
        "filter_offtopic_activity": "0",
    }
    url = on_server(f"{_HOST}/appreviews/{request['app_id']}?{urlencode(asked)}", request.get("base_url"))
    return Fetch(url=url, request={**request, "cursor": cursor}, page_number=page_number, wait_seconds=wait_seconds)


def _content(page: RawPage) -> dict[str, Any]:
    """The page, which must not be Steam's error body: an app id that does not exist gives `{"success": 2}` alone.

    Pages with reviews may say 2 as well.
    """
    content = json_body(page, "a Steam review page", ("reviews", "success"))
    success = content.get("success", 1)
    if success != 1 and "reviews" not in content:
        raise ErrorAnswer(
            Outcome.ERROR, f"Steam answers with an error (success: {short(success)}); is the app id right?"
        )
    return content


def _reviews(content: dict[str, Any]) -> list[Any]:
    reviews = content.get("reviews") or []  # a page past the end may lack the list
    if not isinstance(reviews, list):
        raise SchemaDrift("steam: `reviews` is no list; has Valve changed the format?")
    return reviews


def _total(content: dict[str, Any]) -> str | None:
    total = (content.get("query_summary") or {}).get("total_reviews")
    return str(total) if isinstance(total, int) else None


def _mention(spec: SourceSpec, page: RawPage, review: dict[str, Any], book: AuthorBook) -> Mention:
    published_at = epoch(review["timestamp_created"], Context(fetched_at=page.fetched_at))
    account = _real_id((review.get("author") or {}).get("steamid"))
    text = str(review["review"])
    native_id = _real_id(review.get("recommendationid")) or hashed_native_id(
        spec.platform, account or "", published_at.isoformat(), text, 0
    )
    likes, comments = _count(review.get("votes_up")), _count(review.get("comment_count"))
    kept = ("language", "weighted_vote_score", "votes_funny", "timestamp_updated", "received_for_free")
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=native_id,
        kind="review",
        text=text,
        observed_at=page.fetched_at,
        query=query_of(page),
        author=book.author(account, page.fetched_at),
        published_at=published_at,
        like_count=likes,
        comment_count=comments,
        count_precision="exact" if (likes, comments) != (None, None) else None,
        rating=float(bool(review["voted_up"])),
        rating_scale=spec.rating_scale,
        extra={name: str(review[name]) for name in kept if review.get(name) is not None},
    )


def _real_id(value: Any) -> str | None:
    """An id as text; blank and zero identify nothing."""
    text = str(value or "").strip()
    return text if text.strip("0") else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and 0 <= value < _UNSIGNED_UNDERFLOW else None
