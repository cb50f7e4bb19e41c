"""What Airflow's tasks call: from DAG parameters to a Job, and errors to one line where the parent looks."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from crawlers.errand import Lane
from pipeline import chain, progress
from pipeline.job import Job, Window, open_job
from pipeline.steps import inbox as inbox_step
from pipeline.steps.gather import FATAL, summary
from pipeline.steps.gather import gather as gather_step
from records import Outcome
from records.errors import ConfigError, QualityGateFailed, ScrmError

T = TypeVar("T")


class NeedsAPerson(ScrmError):
    """A failure that running the task again cannot mend: a bad file, a missing key, a closed door, a failed gate."""


INBOX = "inbox"
"""Stands among the sources for the files that people dropped; no source is called so."""


def sources(params: Mapping[str, str]) -> list[str]:
    """What to map gather over: the configured sources and the inbox, or what the parameter `sources` names of them."""
    job = _job(params)
    everything = [*job.settings.source_names(), INBOX]
    asked = [name.strip() for name in params.get("sources", "").split(",") if name.strip()]
    unknown = sorted(set(asked) - set(everything))
    if unknown:
        known = ", ".join(everything)
        raise ConfigError(f"parameter sources: {', '.join(unknown)} is not configured; there are: {known}")
    job.settings.check([name for name in asked or everything if name != INBOX])
    return asked or everything


def has_settled_files(params: Mapping[str, str]) -> bool:
    """Whether a dropped file can be taken now."""
    return inbox_step.has_settled_files(_job(params))


def gather(params: Mapping[str, str], source: str, lane: str = "") -> str:
    """Gathers one source, or the inbox; returns its counts in one line. Without a lane it is what the days say."""
    if source == INBOX:
        return take_inbox(params) or "nothing new"
    job, asked = _job(params), Lane(lane) if lane else None
    work = partial(gather_step, job, source, window=_window(params), lane=asked)
    return _reported(f"gather:{source}", job, lambda: summary(work()))


def take_inbox(params: Mapping[str, str]) -> str:
    """Takes every dropped file that is whole; returns the counts of what was landed in one line, empty for nothing."""
    job = _job(params)
    coverages = _reported(inbox_step.STEP, job, lambda: inbox_step.take_inbox(job))
    landed = [each for each in coverages if Outcome(each.outcome) not in FATAL]
    return summary(landed) if landed else ""


def step(params: Mapping[str, str], name: str) -> str:
    """Runs one step after gather; returns its counts in one line."""
    job = _job(params)
    return _reported(name, job, lambda: str(chain.STEPS[name](job)))


def _reported(name: str, job: Job, work: Callable[[], T]) -> T:
    try:
        return work()
    except ScrmError as error:
        job.report(progress.Event(step=name, state="failed", note=str(error), exit_code=error.exit_code))
        if error.exit_code == Outcome.ERROR.exit_code and not isinstance(error, QualityGateFailed):
            raise
        raise NeedsAPerson(str(error)) from error


def _job(params: Mapping[str, str]) -> Job:
    home = params.get("home") or os.environ.get("SCRM_HOME") or "scrm-home"
    config = params.get("config") or os.environ.get("SCRM_CONFIG")
    if not config:
        raise ConfigError("no configuration: set the DAG parameter `config` or SCRM_CONFIG to your brands.yml")
    run_id = os.environ.get("SCRM_RUN_ID", "")
    return open_job(Path(home), Path(config), report=progress.from_environment(), run_id=run_id)


def _window(params: Mapping[str, str]) -> Window:
    return Window(since=_day(params.get("since"), "since"), until=_day(params.get("until"), "until"))


def _day(text: str | None, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ConfigError(f"parameter {name}: {text!r} is no day; write YYYY-MM-DD") from error
