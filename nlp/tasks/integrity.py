"""Mentions that speak for a campaign."""

from nlp.columns import Columns
from nlp.integrity import army
from nlp.tasks import content_class, duplicate
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from records.ids import version_of


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    return Made("rules", version_of(duplicate.made(plan).version, content_class.made(plan).version, army.version()))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """Mentions that speak for a campaign; reposts and what repeats for reasons of its own are not asked."""
    judged = [
        kind != "repost" and label in army.ORGANIC_CLASSES for kind, label in zip(day.kinds, day.classes, strict=True)
    ]
    suspicions = army.water_army(
        day.groups,
        day.texts,
        day.authors + day.past_authors,
        day.times + day.past_times,
        judged,
    )
    for item in suspicions:
        columns.add(day.ids[item.index], "water_army", target=item.group_id, value=item.organic_weight)
