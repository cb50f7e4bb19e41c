"""A platform's daily budget and the pace of a site, shared by all processes of an installation."""

import time
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from scrapy.exceptions import IgnoreRequest
from scrapy.utils.asyncio import sleep

from crawlers.spec import SourceSpec
from lake.crawlstate import CrawlState


class BudgetGone(IgnoreRequest):  # type: ignore[misc]
    """Today's budget does not allow the request; nothing was asked."""


class BudgetMiddleware:
    """Waits for this process's turn at the site, then takes the request's cost from the day's budget."""

    def __init__(self, spec: SourceSpec, state: CrawlState, pause_seconds: float) -> None:
        self._spec = spec
        self._state = state
        self._pause_seconds = pause_seconds

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Called by Scrapy; source and state come with the job."""
        settings = crawler.settings
        return cls(settings["SOURCE_SPEC"], settings["CRAWL_STATE"], settings.getfloat("SHARED_PAUSE"))

    async def process_request(self, request: Any) -> None:
        """Called by Scrapy. Raises BudgetGone."""
        if self._pause_seconds:
            site = urlsplit(request.url).netloc
            await sleep(self._state.turn(site, self._pause_seconds, time.time()))
        fetch, quota = request.meta.get("fetch"), self._spec.quota
        if quota is None or fetch is None or not fetch.cost:
            return
        today = datetime.now(ZoneInfo(quota.zone)).date()
        bucket = self._state.spend(self._spec.name, today, fetch.cost, quota.buckets)
        if bucket:
            raise BudgetGone(
                f"today's budget of {quota.buckets[bucket]:,} {bucket} is used up; it begins anew at midnight in "
                f"{quota.zone}; run again then, it goes on from the last page kept"
            )
