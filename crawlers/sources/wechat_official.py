"""WeChat Official Account: the account's own published articles, their comments and figures, and its followers.

Errors come with HTTP 200 as `{"errcode", "errmsg"}`. An article is known by `<message>_<place in it>`, as the data cube
and the comments have it and the article's long address says; without that address by its article_id.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from crawlers.authors import AuthorBook
from crawlers.convert.counts import whole
from crawlers.reading import Reading
from crawlers.responses import (
    ErrorAnswer,
    json_body,
    mapping,
    nothing,
    objects,
    on_server,
    read_entries,
    short,
)
from crawlers.source import Fetch, Step
from crawlers.sources.asked import days_of
from crawlers.sources.wechat_articles import articles_in, record_of, with_reply
from crawlers.sources.wechat_figures import figure_entries, figure_record, is_figures, name_of
from crawlers.spec import SourceSpec
from records import Outcome, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError

_HOST = "https://api.weixin.qq.com"
_WHAT = "a WeChat Official Account response"
_ARTICLE_COUNT, _COMMENT_COUNT = 20, 49
"""Most that one request may ask for."""
_LOGIN = (40001, 40013, 40014, 40125, 40164, 41001, 42001, 48001, 61004, 88000)
_LIMIT = (45009, 45011, 45047)
_TOTALS_DAYS = 7
"""Days back whose articles' totals are asked for: what they gain later is little."""
_FIGURES = {"totals": "getarticletotaldetail", "gains": "getusersummary", "followers": "getusercumulate"}
"""Walks of the query `figures` and the interface each asks, one day a request."""


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """`articles`, `followers`, `figures`, or an article's msg_data_id (its comments; `index`, default 0).

    Figures are those of the days `since` to `until`, else of the last days. Raises UsageError.
    """
    words = query.query.strip()
    request = {"query": query.query, "chain": "0", "base_url": base_url or "", "kind": words}
    if words == "figures":
        return [_fetch({**request, **more}, 1) for more in _figures_asked(query)]
    if words.isdigit():
        request |= {"kind": "comments", "article": words, "index": query.params.get("index", "0")}
    elif words not in ("articles", "followers"):
        raise UsageError(
            f"wechat_official: {words!r} cannot be asked; give articles, followers, figures or a msg_data_id"
        )
    return [_fetch(request, 1)]


def after(page: RawPage) -> Step:
    """The entries behind those received, until the total. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    got = int(page.request.get("cursor", "0") or "0") if page.request.get("kind") != "followers" else 0
    if "item" in content or "comment" in content:
        count = len(objects(content.get("item"))) + len(objects(content.get("comment")))
        total = whole(content.get("total_count", content.get("total"))) or 0
        if not count or got + count >= total:
            missing = max(total - got - count, 0)
            return Step(missing_count=missing, is_suspicious=bool(missing))
        return Step(next=_fetch({**page.request, "cursor": str(got + count)}, page.page_number + 1))
    behind = content.get("next_openid")
    if (
        page.request.get("kind") != "followers"
        or not behind
        or not mapping(content.get("data")).get("openid")
        or behind == page.request.get("cursor")
    ):
        return Step()
    return Step(next=_fetch({**page.request, "cursor": str(behind)}, page.page_number + 1))


def read(spec: SourceSpec, page: RawPage, key: bytes) -> Reading:
    """Articles and comments as mentions, followers as authors, figures as observations and community days.

    Raises SchemaDrift, ErrorAnswer.
    """
    content = _content(page)
    what = _without_rows(content)
    if what:
        return nothing(spec, what)
    book = AuthorBook(spec.platform, key)
    if is_figures(content):
        return read_entries(spec, page, figure_entries(content), lambda entry: figure_record(spec, page, entry, book))
    return read_entries(spec, page, _entries(content), lambda entry: record_of(spec, page, entry, book))


def _figures_asked(query: SourceQuery) -> Iterator[dict[str, str]]:
    """One day a request: the old interfaces allow no more, and a day is what a later run repeats."""
    for name in _FIGURES:
        for day in days_of(query, default_count=_TOTALS_DAYS if name == "totals" else 1):
            yield {"chain": f"{name}:{day}", "figures": name, "day": day.isoformat()}


def _fetch(request: Mapping[str, str], page_number: int) -> Fetch:
    kind, cursor = request["kind"], request.get("cursor", "")
    body: dict[str, Any] | None = None
    path = "/cgi-bin/user/get" + (f"?{urlencode({'next_openid': cursor}, errors='replace')}" if cursor else "")
    if "figures" in request:
        path = f"/datacube/{_FIGURES[request['figures']]}"
        body = {"begin_date": request["day"], "end_date": request["day"]}
    elif kind == "articles":
        path, body = "/cgi-bin/freepublish/batchget", {"offset": int(cursor or 0), "count": _ARTICLE_COUNT}
    elif kind == "comments":
        path = "/cgi-bin/comment/list"
        body = {"msg_data_id": int(request["article"]), "index": int(request["index"]), "type": 0}
        body |= {"begin": int(cursor or 0), "count": _COMMENT_COUNT}
    url = on_server(_HOST + path, request.get("base_url"))
    return Fetch(url=url, request=request, body=json.dumps(body) if body else None, page_number=page_number)


def _content(page: RawPage) -> dict[str, Any]:
    needs = ("errcode", "list", "item", "news_item", "comment", "openid", "user_info_list", "next_openid")
    content = json_body(page, _WHAT, (*needs, "data", "access_token"))
    if content.get("errcode"):
        raise _error(content)
    is_token = "access_token" in content and "expires_in" in content and "token_type" not in content
    has_ids = isinstance(mapping(content.get("data")).get("openid"), list) or "next_openid" in content
    if not (is_token or is_figures(content) or has_ids or any(name in content for name in needs if name != "list")):
        raise SchemaDrift(f"{page.url}: not {_WHAT}; is this a recording of another source?")
    return content


def _error(content: dict[str, Any]) -> ErrorAnswer:
    code = content["errcode"]
    # The message of a refused call repeats addresses and ids behind its words.
    words = re.split(r",? (?:hint|rid|ip)\b", short(content.get("errmsg") or ""))[0]
    says = f"WeChat says: {code} {words}".strip()
    if code in _LOGIN:
        advice = "renew WECHAT_OFFICIAL_ACCESS_TOKEN and check what the account may do"
        return ErrorAnswer(Outcome.AUTH_REQUIRED, f"{says}; {advice}")
    return ErrorAnswer(Outcome.RATE_LIMITED if code in _LIMIT else Outcome.ERROR, says)


def _without_rows(content: dict[str, Any]) -> str | None:
    """What an answer without articles, comments and accounts is."""
    if "access_token" in content:
        return "an access token of WeChat"
    if is_figures(content) and not figure_entries(content):
        return name_of(content)
    return "an answer of WeChat without content" if set(content) <= {"errcode", "errmsg"} else None


def _entries(content: dict[str, Any]) -> list[Any]:
    """Articles, comments, the account's replies and accounts, each as an object of its own."""
    if "item" in content:
        return [each for item in objects(content["item"]) for each in articles_in(item)]
    if "news_item" in content:
        return list(articles_in({"content": content}))
    if "comment" in content:
        return [each for comment in objects(content["comment"]) for each in with_reply(comment)]
    if "user_info_list" in content:
        return objects(content["user_info_list"])
    if "openid" in content:
        return [content]
    listed = mapping(content.get("data")).get("openid")
    return [{"openid": each} for each in listed] if isinstance(listed, list) else []
