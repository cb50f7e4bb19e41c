"""The one spider: walks any web source by its pure functions `first`, `after` and `read`."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import sleep

from crawlers.responses import ErrorAnswer
from crawlers.source import Fetch, Source
from crawlers.walk import NO_KEY, Walk, finish, follow
from records import Outcome, RawPage
from records.errors import ScrmError


class WalkingSpider(Spider):  # type: ignore[misc]
    """Yields a RawPage for every good response and ends each walk with an outcome of its own."""

    name = "walking"

    def __init__(
        self, source: Source, walks: list[Walk], *, since: date | None = None, is_replay: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._source = source
        self._walks = walks
        self._since = since
        self._is_replay = is_replay
        self.stopped: str | None = None
        """Why the whole run must end; its walks are errors then, whatever they thought."""

    def stop(self, message: str) -> None:
        """Ends every walk that is still going, for a reason that concerns the whole run."""
        self.stopped = message

    async def start(self) -> AsyncIterator[Request]:
        """The first request of every walk that has not yet ended."""
        for walk in self._walks:
            if walk.start is not None:
                yield self._request(walk.start, walk)

    async def parse(self, response: Any, **_: Any) -> AsyncIterator[Any]:
        """Keeps the page, then follows it or ends the walk."""
        walk: Walk = response.meta["walk"]
        if self.stopped:
            walk.end(Outcome.ERROR, self.stopped)
        elif response.status != 200:
            self._end_refused(response, walk)
        else:
            page = self._page(response)
            yield page
            walk.page_count += 1
            fetch = self._follow(page, walk)
            if fetch is not None:
                if fetch.wait_seconds:
                    await sleep(fetch.wait_seconds * self.settings.getfloat("PATIENCE", 1.0))
                yield self._request(fetch, walk)

    def failed(self, failure: Any) -> None:
        """Ends the walk of a request that got no response."""
        walk: Walk = failure.request.meta["walk"]
        if failure.check(IgnoreRequest):
            walk.end(Outcome.BLOCKED, "robots.txt forbids this address; it is not asked")
        else:
            walk.end(Outcome.ERROR, f"no answer ({failure.type.__name__}); check the address and the network")

    def _end_refused(self, response: Any, walk: Walk) -> None:
        """Ends a walk on an error: by what the source knows of its body, else by the status alone."""
        try:
            answer = self._source.read(self._page(response), key=NO_KEY)
        except ScrmError:
            answer = None
        if answer and answer.ended:
            walk.end(answer.ended, f"HTTP {response.status}: {answer.note}")
        else:
            walk.end_by_status(response.status, self._source.spec.credentials)

    def _follow(self, page: RawPage, walk: Walk) -> Fetch | None:
        try:
            step = follow(self._source, page, self._since)
        except ErrorAnswer as error:
            walk.end(error.outcome, str(error))
            return None
        except ScrmError as error:
            walk.end(Outcome.SCHEMA_DRIFT, str(error))
            return None
        if step.next is None:
            finish(walk, step)
        return step.next

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
            fetched_at=replayed_at(headers) if self._is_replay else datetime.now(UTC),
            status=response.status,
            headers=headers,
            request=fetch.request,
            page_number=fetch.page_number,
        )


def replayed_at(headers: Mapping[str, str]) -> datetime:
    """When a replay site's response was recorded: its `Date` header; now, where that says nothing readable.

    A dry run repeated tomorrow thus gives the same rows.
    """
    try:
        return parsedate_to_datetime(headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return datetime.now(UTC)
