"""Gather one source: files or web pages -> raw zone -> mentions in the lake, one coverage row a query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from crawlers import catalog, linking
from crawlers.again import Again
from crawlers.errand import Lane
from crawlers.files import gather_file
from crawlers.handles import noting
from crawlers.land import Landing
from crawlers.source import Source
from crawlers.web import WebRun, gather_web
from lake.home import Home
from lake.landing import land_coverage
from records import Coverage, Refusal, SourceQuery
from records.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a gathering run is, for a progress bar."""

    source: str
    query: str
    """The query or file at work."""
    page_count: int
    """Its pages received so far; of a file, the rows read."""


OnProgress = Callable[[Progress], None]
OnRefusals = Callable[[str, Sequence[Refusal]], None]
"""Is told the refused rows of a query or file, where there are any."""


def gather(
    source: str,
    queries: Sequence[SourceQuery],
    *,
    home: Home,
    key: bytes,
    run_id: str,
    lane: Lane | None = None,
    since: date | None = None,
    until: date | None = None,
    base_url: str | None = None,
    min_outreach_followers: int | None = None,
    is_linking: bool = False,
    on_progress: OnProgress | None = None,
    on_refusals: OnRefusals | None = None,
) -> list[Coverage]:
    """Gathers all queries of one source and lands what they gave, with a coverage row each.

    A web source is asked in one lane: with days the backfill (what of these days is not covered yet), without the
    head (what is new), or the refresh of single items. Safe to repeat: an unfinished web run is gone on with behind
    its last kept page, and a file known by its hash keeps the time of its first arrival, so the same rows come out.
    Days are publication days in China; mentions without a time are kept. Rows of a page or file that no longer looks
    as its yml says are not landed (schema_drift). Accounts of at least `min_outreach_followers` leave their handle in
    the vault; with `is_linking` everybody's linking keys are left there.

    Raises UsageError for an unknown source, an impossible query or a range the wrong way round, LockHeld when another
    process gathers the source, and UnreadableFile or SchemaDrift for a file that cannot be of this source; nothing of
    such a file is landed.
    """
    if since and until and since > until:
        raise UsageError(f"{source}: the range {since} to {until} is the wrong way round; give the earlier day first")
    loaded = catalog.load(source)
    lane = lane or (Lane.BACKFILL if since or until else Lane.HEAD)
    home.create()
    landing = Landing(
        home=home,
        key=key,
        # A refresh within the run of a head has rows of its own in coverage and raw zone.
        run_id=f"{run_id}-refresh" if lane is Lane.REFRESH else run_id,
        since=since,
        until=until,
        min_outreach_followers=min_outreach_followers,
        is_linking=is_linking,
    )
    ear = Ear(source, on_progress, on_refusals)
    if loaded.spec.is_web:
        found = _from_web(loaded, queries, lane, landing, base_url, ear)
    else:
        found = _from_files(loaded, queries, landing, ear)
    for coverage in found:
        land_coverage(home.store, coverage)
    return found


@dataclass(frozen=True, slots=True)
class Ear:
    """Who listens to a gathering run."""

    source: str
    on_progress: OnProgress | None
    on_refusals: OnRefusals | None

    def page(self, query: str, page_count: int) -> None:
        """A page or file has come."""
        if self.on_progress:
            self.on_progress(Progress(source=self.source, query=query, page_count=page_count))

    def refused(self, query: str, refusals: Sequence[Refusal]) -> None:
        """Rows were refused."""
        if self.on_refusals:
            self.on_refusals(query, refusals)


def _from_web(
    source: Source, queries: Sequence[SourceQuery], lane: Lane, landing: Landing, base_url: str | None, ear: Ear
) -> list[Coverage]:
    if lane is Lane.REFRESH and not source.can_refresh:
        raise UsageError(f"{source.spec.name}: its interface gives no single items, so there is no refresh lane")
    run = WebRun(
        source=source,
        queries=queries,
        lane=lane,
        landing=landing,
        base_url=base_url,
        on_page=ear.page,
        on_refused=ear.refused,
    )
    return gather_web(run)


def _from_files(source: Source, queries: Sequence[SourceQuery], landing: Landing, ear: Ear) -> list[Coverage]:
    vault = landing.home.vault
    with (
        Again(source.spec.name, landing) as again,
        noting(vault, landing.min_outreach_followers),
        linking.noting(vault, landing.is_linking),
    ):
        return [row for query in queries for row in gather_file(source, query, landing, again, ear.page, ear.refused)]
