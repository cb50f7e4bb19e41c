"""Topics of linked mentions."""

from nlp.columns import Columns
from nlp.tasks import link
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from nlp.text.clean import CLEAN_VERSION
from records.ids import version_of


def made(plan: Plan) -> Made | None:
    """Engine and version under a plan; None before the first fit."""
    if plan.topics is None:
        return None
    return Made(plan.topics.engine, version_of(CLEAN_VERSION, plan.topics.version, link.made(plan).version))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """Topics of linked mentions in their brands' markets; weights of a mention sum to 1, or it has none."""
    if plan.topics is None:
        return
    linked = [at for at, links in enumerate(day.links) if links]
    brand_ids = [{item.brand_id for item in day.links[at]} for at in linked]
    found = plan.topics.apply([day.titled(at) for at in linked], brand_ids)
    for at, topics in zip(linked, found, strict=True):
        for item in topics:
            columns.add(day.ids[at], item.label, target=item.topic_id, value=item.weight)
