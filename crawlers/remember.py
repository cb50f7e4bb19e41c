"""What a crawl leaves in the state once its rows are in the lake: covered time, watermark, items that are gone."""

from collections.abc import Sequence
from datetime import UTC, datetime

from crawlers.errand import Lane
from crawlers.land import Landing
from crawlers.plan import window_of
from crawlers.process import Ended
from crawlers.refresh import tombstones
from crawlers.source import Source
from lake.crawlstate import CrawlState
from lake.intervals import Interval
from records import Outcome
from records.time import shanghai_day

_WHOLE = (Outcome.OK, Outcome.OK_EMPTY)


def remember(
    state: CrawlState, source: Source, lane: Lane, landing: Landing, walks: Sequence[Ended], opened_at: datetime
) -> None:
    """Takes over what the walks of one run say; `opened_at` is when its first try began."""
    name = source.spec.name
    if lane is Lane.REFRESH:
        _remember_single_items(state, name, landing, walks)
        return
    for walk in walks:
        covered = _covered(source, landing, walk, opened_at)
        if covered:
            state.cover(name, walk.query, [covered])
    for query in {walk.query for walk in walks} if lane is Lane.HEAD else ():
        own = [walk for walk in walks if walk.query == query]
        newest = max((walk.newest_at for walk in own if walk.newest_at), default=None)
        # Only a head that was closed moves the watermark: else what lies below its last page would never be asked for.
        if newest and all(walk.is_at_end and walk.outcome in _WHOLE for walk in own):
            state.raise_watermark(name, query, min(newest, opened_at))


def _covered(source: Source, landing: Landing, walk: Ended, opened_at: datetime) -> Interval | None:
    if walk.covered_from is None or not source.spec.is_newest_first:
        return None
    asked = window_of(landing.since, landing.until, opened_at)  # rows of other days were not landed
    ends_at = min(walk.ends_at or opened_at, asked.ends_at)
    return Interval(max(walk.covered_from, asked.begins_at), ends_at)


def _remember_single_items(state: CrawlState, name: str, landing: Landing, walks: Sequence[Ended]) -> None:
    now = datetime.now(UTC)
    for walk in walks:
        state.forget_misses(name, walk.given_ids)
        gone = state.note_misses(name, walk.missed_ids, shanghai_day(now))
        tombstones(landing.home.store, name, gone, now)
