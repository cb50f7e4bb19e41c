"""MediaCrawler's Zhihu files: answers, articles, videos, comments and people."""

from crawlers.sources.mediacrawler import mended
from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Drops what stands for nothing."""
    return mended(row, times=("created_time", "updated_time", "publish_time"))
