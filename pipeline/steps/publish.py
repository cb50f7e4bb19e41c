"""Publish: the quality gate, then one atomic rename; readers meet the old warehouse or the new one, whole."""

from collections.abc import Mapping
from datetime import UTC, datetime

from lake.lock import exclusive
from pipeline import warehouse
from pipeline.job import Job
from pipeline.progress import Event
from pipeline.runs import noted


@noted("publish")
def publish(job: Job) -> Mapping[str, int]:
    """Publishes what `load` and `profile` built. Raises QualityGateFailed, leaving the last good warehouse in place."""
    job.report(Event(step="publish", state="running"))
    warehouse.require_built(job.home, before="`scrm load` and `scrm profile`")
    with exclusive(job.home.root / "warehouse.lock", "the warehouse"):
        warehouse.publish(job.home, run_id=job.run_id, checked_at=datetime.now(UTC))
    job.report(Event(step="publish", state="done", note="every check passed"))
    return {}
