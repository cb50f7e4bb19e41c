"""Publish: the quality gate, then one atomic rename; readers meet the old warehouse or the new one, whole."""

from collections.abc import Mapping
from datetime import UTC, datetime

from lake.lock import exclusive
from pipeline.job import Job
from pipeline.progress import Event
from pipeline.runs import noted
from records.errors import UsageError


@noted("publish")
def publish(job: Job) -> Mapping[str, int]:
    """Publishes what `load` and `profile` built. Raises QualityGateFailed, leaving the last good warehouse in place."""
    from warehouse.publish import publish as swap

    job.report(Event(step="publish", state="running"))
    if not job.home.next_warehouse.exists():
        raise UsageError(f"{job.home.next_warehouse}: nothing has been built; run `scrm load` and `scrm profile` first")
    with exclusive(job.home.root / "warehouse.lock", "the warehouse"):
        swap(job.home.next_warehouse, job.home.warehouse, run_id=job.run_id, checked_at=datetime.now(UTC))
    job.report(Event(step="publish", state="done", note="every check passed"))
    return {}
