"""MediaCrawler's Douyin files: the title column repeats the description."""

from crawlers.sources.mediacrawler import mended
from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Drops a title that only repeats the beginning of the description, and what stands for nothing."""
    return mended(row, title="title", text="desc", times=("create_time",))
