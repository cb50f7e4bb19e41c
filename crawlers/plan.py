"""What is still to be asked of a source in a lane, from what earlier runs have covered."""

from datetime import UTC, date, datetime, time, timedelta

from crawlers.errand import Errand, Lane
from crawlers.land import Landing
from crawlers.refresh import due
from crawlers.source import Source
from lake.crawlstate import CrawlState
from lake.intervals import Interval, difference
from lake.store import partitions
from records import SourceQuery
from records.time import SHANGHAI

OVERLAP = timedelta(hours=24)
"""How far the head goes back beyond the newest item seen: platforms show some posts hours late."""
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def errands_of(
    source: Source, query: SourceQuery, lane: Lane, landing: Landing, state: CrawlState, now: datetime
) -> list[Errand]:
    """The errands of one query; none when all that was asked for is already in the lake."""
    if lane is Lane.HEAD:
        return [_head(source, query, state)]
    if lane is Lane.BACKFILL:
        return _backfill(source, query, landing, state, now)
    native_ids = due(landing.home.store, source.spec.name, query.query, now)
    return [Errand(query=query, native_ids=tuple(native_ids))] if native_ids else []


def _head(source: Source, query: SourceQuery, state: CrawlState) -> Errand:
    watermark = state.watermark(source.spec.name, query.query)
    can_stop = source.spec.is_newest_first or source.spec.has_date_windows
    return Errand(query=query, begins_at=watermark - OVERLAP if watermark and can_stop else None)


def _backfill(source: Source, query: SourceQuery, landing: Landing, state: CrawlState, now: datetime) -> list[Errand]:
    asked = window_of(landing.since, landing.until, now)
    # Covered time is a claim about the lake: where the lake has been removed, it claims nothing.
    has_rows = bool(partitions(landing.home.store, "mentions", source=source.spec.name))
    gaps = difference(asked, state.covered(source.spec.name, query.query) if has_rows else [])
    whole = Errand(query=query)
    if source.spec.has_date_windows:
        return [whole.within(gap.begins_at, gap.ends_at) for gap in reversed(gaps)]
    # Such a list can only be walked from its top, through everything down to the oldest gap.
    return [whole.within(gaps[0].begins_at, None)] if gaps else []


def window_of(since: date | None, until: date | None, now: datetime) -> Interval:
    """The publication times of a range of days in China, both included, up to now."""
    begins_at = datetime.combine(since, time(), SHANGHAI).astimezone(UTC) if since else _EARLIEST
    ends_at = datetime.combine(until + timedelta(days=1), time(), SHANGHAI).astimezone(UTC) if until else now
    return Interval(begins_at, min(ends_at, now))


def asked_name(lane: Lane, since: date | None, until: date | None) -> str:
    """What a run asks, in words that are equal when it is asked again."""
    return f"{since or ''}..{until or ''}" if lane is Lane.BACKFILL else ""
