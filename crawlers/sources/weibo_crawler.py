"""weibo-crawler's files of one account's posts: a repost carries its original, and a long text may be cut."""

import re
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.markup import plain
from crawlers.sources.weibo_words import is_truncated
from crawlers.spec import FieldRule
from crawlers.tables.faults import Row
from crawlers.tables.fields import compile_fields, compile_getter, evaluate, read_counts
from records import Mention

_TEXTS = ("正文", "微博正文", "微博内容", "text")
_MARKUP = re.compile(r"</(?:a|span)>|<br ?/?>|<img ")
_ORIGINAL = compile_fields(
    {
        "native_id": FieldRule(columns=("源微博id", "retweet.id")),
        "text": FieldRule(columns=("源微博正文", "retweet.text")),
        "published_at": FieldRule(
            columns=("源微博完整日期", "源微博日期", "retweet.full_created_at", "retweet.created_at")
        ),
    }
)
_ORIGINAL_COUNTS = [
    ("like_count", compile_getter(FieldRule(columns=("源微博点赞数", "retweet.attitudes_count")))),
    ("comment_count", compile_getter(FieldRule(columns=("源微博评论数", "retweet.comments_count")))),
    ("share_count", compile_getter(FieldRule(columns=("源微博转发数", "retweet.reposts_count")))),
]
_ORIGINAL_AUTHOR = compile_fields(
    {
        "id": FieldRule(columns=("源用户id", "retweet.user_id")),
        "name": FieldRule(columns=("源用户昵称", "retweet.screen_name")),
    }
)


def mend_row(row: Row) -> Row:
    """Turns markup into words, marks a cut text, and names the kind of a repost."""
    name = next((name for name in _TEXTS if str(row.get(name) or "").strip()), _TEXTS[0])
    text = str(row.get(name) or "")
    words = plain(text) if _MARKUP.search(text) else text
    is_repost = bool(row.get("retweet")) or str(row.get("是否原创")).strip().lower() == "false"
    marks = {"kind": "repost" if is_repost else None, "is_truncated": "true" if is_truncated(words) else None}
    return {**row, name: words, **marks}


def replies(row: Row, mention: Mention, book: AuthorBook, context: Context) -> list[Mention]:
    """The original of a repost; none where its account is gone, as only a notice then stands in its place."""
    values = evaluate(_ORIGINAL, row, context)
    account = evaluate(_ORIGINAL_AUTHOR, row, context)
    if not values["native_id"] or not account["id"]:
        return []
    return [_original(row, values, account, mention, book)]


def _original(row: Row, values: dict[str, Any], account: dict[str, Any], repost: Mention, book: AuthorBook) -> Mention:
    written = values.pop("text") or ""
    words = plain(written) if _MARKUP.search(written) else written
    return Mention(
        source=repost.source,
        platform=repost.platform,
        kind="post",
        text=words,
        observed_at=repost.observed_at,
        query=repost.query,
        url=f"https://m.weibo.cn/detail/{values['native_id']}",
        author=book.from_fields(account, repost.observed_at),
        extra={"is_truncated": "true"} if is_truncated(words) else {},
        **values,
        **read_counts(_ORIGINAL_COUNTS, row),
    )
