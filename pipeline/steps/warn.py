"""Warn: what is new in the lake -> alert episodes in the published star, without the rest of the profile.

The fast way from something received to an alert card. Influence, personas and customers stay what the last whole run
found; the next one makes them anew.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lake.lock import exclusive
from pipeline import warehouse
from pipeline.findings.alerting import alert_results, read_alert_inputs
from pipeline.job import Job
from pipeline.progress import Event
from pipeline.runs import noted
from pipeline.steps.load import inputs_of
from pipeline.steps.profile import fill, keep, shown

if TYPE_CHECKING:
    from pipeline.findings.result import Result

STEP = "warn"
WAITING = "a build waits to be published, whose run will tell alerts"


@noted(STEP)
def warn(job: Job) -> Mapping[str, int]:
    """Updates the star, judges alerts alone and publishes; returns episodes.

    One lock is held throughout, so no other run comes between. Where another run has built and not published yet,
    nothing is done: that run tells. A star that has to be built whole gets its whole profile. Raises ScrmError.
    """
    job.report(Event(step=STEP, state="running"))
    with exclusive(job.home.root / "warehouse.lock", "the warehouse"):
        if warehouse.is_build_waiting(job.home):
            job.report(Event(step=STEP, state="done", note=WAITING))
            return {}
        done = warehouse.refresh(job.home, inputs_of(job))
        found = _alerts(job) if done.is_update else fill(job)
        warehouse.publish(job.home, run_id=job.run_id, checked_at=datetime.now(UTC))
    how = f"{done.new_file_count:,} new files" if done.is_update else "star built whole, with its profile"
    count = found["alerts"].row_count
    job.report(Event(step=STEP, state="done", note=f"{count:,} episodes, {how}"))
    return {"episodes": count}


def _alerts(job: Job) -> "Mapping[str, Result]":
    """Judges alerts over the star that was just updated, and puts them into lake and star."""
    from warehouse.frames import mention_frame
    from warehouse.load import ProfileInputs

    with warehouse.open_built(job.home) as connection:
        mentions = mention_frame(connection).to_pandas()
        inputs = read_alert_inputs(connection, job.settings.alerts)
    found = shown(job, alert_results(mentions, inputs))
    files = {name: keep(job, result) for name, result in found.items()}
    warehouse.load_alerts(job.home, ProfileInputs(**files))
    return found
