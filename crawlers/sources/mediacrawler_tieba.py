"""MediaCrawler's Tieba files: the account is an address whose parameters change from page to page."""

import re

from crawlers.sources.mediacrawler import mended
from crawlers.tables.faults import Row

_ACCOUNT = re.compile(r"[?&](?:id|un)=([^&#]+)")


def mend_row(row: Row) -> Row:
    """Reads the account out of its address; drops a title that repeats the words, and what stands for nothing."""
    row = mended(row, title="title", text="desc", times=("publish_time",))
    match = _ACCOUNT.search(str(row.get("user_link") or ""))
    return {**row, "user_link": match[1]} if match else row
