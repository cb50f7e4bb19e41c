"""weibo-search's results: a repost names its original, the colour of the mark says what an account is."""

import re

from crawlers.sources.weibo_status import base62_id
from crawlers.sources.weibo_words import is_truncated
from crawlers.tables.faults import Row

_ROUNDED = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
_BID = re.compile(r"[0-9A-Za-z]{9}")


def mend_row(row: Row) -> Row:
    """Marks a cut text, names the kind of a repost, and recovers a post's number that a spreadsheet rounded."""
    is_repost = bool(str(row.get("retweet_id") or "").strip())
    cut = "true" if is_truncated(row.get("微博正文")) else None
    return {**row, "id": _number(row), "kind": "repost" if is_repost else None, "is_truncated": cut}


def _number(row: Row) -> object:
    """The post's number; out of its short address where a spreadsheet kept no more than 15 digits of it."""
    written, bid = str(row.get("id") or "").strip(), str(row.get("bid") or "").strip()
    own = base62_id(bid) if _BID.fullmatch(bid) else None
    is_cut = own is not None and len(written) > 15 and written == f"{own[:15]}{'0' * (len(own) - 15)}"
    return own if own and (is_cut or _ROUNDED.fullmatch(written)) else row.get("id")
