"""A change that restates: another brand, alias, taxonomy, model or correction makes kept verdicts stale.

What is stale is listed, judged and linked anew, and built beside the published warehouse; what moved is shown before
anybody publishes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lake.store import partitions
from pipeline import warehouse
from pipeline.job import Job
from pipeline.steps.enrich import enrich, full_plan, stale_days
from pipeline.steps.load import load
from pipeline.steps.profile import profile

if TYPE_CHECKING:
    from warehouse.answers.moved import Moved, Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """What has to be judged anew."""

    tasks: Mapping[str, str]
    """Task -> the version in use that the lake holds no verdicts of."""
    days: Mapping[str, int]
    """Day -> mentions to judge again."""

    @property
    def mention_count(self) -> int:
        """Mentions over all days."""
        return sum(self.days.values())


def stale(job: Job) -> Stale:
    """What the configuration, the models or new files make stale; nothing is changed."""
    from nlp.batch import plan_versions

    plan = full_plan(job)
    held = {(each.keys["task"], each.keys["version"]) for each in partitions(job.home.store, "annotations")}
    versions = {task: version for task, (_, version) in plan_versions(plan).items()}
    fresh = {task: version for task, version in sorted(versions.items()) if (task, version) not in held}
    return Stale(tasks=fresh, days=stale_days(job, plan))


def restate(job: Job) -> "list[Moved]":
    """Judges, loads and profiles what is stale; returns what moved against the published warehouse.

    Publishes nothing. Raises ScrmError.
    """
    before = _published(job)
    enrich(job)
    load(job)
    profile(job)
    return _moved(job, before)


def _published(job: Job) -> "Totals":
    from warehouse.answers.moved import brand_sums
    from warehouse.connect import WarehouseMissing, open_published

    try:
        with open_published(warehouse.published(job.home)) as connection:
            return brand_sums(connection)
    except WarehouseMissing:
        return {}


def _moved(job: Job, before: "Totals") -> "list[Moved]":
    from warehouse.answers.moved import brand_sums, moved

    with warehouse.open_built(job.home) as connection:
        return moved(before, brand_sums(connection))
