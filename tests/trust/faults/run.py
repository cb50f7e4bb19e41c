"""One job in a process forked from a warm one: no imports, no models to read, so that a case costs seconds."""

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline import chain, progress
from pipeline.job import Job, open_job
from pipeline.progress import Event
from pipeline.steps.gather import gather
from pipeline.steps.inbox import take_inbox
from records.errors import ScrmError

OK, REFUSED, BROKEN = 0, 1, 70
PATIENCE_SECONDS = 600.0


@dataclass(frozen=True)
class Ended:
    """How a forked process ended."""

    code: int
    """Exit code; negative for a signal."""
    said: str
    """Its error, when it had one."""

    @property
    def is_clean(self) -> bool:
        """Whether it did its work, gave up with an error of ours or of the system, or was killed as planned."""
        return self.code in (OK, REFUSED, -signal.SIGKILL)


@dataclass(frozen=True)
class Running:
    """A forked process, leader of a group of its own."""

    leader: int
    """Its process id, and its group's."""
    log: Path

    def wait(self) -> Ended:
        """Its end. One that takes too long is ended with all of its group, and told as -14."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found, status = os.waitpid(self.leader, os.WNOHANG)
            if found:
                return Ended(os.waitstatus_to_exitcode(status), _said(self.log))
            time.sleep(0.02)
        os.killpg(self.leader, signal.SIGKILL)
        os.waitpid(self.leader, 0)
        return Ended(-signal.SIGALRM, f"took longer than {PATIENCE_SECONDS:.0f} s")


def forked(log: Path, work: Callable[[], None]) -> Running:
    """Starts `work` in a child."""
    log.unlink(missing_ok=True)
    child = os.fork()
    if child:
        return Running(child, log)
    code = BROKEN
    try:
        os.setpgid(0, 0)
        with log.open("w", encoding="utf-8") as said, contextlib.redirect_stderr(said):
            code = _guarded(work)
    finally:
        os._exit(code)


def job(
    home: Path,
    config: Path,
    report: Callable[[Event], None] = progress.silent,
    first: int = 0,
    last: int | None = None,
) -> None:
    """The whole job, or from its part number `first` on, where the home holds what those before it leave, to `last`."""
    opened_job = opened(home, config, report)
    if not first and last is None:
        chain.run(opened_job)
        return
    opened_job.settings.check()
    for work in list(parts(opened_job).values())[first : None if last is None else last + 1]:
        work()


def parts(opened_job: Job) -> dict[str, Callable[[], object]]:
    """What `pipeline.chain.run` does, part by part, in its order."""
    gathered = {f"gather {name}": partial(gather, opened_job, name) for name in opened_job.settings.source_names()}
    steps = {name: partial(step, opened_job) for name, step in chain.STEPS.items()}
    return {**gathered, "inbox": partial(take_inbox, opened_job), **steps}


def opened(home: Path, config: Path, report: Callable[[Event], None] = progress.silent) -> Job:
    """The job that `job` runs."""
    return open_job(home, config, report=report)


def _guarded(work: Callable[[], None]) -> int:
    try:
        work()
    except (ScrmError, OSError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return REFUSED
    except BaseException:  # noqa: BLE001 - whatever else ends a job is what the campaign looks for
        traceback.print_exc()
        return BROKEN
    return OK


def _said(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8").strip()[-2000:]
    except OSError:
        return ""
