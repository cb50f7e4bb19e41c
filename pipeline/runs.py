"""Who ran what, when and with which outcome: each step is noted in the state and loaded as `fact_run_step`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from pipeline.job import Job
from pipeline.state import StateUnusable, StepRow
from records import Coverage

P = ParamSpec("P")
R = TypeVar("R", bound=Mapping[str, int] | Sequence[object])


def noted(step: str) -> Callable[[Callable[Concatenate[Job, P], R]], Callable[Concatenate[Job, P], R]]:
    """Decorates a step so that its begin, end and outcome are kept whether it succeeds or not."""

    def decorate(function: Callable[Concatenate[Job, P], R]) -> Callable[Concatenate[Job, P], R]:
        @wraps(function)
        def run(job: Job, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with _clocked(job, step, str(args[0]) if args else "") as note_rows:
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
    started_at = datetime.now(UTC)
    rows: list[int] = []

    def row(outcome: str) -> StepRow:
        ended_at = datetime.now(UTC).isoformat()
        return StepRow(
            job.run_id, step, subject, started_at.isoformat(), ended_at, outcome, sum(rows) if rows else None
        )

    try:
        yield rows.append
    except Exception as error:
        try:
            job.state.note_step(row("error"))
        except StateUnusable as second:
            error.add_note(str(second))  # what a person must see is the step's own error
        raise
    job.state.note_step(row("ok"))
