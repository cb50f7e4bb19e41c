"""Who ran what, when and with which outcome: each step is noted in the state and loaded as `fact_run_step`."""

import resource
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from pipeline.job import Job
from pipeline.observe import Step, StepEnd, listeners
from pipeline.observe.listeners import Listener
from pipeline.settled import settled
from pipeline.state import StateUnusable, StepRow
from records import Coverage
from records.errors import DamagedWarehouse

P = ParamSpec("P")
R = TypeVar("R", bound=Mapping[str, int] | Sequence[object])


def noted(step: str) -> Callable[[Callable[Concatenate[Job, P], R]], Callable[Concatenate[Job, P], R]]:
    """Decorates a step so that its begin, end and outcome are kept whether it succeeds or not."""

    def decorate(function: Callable[Concatenate[Job, P], R]) -> Callable[Concatenate[Job, P], R]:
        @wraps(function)
        def run(job: Job, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with settled(job.home), _clocked(job, step, str(args[0]) if args else "") as note_rows:
                result = function(job, *args, **kwargs)
                note_rows(_row_count(result))
                return result

        return run

    return decorate


def _row_count(result: Mapping[str, int] | Sequence[object]) -> int:
    """What a step's result counts: rows by name, coverage rows with their mentions, or things made."""
    if isinstance(result, Mapping):
        return sum(result.values())
    return sum(each.mention_count if isinstance(each, Coverage) else 1 for each in result)


@contextmanager
def _clocked(job: Job, step: str, subject: str) -> Iterator[Callable[[int], None]]:
    begun = Step(run_id=job.run_id, name=step, subject=subject, home=job.home, started_at=datetime.now(UTC))
    cpu = _cpu_seconds()
    rows: list[int] = []
    told = listeners()

    def end(outcome: str) -> StepEnd:
        return StepEnd(
            ended_at=datetime.now(UTC),
            outcome=outcome,
            row_count=sum(rows) if rows else None,
            cpu_seconds=_cpu_seconds() - cpu,
            memory_peak_bytes=_memory_peak_bytes(),
        )

    for listener in told:
        listener.began(begun)
    try:
        yield rows.append
    except Exception as error:
        if isinstance(error, DamagedWarehouse):
            job.home.rebuild_mark.touch()
        try:
            _note(job, begun, end("error"), told)
        except StateUnusable as second:
            error.add_note(str(second))  # what a person must see is the step's own error
        raise
    _note(job, begun, end("ok"), told)


def _note(job: Job, step: Step, end: StepEnd, told: Sequence[Listener]) -> None:
    for listener in told:
        listener.ended(step, end)
    job.state.note_step(
        StepRow(
            run_id=step.run_id,
            step=step.name,
            subject=step.subject,
            started_at=step.started_at.isoformat(),
            ended_at=end.ended_at.isoformat(),
            outcome=end.outcome,
            row_count=end.row_count,
            cpu_seconds=round(end.cpu_seconds, 3),
            memory_peak_bytes=end.memory_peak_bytes,
        )
    )


def _cpu_seconds() -> float:
    """User and system time of this process and of the children it waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _memory_peak_bytes() -> int:
    """Largest resident size so far; Linux counts it in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
