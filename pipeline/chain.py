"""The order of the whole job, and how it runs without Airflow."""

from collections.abc import Callable, Mapping

from pipeline.job import Job, Window
from pipeline.steps.alert import alert
from pipeline.steps.enrich import enrich
from pipeline.steps.gather import gather
from pipeline.steps.inbox import take_inbox
from pipeline.steps.load import load
from pipeline.steps.profile import profile
from pipeline.steps.publish import publish
from pipeline.steps.report import report
from pipeline.steps.warn import warn

STEPS: Mapping[str, Callable[[Job], Mapping[str, int]]] = {
    "enrich": enrich,
    "load": load,
    "profile": profile,
    "publish": publish,
    "report": report,
    "alert": alert,
}
"""Every step after gather, in order, by the name of its task and command."""


FAST: Mapping[str, Callable[[Job], Mapping[str, int]]] = {"enrich": enrich, "warn": warn, "alert": alert}
"""From what was received to alert cards, without pages and without the rest of the profile."""


def run_fast(job: Job) -> None:
    """Dropped files, and whatever else is new in the lake, to alert cards. Raises ScrmError."""
    take_inbox(job)
    for step in FAST.values():
        step(job)


def run(job: Job, *, window: Window | None = None) -> None:
    """The whole job in this process. Raises ScrmError at the first step that fails; nothing is half-published."""
    job.settings.check()
    for source in job.settings.source_names():
        gather(job, source, window=window)
    take_inbox(job)
    for step in STEPS.values():
        step(job)
