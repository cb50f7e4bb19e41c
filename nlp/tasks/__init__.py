"""The tasks in order: each reads one day and what earlier tasks found, and writes annotations; one file, one task."""

import pyarrow as pa

from nlp.columns import Columns
from nlp.tasks import (
    aspect,
    complaint,
    complaint_reason,
    content_class,
    duplicate,
    emotion,
    integrity,
    intent,
    language,
    link,
    sentiment,
    target_sentiment,
    topic,
)
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made, Task

__all__ = ["TASKS", "Day", "Plan", "plan_versions", "run"]

TASKS: dict[str, Task] = {
    "duplicate": duplicate,
    "language": language,
    "link": link,
    "content_class": content_class,
    "intent": intent,
    "sentiment": sentiment,
    "target_sentiment": target_sentiment,
    "emotion": emotion,
    "aspect": aspect,
    "topic": topic,
    "complaint": complaint,
    "complaint_reason": complaint_reason,
    "integrity": integrity,
}
"""Each task and what does it, in the order in which one may read what another found."""


def plan_versions(plan: Plan) -> dict[str, tuple[str, str]]:
    """Engine and version of each task's annotations under a plan, in the order of the tasks.

    A day annotated with other versions is stale; nothing needs to be run to tell.
    """
    return {name: (made.engine, made.version) for name, made in _made(plan).items()}


def run(day: Day, plan: Plan) -> dict[str, pa.Table]:
    """All annotations of a day, task by task."""
    tables = {}
    for name, made in _made(plan).items():
        columns = Columns(name, made.engine, made.version)
        TASKS[name].run(day, plan, columns)
        tables[name] = columns.table()
    return tables


def _made(plan: Plan) -> dict[str, Made]:
    found = ((name, task.made(plan)) for name, task in TASKS.items())
    return {name: made for name, made in found if made is not None}
