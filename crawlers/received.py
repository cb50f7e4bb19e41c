"""A page with what was read on it, on its way into raw zone and lake."""

from dataclasses import dataclass

from crawlers.reading import Reading
from records import RawPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One good response."""

    page: RawPage
    reading: Reading | None
    """None for a page that is not of this source."""
