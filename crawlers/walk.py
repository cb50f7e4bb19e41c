"""One walk through a web source: where it starts or resumes, and how it ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from crawlers.responses import ErrorAnswer
from crawlers.source import Fetch, Source, Step
from crawlers.spec import Credentials
from records import Outcome, RawPage, SourceQuery
from records.errors import ScrmError
from records.time import shanghai_day

NO_KEY = b"unused: authors read while crawling are thrown away"
_BY_STATUS = {
    401: (Outcome.AUTH_REQUIRED, "credentials are asked for; this source needs none, so the address may be wrong"),
    403: (Outcome.BLOCKED, "the server refuses us; stop, and ask its operator before trying again"),
    404: (Outcome.ERROR, "no such page; check the query in brands.yml"),
    410: (Outcome.ERROR, "the page is gone; remove the query from brands.yml"),
    418: (Outcome.BLOCKED, "the server refuses us; stop, and ask its operator before trying again"),
    429: (Outcome.RATE_LIMITED, "asked too often; run again later, it goes on from the last page kept"),
    432: (Outcome.BLOCKED, "the server refuses us; stop, and ask its operator before trying again"),
    451: (Outcome.BLOCKED, "withheld for legal reasons"),
}


@dataclass(slots=True, kw_only=True)
class Walk:
    """The state of one chain of requests."""

    query: str
    start: Fetch | None
    """What to ask first; None when an earlier try of this run has already reached the end."""
    page_count: int = 0
    """Pages kept, earlier tries of this run included."""
    outcome: Outcome = Outcome.ERROR
    """`error` until the walk has ended: a crawl that dies in between has not succeeded."""
    message: str | None = "the crawl ended before this query did; run again, it goes on from the last page kept"
    is_capped: bool = False
    missing_count: int | None = None

    def to_json(self) -> dict[str, Any]:
        """How the walk ended, for the crawling process to tell its parent."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "start"}

    def end(self, outcome: Outcome, message: str | None = None) -> None:
        """Ends the walk; with pages already kept, what would be an error is partial."""
        is_half = outcome is Outcome.ERROR and self.page_count > 0
        self.outcome, self.message = Outcome.PARTIAL if is_half else outcome, message

    def end_by_status(self, status: int, credentials: Credentials | None = None) -> None:
        """Ends the walk on a response that holds no content."""
        self.end(*meaning_of_status(status, credentials))


def meaning_of_status(status: int, credentials: Credentials | None = None) -> tuple[Outcome, str]:
    """What a response without content means, and what to do."""
    if status == 401 and credentials:
        return Outcome.AUTH_REQUIRED, f"HTTP 401: the credential in {credentials.variable} is refused; renew it"
    outcome, advice = _BY_STATUS.get(status, (Outcome.ERROR, "the server is failing; run again later"))
    return outcome, f"HTTP {status}: {advice}"


def walks_of(
    source: Source,
    query: SourceQuery,
    kept: Iterable[RawPage],
    *,
    base_url: str | None = None,
    since: date | None = None,
) -> list[Walk]:
    """The walks of a query, each resumed behind the last page that this run has kept of it.

    Raises UsageError for a query that the source cannot ask.
    """
    pages = [page for page in kept if page.request.get("query") == query.query]
    walks = []
    for first in source.first(query, base_url=base_url):
        own = [page for page in pages if page.request.get("chain") == first.request["chain"]]
        walks.append(_resumed(source, first, own, since) if own else Walk(query=query.query, start=first))
    return walks


def follow(source: Source, page: RawPage, since: date | None) -> Step:
    """Where a page leads; nowhere when all of it, newest first, lies before the first day asked for.

    Raises SchemaDrift for a page that is not of this source and ErrorAnswer for a server's error in its place.
    """
    step = source.after(page)
    if since is None or step.next is None:
        return step
    times = [mention.published_at for mention in source.read(page, key=NO_KEY).mentions]
    is_past = bool(times) and all(time is not None and shanghai_day(time) < since for time in times)
    return Step() if is_past else step


def finish(walk: Walk, step: Step) -> None:
    """Ends a walk that has reached its end."""
    walk.is_capped, walk.missing_count = step.is_capped, step.missing_count
    if step.missing_count:
        walk.end(Outcome.PARTIAL, f"the source ended {step.missing_count} items before its own total; run again later")
    else:
        walk.end(Outcome.OK)


def _resumed(source: Source, first: Fetch, pages: Sequence[RawPage], since: date | None) -> Walk:
    last = max(pages, key=lambda page: (page.page_number, int(page.request.get("attempt", "1"))))
    # The server of this try counts, not that of the try before.
    last = replace(last, request={**last.request, "base_url": first.request.get("base_url", "")})
    walk = Walk(query=first.request["query"], start=None, page_count=len(pages))
    try:
        step = follow(source, last, since)
    except ErrorAnswer as error:
        walk.end(error.outcome, str(error))
        return walk
    except ScrmError as error:
        walk.end(Outcome.SCHEMA_DRIFT, str(error))
        return walk
    walk.start = step.next
    if step.next is None:
        finish(walk, step)
    return walk
