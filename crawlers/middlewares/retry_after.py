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
    return _until_reset(headers, now)


def _until_reset(headers: Any, now: datetime) -> float | None:
    """X-RateLimit-Reset as seconds from now: some give the moment (Unix or ISO), some the seconds until it."""
    reset = _header(headers, "X-RateLimit-Reset") or _header(headers, "X-Rate-Limit-Reset")
    if reset.replace(".", "", 1).isdigit():
        return max(float(reset) - now.timestamp(), 0.0) if len(reset) >= 10 else float(reset)
    try:
        moment = datetime.fromisoformat(reset)
    except ValueError:
        return None
    return max((moment - now).total_seconds(), 0.0) if moment.tzinfo else None


def seconds_of_quiet(headers: Any, now: datetime) -> float:
    """The pause before the next request that a good response announces: its budget is used up until the reset."""
    left = _header(headers, "X-RateLimit-Remaining") or _header(headers, "X-Rate-Limit-Remaining")
    if not left or left.strip("0."):
        return 0.0
    return _until_reset(headers, now) or 0.0


def _header(headers: Any, name: str) -> str:
    return (headers.get(name) or b"").decode("latin-1").strip()


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
            self._keep_quiet(request, seconds_of_quiet(response.headers, datetime.now(UTC)))
            return response
        times = request.meta.get("retry_after_times", 0)
        asked = seconds_to_wait(response.headers, datetime.now(UTC))
        if asked is None and response.status != 429:
            return response  # an ordinary 503: the backoff's business
        pause = self._first_seconds * 2**times if asked is None else asked
        if pause > self._max_seconds or times >= self._max_times:
            return response
        self._keep_quiet(request, pause)
        await sleep(pause)
        again = request.replace(dont_filter=True)
        again.meta["retry_after_times"] = times + 1
        return again

    def _keep_quiet(self, request: Any, pause: float) -> None:
        if 0 < pause <= self._max_seconds:  # a longer one: the server's next answer says so and ends the run
            self._free_at[urlsplit(request.url).netloc] = time.monotonic() + pause
