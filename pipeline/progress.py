"""How a step says how far it is: to a person on stderr, or to a file that a parent process follows."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

ENVIRONMENT = "SCRM_PROGRESS_FILE"
"""Set by `scrm run` for its Airflow child; steps append their events there."""
LOG = "SCRM_LOG"
"""`json`: what steps say goes to stderr as lines of JSON instead of progress bars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One moment of one step."""

    step: str
    """gather:<source>, enrich, load, profile, publish, report, alert."""
    state: str
    """running, refused (the note holds refused rows, one a line), told (the note is worth a line of its own), done or
    failed."""
    done: int = 0
    """Units finished."""
    total: int = 0
    """Units in all; 0 when nobody knows."""
    note: str = ""
    """One short line: counts, or the error; of refused rows, one line each."""
    exit_code: int = 0
    """What the command should exit with after a failure or a partial result."""


class Reporter(Protocol):
    """Whoever listens to events."""

    def __call__(self, event: Event) -> None:
        """Takes one event."""


def silent(event: Event) -> None:
    """For library use and tests: nobody listens."""


def to_file(path: Path) -> Callable[[Event], None]:
    """A reporter that appends each event as one JSON line; single small appends do not interleave."""

    def report(event: Event) -> None:
        line = json.dumps(asdict(event), ensure_ascii=False) + "\n"
        with path.open("a", encoding="utf-8") as file:
            file.write(line)

    return report


def to_log(run_id: str) -> Callable[[Event], None]:
    """A reporter that writes what began, ended or was refused as one JSON line each on stderr, for collectors of logs.

    Keys: at (ISO 8601, UTC), run_id and those of Event. How far a step is in between is not logged.
    """
    begun: set[str] = set()

    def report(event: Event) -> None:
        if event.state == "running" and event.step in begun:
            return
        begun.add(event.step)
        line = {"at": datetime.now(UTC).isoformat(), "run_id": run_id, **asdict(event)}
        print(json.dumps(line, ensure_ascii=False), file=sys.stderr, flush=True)  # noqa: T201 - this is the log

    return report


def from_environment(run_id: str = "") -> Callable[[Event], None]:
    """The reporter of a step started by Airflow: the parent's file, the log of the task, or nobody."""
    path = os.environ.get(ENVIRONMENT)
    if path:
        return to_file(Path(path))
    return to_log(run_id) if wants_log() else silent


def wants_log() -> bool:
    """Whether SCRM_LOG asks for lines of JSON."""
    return os.environ.get(LOG) == "json"
