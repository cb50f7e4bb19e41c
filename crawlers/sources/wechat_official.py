"""WeChat Official Account: the account's own published articles, their comments and its followers.

Errors come with HTTP 200 as `{"errcode", "errmsg"}`. Figures of the data cube have no place in a reading: named only.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import whole
from crawlers.convert.markup import plain
from crawlers.convert.times import epoch
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
from crawlers.spec import SourceSpec
from records import Author, Mention, Outcome, RawPage, SourceQuery
from records.errors import SchemaDrift, UsageError
from records.ids import hashed_native_id

_HOST = "https://api.weixin.qq.com"
_WHAT = "a WeChat Official Account response"
_ARTICLE_COUNT, _COMMENT_COUNT = 20, 49
"""Most that one request may ask for."""
_LOGIN = (40001, 40013, 40014, 40125, 40164, 41001, 42001, 48001, 61004, 88000)
_LIMIT = (45009, 45011, 45047)
_FIGURES = (
    ("details", "article totals of the data cube (getarticletotal)"),
    ("int_page_read_user", "article figures of the data cube (getarticlesummary)"),
    ("msg_type", "messages received, from the data cube (getupstreammsg)"),
    ("msg_user", "messages received, from the data cube (getupstreammsg)"),
    ("cumulate_user", "follower totals of the data cube (getusercumulate)"),
    ("new_user", "follower changes of the data cube (getusersummary)"),
    ("share_user", "shares of the data cube (getusershare)"),
    ("callback_count", "interface calls of the data cube (getinterfacesummary)"),
)


def first(query: SourceQuery, base_url: str | None) -> Sequence[Fetch]:
    """`articles`, `followers`, or an article's msg_data_id (its comments; `index`, default 0). Raises UsageError."""
    words = query.query.strip()
    request = {"query": query.query, "chain": "0", "base_url": base_url or "", "kind": words}
    if words.isdigit():
        request |= {"kind": "comments", "article": words, "index": query.params.get("index", "0")}
    elif words not in ("articles", "followers"):
        raise UsageError(f"wechat_official: {words!r} cannot be asked; give articles, followers or a msg_data_id")
    return [_fetch(request, 1)]


def after(page: RawPage) -> Step:
    """The entries behind those received, until the total. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    got = int(page.request.get("cursor", "0") or "0") if page.request.get("kind") != "followers" else 0
    if "item" in content or "comment" in content:
        count = len(objects(content.get("item"))) + len(objects(content.get("comment")))
        total = whole(content.get("total_count", content.get("total"))) or 0
        if not count or got + count >= total:
            return Step(missing_count=max(total - got - count, 0))
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
    """Articles and comments as mentions, followers as authors. Raises SchemaDrift, ErrorAnswer."""
    content = _content(page)
    what = _without_rows(content)
    if what:
        return nothing(spec, what)
    book = AuthorBook(spec.platform, key)
    return read_entries(spec, page, _entries(content), lambda entry: _record(spec, page, entry, book))


def _fetch(request: Mapping[str, str], page_number: int) -> Fetch:
    kind, cursor = request["kind"], request.get("cursor", "")
    body: dict[str, Any] | None = None
    path = "/cgi-bin/user/get" + (f"?{urlencode({'next_openid': cursor}, errors='replace')}" if cursor else "")
    if kind == "articles":
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
    figures = objects(content.get("list"))
    is_token = "access_token" in content and "expires_in" in content and "token_type" not in content
    is_figures = isinstance(content.get("list"), list) and all("ref_date" in each for each in figures)
    has_ids = isinstance(mapping(content.get("data")).get("openid"), list) or "next_openid" in content
    if not (is_token or is_figures or has_ids or any(name in content for name in needs if name != "list")):
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
    if isinstance(content.get("list"), list):
        figures = objects(content["list"])
        keys = {key for each in figures for key in each}
        name = next((name for key, name in _FIGURES if key in keys), "figures of the data cube")
        return f"{name}, {len(figures)} entries"
    return "an answer of WeChat without content" if set(content) <= {"errcode", "errmsg"} else None


def _entries(content: dict[str, Any]) -> list[Any]:
    """Articles, comments, the account's replies and accounts, each as an object of its own."""
    if "item" in content:
        return [each for item in objects(content["item"]) for each in _articles(item)]
    if "news_item" in content:
        return list(_articles({"content": content}))
    if "comment" in content:
        return [each for comment in objects(content["comment"]) for each in _with_reply(comment)]
    if "user_info_list" in content:
        return objects(content["user_info_list"])
    if "openid" in content:
        return [content]
    listed = mapping(content.get("data")).get("openid")
    return [{"openid": each} for each in listed] if isinstance(listed, list) else []


def _articles(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    content = mapping(item.get("content"))
    written = content.get("create_time") or item.get("update_time") or content.get("update_time")
    for number, article in enumerate(objects(content.get("news_item")), 1):
        own = item.get("article_id") or item.get("media_id")
        yield {**article, "own_id": f"{own}/{number}" if own else None, "written": written}


def _with_reply(comment: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield comment
    reply = mapping(comment.get("reply"))
    if reply.get("content"):
        yield {"answered": comment, **reply}


def _record(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention | Author | Skipped:
    if "title" in entry:
        return _article(spec, page, entry, book)
    if "answered" in entry or "user_comment_id" in entry:
        return _comment(spec, page, entry, book)
    return _follower(page, entry, book) or Skipped(row=0, reason="an account without an id")


def _article(spec: SourceSpec, page: RawPage, article: dict[str, Any], book: AuthorBook) -> Mention:
    title, url = str(article["title"]).strip(), str(article.get("url") or "")
    written = article.get("written")
    text = plain(str(article.get("content") or "")) or str(article.get("digest") or "").strip() or title
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=article["own_id"] or hashed_native_id(spec.platform, "", str(written or ""), f"{title}{text}", 0),
        kind="post",
        text=text,
        observed_at=page.fetched_at,
        query=query_of(page),
        author=book.author(None, page.fetched_at, name=str(article.get("author") or "").strip() or None),
        title=title,
        url=url if url and "__biz" not in url else None,
        published_at=epoch(written, Context(fetched_at=page.fetched_at)) if written else None,
        status="deleted" if article.get("is_deleted") else None,
    )


def _comment(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    """A reader's comment, or the account's reply to it (`answered`)."""
    answered, article = entry.get("answered"), _article_id(page)
    own = _comment_id(spec, article, answered or entry)
    author = None if answered else book.author(str(entry.get("openid") or "") or None, page.fetched_at)
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=f"{own}/reply" if answered else own,
        kind="comment",
        text=str(entry["content"]),
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=own if answered else article,
        root_id=article,
        author=book.author("the account", page.fetched_at, verified_type="brand") if answered else author,
        published_at=epoch(entry["create_time"], Context(fetched_at=page.fetched_at)),
        extra=known(is_featured="true" if entry.get("comment_type") == 1 else None),
    )


def _article_id(page: RawPage) -> str | None:
    """`msg_data_id_index` as the data cube writes it; None where the request is not known."""
    number = page.request.get("article")
    return f"{number}_{int(page.request.get('index', '0')) + 1}" if number else None


def _comment_id(spec: SourceSpec, article: str | None, comment: dict[str, Any]) -> str:
    """A comment's number is unique within its article only."""
    if article:
        return f"{article}/{comment['user_comment_id']}"
    reader, written, text = (str(comment.get(name) or "") for name in ("openid", "create_time", "content"))
    return hashed_native_id(spec.platform, reader, written, text, 0)


def _follower(page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Author | None:
    """Since 2021 WeChat leaves name, sex and place blank."""
    return book.author(
        str(entry.get("openid") or "").strip() or None,
        page.fetched_at,
        name=str(entry.get("nickname") or "").strip() or None,
        gender={1: "m", 2: "f"}.get(entry.get("sex", 0)),
        region=str(entry.get("province") or entry.get("country") or "").strip() or None,
    )
