"""MediaCrawler's Weibo files: cut texts, and times as numbers that may be eight hours late."""

from datetime import UTC, datetime, timedelta

from crawlers.convert.times import weibo_id_time
from crawlers.sources.mediacrawler import mended
from crawlers.sources.weibo_words import is_truncated
from crawlers.tables.faults import Row

_LATE = timedelta(hours=8)
_NEAR = timedelta(minutes=10)


def mend_row(row: Row) -> Row:
    """Marks a cut text, and puts right a time that is a number only."""
    row = mended(row)
    cut = "true" if is_truncated(row.get("content")) else None
    return {**row, "is_truncated": cut, "create_time": _punctual(row)}


def _punctual(row: Row) -> object:
    """The number of time; eight hours earlier where the id's own time says that the tool took China time for UTC."""
    written = str(row.get("create_time") or "").strip().removesuffix(".0")
    own = weibo_id_time(row.get("comment_id") or row.get("note_id") or "")
    if not written.isdigit() or len(written) != 10 or own is None:
        return row.get("create_time")
    lateness = datetime.fromtimestamp(int(written), UTC) - own
    return int(written) - int(_LATE.total_seconds()) if abs(lateness - _LATE) < _NEAR else int(written)
