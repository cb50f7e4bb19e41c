"""Why a complaint is as grave as it is, what is demanded, and how it came to it."""

from nlp.columns import Columns
from nlp.tasks import complaint
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made

SEVERITY, DEMAND, CAUSE = "severity", "demand", "cause"
"""The target of a row: which question its label answers."""


def made(plan: Plan) -> Made:
    """Engine and version under a plan: those of the complaints themselves."""
    return complaint.made(plan)


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """A row a reason of severity (with its points of 100 and its words), a row a demand, a row the cause."""
    for mention_id, found in zip(day.ids, day.complaints, strict=True):
        if not found:
            continue
        for reason in found.reasons:
            columns.add(
                mention_id,
                reason.code,
                target=SEVERITY,
                aspect=reason.code,
                value=float(reason.points),
                spans=reason.spans,
            )
        for demand in found.demands:
            columns.add(mention_id, demand, target=DEMAND, aspect=demand)
        if found.cause:
            columns.add(mention_id, found.cause, target=CAUSE, aspect=found.cause)
