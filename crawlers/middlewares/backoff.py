"""A failed request is tried again after a pause that doubles, with jitter; Scrapy's own retry comes at once."""

import random
from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.utils.asyncio import sleep


class BackoffRetryMiddleware(RetryMiddleware):  # type: ignore[misc]
    """RetryMiddleware that waits: first pause BACKOFF_FIRST_SECONDS, doubled each time, times 0.5 to 1.5."""

    async def process_response(self, request: Any, response: Any) -> Any:
        """Called by Scrapy."""
        return await self._paused(super().process_response(request, response))

    async def process_exception(self, request: Any, exception: Exception) -> Any:
        """Called by Scrapy."""
        return await self._paused(super().process_exception(request, exception))

    async def _paused(self, answer: Any) -> Any:
        if isinstance(answer, Request):
            first = self.crawler.settings.getfloat("BACKOFF_FIRST_SECONDS")
            tries = answer.meta.get("retry_times", 1)
            await sleep(first * 2 ** (tries - 1) * random.uniform(0.5, 1.5))
        return answer
