"""The one spider: walks any web source by its pure functions `first`, `after`, `refresh` and `read`."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import sleep

from crawlers.erasing.keeping import read_without_gone
from crawlers.middlewares.addresses import PrivateAddress
from crawlers.middlewares.budget import BudgetGone
from crawlers.middlewares.robots import RobotsUnknown
from crawlers.reading import Reading
from crawlers.received import Received
from crawlers.responses import ErrorAnswer, TornAnswer
from crawlers.source import Fetch, Source
from crawlers.walk import Walk, finish, follow, walks_of
from lake.erasures import Gone
from records import Outcome, RawPage
from records.errors import ScrmError

_GONE = (404, 410)


class WalkingSpider(Spider):  # type: ignore[misc]
    """Yields what every good response gave and ends each walk with an outcome of its own."""

    name = "walking"

    def __init__(
        self,
        source: Source,
        walks: list[Walk],
        key: bytes,
        *,
        base_url: str | None = None,
        gone: Gone | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._source = source
        self._walks = walks
        self._key = key
        self._base_url = base_url
        self._gone = gone or Gone(frozenset(), frozenset())
        self.stopped: str | None = None
        """Why the whole run must end; its walks are errors then, whatever they thought."""

    def stop(self, message: str) -> None:
        """Ends every walk that is still going, for a reason that concerns the whole run."""
        self.stopped = message

    async def start(self) -> AsyncIterator[Request]:
        """The first request of every walk that has not yet ended."""
        for walk in list(self._walks):
            if walk.start is not None:
                yield self._request(walk.start, walk)

    async def parse(self, response: Any, **_: Any) -> AsyncIterator[Any]:
        """Keeps the page, then follows it or ends the walk."""
        walk: Walk = response.meta["walk"]
        if self.stopped:
            walk.end(Outcome.ERROR, self.stopped)
            return
        page, reading, problem = self._read(self._page(response))
        if response.status == 200 and walk.doubts(reading):
            await sleep(walk.patience_seconds * self.settings.getfloat("PATIENCE", 1.0))
            yield self._request(response.meta["fetch"], walk)
            return
        if isinstance(problem, TornAnswer):
            walk.end(Outcome.ERROR, str(problem))  # it failed on its way like one without an answer: nothing to keep
            return
        # "There is nothing of this" is content, whatever the status: the replies of one deleted comment, say.
        is_nothing = reading is not None and reading.ended is Outcome.OK_EMPTY
        if response.status != 200 and not is_nothing:
            self._end_refused(page, reading, walk)
            return
        yield Received(page=page, reading=reading)
        for fetch, follower in self._next(page, reading, problem, walk):
            if fetch.wait_seconds:
                await sleep(fetch.wait_seconds * self.settings.getfloat("PATIENCE", 1.0))
            yield self._request(fetch, follower)

    def failed(self, failure: Any) -> None:
        """Ends the walk of a request that got no response."""
        walk: Walk = failure.request.meta["walk"]
        if failure.check(BudgetGone):
            walk.end(Outcome.RATE_LIMITED, str(failure.value))
        elif failure.check(RobotsUnknown, PrivateAddress):
            walk.end(Outcome.ERROR, str(failure.value))
        elif failure.check(IgnoreRequest):
            walk.end(*_meaning_of_ignored(str(failure.value)))
        else:
            walk.end(Outcome.ERROR, f"no answer ({failure.type.__name__}); check the address and the network")

    def _read(self, page: RawPage) -> tuple[RawPage, Reading | None, ScrmError | None]:
        """The page as it may be kept, and what it gave."""
        try:
            kept, reading = read_without_gone(page, self._read_page, self._gone, self._key)
        except ScrmError as error:
            return page, None, error
        return kept, reading, None

    def _read_page(self, page: RawPage) -> Reading:
        return self._source.read(page, key=self._key)

    def _end_refused(self, page: RawPage, answer: Reading | None, walk: Walk) -> None:
        """Ends a walk on an error: by what the source knows of its body, else by the status alone."""
        ids = set(page.request.get("ids", "").split(",")) - {""}
        if len(ids) == 1 and page.status in _GONE:
            walk.trail.missed_ids |= ids
            walk.end(Outcome.OK, is_at_end=True)
        elif answer and answer.ended:
            walk.end(answer.ended, f"HTTP {page.status}: {answer.note}")
        else:
            walk.end_by_status(page.status, self._source.spec.credentials)

    def _next(
        self, page: RawPage, reading: Reading | None, problem: ScrmError | None, walk: Walk
    ) -> Iterator[tuple[Fetch, Walk]]:
        """The requests that follow from a kept page, each with its walk."""
        if self.stopped:
            walk.end(Outcome.ERROR, self.stopped)
            return
        if reading is None or reading.drift:
            walk.end(Outcome.SCHEMA_DRIFT, str(problem) if reading is None else reading.drift, is_at_end=True)
            return
        try:
            step = walk.believed(follow(self._source, page, reading, walk.errand))
        except ErrorAnswer as error:
            walk.end(error.outcome, str(error), is_at_end=error.outcome is Outcome.OK_EMPTY)
            return
        except ScrmError as error:
            walk.end(Outcome.SCHEMA_DRIFT, str(error), is_at_end=True)
            return
        walk.trail.note(page, reading, is_aside=step.is_aside)
        if step.next is not None:
            yield step.next, walk
            return
        for rest in finish(self._source, walk, step):
            yield from self._begun(walks_of(self._source, rest, {}, base_url=self._base_url))

    def _begun(self, walks: list[Walk]) -> Iterator[tuple[Fetch, Walk]]:
        self._walks.extend(walks)
        return ((walk.start, walk) for walk in walks if walk.start is not None)

    def _request(self, fetch: Fetch, walk: Walk) -> Request:
        meta = {"fetch": fetch, "walk": walk}
        sent: dict[str, Any] = {}
        if fetch.body is not None:
            sent = {"method": "POST", "body": fetch.body, "headers": {"Content-Type": "application/json"}}
        return Request(fetch.url, callback=self.parse, errback=self.failed, dont_filter=True, meta=meta, **sent)

    def _page(self, response: Any) -> RawPage:
        fetch: Fetch = response.meta["fetch"]
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        return RawPage(
            source=self._source.spec.name,
            url=response.url,
            body=response.body,
            fetched_at=replayed_at(headers) if bool(self._base_url) else datetime.now(UTC),
            status=response.status,
            headers=headers,
            request=fetch.request,
            page_number=fetch.page_number,
        )


def _meaning_of_ignored(why: str) -> tuple[Outcome, str]:
    """Scrapy refuses requests for few reasons, told apart by their words."""
    if "robots" in why:
        return Outcome.BLOCKED, "robots.txt forbids this address; it is not asked"
    if "redirect" in why:
        return Outcome.ERROR, "the server redirects in a circle; check the address"
    return Outcome.ERROR, f"not asked ({why[:80]})"


def replayed_at(headers: Mapping[str, str]) -> datetime:
    """When a replay site's response was recorded: its `Date` header; now, where that says nothing readable.

    A dry run repeated tomorrow thus gives the same rows.
    """
    try:
        return _moment_of(headers["date"])
    except (KeyError, ValueError):
        return datetime.now(UTC)


@lru_cache(maxsize=16)
def _moment_of(date: str) -> datetime:
    """A `Date` header; many responses come within its second."""
    return parsedate_to_datetime(date).astimezone(UTC)
