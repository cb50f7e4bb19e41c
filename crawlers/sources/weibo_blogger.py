"""A blogger's timeline: a repost carries the quoted post in three labelled lines."""

import re

from crawlers.tables.faults import Row

_REPOST = re.compile(r"转发理由:(?P<own>.*?)\n原始用户:\s*(?P<user>[^\n]*)\n转发内容:\s*(?P<quoted>.*)", re.DOTALL)


def mend_row(row: Row) -> Row:
    """Writes a repost as the platform does, `own words//@user:quoted words`, and marks its kind."""
    match = _REPOST.fullmatch(str(row.get("weibo_content", "")).strip())
    if match is None:
        return row
    text = f"{match['own'].strip()}//@{match['user'].strip()}:{match['quoted'].strip()}"
    return {**row, "weibo_content": text, "kind": "repost"}
