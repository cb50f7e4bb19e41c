"""Newrank (新榜): a table of works of several platforms."""

from crawlers.sources.listening import mended
from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Finds the platform, the content's own id and address, and what kind of content and account it is."""
    return mended(row)
