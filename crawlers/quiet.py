"""What Scrapy would write to its log of every response and page, were it wanted."""

from typing import Any

from scrapy.logformatter import LogFormatter


class Quiet(LogFormatter):  # type: ignore[misc]
    """Makes no record of what goes well: such records lie below the level kept, and cost a request each a little."""

    def crawled(self, *_: Any, **__: Any) -> None:
        """None: no record."""

    def scraped(self, *_: Any, **__: Any) -> None:
        """None: no record."""
