"""MediaCrawler's Xiaohongshu files: a note without a headline has the beginning of its words in that column."""

from crawlers.sources.mediacrawler import mended
from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Drops a title that only repeats the beginning of the words, and what stands for nothing."""
    return mended(row, title="title", text="desc", times=("time", "create_time"))
