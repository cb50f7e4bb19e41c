"""Retention: what is older than the configuration keeps it leaves the lake and the raw zone; the next load follows.

The lake is the truth and the warehouse a build of it, so nothing is deleted in the warehouse itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from lake.home import Home
from lake.retention import OldDay, days_before, remove
from pipeline.job import Job
from pipeline.quiet import quiet

RAW, MENTIONS, ANNOTATIONS = "raw", "mentions", "annotations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """What of one data set is older than it is kept."""

    dataset: str
    kept_days: int
    first_kept: date
    days: tuple[OldDay, ...]

    @property
    def file_count(self) -> int:
        """Files of these days."""
        return sum(each.file_count for each in self.days)

    @property
    def byte_count(self) -> int:
        """Bytes of these files."""
        return sum(each.byte_count for each in self.days)


def expired(job: Job, today: date) -> list[Expired]:
    """What would go, a line for each data set the configuration does not keep for good."""
    found = []
    for name, kept in job.settings.retention.kept_days().items():
        found.append(_expired(job.home, name, kept, today))
        if name == MENTIONS:
            found.append(_expired(job.home, ANNOTATIONS, kept, today))
    return found


def expire(job: Job, today: date) -> list[Expired]:
    """Removes it and returns what went. Raises LockHeld while the warehouse is being built, and OSError.

    Days are forgotten as enriched first: one that is gathered again later is judged again. Stopped at any moment, the
    next call removes the rest.
    """
    with quiet(job.home):
        found = expired(job, today)
        job.state.forget_enriched(
            {old.day.isoformat() for each in found if each.dataset == ANNOTATIONS for old in each.days}
        )
        for each in found:
            for old in each.days:
                remove(old)
    return found


def _expired(home: Home, dataset: str, kept_days: int, today: date) -> Expired:
    first_kept = today - timedelta(days=kept_days)
    days = days_before(_root(home, dataset), first_kept)
    return Expired(dataset=dataset, kept_days=kept_days, first_kept=first_kept, days=tuple(days))


def _root(home: Home, dataset: str) -> Path:
    return home.raw if dataset == RAW else home.lake / dataset
