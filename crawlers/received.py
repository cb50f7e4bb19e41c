"""A page with what was read on it, on its way into raw zone and lake."""

from dataclasses import dataclass, field

from crawlers.reading import Reading
from records import RawPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One good response."""

    page: RawPage = field(repr=False)
    """Never shown: Scrapy logs an item that fails, and logs hold no words of people."""
    reading: Reading | None = field(repr=False)
    """None for a page that is not of this source."""
