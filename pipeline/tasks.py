"""What Airflow's tasks call: from DAG parameters to a Job, and errors to one line where the parent looks."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from crawlers.errand import Lane
from pipeline import chain, progress
from pipeline.job import Job, Window, new_run_id, open_job
from pipeline.steps import inbox as inbox_step
from pipeline.steps.gather import FATAL, summary
from pipeline.steps.gather import gather as gather_step
from records import Outcome
from records.errors import ConfigError, DamagedArtefact, QualityGateFailed, ScrmError
from records.time import SHANGHAI

T = TypeVar("T")


class NeedsAPerson(ScrmError):
    """A failure that running the task again cannot mend: a bad file, a missing key, a closed door, a failed gate."""


NEEDS_A_PERSON = 3
"""Exit code of `main` for such a failure."""
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


def warn(params: Mapping[str, str]) -> str:
    """What is new in the lake to alert cards, before pages and profile; returns counts in one line."""
    job = _job(params)
    told = {name: _reported(name, job, partial(step, job)) for name, step in chain.FAST.items()}
    return str({**told["warn"], **told["alert"]})


def health(params: Mapping[str, str]) -> str:
    """Looks at everything and tells who listens; returns one line of what needs a person, empty when nothing does."""
    from pipeline.doctor import examine
    from pipeline.observe.health import tell_health

    job = _job(params)
    found = examine(job.home, job.settings)
    tell_health(job.home, found)
    unwell = [f"{each.source}: {each.advice}" for each in found.sources if each.advice]
    return "; ".join([*(f"{each.what}: {each.detail}" for each in found.findings if not each.is_fine), *unwell])


def verify(params: Mapping[str, str]) -> str:
    """Every listed file against its hash. Raises DamagedArtefact naming what differs."""
    from pipeline.verify import damaged_files

    job = _job(params)
    count, damaged = damaged_files(job.home)
    if damaged:
        raise DamagedArtefact(f"{len(damaged)} of {count:,} files are damaged: {damaged[0]}; run `scrm verify`")
    return f"{count:,} files as their manifests say"


def retain(params: Mapping[str, str]) -> str:
    """Takes away what is kept no longer; returns what went, in one line."""
    from pipeline.retention import expire

    job = _job(params)
    gone = [each for each in expire(job, datetime.now(SHANGHAI).date()) if each.days]
    return ", ".join(f"{len(each.days)} days of {each.dataset}" for each in gone) or "nothing is too old"


def compact(params: Mapping[str, str]) -> str:
    """Many small files of a day into few; returns what was done, in one line."""
    from pipeline.compaction import compact as compact_home
    from pipeline.compaction import sweep

    home = _job(params).home
    if (swept := sweep(home)) is not None:
        return f"{swept:,} objects swept"
    done = compact_home(home)
    gone = sum(each.files_before - each.files_after for each in done)
    return f"{len(done)} partitions, {gone:,} files fewer" if done else "no day lies in many small files"


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
    run_id = os.environ.get("SCRM_RUN_ID") or new_run_id()
    return open_job(Path(home), Path(config), report=progress.from_environment(run_id), run_id=run_id)


def _window(params: Mapping[str, str]) -> Window:
    return Window(since=_day(params.get("since"), "since"), until=_day(params.get("until"), "until"))


def _day(text: str | None, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ConfigError(f"parameter {name}: {text!r} is no day; write YYYY-MM-DD") from error


def main() -> int:
    """`python -m pipeline.tasks`: one call for an Airflow that lives in another environment.

    Reads {"function", "arguments"} as JSON from stdin; the last line of stdout is the result as JSON, or the error.
    Exits with 0, with 3 for what running the task again cannot mend, with 1 for other errors.
    """
    asked = json.loads(sys.stdin.read())
    if asked["function"] not in CALLABLE:
        print(f"{asked['function']!r} is no task; there are: {', '.join(CALLABLE)}")  # noqa: T201 - stdout is the answer
        return NEEDS_A_PERSON
    with redirect_stdout(sys.stderr):
        try:
            result: object = CALLABLE[asked["function"]](*asked["arguments"])
            code = 0
        except NeedsAPerson as error:
            result, code = str(error), NEEDS_A_PERSON
        except ScrmError as error:
            result, code = str(error), 1
    print(json.dumps(result, ensure_ascii=False) if code == 0 else result)  # noqa: T201 - stdout is the answer
    return code


CALLABLE: Mapping[str, Callable[..., object]] = {
    "sources": sources,
    "has_settled_files": has_settled_files,
    "gather": gather,
    "take_inbox": take_inbox,
    "step": step,
    "warn": warn,
    "health": health,
    "verify": verify,
    "retain": retain,
    "compact": compact,
}
"""What DAGs call, by name."""

if __name__ == "__main__":
    sys.exit(main())
