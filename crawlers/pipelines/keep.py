"""Every page is in the raw zone, durably, before the next one is asked for."""

from typing import Any, Self

from scrapy.exceptions import DropItem

from crawlers.received import Received
from lake.raw import RawWriter


class Keep:
    """Writes pages through the raw writer of this run; a full disk ends the crawl."""

    def __init__(self, crawler: Any, writer: RawWriter) -> None:
        self._crawler = crawler
        self._writer = writer

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Called by Scrapy; the writer comes with the job."""
        return cls(crawler, crawler.settings["RAW_WRITER"])

    def process_item(self, item: Received) -> Received:
        """Called by Scrapy with each page."""
        try:
            self._writer.write(item.page)
        except OSError as error:
            self._crawler.spider.stop(f"cannot keep pages: {error.strerror or error}; free space and run again")
            raise DropItem("page could not be kept") from error
        except Exception as error:  # Scrapy would log it and go on as if the page were there
            self._crawler.spider.stop(f"cannot keep pages: {type(error).__name__}; see the crawl's log")
            raise
        return item

    def close_spider(self) -> None:
        """Writes the run's manifest."""
        self._writer.close()
