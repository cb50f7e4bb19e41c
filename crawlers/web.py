"""Web sources: a crawl in a process of its own, then its kept pages read and landed."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import IO, Any

from crawlers.crawl import CrawlJob, walks_for
from crawlers.land import Landing, coverage_of, land, note_of, within_window
from crawlers.reading import Reading
from crawlers.source import Source
from lake.raw import read_raw
from records import Coverage, Outcome, RawPage, SourceQuery
from records.errors import ScrmError

_WORST_FIRST = (
    Outcome.SCHEMA_DRIFT,
    Outcome.BLOCKED,
    Outcome.AUTH_REQUIRED,
    Outcome.ERROR,
    Outcome.RATE_LIMITED,
    Outcome.PARTIAL,
)


class CrawlFailed(ScrmError):
    """The crawling process died without a report."""


def gather_web(
    source: Source,
    queries: Sequence[SourceQuery],
    landing: Landing,
    base_url: str | None,
    report: Callable[[str, int], None],
) -> list[Coverage]:
    """Crawls all queries (or goes on where this run stopped) and lands them. Raises CrawlFailed, UsageError."""
    started_at = datetime.now(UTC)
    credentials = source.spec.credentials
    if credentials and not os.environ.get(credentials.variable, "").strip():
        return [_not_asked(source, query.query, credentials.variable, landing, started_at) for query in queries]
    job = CrawlJob(
        source=source.spec.name,
        raw=landing.home.raw,
        run_id=landing.run_id,
        queries=tuple(queries),
        base_url=base_url,
        since=landing.since,
    )
    planned = walks_for(job, source)  # an impossible query is an error before anything is asked
    walks = _crawl(job, report) if any(walk.start for walk in planned) else [walk.to_json() for walk in planned]
    pages = list(read_raw(landing.home.raw, source.spec.name, run_id=landing.run_id))
    return [
        _landed(
            source, query.query, [walk for walk in walks if walk["query"] == query.query], pages, landing, started_at
        )
        for query in queries
    ]


def _not_asked(source: Source, query: str, variable: str, landing: Landing, started_at: datetime) -> Coverage:
    return coverage_of(
        source.spec.name,
        query,
        [],
        landing,
        started_at=started_at,
        ended_at=datetime.now(UTC),
        outcome=Outcome.AUTH_REQUIRED,
        message=f"{variable} is not set; put the credential of {source.spec.title.en} into this environment variable",
    )


def _crawl(job: CrawlJob, report: Callable[[str, int], None]) -> list[dict[str, Any]]:
    counts: Counter[str] = Counter()
    with tempfile.TemporaryFile() as log, _started(log) as process:
        if process.stdin is None or process.stdout is None:
            raise CrawlFailed("the crawling process has no pipes")
        walks = None
        try:
            process.stdin.write(job.to_json().encode() + b"\n")
            process.stdin.flush()
            for line in process.stdout:
                event = json.loads(line)
                walks = event.get("walks", walks)
                if "page" in event:
                    counts[event["query"]] += 1
                    report(event["query"], counts[event["query"]])
        except BrokenPipeError:
            pass  # it died at once; the log says why
        finally:
            process.stdin.close()  # lets a crawl that outlives us end
        process.wait()
        if walks is None:
            raise CrawlFailed(f"{job.source}: the crawling process ended without a report: {_last_line(log)}")
        return list(walks)


def _started(log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crawlers.crawl"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)


def _last_line(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "no message"


def _landed(
    source: Source,
    query: str,
    walks: Sequence[dict[str, Any]],
    pages: Sequence[RawPage],
    landing: Landing,
    started_at: datetime,
) -> Coverage:
    own = [page for page in pages if page.request.get("query") == query]
    readings, drift = _read_all(source, own, landing)
    outcome, message = _outcome(walks, readings, drift)
    if outcome is not Outcome.SCHEMA_DRIFT:
        land(source.spec.name, readings, landing)
    missing = [walk["missing_count"] for walk in walks if walk["missing_count"] is not None]
    return coverage_of(
        source.spec.name,
        query,
        readings,
        landing,
        started_at=started_at,
        ended_at=datetime.now(UTC),
        outcome=outcome,
        message=message,
        page_count=len(own),
        is_capped=any(walk["is_capped"] for walk in walks),
        missing_estimate_count=sum(missing) if missing else None,
    )


def _read_all(source: Source, pages: Sequence[RawPage], landing: Landing) -> tuple[list[Reading], str | None]:
    readings = []
    for page in pages:
        try:
            readings.append(within_window(source.read(page, key=landing.key), landing))
        except ScrmError as error:
            return readings, str(error)
    return readings, next((reading.drift for reading in readings if reading.drift), None)


def _outcome(
    walks: Sequence[dict[str, Any]], readings: Sequence[Reading], drift: str | None
) -> tuple[Outcome, str | None]:
    if drift:
        return Outcome.SCHEMA_DRIFT, drift
    for outcome in _WORST_FIRST:
        for walk in walks:
            if walk["outcome"] == outcome.value:
                return outcome, walk["message"]
    if any(reading.has_records for reading in readings):
        return Outcome.OK, note_of(readings)
    return Outcome.OK_EMPTY, "the source answered and has nothing for this query"
