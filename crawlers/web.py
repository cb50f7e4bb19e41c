"""Web sources: what is still to be asked, a crawl in a process of its own, and what is remembered of it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from crawlers.crawl import CrawlJob
from crawlers.errand import Errand, Lane
from crawlers.expectations import count_problem
from crawlers.land import Landing, coverage_from
from crawlers.plan import asked_name, errands_of
from crawlers.process import Crawled, Ended, OnPage, OnRefused, crawl
from crawlers.remember import remember
from crawlers.source import Source
from crawlers.tally import Tally
from lake.crawlstate import RESUMABLE, CrawlState
from lake.lock import exclusive
from records import Coverage, Outcome, SourceQuery

_WORST_FIRST = (
    Outcome.SCHEMA_DRIFT,
    Outcome.BLOCKED,
    Outcome.AUTH_REQUIRED,
    Outcome.ERROR,
    Outcome.RATE_LIMITED,
    Outcome.PARTIAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRun:
    """One lane of one source, run once."""

    source: Source
    queries: Sequence[SourceQuery]
    lane: Lane
    landing: Landing
    base_url: str | None
    on_page: OnPage
    on_refused: OnRefused


def gather_web(run: WebRun) -> list[Coverage]:
    """Crawls all queries, or goes on where an unfinished run of the same kind stopped, and lands them.

    One process at a time gathers a source of an installation. Raises LockHeld, CrawlFailed, UsageError.
    """
    started_at = datetime.now(UTC)
    credentials = run.source.spec.credentials
    if credentials and not os.environ.get(credentials.variable, "").strip():
        return [_not_asked(run, query, credentials.variable, started_at) for query in run.queries]
    home, name = run.landing.home, run.source.spec.name
    for query in run.queries:
        run.source.first(query, base_url=run.base_url)  # an impossible query is an error before anything is asked
    with exclusive(home.root / "locks" / f"crawl-{name}.lock", f"source {name}"):
        return _gather(run, CrawlState(home.state), started_at)


def _gather(run: WebRun, state: CrawlState, started_at: datetime) -> list[Coverage]:
    name, landing = run.source.spec.name, run.landing
    asked = asked_name(run.lane, landing.since, landing.until)
    opened = state.open_run(name, run.lane, asked)
    opened_at = opened.opened_at if opened else started_at
    if opened and (started_at - opened.opened_at > RESUMABLE or run.lane is Lane.REFRESH):
        # Its lists have shifted since: what it kept is landed, and the run begun anew.
        _crawled(replace(run, landing=replace(landing, run_id=opened.run_id)), ())
        opened, opened_at = None, started_at
    if opened:
        run = replace(run, landing=replace(landing, run_id=opened.run_id))
    else:
        state.begin_run(name, run.lane, asked, landing.run_id)
    by_query = {
        query.query: errands_of(run.source, query, run.lane, run.landing, state, opened_at) for query in run.queries
    }
    crawled = _crawled(run, tuple(errand for errands in by_query.values() for errand in errands))
    found = [
        _coverage(run, query.query, by_query[query.query], crawled, started_at, until=opened_at)
        for query in run.queries
    ]
    remember(state, run.source, run.lane, run.landing, crawled.walks, opened_at)
    if all(walk.is_at_end for walk in crawled.walks):
        state.end_run(name, run.lane, asked)
    return found


def _crawled(run: WebRun, errands: tuple[Errand, ...]) -> Crawled:
    job = CrawlJob(source=run.source.spec.name, landing=run.landing, errands=errands, base_url=run.base_url)
    return crawl(job, run.on_page, run.on_refused)


def _coverage(
    run: WebRun, query: str, errands: Sequence[Errand], crawled: Crawled, started_at: datetime, until: datetime
) -> Coverage:
    walks = [walk for walk in crawled.walks if walk.query == query]
    tally = crawled.tallies.get(query, Tally())
    outcome, message = _outcome(run, walks, tally) if errands else (Outcome.OK_EMPTY, _NOTHING_LEFT[run.lane])
    missing = [walk.missing_count for walk in walks if walk.missing_count is not None]
    return coverage_from(
        tally,
        run.source.spec.name,
        query,
        run.landing,
        started_at=started_at,
        ended_at=datetime.now(UTC),
        outcome=outcome,
        message=message,
        page_count=tally.page_count,
        is_capped=any(walk.is_capped for walk in walks),
        missing_estimate_count=sum(missing) if missing else None,
    )


_NOTHING_LEFT = {
    Lane.HEAD: None,
    Lane.BACKFILL: "these days have been gathered already; nothing was asked",
    Lane.REFRESH: "no item is due to be asked for again",
}


def _outcome(run: WebRun, walks: Sequence[Ended], tally: Tally) -> tuple[Outcome, str | None]:
    for outcome in _WORST_FIRST:
        for walk in walks:
            if walk.outcome is outcome:
                return outcome, walk.message
    if run.lane is Lane.HEAD and (problem := count_problem(run.source.spec, tally)):
        return problem
    if tally.has_records:
        return Outcome.OK, tally.note
    return Outcome.OK_EMPTY, "the source answered and has nothing for this query"


def _not_asked(run: WebRun, query: SourceQuery, variable: str, started_at: datetime) -> Coverage:
    title = run.source.spec.title.en
    return coverage_from(
        Tally(),
        run.source.spec.name,
        query.query,
        run.landing,
        started_at=started_at,
        ended_at=datetime.now(UTC),
        outcome=Outcome.AUTH_REQUIRED,
        message=f"{variable} is not set; put the credential of {title} into this environment variable",
    )
