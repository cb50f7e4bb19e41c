"""What Airflow's tasks call: from DAG parameters to a Job, and errors to one line where the parent looks."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from pipeline import chain, progress
from pipeline.job import Job, Window, open_job
from pipeline.steps.gather import gather as gather_step
from pipeline.steps.gather import summary
from records import Outcome
from records.errors import ConfigError, ScrmError

T = TypeVar("T")


class NeedsAPerson(ScrmError):
    """A failure that running the task again cannot mend: a bad file, a missing key, a closed door."""


def sources(params: Mapping[str, str]) -> list[str]:
    """Names of the configured sources, to map over."""
    job = _job(params)
    job.settings.check()
    return list(job.settings.source_names())


def gather(params: Mapping[str, str], source: str) -> str:
    """Gathers one source; returns its counts in one line."""
    job = _job(params)
    return _reported(f"gather:{source}", job, lambda: summary(gather_step(job, source, window=_window(params))))


def step(params: Mapping[str, str], name: str) -> str:
    """Runs one step after gather; returns its counts in one line."""
    job = _job(params)
    return _reported(name, job, lambda: str(chain.STEPS[name](job)))


def _reported(name: str, job: Job, work: Callable[[], T]) -> T:
    try:
        return work()
    except ScrmError as error:
        job.report(progress.Event(step=name, state="failed", note=str(error), exit_code=error.exit_code))
        if error.exit_code == Outcome.ERROR.exit_code:
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
