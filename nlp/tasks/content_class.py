"""Who speaks and why."""

from nlp.columns import Columns
from nlp.integrity import content
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    return Made("rules", content.version())


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """Who speaks and why. Whether the brand is meant is not asked: the class must not change with a brand's names."""
    rows = zip(day.ids, day.texts, day.titles, day.kinds, day.platforms, day.statuses, day.verified_types, strict=True)
    for mention_id, text, title, kind, platform, status, verified_type in rows:
        found = content.content_class(
            text or title or "", kind=kind, platform=platform, status=status, verified_type=verified_type
        )
        day.classes.append(found.label)
        columns.add(mention_id, found.label, spans=found.spans if text else ())
