"""A reading -> the lake, within the days asked for."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from crawlers.reading import Reading, Skipped
from lake.home import Home
from lake.landing import land_annotations, land_authors, land_feeds, land_mentions, land_observations
from records import Annotation, Coverage, Mention, Outcome
from records.time import partition_day, shanghai_day

OUTSIDE = "outside the window"


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where and for which days a run lands."""

    home: Home
    key: bytes
    run_id: str
    since: date | None = None
    until: date | None = None


def land(source: str, readings: Sequence[Reading], landing: Landing) -> None:
    """Lands mentions (of the days asked for), authors, observations and first-party rows. Safe to repeat."""
    mentions = [mention for reading in readings for mention in reading.mentions]
    authors = [author for reading in readings for author in reading.authors]
    if mentions:
        land_mentions(landing.home.lake, mentions)
    if authors:
        land_authors(landing.home.lake, source, authors)
    land_observations(landing.home.lake, [each for reading in readings for each in reading.observations])
    land_feeds(landing.home.lake, [each for reading in readings for each in reading.feeds])
    _land_verdicts(landing, mentions, [each for reading in readings for each in reading.annotations])


def _land_verdicts(landing: Landing, mentions: Sequence[Mention], verdicts: Sequence[Annotation]) -> None:
    """Verdicts about mentions that were landed, under the days of those."""
    if verdicts:
        days = {mention.mention_id: partition_day(mention.published_at) for mention in mentions}
        about = [(days[each.mention_id], each) for each in verdicts if each.mention_id in days]
        land_annotations(landing.home.lake, about)


def within_window(reading: Reading, landing: Landing) -> Reading:
    """The reading without mentions published on other days; those count as skipped. Unknown times stay."""
    if landing.since is None and landing.until is None:
        return reading
    complaints = {mention.native_id for mention in reading.mentions if mention.kind == "complaint"}
    kept = [mention for mention in reading.mentions if _is_within(mention, landing)]
    left_row_count = _rows_behind(reading.mentions, complaints) - _rows_behind(kept, complaints)
    changed = {each.name: getattr(reading, each.name) for each in fields(reading)}
    changed["skipped"] = [*reading.skipped, *(Skipped(row=0, reason=OUTSIDE) for _ in range(left_row_count))]
    return Reading(**{**changed, "mentions": kept, "taken_count": reading.taken_count - left_row_count})


def _rows_behind(mentions: Sequence[Mention], complaints: Set[str]) -> int:
    """Rows that gave these mentions: replies inside a complaint's row have none of their own."""
    return sum(not (mention.kind == "comment" and mention.parent_id in complaints) for mention in mentions)


def _is_within(mention: Mention, landing: Landing) -> bool:
    if mention.published_at is None:
        return True
    day = shanghai_day(mention.published_at)
    return (landing.since is None or day >= landing.since) and (landing.until is None or day <= landing.until)


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
    """The coverage row of one query; counts of rows that were not landed are left at zero mentions."""
    is_landed = outcome is not Outcome.SCHEMA_DRIFT
    mentions = [mention for reading in readings for mention in reading.mentions] if is_landed else []
    times = [mention.published_at for mention in mentions if mention.published_at]
    return Coverage(
        source=source,
        query=query,
        run_id=landing.run_id,
        started_at=started_at,
        ended_at=ended_at,
        outcome=outcome.value,
        message=message,
        row_count=sum(reading.row_count for reading in readings),
        mention_count=len(mentions),
        author_count=sum(len(reading.authors) for reading in readings) if is_landed else 0,
        refused_count=sum(len(reading.refusals) for reading in readings),
        skipped_count=sum(len(reading.skipped) for reading in readings),
        window_from=min(times, default=None),
        window_to=max(times, default=None),
        **more,
    )


def note_of(readings: Sequence[Reading]) -> str | None:
    """What a person should know of readings that went well: refusals, damage, rows put right, first reason given."""
    drift = next((reading.drift for reading in readings if reading.drift), None)
    if drift:
        return drift
    parts = []
    refusals = [refusal for reading in readings for refusal in reading.refusals]
    if refusals:
        reason, count = Counter(refusal.reason for refusal in refusals).most_common(1)[0]
        parts.append(f"{len(refusals)} rows refused, most often ({count}): {reason}; first at row {refusals[0].row}")
    mended = sum(reading.mended_row_count for reading in readings)
    damaged = sum(reading.damaged_character_count for reading in readings)
    parts += [f"{mended} rows mended"] if mended else []
    parts += [f"{damaged} damaged characters"] if damaged else []
    return ", ".join(parts) or None
