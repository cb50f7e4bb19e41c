"""Gather one source: files or web pages -> raw zone -> mentions in the lake, one coverage row a query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from crawlers import catalog
from crawlers.files import gather_file
from crawlers.land import Landing
from crawlers.source import Source
from crawlers.web import gather_web
from lake.home import Home
from lake.landing import land_coverage
from lake.raw import read_raw
from records import Coverage, Refusal, SourceQuery
from records.errors import ScrmError, UsageError


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
    since: date | None = None,
    until: date | None = None,
    base_url: str | None = None,
    on_progress: OnProgress | None = None,
    on_refusals: OnRefusals | None = None,
) -> list[Coverage]:
    """Gathers all queries of one source and lands what they gave, with a coverage row each.

    Safe to repeat: with the same run_id a web crawl goes on behind its last kept page, and a file known by its hash
    keeps the time of its first arrival, so the same rows come out. Days are publication days in China; mentions
    without a time are kept. Rows of a source that no longer looks as its yml says are not landed (schema_drift).

    Raises UsageError for an unknown source, an impossible query or a range the wrong way round, and UnreadableFile or
    SchemaDrift for a file that cannot be of this source; nothing of such a file is landed.
    """
    if since and until and since > until:
        raise UsageError(f"{source}: the range {since} to {until} is the wrong way round; give the earlier day first")
    loaded = catalog.load(source)
    home.create()

    def report(query: str, page_count: int) -> None:
        if on_progress:
            on_progress(Progress(source=source, query=query, page_count=page_count))

    def refused(query: str, refusals: Sequence[Refusal]) -> None:
        if on_refusals:
            on_refusals(query, refusals)

    landing = Landing(home=home, key=key, run_id=run_id, since=since, until=until)
    if loaded.spec.is_web:
        found = gather_web(loaded, queries, landing, base_url, report)
        for coverage in found:
            if coverage.refused_count and on_refusals:
                refused(coverage.query, _refusals(loaded, landing, coverage.query))
    else:
        found = [row for query in queries for row in gather_file(loaded, query, landing, report, refused)]
    for coverage in found:
        land_coverage(home.lake, coverage)
    return found


def _refusals(source: Source, landing: Landing, query: str) -> list[Refusal]:
    """The refused entries of this run's kept pages of a query: reading is pure, so they are those of the crawl."""
    found: list[Refusal] = []
    for page in read_raw(landing.home.raw, source.spec.name, run_id=landing.run_id):
        if page.request.get("query") == query:
            try:
                found += source.read(page, key=landing.key).refusals
            except ScrmError:
                break  # where the crawl's own reading ended; its coverage says so
    return found
