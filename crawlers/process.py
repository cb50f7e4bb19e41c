"""The crawling process, started and listened to."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from crawlers.crawl import CrawlJob
from crawlers.tally import Tally
from records import Outcome, Refusal
from records.errors import ScrmError

OnPage = Callable[[str, int], None]
"""Is told a query and how many pages it has given so far."""
OnRefused = Callable[[str, Sequence[Refusal]], None]


class CrawlFailed(ScrmError):
    """The crawling process died without a report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How one walk ended, as the crawling process tells it."""

    query: str
    outcome: Outcome
    message: str | None
    is_at_end: bool
    is_capped: bool
    missing_count: int | None
    ends_at: datetime | None
    covered_from: datetime | None
    newest_at: datetime | None
    given_ids: tuple[str, ...]
    missed_ids: tuple[str, ...]

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Ended":
        """What `Walk.to_json` gave."""
        times = {
            name: datetime.fromisoformat(content[name]) if content[name] else None
            for name in ("ends_at", "covered_from", "newest_at")
        }
        ids = {name: tuple(content[name]) for name in ("given_ids", "missed_ids")}
        return cls(**{**content, **times, **ids, "outcome": Outcome(content["outcome"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """All that one crawl reports."""

    walks: tuple[Ended, ...]
    tallies: dict[str, Tally]
    """By query."""


def crawl(job: CrawlJob, on_page: OnPage, on_refused: OnRefused) -> Crawled:
    """Runs one crawl to its end. Raises CrawlFailed when its process dies."""
    told: dict[str, int] = {}
    with tempfile.TemporaryFile() as log, _started(log) as process:
        if process.stdin is None or process.stdout is None:
            raise CrawlFailed("the crawling process has no pipes")
        report: dict[str, Any] | None = None
        try:
            process.stdin.write(job.to_json().encode() + b"\n")
            process.stdin.flush()
            for line in process.stdout:
                event = json.loads(line)
                report = event if "walks" in event else report
                if "pages" in event:
                    _tell_new(event["pages"], told, on_page)
                elif "refused" in event:
                    on_refused(event["query"], [Refusal(**each) for each in event["refused"]])
        except BrokenPipeError:
            report = None  # it died at once; the log says why
        finally:
            process.stdin.close()  # lets a crawl that outlives us end
        process.wait()
        if report is None:
            raise CrawlFailed(f"{job.source}: the crawling process ended without a report: {_last_line(log)}")
    return Crawled(
        walks=tuple(Ended.from_json(each) for each in report["walks"]),
        tallies={query: Tally.from_json(each) for query, each in report["tallies"].items()},
    )


def _tell_new(counts: dict[str, int], told: dict[str, int], on_page: OnPage) -> None:
    for query, count in counts.items():
        if count != told.get(query):
            told[query] = count
            on_page(query, count)


def _started(log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "crawlers.crawl"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)


def _last_line(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "no message"
