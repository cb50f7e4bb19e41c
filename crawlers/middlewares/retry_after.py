"""A server that says when to come back is obeyed; Scrapy ignores it."""

import time
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.utils.asyncio import sleep

_LIMITED = (429, 503)


def seconds_to_wait(headers: Any, now: datetime) -> float | None:
    """The pause a response asks for: Retry-After in seconds or as a date, or X-RateLimit-Reset; None without either."""
    written = (headers.get("Retry-After") or b"").decode("latin-1").strip()
    if written.isdigit():
        return float(written)
    if written:
        try:
            return max((parsedate_to_datetime(written) - now).total_seconds(), 0.0)
        except (TypeError, ValueError):
            return None
    reset = (headers.get("X-RateLimit-Reset") or b"").decode("latin-1").strip()
    if reset.isdigit():
        # Some give the moment, some the seconds until it.
        return max(float(reset) - now.timestamp(), 0.0) if len(reset) >= 10 else float(reset)
    return None


class RetryAfterMiddleware:
    """Pauses the whole site, then asks again; a pause beyond the cap is left to the run, which ends rate_limited."""

    def __init__(self, settings: Any) -> None:
        self._max_seconds = settings.getfloat("RETRY_AFTER_MAX_SECONDS")
        self._max_times = settings.getint("RETRY_AFTER_MAX_TIMES")
        self._first_seconds = settings.getfloat("BACKOFF_FIRST_SECONDS")
        self._free_at: dict[str, float] = defaultdict(float)

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Called by Scrapy."""
        return cls(crawler.settings)

    async def process_request(self, request: Any) -> None:
        """Holds a request back while its site has asked for quiet."""
        quiet = self._free_at[urlsplit(request.url).netloc] - time.monotonic()
        if quiet > 0:
            await sleep(quiet)

    async def process_response(self, request: Any, response: Any) -> Any:
        """Waits and asks again, or hands the response on."""
        if response.status not in _LIMITED:
            return response
        times = request.meta.get("retry_after_times", 0)
        asked = seconds_to_wait(response.headers, datetime.now(UTC))
        if asked is None and response.status != 429:
            return response  # an ordinary 503: the backoff's business
        pause = self._first_seconds * 2**times if asked is None else asked
        if pause > self._max_seconds or times >= self._max_times:
            return response
        self._free_at[urlsplit(request.url).netloc] = time.monotonic() + pause
        await sleep(pause)
        again = request.replace(dont_filter=True)
        again.meta["retry_after_times"] = times + 1
        return again
