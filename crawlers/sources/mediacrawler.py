"""What the rows of MediaCrawler's files have in common, whatever the platform. No source of its own: it has no yml.

Field names and value formats as the tool's store modules write them, versions of 2024 to 2026: since July 2026
`creator_hash` stands in place of the account's id, and nicknames are masked.
"""

import html
from collections.abc import Sequence

from crawlers.tables.faults import Row

_ACCOUNT_IDS = ("user_id", "creator_hash", "sec_uid", "user_unique_id", "user_link")
_WORDS = ("title", "desc", "content", "content_text", "text")
_NO_ID = frozenset({"", "0", "None", "null"})


def mended(row: Row, *, title: str | None = None, text: str | None = None, times: Sequence[str] = ()) -> Row:
    """A row without what the tool writes where it knows nothing, and with characters in place of entities (`&gt;`).

    The tool takes tags out of HTML and leaves its entities. `title` and `text` name the columns of a headline and of
    the words that it may only repeat; `times` those of times that are 0 where the platform gave none.
    """
    row = {**row, **_unescaped(row), **_without_false_parent(row), **_without_stranger(row)}
    changes = {name: None for name in times if _is_no_time(row.get(name))}
    if title and text and _is_repeated(row.get(title), row.get(text)):
        changes[title] = None
    return {**row, **changes}


def _unescaped(row: Row) -> dict[str, str]:
    return {name: html.unescape(cell) for name in _WORDS if isinstance(cell := row.get(name), str) and "&" in cell}


def _is_no_time(cell: object) -> bool:
    """0, or what the tool's machine writes for it: the first day of 1970."""
    text = str(cell).strip()
    return text in ("0", "0.0") or text.startswith("1970-01-01")


def _without_false_parent(row: Row) -> dict[str, None]:
    """A top-level comment names 0, nothing or, on Weibo, itself as its parent."""
    parent = str(row.get("parent_comment_id") or "").strip().removesuffix(".0")
    is_false = parent in _NO_ID or parent == str(row.get("comment_id")).strip()
    return {"parent_comment_id": None} if is_false and "parent_comment_id" in row else {}


def _without_stranger(row: Row) -> dict[str, None]:
    """Without an id a masked nickname (`青***茶`, `*`) is shared by many accounts, and identifies none."""
    if "creator_hash" not in row or any(str(row.get(name) or "").strip() not in _NO_ID for name in _ACCOUNT_IDS):
        return {}
    return {name: None for name in ("nickname", "user_nickname") if name in row}


def _is_repeated(title: object, text: object) -> bool:
    headline, words = str(title or "").strip(), str(text or "").strip()
    return bool(headline) and words.startswith(headline)
