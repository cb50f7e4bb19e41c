"""Exact and near-duplicate groups."""

from collections import Counter

from nlp.columns import Columns
from nlp.integrity import duplicates
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from nlp.text.clean import CLEAN_VERSION
from records.ids import version_of


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    return Made("minhash", version_of(CLEAN_VERSION, duplicates.version()))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """Exact and near-duplicate groups over the day and its look-back."""
    keys = day.keys + day.past_keys
    day.groups = duplicates.groups_of(
        day.ids + day.past_ids,
        keys,
        day_count=len(day.ids),
        window=[*day.past_prints, day.prints],
        compared=day.compared,
    )
    for group in day.groups:
        held = Counter(keys[at] for at in group.members)
        size = len(group.members)
        for at in group.members:
            if at < len(day.ids):
                label = "unique" if size == 1 else "exact" if held[keys[at]] > 1 else "near"
                columns.add(day.ids[at], label, target=group.group_id, value=float(size))
