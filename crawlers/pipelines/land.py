"""What was read on a kept page goes to the lake in batches."""

from typing import Any, Self

from scrapy.exceptions import DropItem

from crawlers.received import Received
from crawlers.takings import Takings


class Land:
    """Counts and lands readings after their page is durable; a full disk ends the crawl."""

    def __init__(self, crawler: Any, takings: Takings) -> None:
        self._crawler = crawler
        self._takings = takings

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """Called by Scrapy; the takings come with the job."""
        return cls(crawler, crawler.settings["TAKINGS"])

    def process_item(self, item: Received) -> Received:
        """Called by Scrapy with each page."""
        try:
            self._takings.take(item.page, item.reading)
        except OSError as error:
            self._crawler.spider.stop(f"cannot land rows: {error.strerror or error}; free space and run again")
            raise DropItem("rows could not be landed") from error
        except Exception as error:  # Scrapy would log it and go on as if the rows were there
            self._crawler.spider.stop(f"cannot land rows: {type(error).__name__}; see the crawl's log")
            raise
        return item
