"""X API v2: recent search and an account's mentions, newest first, walked by next_token."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import exact, whole
from crawlers.convert.times import time
from crawlers.reading import Reading
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
from crawlers.sources.asked import IDS, asked_again, batches, window_of, zulu
from crawlers.spec import SourceSpec
from records import Author, Mention, Outcome, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError

_HOST = "https://api.twitter.com"
_WHAT = "an X API v2 response"
_EPOCH_MILLISECONDS = 1_288_834_974_657
"""Start of the clock in the upper bits of a post's id (X's own snowflake scheme, since November 2010)."""
_REACH = timedelta(days=7) - timedelta(minutes=1)
"""How far back recent search goes, less the time that a request is under way."""
_LATENESS = timedelta(seconds=15)
"""X takes no end within the last seconds."""
_CLAMPED = "is_clamped"
_BATCH = 100
_VERIFIED = {"blue": "person", "business": "enterprise", "government": "government"}
_FIELDS = {
    "max_results": "100",
    "tweet.fields": "author_id,conversation_id,created_at,lang,public_metrics,referenced_tweets",
    "expansions": "author_id,referenced_tweets.id",
    "user.fields": "location,name,public_metrics,username,verified,verified_type",
}


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Words in X's search language, or an account's number with kind=mentions; both within `since`, `until`.

    Raises UsageError.
    """
    words, kind = query.query.strip(), query.params.get("kind", "search")
    if not words or kind not in ("search", "mentions") or (kind == "mentions" and not words.isdigit()):
        raise UsageError(
            f"x: {words or kind!r} cannot be asked; give words, or an account's number with kind: mentions"
        )
    path, asked = ("/2/tweets/search/recent", {"query": words, **_FIELDS})
    if kind == "mentions":
        path, asked = f"/2/users/{quote(words)}/mentions", _FIELDS
    window = _window(query, datetime.now(UTC), kind)
    asked = {**asked, **{name: value for name, value in window.items() if name != _CLAMPED}}
    request = {"query": query.query, "chain": "0", "kind": kind, "path": path, "asked": urlencode(asked)}
    clamped = {_CLAMPED: window[_CLAMPED]} if _CLAMPED in window else {}
    return [_fetch({**request, **clamped, "base_url": base_url or ""}, 1)]


def after(page: RawPage) -> Step:
    """The page behind next_token. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    cursor = mapping(content.get("meta")).get("next_token")
    if IDS in page.request or not cursor or cursor == page.request.get("cursor"):
        return Step(is_capped=_CLAMPED in page.request)
    # A page may be empty with more behind it; a second one in a row is no longer believed.
    if not content.get("data") and page.request.get("empty"):
        return Step(is_suspicious=True)
    request = {**page.request, "empty": "" if content.get("data") else "true", "cursor": str(cursor)}
    return Step(next=_fetch(request, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Posts as mentions with their authors, found accounts as authors. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    book = AuthorBook(spec.platform, key)
    data = content.get("data", [])
    entries = data if isinstance(data, list) else [data]
    if entries and not any({"text", "username"} & set(mapping(each)) for each in entries):
        if "asked" in page.request:
            raise SchemaDrift(f"{page.url}: posts without `text`; has X changed the format?")
        return nothing(spec, "an answer of the X API without posts or accounts")
    included = mapping(content.get("includes"))
    users = {str(each.get("id")): each for each in objects(included.get("users"))}
    posts = {str(each.get("id")): each for each in objects(included.get("tweets"))}
    return read_entries(
        spec, page, _with_originals(entries, posts), lambda entry: _record(spec, page, entry, book, users)
    )


def refresh(native_ids: Sequence[str], query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Posts by number, 100 a request."""
    fields = {name: value for name, value in _FIELDS.items() if name != "max_results"}
    return [
        _fetch(
            {
                **asked_again(query, ids, base_url),
                "kind": "posts",
                "path": "/2/tweets",
                "asked": urlencode({**fields, "ids": ",".join(ids)}),
            },
            1,
        )
        for ids in batches([each for each in native_ids if each.isdigit()], _BATCH)
    ]


def _window(query: SourceQuery, now: datetime, kind: str) -> dict[str, str]:
    """The window as X takes it. Recent search reaches back seven days: a longer window is asked for from there.

    A window that lies before them as a whole is asked for as it is; X says itself that it cannot.
    """
    since, until = window_of(query)
    limit = now - _REACH
    is_clamped = kind == "search" and since is not None and since < limit and (until is None or until > limit)
    begins, ends = (limit if is_clamped else since), (until if until and until < now - _LATENESS else None)
    window = {"start_time": begins, "end_time": ends}
    asked = {name: zulu(instant) for name, instant in window.items() if instant}
    return asked | ({_CLAMPED: "true"} if is_clamped else {})


def _fetch(request: dict[str, str], page_number: int) -> Fetch:
    name = "pagination_token" if request["kind"] == "mentions" else "next_token"
    cursor = f"&{urlencode({name: request['cursor']}, errors='replace')}" if "cursor" in request else ""
    url = on_server(f"{_HOST}{request['path']}?{request['asked']}{cursor}", request.get("base_url"))
    return Fetch(url=url, request=request, page_number=page_number)


def _content(page: RawPage) -> dict[str, Any]:
    content = json_body(page, _WHAT, ("data", "meta", "errors", "title"))
    is_error = "title" in content and ("detail" in content or "status" in content)
    if not is_error and "errors" in content and all(_is_missing(each) for each in objects(content["errors"])):
        content = {"data": [], **content}
    if is_error or ("errors" in content and not {"data", "meta"} & set(content)):
        raise _error(content)
    if "data" in content and not isinstance(content["data"], list | dict):
        raise SchemaDrift(f"{page.url}: `data` is neither list nor object; has X changed the format?")
    if "data" not in content and "result_count" not in mapping(content.get("meta")):
        raise SchemaDrift(f"{page.url}: not {_WHAT}; is this a recording of another source?")
    if any(name in mapping(content.get("data")) for name in ("children", "modhash")):
        raise SchemaDrift(f"{page.url}: not {_WHAT}; is this a recording of Reddit?")
    return content


def _is_missing(problem: dict[str, Any]) -> bool:
    """Whether a post asked for by number is deleted, or of an account that shows its posts to few."""
    kinds = ("resource-not-found", "not-authorized-for-resource")
    return problem.get("parameter") in ("id", "ids") and str(problem.get("type", "")).endswith(kinds)


def _error(content: dict[str, Any]) -> ErrorAnswer:
    problem = content if "title" in content else next(iter(objects(content.get("errors"))), {})
    words = short(problem.get("title") or problem.get("message") or "an error without words")
    detail = short(problem.get("detail") or "")
    kind = f"{problem.get('type', '')} {problem.get('reason', '')} {words}".lower()
    status = problem.get("status")
    says = f"X says: {words}" + (f" ({detail})" if detail and detail != words else "")
    if status == 429 or any(each in kind for each in ("too many", "usage-cap", "usagecap", "rate limit")):
        return ErrorAnswer(Outcome.RATE_LIMITED, says)
    is_login = any(each in kind for each in ("unauthor", "authenticat", "client-forbidden", "not-enrolled", "token"))
    if status in (401, 402) or is_login:
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"{says}; check the token in X_BEARER_TOKEN and its access level")
    return ErrorAnswer(Outcome.ERROR, says)


def _with_originals(entries: Sequence[Any], posts: dict[str, dict[str, Any]]) -> Iterator[Any]:
    """A repost is followed by what it reposts, where that came along: its own text is cut short."""
    for entry in entries:
        yield entry
        kind, parent = _reference(mapping(entry))
        if kind == "retweeted" and parent in posts:
            yield posts[parent]


def _reference(entry: dict[str, Any]) -> tuple[str | None, str | None]:
    """What a post is to another one: a reply before anything else, as it may quote as well."""
    found = {str(each.get("type")): str(each["id"]) for each in objects(entry.get("referenced_tweets")) if "id" in each}
    kind = next((each for each in ("replied_to", "retweeted", "quoted") if each in found), None)
    return kind, found[kind] if kind else None


def _record(
    spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook, users: dict[str, dict[str, Any]]
) -> Mention | Author:
    if "username" in entry:
        return _account(page, entry, book)
    kind, parent = _reference(entry)
    number, thread = str(entry["id"]), str(entry.get("conversation_id") or "") or None
    # A repost repeats the figures of what it reposts; they are not its own.
    figures = {} if kind == "retweeted" else mapping(entry.get("public_metrics"))
    names = ("like_count", "reply_count", "retweet_count", "bookmark_count", "impression_count")
    likes, replies, shares, favorites, views = (whole(figures.get(name)) for name in names)
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=number,
        kind={None: "post", "replied_to": "comment"}.get(kind, "repost"),
        text=str(mapping(entry.get("note_tweet")).get("text") or entry["text"]),
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=parent,
        root_id=thread if kind == "replied_to" and thread != number else None,
        author=_author(page, entry, book, users),
        url=f"https://x.com/i/status/{number}",
        published_at=_published_at(page, entry, number),
        like_count=likes,
        comment_count=replies,
        share_count=shares,
        favorite_count=favorites,
        view_count=views,
        count_precision=exact(likes, replies, shares, favorites, views),
        extra=known(language=entry.get("lang"), quote_count=figures.get("quote_count")),
    )


def _published_at(page: RawPage, entry: dict[str, Any], number: str) -> datetime | None:
    """The written time, or the milliseconds in the id where the time was not asked for."""
    if entry.get("created_at"):
        return time(entry["created_at"], Context(fetched_at=page.fetched_at))
    if not number.isdigit() or int(number) >> 22 < 1_000_000_000:  # ids before 2010 count, they tell no time
        return None
    return datetime.fromtimestamp(((int(number) >> 22) + _EPOCH_MILLISECONDS) / 1000, UTC)


def _author(page: RawPage, entry: dict[str, Any], book: AuthorBook, users: dict[str, dict[str, Any]]) -> Author | None:
    number = str(entry.get("author_id") or "")
    return _account(page, {"id": number, **users.get(number, {})}, book) if number else None


def _account(page: RawPage, user: dict[str, Any], book: AuthorBook) -> Author:
    figures, mark = mapping(user.get("public_metrics")), user.get("verified_type")
    author = book.author(
        str(user.get("id") or ""),
        page.fetched_at,
        name=str(user.get("name") or user.get("username") or "") or None,
        follower_count=whole(figures.get("followers_count")),
        following_count=whole(figures.get("following_count")),
        post_count=whole(figures.get("tweet_count")),
        is_verified=user["verified"] if isinstance(user.get("verified"), bool) else None,
        verified_type=_VERIFIED.get(str(mark)),
        region=user.get("location") or None,
    )
    if author is None:
        raise KeyError("id")
    return author
