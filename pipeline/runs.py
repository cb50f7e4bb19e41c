"""Who ran what, when and with which outcome: each step is noted in the state and loaded as `fact_run_step`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from pipeline.job import Job
from pipeline.state import StateUnusable, StepRow

P = ParamSpec("P")
R = TypeVar("R", bound=Mapping[str, int] | Sequence[object])


def noted(step: str) -> Callable[[Callable[Concatenate[Job, P], R]], Callable[Concatenate[Job, P], R]]:
    """Decorates a step so that its begin, end and outcome are kept whether it succeeds or not."""

    def decorate(function: Callable[Concatenate[Job, P], R]) -> Callable[Concatenate[Job, P], R]:
        @wraps(function)
        def run(job: Job, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with _clocked(job, step, str(args[0]) if args else ""):
                return function(job, *args, **kwargs)

        return run

    return decorate


@contextmanager
def _clocked(job: Job, step: str, subject: str) -> Iterator[None]:
    started_at = datetime.now(UTC)

    def row(outcome: str) -> StepRow:
        return StepRow(job.run_id, step, subject, started_at.isoformat(), datetime.now(UTC).isoformat(), outcome)

    try:
        yield
    except Exception as error:
        try:
            job.state.note_step(row("error"))
        except StateUnusable as second:
            error.add_note(str(second))  # what a person must see is the step's own error
        raise
    job.state.note_step(row("ok"))
