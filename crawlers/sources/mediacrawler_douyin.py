"""MediaCrawler's Douyin table: the title column repeats the description."""

from crawlers.tables.faults import Row


def mend_row(row: Row) -> Row:
    """Drops a title that only repeats the beginning of the description."""
    title, description = str(row.get("title") or "").strip(), str(row.get("desc") or "").strip()
    return {**row, "title": None} if description.startswith(title) or not description else row
