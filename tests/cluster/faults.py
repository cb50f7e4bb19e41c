"""What may happen to the processes of the cluster while the job runs, and the seeded moments at which it does."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tests.cluster.stack import Stack

SEED = 3
POSTGRES_DOWN_SECONDS = 20.0
_LONGEST_DELAY_SECONDS = {"gather": 2.0, "enrich": 10.0, "load": 10.0, "profile": 10.0}
"""Shorter than the task, so that it is met at work."""
_BUILDING = ("load", "profile")
"""Tasks that work on the warehouse."""


@dataclass(frozen=True)
class Blow:
    """Something that happens to one process or several."""

    name: str
    strike: Callable[[Stack], None]
    tasks: tuple[str, ...]
    """During which of these it strikes is the seed's choice."""
    least_running: int = 1
    """It waits until so many of the task's instances run."""


@dataclass(frozen=True)
class Moment:
    """When a blow falls: so long after enough instances of the task were seen to run."""

    task: str
    delay_seconds: float


def moment(blow: Blow, seed: int = SEED) -> Moment:
    """Where the seed lets a blow fall."""
    chance = Random(f"{seed} {blow.name}")
    task = chance.choice(blow.tasks)
    return Moment(task, chance.uniform(0, _LONGEST_DELAY_SECONDS[task]))


def killed_and_started_anew(*names: str) -> Callable[[Stack], None]:
    """kill -9 of processes with their children, and a new start at once."""

    def strike(stack: Stack) -> None:
        for name in names:
            stack.kill(name)
        for name in names:
            stack.start_again(name)

    return strike


def postgres_away(stack: Stack) -> None:
    """The server of metadata, results and warehouse stops at once and is away for a while."""
    stack.stop_postgres_at_once()
    end = time.monotonic() + POSTGRES_DOWN_SECONDS
    while time.monotonic() < end:
        stack.tend()
        time.sleep(1)
    stack.start_again("postgres")


FAULTS: Mapping[str, tuple[Blow, ...]] = {
    "one-worker": (Blow("one worker", killed_and_started_anew("worker-1"), ("gather",), least_running=2),),
    "both-workers": (Blow("both workers", killed_and_started_anew("worker-1", "worker-2"), _BUILDING),),
    "postgres": (Blow("PostgreSQL", postgres_away, _BUILDING),),
    "redis": (Blow("Redis", killed_and_started_anew("redis"), ("gather",), least_running=2),),
    # Three that no task of ours talks to share a run: one would cost each of them four minutes more.
    "scheduler": (
        Blow("DAG processor", killed_and_started_anew("dag-processor"), ("gather",)),
        Blow("triggerer", killed_and_started_anew("triggerer"), ("enrich",)),
        Blow("scheduler", killed_and_started_anew("scheduler"), ("load",)),
    ),
    "api-server": (Blow("API server", killed_and_started_anew("api-server"), ("gather", "enrich", *_BUILDING)),),
}
"""Name of a run -> what happens in it, in order."""
