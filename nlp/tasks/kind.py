"""What every task promises."""

from typing import NamedTuple, Protocol

from nlp.columns import Columns
from nlp.tasks.day import Day, Plan


class Made(NamedTuple):
    """Who made a task's annotations."""

    engine: str
    """Name of the engine."""
    version: str
    """Changes whenever the same day could get other annotations; nothing needs to be run to tell."""


class Task(Protocol):
    """One task: a module of this folder with these two functions."""

    def made(self, plan: Plan) -> Made | None:
        """Engine and version under a plan; None when the plan lacks what the task needs."""

    def run(self, day: Day, plan: Plan, columns: Columns) -> None:
        """Adds the day's annotations to `columns`; may read and note what a later task reads on `day`."""
