"""`python -m crawlers.crawl`: one crawl of one source in a process of its own, because a reactor starts only once.

The job comes as one JSON line on stdin; lines on stdout report how many pages came and the refused rows, a last one
how every walk ended and what it took. Scrapy exits 0 even when every request failed, so that last line is what counts.
The end of stdin means that the parent has died: the crawl then ends at once, since all it has is already kept.
"""

import gc
import json
import logging
import os
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers import catalog, linking
from crawlers.errand import Errand
from crawlers.handles import noting
from crawlers.land import Lander, Landing
from crawlers.responses import ErrorAnswer
from crawlers.source import Source
from crawlers.takings import Takings
from crawlers.walk import Trail, Walk, walks_of
from lake import erasures
from lake.crawlstate import CrawlState
from lake.home import Home
from lake.raw import RawWriter, read_raw
from records import Outcome, Refusal
from records.errors import ScrmError
from records.ids import key_of, secrets_of

_SECONDS_BETWEEN_LINES = 0.1
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlJob:
    """What one crawl is to do."""

    source: str
    landing: Landing
    errands: tuple[Errand, ...]
    base_url: str | None = None

    def to_json(self) -> str:
        """One line; it holds the author key and so goes through a pipe only."""
        landing = self.landing
        days = [day.isoformat() if day else None for day in (landing.since, landing.until)]
        content = {
            "source": self.source,
            "home": str(landing.home.root),
            "key": [secret.hex() for secret in secrets_of(landing.key)],
            "run_id": landing.run_id,
            "days": days,
            "min_outreach_followers": landing.min_outreach_followers,
            "is_linking": landing.is_linking,
            "errands": [each.to_json() for each in self.errands],
            "base_url": self.base_url,
        }
        return json.dumps(content)

    @classmethod
    def from_json(cls, line: str) -> "CrawlJob":
        """The job that `to_json` wrote."""
        content = json.loads(line)
        since, until = (date.fromisoformat(day) if day else None for day in content["days"])
        return cls(
            source=content["source"],
            landing=Landing(
                home=Home(Path(content["home"])),
                key=key_of([bytes.fromhex(secret) for secret in content["key"]]),
                run_id=content["run_id"],
                since=since,
                until=until,
                min_outreach_followers=content["min_outreach_followers"],
                is_linking=content["is_linking"],
            ),
            errands=tuple(Errand.from_json(each) for each in content["errands"]),
            base_url=content["base_url"],
        )


def trails_of(source: Source, landing: Landing, takings: Takings) -> dict[tuple[str, str], Trail]:
    """Query and chain -> what this run has kept of it; every page goes through the takings (again). Raises OSError."""
    trails: dict[tuple[str, str], Trail] = defaultdict(Trail)
    for page in read_raw(landing.home.raw, source.spec.name, run_id=landing.run_id):
        trail = trails[page.request.get("query", page.url), page.request.get("chain", "")]
        try:
            reading = source.read(page, key=landing.key)
            is_aside = reading.ended is None and source.after(page).is_aside
        except ErrorAnswer:
            continue
        except ScrmError:
            trail.last, trail.page_count = page, trail.page_count + 1
            takings.take(page, None)
            continue
        trail.note(page, reading, is_aside=is_aside)
        takings.take(page, reading)
    return dict(trails)


def main() -> None:
    """Reads the job, crawls, reports."""
    sys.meta_path.insert(0, _WithoutPandas())
    job = CrawlJob.from_json(sys.stdin.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    source = catalog.load(job.source)
    takings = Takings(Lander(job.source, job.landing), _tell_refused)
    vault = job.landing.home.vault
    with noting(vault, job.landing.min_outreach_followers), linking.noting(vault, job.landing.is_linking):
        trails = trails_of(source, job.landing, takings)
        walks = [walk for each in job.errands for walk in walks_of(source, each, trails, base_url=job.base_url)]
        if any(walk.start for walk in walks):
            _crawl(job, source, walks, takings)
    takings.close()
    tallies = {query: tally.to_json() for query, tally in takings.tallies.items()}
    _say({"walks": [walk.to_json() for walk in walks], "tallies": tallies})


class _WithoutPandas(MetaPathFinder):
    """pyarrow looks for pandas at its first array: a second of work and 70 MB that a crawl has no use for."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        """Raises ImportError for pandas, which pyarrow takes for its absence."""
        if fullname == "pandas":
            raise ImportError("a crawl does without pandas")


def _spare_collections() -> None:
    """Records hold no cycles: looking for some among ten thousand waiting rows, again and again, cost a fifth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _crawl(job: CrawlJob, source: Source, walks: list[Walk], takings: Takings) -> None:
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess

    from crawlers.spider import WalkingSpider

    process = AsyncCrawlerProcess(_settings(job, source, takings))
    crawler = process.create_crawler(WalkingSpider)
    pages = _Pages()
    crawler.signals.connect(pages.add, signal=signals.item_scraped)
    gone = erasures.gone(job.landing.home.vault)
    process.crawl(crawler, source=source, walks=walks, key=job.landing.key, base_url=job.base_url, gone=gone)
    _spare_collections()
    # Scrapy makes a record of every request and item first and looks at the level afterwards.
    logging.getLogger("scrapy").setLevel(process.settings["LOG_LEVEL"])
    process.start()
    pages.tell()
    stopped = crawler.spider.stopped if crawler.spider else None
    for walk in walks:
        if stopped and walk.start:
            walk.outcome, walk.message, walk.is_at_end = Outcome.ERROR, stopped, False


def _settings(job: CrawlJob, source: Source, takings: Takings) -> Any:
    from scrapy.settings import Settings

    landing, pace = job.landing, source.spec.pace
    settings = Settings()
    settings.setmodule("crawlers.settings")
    if pace:
        settings.set("DOWNLOAD_DELAY", pace.delay_seconds)
        settings.set("SHARED_PAUSE", pace.delay_seconds)
        settings.set("RETRY_AFTER_MAX_SECONDS", pace.max_retry_after_seconds)
    if source.spec.access == "key":
        # robots.txt speaks to those who come unasked; a key comes with the interface's own terms and limits.
        settings.set("ROBOTSTXT_OBEY", False)
    if job.base_url and urlsplit(job.base_url).hostname in _LOOPBACK:
        # A replay server on this machine needs no pauses of ours; those it asks for are kept.
        settings.setdict({"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "BACKOFF_FIRST_SECONDS": 0.05})
        settings.setdict({"SHARED_PAUSE": 0, "PATIENCE": 0.05})
    settings.set("BASE_URL", job.base_url)
    settings.set("CREDENTIALS", source.spec.credentials)
    settings.set("SOURCE_SPEC", source.spec)
    settings.set("CRAWL_STATE", CrawlState(landing.home.state))
    settings.set("RAW_WRITER", RawWriter(landing.home.raw, job.source, landing.run_id))
    settings.set("TAKINGS", takings)
    return settings


class _Pages:
    """Counts pages by query and tells of them: of the first at once, then a few times a second.

    A line for each page woke the parent five hundred times for one bar, at a tenth of what a page costs.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._told_at = float("-inf")

    def add(self, item: Any) -> None:
        """Called by Scrapy with each page."""
        self._counts[item.page.request["query"]] += 1
        if time.monotonic() - self._told_at >= _SECONDS_BETWEEN_LINES:
            self.tell()

    def tell(self) -> None:
        """Tells how many have come so far."""
        self._told_at = time.monotonic()
        _say({"pages": dict(self._counts)})


def _tell_refused(query: str, refusals: Sequence[Refusal]) -> None:
    _say({"query": query, "refused": [asdict(each) for each in refusals]})


def _say(event: dict[str, Any]) -> None:
    print(json.dumps(event), flush=True)  # noqa: T201


def _die_with_parent() -> None:
    # Not sys.stdin: its lock, held by a waiting thread, would abort the interpreter's own exit.
    while os.read(0, 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
