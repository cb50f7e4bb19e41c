"""What the doctor asks of the memory of crawls; without one, budgets and gaps are unknown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from crawlers.spec import SourceSpec
from lake.crawlstate import CrawlState
from lake.home import Home
from lake.intervals import Interval
from records.errors import ScrmError


class Memory(Protocol):
    """Budgets and covered time, by source."""

    def spent(self, source: str, day: date) -> Mapping[str, int]:
        """Bucket -> units used on a day."""

    def covered(self, source: str, query: str) -> Sequence[Interval]:
        """Publication times of which everything was gathered."""


def memory_of(home: Home) -> Memory | None:
    """The home's memory of crawls; None where there is none yet, or none that can be read."""
    try:
        return CrawlState(home.state) if home.state.exists() else None
    except ScrmError:
        return None  # the finding about the state says so


def budget_left(spec: SourceSpec, memory: Memory | None, now: datetime) -> dict[str, int] | None:
    """Bucket -> units left of today, in the quota's own zone; None for a source without a quota."""
    if spec.quota is None or memory is None:
        return None
    spent = memory.spent(spec.name, now.astimezone(ZoneInfo(spec.quota.zone)).date())
    return {bucket: max(units - spent.get(bucket, 0), 0) for bucket, units in spec.quota.buckets.items()}
