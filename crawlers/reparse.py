"""`scrm replay`: kept pages read again after a reader was mended, without network."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawlers import catalog
from crawlers.land import Landing, land, within_window
from crawlers.reading import Reading
from crawlers.source import Source
from lake.home import Home
from lake.raw import read_raw
from records import RawPage
from records.errors import SchemaDrift, UnreadableFile, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reparsed:
    """What came of kept pages read again."""

    row_count: int
    """Mentions and authors read."""
    passed_over: tuple[str, ...]
    """One line for each page that is not what the source's yml says; nothing of it was landed."""


def reparse(source: str, *, home: Home, key: bytes, since: date | None = None, until: date | None = None) -> Reparsed:
    """Reads all kept pages again and lands what was published on these days.

    A file that arrived twice is read once, with the time of its first arrival. A page that is not of this source is
    passed over. Raises UsageError for an unknown source, a range the wrong way round or no pages.
    """
    if since and until and since > until:
        raise UsageError(f"{source}: the range {since} to {until} is the wrong way round; give the earlier day first")
    loaded = catalog.load(source)
    landing = Landing(home=home, key=key, run_id="replay", since=since, until=until)
    pages = list(_distinct(loaded, read_raw(home.raw, source)))
    if not pages:
        raise UsageError(f"{source}: no kept pages; gather first")
    found = [_read(loaded, page, landing) for page in pages]
    readings = [each for each in found if isinstance(each, Reading)]
    land(source, readings, landing)
    return Reparsed(
        row_count=sum(len(reading.mentions) + len(reading.authors) for reading in readings),
        passed_over=tuple(each for each in found if isinstance(each, str)),
    )


def _distinct(source: Source, pages: Iterator[RawPage]) -> Iterator[RawPage]:
    """Web pages as they are (each is an observation); a file once, as first received."""
    seen: set[tuple[str, bytes]] = set()
    for page in pages:
        arrival = page.request.get("query", page.url), hashlib.sha256(page.body).digest()
        if source.spec.is_web or arrival not in seen:
            seen.add(arrival)
            yield page


def _read(source: Source, page: RawPage, landing: Landing) -> Reading | str:
    """The page's reading, or in one line why it is passed over."""
    try:
        reading = within_window(source.read(page, key=landing.key), landing)
    except (SchemaDrift, UnreadableFile) as error:
        return str(error)
    return f"{page.url}: {reading.drift}" if reading.drift else reading
