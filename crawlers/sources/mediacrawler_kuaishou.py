"""MediaCrawler's Kuaishou files: title and description are both the caption."""

from crawlers.sources.mediacrawler import mended
from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Drops a title that only repeats the caption, and what stands for nothing."""
    return mended(row, title="title", text="desc", times=("create_time",))
