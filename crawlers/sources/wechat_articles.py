"""WeChat's articles, comments and followers as records. No source of its own: it has no yml."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.markup import plain
from crawlers.convert.times import epoch
from crawlers.reading import Skipped
from crawlers.responses import known, mapping, objects, query_of
from crawlers.sources.wechat_figures import OWN_ACCOUNT
from crawlers.spec import SourceSpec
from records import Author, Mention, RawPage
from records.ids import hashed_native_id


def articles_in(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The articles of one publication, each with its id and when it was published."""
    content = mapping(item.get("content"))
    written = content.get("create_time") or item.get("update_time") or content.get("update_time")
    for number, article in enumerate(objects(content.get("news_item")), 1):
        own = item.get("article_id") or item.get("media_id")
        own_id = _message_id(str(article.get("url") or "")) or (f"{own}/{number}" if own else None)
        yield {**article, "own_id": own_id, "written": written}


def _message_id(url: str) -> str | None:
    """`msg_data_id_index` as an article's long address has it (`mid`, `idx`); None for a short one."""
    asked = dict(parse_qsl(urlsplit(url).query))
    return f"{asked['mid']}_{asked['idx']}" if asked.get("mid") and asked.get("idx") else None


def with_reply(comment: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A reader's comment and the account's reply to it."""
    yield comment
    reply = mapping(comment.get("reply"))
    if reply.get("content"):
        yield {"answered": comment, **reply}


def record_of(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention | Author | Skipped:
    """The record of one entry: an article, a comment or reply, or an account."""
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
        author=book.author(OWN_ACCOUNT, page.fetched_at, verified_type="brand") if answered else author,
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
