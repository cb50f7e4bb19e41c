"""MediaCrawler's Bilibili files: videos, comments, uploaders and their dynamics."""

from crawlers.sources.mediacrawler import mended
from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Drops what stands for nothing."""
    return mended(row, times=("create_time", "pub_ts"))
