"""Gather: files and live sources -> raw zone -> mentions in the lake, with a coverage row for each query."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crawlers import catalog
from crawlers.errand import Lane
from pipeline.job import Job, Window
from pipeline.progress import Event
from pipeline.runs import noted
from pipeline.turn import turn
from records import Coverage, Outcome, Refusal, SourceQuery
from records.errors import ScrmError, UsageError

if TYPE_CHECKING:
    from crawlers.gather import Progress

FATAL = (Outcome.ERROR, Outcome.SCHEMA_DRIFT, Outcome.BLOCKED, Outcome.AUTH_REQUIRED)
"""Outcomes that stop the flow; partial and rate_limited go on with their coverage shown."""

_TELL_SECONDS = 0.5

SHOWN_REFUSALS = 20
"""Refused rows shown of each file or query; all of them are counted in its coverage."""


class GatherFailed(ScrmError):
    """A source ended in an outcome that must not be built upon."""

    def __init__(self, message: str, outcome: Outcome) -> None:
        super().__init__(message)
        self.exit_code = outcome.exit_code


@noted("gather")
def gather(
    job: Job,
    source: str,
    *,
    window: Window | None = None,
    queries: Sequence[SourceQuery] | None = None,
    base_url: str | None = None,
    lane: Lane | None = None,
) -> list[Coverage]:
    """Gathers one source: by default its backfill where days are given, else its head.

    Raises GatherFailed when an outcome is fatal, UsageError for a file unreadable as a whole.
    """
    from crawlers.gather import gather as gather_source  # Scrapy and pyarrow load only where they are used

    catalog.spec(source)  # an unknown name is told before anything else
    step = f"gather:{source}"
    if queries is None:
        job.assignments()  # remembered before anything lands: next month the file may have left the configuration
    asked = job.settings.queries_of(source) if queries is None else queries
    if not asked:
        raise UsageError(f"{source}: nothing configured to gather; add it under `sources:`")
    job.report(Event(step=step, state="running", total=len(asked)))
    window = window or Window()
    with turn(job.home.root / "locks" / f"gather-{source}.lock", f"source {source}"):
        coverages = gather_source(
            source,
            asked,
            home=job.home,
            key=job.key,
            run_id=job.run_id,
            since=window.since,
            until=window.until,
            lane=lane,
            base_url=base_url or job.settings.base_url_of(source),
            min_outreach_followers=job.settings.outreach.min_followers,
            is_linking=job.settings.identity.basis is not None,
            on_progress=_Counter(job, step, len(asked), "pages" if catalog.spec(source).is_web else "rows"),
            on_refusals=lambda _, refusals: job.report(Event(step=step, state="refused", note=refusal_lines(refusals))),
        )
    worst = worst_of(coverages)
    if Outcome(worst.outcome) in FATAL:
        raise GatherFailed(f"{source}: {worst.query}: {worst.message or worst.outcome}", Outcome(worst.outcome))
    note = summary(coverages)
    exit_code = Outcome(worst.outcome).exit_code
    job.report(Event(step=step, state="done", done=len(asked), total=len(asked), note=note, exit_code=exit_code))
    return coverages


class _Counter:
    """Tells how far a long crawl or import is, not oftener than a person can read."""

    def __init__(self, job: Job, step: str, query_count: int, unit: str) -> None:
        self._job, self._step, self._query_count, self._unit = job, step, query_count, unit
        self._queries: set[str] = set()
        self._told_at = 0.0

    def __call__(self, progress: "Progress") -> None:
        self._queries.add(progress.query)
        if time.monotonic() - self._told_at >= _TELL_SECONDS:
            self._told_at = time.monotonic()
            note = f"{progress.query}: {progress.page_count:,} {self._unit}"
            done = len(self._queries) - 1
            self._job.report(Event(step=self._step, state="running", done=done, total=self._query_count, note=note))


def refusal_lines(refusals: Sequence[Refusal]) -> str:
    """The first refused rows of a query, one `file:row: reason` a line, and how many more there are."""
    lines = [f"{each.where}:{each.row}: {each.reason}" for each in refusals[:SHOWN_REFUSALS]]
    if len(refusals) > SHOWN_REFUSALS:
        lines.append(f"... and {len(refusals) - SHOWN_REFUSALS:,} more")
    return "\n".join(lines)


def worst_of(coverages: Sequence[Coverage]) -> Coverage:
    """The coverage row whose outcome needs a person most."""
    return max(coverages, key=lambda each: severity(each.outcome))


def severity(outcome: str) -> int:
    """How much an outcome needs a person; the higher the more."""
    order = [Outcome.OK_EMPTY, Outcome.OK, Outcome.PARTIAL, Outcome.RATE_LIMITED, *FATAL]
    return order.index(Outcome(outcome))


def summary(coverages: Sequence[Coverage]) -> str:
    """Counts of a source's run in one line."""
    mentions = sum(each.mention_count for each in coverages)
    authors = sum(each.author_count for each in coverages)
    refused = sum(each.refused_count for each in coverages)
    others = sum(each.row_count - each.refused_count - each.skipped_count for each in coverages)
    parts = [f"{mentions:,} mentions"] if mentions or not others else []
    parts += [f"{authors:,} authors"] if authors and not mentions else []
    parts += [f"{others:,} rows"] if others and not parts else []  # orders, contacts, survey answers, figures
    if refused:
        parts.append(f"{refused:,} refused")
    outcome = worst_of(coverages).outcome
    return ", ".join(parts if outcome in (Outcome.OK, Outcome.OK_EMPTY) else [*parts, outcome])
