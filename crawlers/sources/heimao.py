"""Heimao complaints: the progress of a complaint is a list of replies and changes of state."""

import json
from typing import Any

from crawlers.authors import AuthorBook
from crawlers.convert.context import Context
from crawlers.convert.times import time
from crawlers.tables.faults import Row
from crawlers.tables.fields import FieldError
from records import Author, Mention

_STATES = {"已回复": "replied", "已完成": "resolved", "再次投诉": "reopened"}
_PLATFORM = "黑猫投诉"


def replies(row: Row, complaint: Mention, book: AuthorBook, context: Context) -> list[Mention]:
    """One comment an entry of `进度`: who said what when, and the state it brought. Raises FieldError."""
    entries = row.get("进度")
    if isinstance(entries, str):
        entries = _parsed(entries)
    if not entries:
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise FieldError("进度: not a list of objects")
    return [_reply(entry, number, complaint, book, context) for number, entry in enumerate(entries, 1)]


def _parsed(text: str) -> Any:
    try:
        return json.loads(text) if text.strip() else []
    except ValueError as error:
        raise FieldError("进度: broken JSON") from error


def _reply(entry: Row, number: int, complaint: Mention, book: AuthorBook, context: Context) -> Mention:
    written = entry.get("时间")
    try:
        published_at = time(written, context) if written else None
    except ValueError as error:
        raise FieldError(f"进度 {number}: 时间: {error}") from error
    state = entry.get("状态")
    if state and state not in _STATES:
        raise FieldError(f"进度 {number}: 状态 is not one of {', '.join(_STATES)}")
    return Mention(
        source=complaint.source,
        platform=complaint.platform,
        native_id=f"{complaint.native_id}/{number}",
        kind="comment",
        text=str(entry.get("内容") or "").strip(),
        observed_at=complaint.observed_at,
        query=complaint.query,
        parent_id=complaint.native_id,
        root_id=complaint.native_id,
        author=_author(str(entry.get("角色") or ""), complaint, book),
        published_at=published_at,
        product=complaint.product,
        status=_STATES.get(str(state)),
    )


def _author(role: str, complaint: Mention, book: AuthorBook) -> Author | None:
    if role == "商家" and complaint.product:
        name = complaint.product
        return book.author(f"merchant:{name}", complaint.observed_at, name=name, verified_type="brand")
    if role == "平台":
        return book.author("platform", complaint.observed_at, name=_PLATFORM)
    return complaint.author if role == "消费者" else None
