"""Weibo's statuses, comments, accounts and counts as records. No source of its own: it has no yml."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.counts import COARSENESS, EXACT, parse_count, whole
from crawlers.convert.markup import plain
from crawlers.convert.times import time
from crawlers.convert.words import gender, region, weibo_verified_type
from crawlers.reading import Skipped
from crawlers.responses import Record, known, mapping, query_of
from crawlers.sources.weibo_words import is_truncated
from crawlers.spec import SourceSpec
from records import Author, Mention, Observation, RawPage

_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MARKUP = re.compile(r"</(?:a|span)>|<br ?/?>|<img ")
_STUB = re.compile(r"^(?:抱歉，?|该账号因|(?:此|该)微博).*(?:删除|查看|不可见|不存在|权限)")
"""What Weibo writes in place of a post that is gone; such a post has no account either."""
_COUNTS = ("like_count", "comment_count", "share_count", "view_count")


def base62_id(written: str) -> str:
    """A post's number; an address may hold it in base 62, seven digits to four characters (`J8YgYcZyW`)."""
    if written.isdigit() and len(written) > 9:
        return written
    groups, rest = [], written
    while rest:
        rest, group = rest[:-4], rest[-4:]
        value = 0
        for character in group:
            value = value * 62 + _BASE62.index(character)
        groups.append(str(value).zfill(7))
    return "".join(reversed(groups)).lstrip("0")


def with_inner(entries: Sequence[Any]) -> Iterator[Any]:
    """Each entry, followed by the posts and comments inside it that the page has not shown yet.

    A repost brings its original along, a comment its post and what it answers. What is gone says nothing.
    """
    shown = {str(each.get("id")) for each in entries if isinstance(each, dict)}
    for entry in entries:
        yield entry
        waiting = [entry]
        while waiting:
            outer = mapping(waiting.pop())
            for name in ("retweeted_status", "status", "reply_comment"):
                inner = mapping(outer.get(name))
                if "id" in inner and str(inner["id"]) not in shown and not _is_gone(inner):
                    shown.add(str(inner["id"]))
                    waiting.append(inner)
                    # A comment inside a comment is about the same post.
                    yield (
                        {"status": {"id": mapping(entry.get("status")).get("id")}, **inner}
                        if (name == "reply_comment")
                        else inner
                    )


def record_of(spec: SourceSpec, page: RawPage, entry: Any, book: AuthorBook) -> Record | Skipped:
    """The record of one entry: an account, the counts of a post, a comment or a post."""
    if isinstance(entry, str | int):
        return Skipped(row=0, reason="a number without content")
    if "screen_name" in entry:
        return _author(page, entry, None, book) or Skipped(row=0, reason="an account without a number")
    if not any(name in entry for name in ("text", "text_raw", "deleted", "user")):
        return _observation(spec, page, entry)
    if _is_gone(entry):
        return Skipped(row=0, reason="deleted or hidden by Weibo")
    is_comment = "status" in entry or "rootid" in entry or "reply_comment" in entry
    return _comment(spec, page, entry, book) if is_comment else _post(spec, page, entry, book)


def _is_gone(entry: dict[str, Any]) -> bool:
    """Whether only a notice stands in a post's place."""
    if str(entry.get("deleted") or "0").lower() in ("1", "true"):
        return True
    return not entry.get("user") and bool(_STUB.match(str(entry.get("text_raw") or entry.get("text") or "")))


def _number(entry: dict[str, Any]) -> str:
    return str(entry.get("idstr") or entry["id"])


def _text(entry: dict[str, Any]) -> str:
    """The whole text where it came along; the platform's invisible spaces at its end go."""
    long = mapping(entry.get("longText"))
    text = str(long.get("longTextContent_raw") or long.get("longTextContent") or entry.get("text_raw") or entry["text"])
    return (plain(text) if _MARKUP.search(text) else text).strip("\u200b \n")


def _post(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    number, text = _number(entry), _text(entry)
    original = mapping(entry.get("retweeted_status"))
    root = _number(original) if "id" in original or "idstr" in original else None
    is_short = bool(entry.get("isLongText")) and not mapping(entry.get("longText")).get("longTextContent")
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=number,
        kind="repost" if root else "post",
        text=text,
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=str(entry.get("pid") or root) if root else None,
        root_id=root,
        author=_author(page, entry.get("user") or entry.get("uid"), entry.get("region_name"), book),
        url=f"https://m.weibo.cn/status/{number}",
        published_at=_moment(page, entry),
        **_counts(entry, "attitudes_count", "comments_count", "reposts_count", "reads_count"),
        extra=known(
            is_pinned="true" if _is_pinned(entry) else None,
            is_truncated="true" if is_short or is_truncated(text) else None,
            client=plain(str(entry.get("source") or "")),
        ),
    )


def _comment(spec: SourceSpec, page: RawPage, entry: dict[str, Any], book: AuthorBook) -> Mention:
    number, post, answered = _number(entry), mapping(entry.get("status")), mapping(entry.get("reply_comment"))
    about = _number(post) if post.get("id") or post.get("idstr") else page.request.get("post")
    above = _number(answered) if "id" in answered else str(entry.get("rootidstr") or entry.get("rootid") or "")
    return Mention(
        source=spec.name,
        platform=spec.platform,
        native_id=number,
        kind="comment",
        text=_text(entry),
        observed_at=page.fetched_at,
        query=query_of(page),
        parent_id=above if above.strip("0") and above != number else about,
        root_id=about,
        author=_author(page, entry.get("user"), entry.get("region_name"), book),
        published_at=_moment(page, entry),
        **_counts(entry, "like_count" if "like_count" in entry else "like_counts", "total_number", "", ""),
        extra=known(client=plain(str(entry.get("source") or ""))),
    )


def _observation(spec: SourceSpec, page: RawPage, entry: dict[str, Any]) -> Observation:
    """The counts of one post (`statuses/count`)."""
    shares = "reposts" if "reposts" in entry else "rt"
    counts = _counts(entry, "attitudes", "comments", shares, "reads")
    if counts["count_precision"] is None:
        raise KeyError("counts")
    about = f"{spec.platform}:{_number(entry)}"
    return Observation(mention_id=about, source=spec.name, observed_at=page.fetched_at, **counts)


def _counts(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    """The counts under their names and their precision; -1 is hidden, and large ones end at the number shown."""
    found = [_count(entry.get(name)) for name in names]
    limit = whole(mapping(entry.get("number_display_strategy")).get("display_text_min_number"))
    precisions = [precision for number, precision in found if number is not None]
    if limit and any(number == limit for number, _ in found):
        precisions.append(COARSENESS[-1])
    counts = dict(zip(_COUNTS, (number for number, _ in found), strict=True))
    return {**counts, "count_precision": max(precisions, key=COARSENESS.index) if precisions else None}


def _count(value: Any) -> tuple[int | None, str]:
    try:
        return (whole(value), EXACT) if not isinstance(value, str) else parse_count(value)
    except ValueError:
        return None, EXACT


def _is_pinned(entry: dict[str, Any]) -> bool:
    """Whether it stands above its account's timeline (置顶)."""
    title = entry.get("title")
    words = str(title.get("text") if isinstance(title, dict) else title or "")
    return bool(entry.get("isTop")) or entry.get("mblogtype") == 2 or words == "置顶"


def _moment(page: RawPage, entry: dict[str, Any]) -> Any:
    written = entry.get("created_at")
    return time(written, Context(fetched_at=page.fetched_at)) if written else None


def _author(page: RawPage, user: Any, seen_at: Any, book: AuthorBook) -> Author | None:
    """The account, a whole object or (with trim_user) its number alone; `seen_at` is the post's own place."""
    context = Context(fetched_at=page.fetched_at)
    figures = user if isinstance(user, dict) else {}
    number = str(figures.get("idstr") or figures.get("id") or (user if isinstance(user, str | int) else "") or "")
    kind, place = figures.get("verified_type"), seen_at or figures.get("ip_location") or figures.get("location")
    return book.author(
        number or None,
        page.fetched_at,
        name=str(figures.get("screen_name") or figures.get("name") or "") or None,
        follower_count=_count(figures.get("followers_count"))[0],
        following_count=_count(figures.get("friends_count"))[0],
        post_count=_count(figures.get("statuses_count"))[0],
        is_verified=figures["verified"] if isinstance(figures.get("verified"), bool) else None,
        verified_type=weibo_verified_type(kind, context) if isinstance(kind, int) else None,
        gender=gender(figures["gender"], context) if figures.get("gender") else None,
        region=region(place, context) if place else None,
    )
