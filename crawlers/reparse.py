"""`scrm replay`: kept pages read again after a reader was mended, without network."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from crawlers import catalog, linking
from crawlers.bulk.gathering import replay_large
from crawlers.land import Lander, Landing
from crawlers.source import Source
from lake.home import Home
from lake.raw import KeptPage, kept_pages
from records.errors import SchemaDrift, UnreadableFile, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reparsed:
    """What came of kept pages read again."""

    row_count: int
    """Mentions and authors read."""
    passed_over: tuple[str, ...]
    """One line for each page that is not what the source's yml says; nothing of it was landed."""


def reparse(
    source: str,
    *,
    home: Home,
    key: bytes,
    since: date | None = None,
    until: date | None = None,
    is_linking: bool = False,
) -> Reparsed:
    """Reads all kept pages again and lands what was published on these days.

    A file that arrived twice is read once, with the time of its first arrival. A page that is not of this source is
    passed over. With `is_linking` linking keys are left in the vault. Raises UsageError for an unknown source, a range
    the wrong way round or no pages.
    """
    if since and until and since > until:
        raise UsageError(f"{source}: the range {since} to {until} is the wrong way round; give the earlier day first")
    loaded = catalog.load(source)
    landing = Landing(home=home, key=key, run_id="replay", since=since, until=until, is_linking=is_linking)
    row_count, page_count, passed_over = 0, 0, []
    lander = Lander(source, landing)
    with linking.noting(home.vault, is_linking):
        for kept in _distinct(loaded, kept_pages(home.raw, source)):
            page_count += 1
            found = _replayed(loaded, kept, lander, landing)
            if isinstance(found, str):
                passed_over.append(found)
            else:
                row_count += found
        lander.flush()
    if not page_count:
        raise UsageError(f"{source}: no kept pages; gather first")
    return Reparsed(row_count=row_count, passed_over=tuple(passed_over))


def _distinct(source: Source, pages: Iterator[KeptPage]) -> Iterator[KeptPage]:
    """Web pages as they are (each is an observation); a file once, as first received."""
    seen: set[tuple[str, str]] = set()
    for kept in pages:
        arrival = kept.head.request.get("query", kept.head.url), kept.sha256
        if source.spec.is_web or arrival not in seen:
            seen.add(arrival)
            yield kept


def _replayed(source: Source, kept: KeptPage, lander: Lander, landing: Landing) -> int | str:
    """The rows that a page gave, or in one line why it is passed over; large files stay out of memory."""
    large = replay_large(source, kept, landing) if kept.body_file else None
    if large is not None:
        tally = large.tally
        return f"{kept.head.url}: {tally.drift}" if tally.drift else tally.mention_count
    try:
        reading = source.read(kept.page(), key=landing.key)
    except (SchemaDrift, UnreadableFile) as error:
        return str(error)
    if reading.drift:
        return f"{kept.head.url}: {reading.drift}"
    taken = lander.take(reading)
    return len(taken.mentions) + len(taken.authors)
