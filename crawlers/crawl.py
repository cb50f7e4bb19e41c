"""`python -m crawlers.crawl`: one crawl of one source in a process of its own, because a reactor starts only once.

The job comes as one JSON line on stdin; a line on stdout reports each page and a last one how every query ended.
Scrapy exits 0 even when every request failed, so that last line is what counts. The end of stdin means that the
parent has died: the crawl then ends at once, since all it has is already kept.
"""

import json
import os
import sys
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawlers import catalog
from crawlers.source import Source
from crawlers.walk import Walk, walks_of
from lake.raw import RawWriter, read_raw
from records import Outcome, SourceQuery

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlJob:
    """What one crawl is to do."""

    source: str
    raw: Path
    run_id: str
    queries: tuple[SourceQuery, ...]
    base_url: str | None = None
    since: date | None = None

    def to_json(self) -> str:
        """One line."""
        queries = [{"query": each.query, "params": dict(each.params)} for each in self.queries]
        since = self.since.isoformat() if self.since else None
        content = {"source": self.source, "raw": str(self.raw), "run_id": self.run_id, "queries": queries}
        return json.dumps({**content, "base_url": self.base_url, "since": since})

    @classmethod
    def from_json(cls, line: str) -> "CrawlJob":
        """The job that `to_json` wrote."""
        content = json.loads(line)
        source = content["source"]
        return cls(
            source=source,
            raw=Path(content["raw"]),
            run_id=content["run_id"],
            queries=tuple(SourceQuery(source=source, **each) for each in content["queries"]),
            base_url=content["base_url"],
            since=date.fromisoformat(content["since"]) if content["since"] else None,
        )


def walks_for(job: CrawlJob, source: Source) -> list[Walk]:
    """All walks of a job, resumed where this run has kept pages. Raises UsageError for an impossible query."""
    kept = list(read_raw(job.raw, job.source, run_id=job.run_id))
    return [
        walk for query in job.queries for walk in walks_of(source, query, kept, base_url=job.base_url, since=job.since)
    ]


def main() -> None:
    """Reads the job, crawls, reports."""
    job = CrawlJob.from_json(sys.stdin.readline())
    threading.Thread(target=_die_with_parent, daemon=True).start()
    source = catalog.load(job.source)
    walks = walks_for(job, source)
    if any(walk.start for walk in walks):
        _crawl(job, source, walks)
    _say({"walks": [walk.to_json() for walk in walks]})


def _crawl(job: CrawlJob, source: Source, walks: list[Walk]) -> None:
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess

    from crawlers.spider import WalkingSpider

    process = AsyncCrawlerProcess(_settings(job, source))
    crawler = process.create_crawler(WalkingSpider)
    crawler.signals.connect(_report_page, signal=signals.item_scraped)
    process.crawl(crawler, source=source, walks=walks, since=job.since, is_replay=bool(job.base_url))
    process.start()
    stopped = crawler.spider.stopped if crawler.spider else None
    for walk in walks:
        if stopped and walk.start:
            walk.outcome, walk.message = Outcome.ERROR, stopped


def _report_page(item: Any) -> None:
    _say({"page": item.page_number, "query": item.request.get("query")})


def _settings(job: CrawlJob, source: Source) -> Any:
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawlers.settings")
    pace = source.spec.pace
    if pace:
        settings.set("DOWNLOAD_DELAY", pace.delay_seconds)
        settings.set("RETRY_AFTER_MAX_SECONDS", pace.max_retry_after_seconds)
    if job.base_url and urlsplit(job.base_url).hostname in _LOOPBACK:
        # A replay server on this machine needs no pauses of ours; those it asks for are kept.
        settings.setdict({"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "BACKOFF_FIRST_SECONDS": 0.05})
        settings.set("PATIENCE", 0.05)
    settings.set("CREDENTIALS", source.spec.credentials)
    settings.set("RAW_WRITER", RawWriter(job.raw, job.source, job.run_id))
    return settings


def _say(event: dict[str, Any]) -> None:
    print(json.dumps(event), flush=True)  # noqa: T201


def _die_with_parent() -> None:
    # Not sys.stdin: its lock, held by a waiting thread, would abort the interpreter's own exit.
    while os.read(0, 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
