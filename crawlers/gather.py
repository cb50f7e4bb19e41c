"""Gather one source: files or web pages -> raw zone -> mentions in the lake, one coverage row a query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from crawlers import catalog
from crawlers.errand import Lane
from crawlers.files import gather_file
from crawlers.land import Landing
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
    """Its pages or files received so far."""


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
    on_progress: OnProgress | None = None,
    on_refusals: OnRefusals | None = None,
) -> list[Coverage]:
    """Gathers all queries of one source and lands what they gave, with a coverage row each.

    A web source is asked in one lane: with days the backfill (what of these days is not covered yet), without the
    head (what is new), or the refresh of single items. Safe to repeat: an unfinished web run is gone on with behind
    its last kept page, and a file known by its hash keeps the time of its first arrival, so the same rows come out.
    Days are publication days in China; mentions without a time are kept. Rows of a page or file that no longer looks
    as its yml says are not landed (schema_drift).

    Raises UsageError for an unknown source, an impossible query or a range the wrong way round, LockHeld when another
    process gathers the source, and UnreadableFile or SchemaDrift for a file that cannot be of this source; nothing of
    such a file is landed.
    """
    if since and until and since > until:
        raise UsageError(f"{source}: the range {since} to {until} is the wrong way round; give the earlier day first")
    loaded = catalog.load(source)
    lane = lane or (Lane.BACKFILL if since or until else Lane.HEAD)
    home.create()

    def report(query: str, page_count: int) -> None:
        if on_progress:
            on_progress(Progress(source=source, query=query, page_count=page_count))

    def refused(query: str, refusals: Sequence[Refusal]) -> None:
        if on_refusals:
            on_refusals(query, refusals)

    if not loaded.spec.is_web:
        landing = Landing(home=home, key=key, run_id=run_id, since=since, until=until)
        found = [row for query in queries for row in gather_file(loaded, query, landing, report, refused)]
    else:
        if lane is Lane.REFRESH and not loaded.can_refresh:
            raise UsageError(f"{source}: its interface gives no single items, so there is no refresh lane")
        # A refresh within the run of a head has rows of its own in coverage and raw zone.
        own_id = f"{run_id}-refresh" if lane is Lane.REFRESH else run_id
        landing = Landing(home=home, key=key, run_id=own_id, since=since, until=until)
        found = gather_web(
            WebRun(
                source=loaded,
                queries=queries,
                lane=lane,
                landing=landing,
                base_url=base_url,
                on_page=report,
                on_refused=refused,
            )
        )
    for coverage in found:
        land_coverage(home.lake, coverage)
    return found
