"""The same walk by a plain Scrapy spider that neither reads nor keeps anything, for `benchmarks.gather`."""

import json
import re
import sys
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

_SETTINGS = {
    "ROBOTSTXT_OBEY": True,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "WARNING",
}
"""As in crawlers/settings.py against a server on this machine: one request at a time, no pause."""
_CURSOR = re.compile(rb'"cursor":"([^"]*)"}$')
_BELOW = re.compile(r'<([^>]*)>; rel="next"')


class PlainSpider(Spider):  # type: ignore[misc]
    """Follows the continuation of each page."""

    name = "plain"
    page_count = 0
    first_at = 0.0
    first_cpu = 0.0
    ended_at = 0.0

    async def start(self) -> AsyncIterator[Request]:
        """The first page."""
        yield Request(self.first_url, dont_filter=True)

    def parse(self, response: Any, **_: Any) -> Iterator[Request]:
        """Counts a page and asks for the next."""
        PlainSpider.page_count += 1
        PlainSpider.ended_at = time.monotonic()
        if not PlainSpider.first_at:
            PlainSpider.first_at, PlainSpider.first_cpu = PlainSpider.ended_at, time.process_time()
        following = next_url(response)
        if following:
            yield Request(following, dont_filter=True)


def next_url(response: Any) -> str | None:
    """Steam's cursor, or the link that Mastodon gives, against the same server; None at the end."""
    if "/appreviews/" in response.url:
        cursor = _CURSOR.search(response.body)
        # The end repeats the cursor that was asked for.
        url = re.sub(r"cursor=[^&]*", f"cursor={quote(cursor[1].decode(), safe='')}" if cursor else "", response.url)
        return url if url != response.url else None
    link = _BELOW.search((response.headers.get("Link") or b"").decode())
    return response.urljoin(f"{urlsplit(link[1]).path}?{urlsplit(link[1]).query}") if link else None


def main() -> None:
    """FIRST_URL."""
    began = time.monotonic()
    process = AsyncCrawlerProcess(_SETTINGS)
    process.crawl(PlainSpider, first_url=sys.argv[1])
    process.start()
    result = {
        "response_count": PlainSpider.page_count,
        "seconds": PlainSpider.ended_at - PlainSpider.first_at,
        "cpu_seconds": time.process_time() - PlainSpider.first_cpu,
        "whole_seconds": time.monotonic() - began,
        "whole_cpu_seconds": time.process_time(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
