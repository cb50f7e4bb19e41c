"""Complaints: whether a text is one, of what kind, how grave."""

from nlp import complaints
from nlp.columns import Columns
from nlp.complaints.tone import tone_of
from nlp.tasks import link, sentiment
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from records.ids import version_of


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    tone = sentiment.made(plan)
    version = version_of(complaints.load().version, tone.engine, tone.version, link.made(plan).version)
    return Made("rules", version)


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """Complaints: declared ones, and those that consumers' own posts, comments and reviews hold."""
    asked = [at for at, kind in enumerate(day.kinds) if kind == "complaint" or day.classes[at] == "UGC"]
    found = complaints.load().judge_cleaned(
        [day.cleaned[at] for at in asked],
        titles=[day.titles[at] for at in asked],
        is_declared=[day.kinds[at] == "complaint" for at in asked],
        is_consumer=[_is_about_a_purchase(day, at) for at in asked],
        tones=[tone_of(day.ratings[at], day.rating_scales[at], day.tones[at]) for at in asked],
    )
    day.complaints = [None] * len(day.ids)
    for at, item in zip(asked, found, strict=True):
        if item:
            day.complaints[at] = item
            columns.add(day.ids[at], item.label, aspect=item.theme, value=item.severity, spans=item.spans)


def _is_about_a_purchase(day: Day, at: int) -> bool:
    """Whether a text is a review of something tracked, or names it; under a brand's posts people talk of anything."""
    return any(day.kinds[at] == "review" or item.label != "assigned" for item in day.links[at])
