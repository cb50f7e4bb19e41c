"""Profile: histories from the new warehouse -> influencers, personas, alert episodes -> the lake and back."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from lake.lock import exclusive
from lake.partition import partitions, replace
from pipeline.job import Job
from pipeline.progress import Event
from records.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

INFLUENCER_WEEKS = 8
"""Weeks back from each brand's last day for which the influencer table is made."""

PERSONA_DAYS = 56
"""Histories that personas are drawn from, back from the last day with data."""


def profile(job: Job) -> Mapping[str, int]:
    """Computes what needs histories and loads it into the new warehouse. Raises UsageError before `load` has run."""
    job.report(Event(step="profile", state="running"))
    if not job.home.next_warehouse.exists():
        raise UsageError(f"{job.home.next_warehouse}: nothing has been loaded; run `scrm load` first")
    with exclusive(job.home.root / "warehouse.lock", "the warehouse"):
        counts = _profile(job)
    note = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    job.report(Event(step="profile", state="done", note=note))
    return counts
