"""`scrm replay`: kept pages read again after a reader was mended, without network."""

import hashlib
import logging
from collections.abc import Iterator
from datetime import date

from crawlers import catalog
from crawlers.land import Landing, land, within_window
from crawlers.reading import Reading
from crawlers.source import Source
from lake.home import Home
from lake.raw import read_raw
from records import RawPage
from records.errors import SchemaDrift, UnreadableFile, UsageError

_log = logging.getLogger(__name__)


def reparse(source: str, *, home: Home, key: bytes, since: date | None = None, until: date | None = None) -> int:
    """Reads all kept pages again and lands what was published on these days; returns mentions and authors read.

    A file that arrived twice is read once, with the time of its first arrival. A page that is not of this source is
    passed over with a warning. Raises UsageError for an unknown source, a range the wrong way round or no pages.
    """
    if since and until and since > until:
        raise UsageError(f"{source}: the range {since} to {until} is the wrong way round; give the earlier day first")
    loaded = catalog.load(source)
    landing = Landing(home=home, key=key, run_id="replay", since=since, until=until)
    pages = list(_distinct(loaded, read_raw(home.raw, source)))
    if not pages:
        raise UsageError(f"{source}: no kept pages; gather first")
    readings = [reading for page in pages if (reading := _read(loaded, page, landing))]
    land(source, readings, landing)
    return sum(len(reading.mentions) + len(reading.authors) for reading in readings)


def _distinct(source: Source, pages: Iterator[RawPage]) -> Iterator[RawPage]:
    """Web pages as they are (each is an observation); a file once, as first received."""
    seen: set[bytes] = set()
    for page in pages:
        digest = hashlib.sha256(page.body).digest()
        if source.spec.is_web or digest not in seen:
            seen.add(digest)
            yield page


def _read(source: Source, page: RawPage, landing: Landing) -> Reading | None:
    try:
        reading = within_window(source.read(page, key=landing.key), landing)
    except (SchemaDrift, UnreadableFile) as error:
        _log.warning("%s", error)
        return None
    if reading.drift:
        _log.warning("%s: %s", page.url, reading.drift)
        return None
    return reading
