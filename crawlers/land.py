"""A reading -> the lake, within the days asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from crawlers.erasing.keeping import without_gone
from crawlers.reading import Reading, Skipped
from crawlers.tally import Tally
from lake import erasures
from lake.home import Home
from lake.landing import feed_day, land_annotations, land_authors, land_feeds, land_mentions, land_observations
from records import Annotation, Coverage, Mention, Outcome
from records.time import partition_day

OUTSIDE = "outside the window"
_BATCH_ROWS = 10_000
"""Rows that a crawl holds in memory; on its death they are read again from the raw zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where and for which days a run lands."""

    home: Home
    key: bytes
    run_id: str
    since: date | None = None
    until: date | None = None
    min_outreach_followers: int | None = None
    """Accounts with so many followers leave their handle in the vault; None: none does."""
    is_linking: bool = False
    """Whether keys for linking accounts to customers are left in the vault."""


def land(source: str, readings: Sequence[Reading], landing: Landing) -> None:
    """Lands mentions (of the days asked for), authors, observations and first-party rows. Safe to repeat."""
    gone = erasures.gone(landing.home.vault)
    if gone:
        readings = [without_gone(reading, gone.authors) for reading in readings]
    mentions = [mention for reading in readings for mention in reading.mentions]
    authors = [author for reading in readings for author in reading.authors]
    if mentions:
        land_mentions(landing.home.store, mentions)
    if authors:
        land_authors(landing.home.store, source, authors)
    land_observations(landing.home.store, [each for reading in readings for each in reading.observations])
    land_feeds(landing.home.store, [each for reading in readings for each in reading.feeds])
    _land_verdicts(landing, mentions, [each for reading in readings for each in reading.annotations])


def _land_verdicts(landing: Landing, mentions: Sequence[Mention], verdicts: Sequence[Annotation]) -> None:
    """Verdicts about mentions that were landed, under the days of those."""
    if verdicts:
        days = {mention.mention_id: partition_day(mention.published_at) for mention in mentions}
        about = [(days[each.mention_id], each) for each in verdicts if each.mention_id in days]
        land_annotations(landing.home.store, about)


def within_window(reading: Reading, landing: Landing) -> Reading:
    """The reading without mentions and first-party rows of other days; those count as skipped. Unknown times stay."""
    if landing.since is None and landing.until is None:
        return reading
    kept = [mention for mention in reading.mentions if _is_within(mention, landing)]
    feeds = [row for row in reading.feeds if _is_asked_for(feed_day(row), landing)]
    left_row_count = _own_row_count(reading, reading.mentions) - _own_row_count(reading, kept)
    left_row_count += len(reading.feeds) - len(feeds)
    changed = {each.name: getattr(reading, each.name) for each in fields(reading)}
    changed["skipped"] = [*reading.skipped, *(Skipped(row=0, reason=OUTSIDE) for _ in range(left_row_count))]
    return Reading(**{**changed, "mentions": kept, "feeds": feeds, "taken_count": reading.taken_count - left_row_count})


def _own_row_count(reading: Reading, mentions: Sequence[Mention]) -> int:
    return sum(mention.native_id not in reading.held_ids for mention in mentions)


def _is_within(mention: Mention, landing: Landing) -> bool:
    return mention.published_at is None or _is_asked_for(partition_day(mention.published_at), landing)


def _is_asked_for(day: str, landing: Landing) -> bool:
    since, until = landing.since, landing.until
    return (since is None or day >= since.isoformat()) and (until is None or day <= until.isoformat())


def coverage_of(
    source: str,
    query: str,
    readings: Sequence[Reading],
    landing: Landing,
    *,
    started_at: datetime,
    ended_at: datetime,
    outcome: Outcome,
    message: str | None,
    **more: Any,
) -> Coverage:
    """The coverage row of some readings; see `coverage_from`."""
    return coverage_from(
        Tally.of(readings),
        source,
        query,
        landing,
        started_at=started_at,
        ended_at=ended_at,
        outcome=outcome,
        message=message,
        **more,
    )


def coverage_from(
    tally: Tally, source: str, query: str, landing: Landing, *, outcome: Outcome, **more: Any
) -> Coverage:
    """The coverage row of one query; a file that drifted was not landed and is left at zero mentions."""
    is_landed = outcome is not Outcome.SCHEMA_DRIFT
    return Coverage(
        source=source,
        query=query,
        run_id=landing.run_id,
        outcome=outcome.value,
        row_count=tally.row_count,
        mention_count=tally.mention_count if is_landed else 0,
        author_count=tally.author_count if is_landed else 0,
        refused_count=tally.refused_count,
        skipped_count=tally.skipped_count,
        window_from=tally.oldest_at if is_landed else None,
        window_to=tally.newest_at if is_landed else None,
        **more,
    )


def note_of(readings: Sequence[Reading]) -> str | None:
    """What a person should know of readings that went well."""
    return Tally.of(readings).note


class Lander:
    """Lands readings in batches, so that a long crawl needs little memory and few files."""

    def __init__(self, source: str, landing: Landing) -> None:
        self._source = source
        self._landing = landing
        self._waiting: list[Reading] = []
        self._row_count = 0

    def take(self, reading: Reading) -> Reading:
        """Takes a page's records, lands a full batch; returns the reading within the days asked for."""
        kept = within_window(reading, self._landing)
        if kept.drift is None and kept.has_records:
            self._waiting.append(kept)
            self._row_count += kept.taken_count
        if self._row_count >= _BATCH_ROWS:
            self.flush()
        return kept

    def flush(self) -> None:
        """Lands what waits."""
        if self._waiting:
            land(self._source, self._waiting, self._landing)
        self._waiting, self._row_count = [], 0
