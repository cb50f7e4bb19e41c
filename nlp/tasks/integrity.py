"""Mentions that speak for a campaign or for a prize, with what shows it."""

from nlp.columns import Columns
from nlp.integrity import army
from nlp.integrity.promotions import promotions
from nlp.integrity.promotions import version as promotions_version
from nlp.integrity.verdicts import verdict_rows
from nlp.tasks import content_class, duplicate, link
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from records.ids import version_of


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    depends = (each.made(plan).version for each in (duplicate, content_class, link))
    return Made("rules", version_of(*depends, army.version(), promotions_version()))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """Verdicts (the value is the organic weight) and a row a reason; reposts are not asked about armies."""
    judged = [
        kind != "repost" and label in army.ORGANIC_CLASSES for kind, label in zip(day.kinds, day.classes, strict=True)
    ]
    brands: list[list[str]] = [[item.brand_id for item in links] for links in day.links]
    suspicions = army.water_army(
        day.groups,
        day.texts,
        day.authors + day.past_authors,
        day.times + day.past_times,
        judged,
        brands=brands + [[] for _ in day.past_ids],
        keys=day.keys + day.past_keys,
    )
    for row in verdict_rows(suspicions, promotions(day.texts, day.kinds)):
        columns.add(day.ids[row.row], row.label, target=row.target, aspect=row.label, value=row.value, spans=row.spans)
