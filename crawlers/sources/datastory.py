"""Datastory (数说故事): a table of posts and articles of many platforms."""

from crawlers.sources.listening import mended
from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Finds the platform, the content's own id and address, and what kind of content and account it is."""
    return mended(row)
