"""robots.txt may ask for a pause between requests; Scrapy reads it but does not keep it."""

from typing import Any, Self

from scrapy import signals


class CrawlDelayMiddleware:
    """Raises the download delay to the site's Crawl-delay when robots.txt names one."""

    def __init__(self, crawler: Any) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Called by Scrapy."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.robots_parsed, signal=signals.robots_parsed)
        return middleware

    def robots_parsed(self, robotparser: Any, request: Any) -> None:
        """Applies the delay to the slot of this site."""
        delay = robotparser.crawl_delay(self._crawler.settings["USER_AGENT"])
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        slot = downloader.slots.get(key)
        if delay and slot is not None and delay > slot.delay:
            slot.delay = float(delay)
            slot.randomize_delay = False
