"""Weibo Open Platform, version 2: search by words, an account's timeline, a post with its comments and reposts.

Errors come as `{"error", "error_code", "request"}`, mostly with HTTP 400 or 403. Lists are paged by number.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from crawlers.authors import AuthorBook
from crawlers.convert.counts import whole
from crawlers.reading import Reading
from crawlers.responses import ErrorAnswer, json_of, mapping, nothing, on_server, read_entries, short, unexpected
from crawlers.source import Fetch, Step
from crawlers.sources.asked import IDS, asked_again, batches, window_of
from crawlers.sources.weibo_status import base62_id, record_of, with_inner
from crawlers.spec import SourceSpec
from records import Outcome, RawPage, SourceQuery
from records.errors import UsageError

LAST_PAGE = 200
"""A list is not walked further; search and timelines end sooner by themselves."""
_HOST = "https://api.weibo.com"
_BUSINESS_HOST = "https://c.api.weibo.com"
_WHAT = "an answer of the Weibo Open Platform"
_LISTS = ("statuses", "reposts", "comments", "users")
_BATCH = 50
_KINDS = ("search", "user", "post", "by_me")
_WHOLE_TEXT = {"isGetLongText": "1"}
_POST = re.compile(r"(?:.*weibo\.(?:com|cn)/(?:status/|detail/|\d+/))?(?P<id>\d{10,}|[0-9A-Za-z]{9})(?:[?#].*)?")
_ACCOUNT = re.compile(r"@(?P<name>[^\s/]+)|(?:user:|.*weibo\.(?:com|cn)/(?:u/)?)(?P<id>\d+)(?:[?#].*)?")

_RATE = (10004, 10009, 10022, 10023, 10024, 21303)
_ACCESS = (10005, 10014, 20015, 20022, 20031, 20507, 21321, 21337)
"""The application, the address or the account lacks a right, or a captcha is asked for."""
_GONE = (20101, 20104, 20112, 20132, 20201, 20202)
"""The post or comment was deleted, hidden or never there."""
_TOKEN = (10006, 10013, *range(21301, 21320), *range(21322, 21331), 21332)
# Meanings: https://open.weibo.com/wiki/Error_code


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Words, an account (`@name`, `user:123`, its address), a post (number, address), or kind=by_me.

    A post is asked for with its comments and reposts; the window `since`, `until` counts for words alone. Raises
    UsageError.
    """
    words = query.query.strip()
    kind = query.params.get("kind") or _guess(words)
    needs = {"post": _POST.fullmatch(words), "user": _ACCOUNT.fullmatch(words)}
    if not words or kind not in _KINDS or not needs.get(kind, True):
        raise UsageError(
            f"weibo_open: {words or kind!r} cannot be asked; give words, @account, a post's address, or kind: by_me"
        )
    common = {"query": query.query, "kind": kind, "base_url": base_url or ""}
    common |= {"post": _post_number(words)} if kind == "post" else {}
    return [
        _fetch({**common, "chain": str(number), "path": path, "asked": urlencode(parameters)}, 1)
        for number, (path, parameters) in enumerate(_asked(kind, words, query))
    ]


def after(page: RawPage) -> Step:
    """The next page by number, until all of `total_number` has come. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    if IDS in page.request or page.request.get("path") == "statuses/show":
        return Step()
    count = len(_entries(content))
    seen, total = int(page.request.get("seen", "0")) + count, whole(mapping(content).get("total_number"))
    if not count or (total is not None and seen >= total):
        missing = max(total - seen, 0) if total is not None else None
        return Step(missing_count=missing, is_suspicious=bool(missing))
    if page.page_number >= LAST_PAGE:
        return Step(is_capped=True)
    return Step(next=_fetch({**page.request, "seen": str(seen)}, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Posts, reposts and comments as mentions, accounts as authors, counts as observations.

    Raises SchemaDrift, ErrorAnswer.
    """
    content = _content(page)
    what = _without_rows(content)
    if what:
        return nothing(spec, what)
    book = AuthorBook(spec.platform, key)
    return read_entries(spec, page, with_inner(_entries(content)), lambda entry: record_of(spec, page, entry, book))


def refresh(native_ids: Sequence[str], query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """Posts by number, 50 a request. A post query's own comments and reposts are left to its walk.

    A comment's number does not tell that it is one, and asked for as a post it would look deleted.
    """
    asked = first(query, base_url)[0].request
    posts = [each for each in native_ids if each.isdigit()]
    if asked["kind"] not in ("search", "user"):
        posts = [each for each in posts if each == asked.get("post")]
    return [
        _fetch({**asked_again(query, ids, base_url), "path": "statuses/show_batch", "asked": _ids(ids)}, 1)
        for ids in batches(posts, _BATCH)
    ]


def _ids(ids: Sequence[str]) -> str:
    return urlencode({"ids": ",".join(ids), **_WHOLE_TEXT}, safe=",")


def _guess(words: str) -> str:
    """What a query without `kind` is."""
    if _ACCOUNT.fullmatch(words):
        return "user"
    return "post" if _POST.fullmatch(words) and ("/" in words or words.isdigit()) else "search"


def _post_number(words: str) -> str:
    match = _POST.fullmatch(words)
    return base62_id(match["id"]) if match else ""


def _asked(kind: str, words: str, query: SourceQuery) -> list[tuple[str, dict[str, str]]]:
    """Path and parameters of each list that answers a query. Raises UsageError."""
    if kind == "by_me":
        return [("comments/by_me", {"count": "50"})]
    if kind == "user":
        return [("statuses/user_timeline", {**_account(words), "count": "100", **_WHOLE_TEXT})]
    if kind == "post":
        of_post = {"id": _post_number(words), "count": "200"}
        shown = ("statuses/show", {"id": of_post["id"], **_WHOLE_TEXT})
        return [shown, ("comments/show", of_post), ("statuses/repost_timeline", of_post)]
    since, until = window_of(query)
    window = {"starttime": since, "endtime": until}
    seconds = {name: str(int(instant.timestamp())) for name, instant in window.items() if instant}
    return [("search/statuses/limited", {"q": words, "sort": "time", "count": "50", **_WHOLE_TEXT, **seconds})]


def _account(words: str) -> dict[str, str]:
    match = _ACCOUNT.fullmatch(words)
    found = match.groupdict() if match else {}
    return {"uid": found["id"]} if found.get("id") else {"screen_name": found.get("name") or ""}


def _fetch(request: Mapping[str, str], page_number: int) -> Fetch:
    host = _BUSINESS_HOST if request["path"].startswith("search/") else _HOST
    is_list = IDS not in request and request["path"] != "statuses/show"
    asked = request["asked"] + (f"&page={page_number}" if is_list else "")
    url = on_server(f"{host}/2/{request['path']}.json?{asked}", request.get("base_url"))
    return Fetch(url=url, request=request, page_number=page_number)


def _content(page: RawPage) -> Any:
    content = json_of(page, _WHAT)
    one = mapping(content)
    if "error_code" in one:
        raise _error(one)
    # The lists of newer endpoints lie one level deeper.
    content = mapping(one["data"]) if isinstance(one.get("data"), dict) else content
    if not isinstance(content, list) and not _is_ours(mapping(content)):
        raise unexpected(page, _WHAT)
    if isinstance(content, list) and not all(isinstance(each, dict) and "id" in each for each in content):
        raise unexpected(page, _WHAT)
    return content


def _is_ours(content: dict[str, Any]) -> bool:
    is_list = any(isinstance(content.get(name), list) for name in (*_LISTS, "list"))
    is_one = "id" in content and any(name in content for name in ("text", "text_raw", "screen_name", "deleted"))
    return is_list or is_one or _without_rows(content) is not None


def _without_rows(content: Any) -> str | None:
    """What an answer without posts, comments and accounts is."""
    one = mapping(content)
    for keys, what in (
        (("access_token", "uid"), "an access token of Weibo"),
        (("remaining_user_hits",), "the rate limits of a Weibo token"),
        (("uid", "expire_in"), "the description of a Weibo token"),
    ):
        if all(key in one for key in keys):
            return what
    return "the number of a Weibo account" if set(one) == {"uid"} else None


def _entries(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    name = next((each for each in (*_LISTS, "list") if isinstance(content.get(each), list)), None)
    if name == "comments":  # a comment on a known post may come without it
        return [{"rootid": None, **each} if isinstance(each, dict) else each for each in content[name]]
    return [content] if name is None else list(content[name])


def _error(content: dict[str, Any]) -> ErrorAnswer:
    code = int(content["error_code"]) if str(content["error_code"]).isdigit() else 0
    says = f"Weibo says: {code} {short(content.get('error') or '')}".strip()
    if code in _RATE:
        return ErrorAnswer(Outcome.RATE_LIMITED, says)
    if code in _TOKEN:
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"{says}; renew the token in WEIBO_ACCESS_TOKEN")
    if code in _ACCESS:
        return ErrorAnswer(Outcome.BLOCKED, f"{says}; apply for this interface on open.weibo.com")
    if code in _GONE:
        return ErrorAnswer(Outcome.OK_EMPTY, f"{says}; the post or comment is deleted or hidden")
    return ErrorAnswer(Outcome.ERROR, says)
