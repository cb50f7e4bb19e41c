"""Brands and products each text is about."""

from nlp.columns import Columns
from nlp.entities.linker import linker
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from nlp.text.clean import CLEAN_VERSION
from records.ids import version_of


def made(plan: Plan) -> Made:
    """Engine and version under a plan: a changed name or query makes another version."""
    assigned = (f"{source}\x1f{query}\x1f{brand}" for (source, query), brand in sorted(plan.assignments.items()))
    return Made("rules", version_of(CLEAN_VERSION, linker(plan.brands).version, *assigned))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """Brands and products each text is about; the value is how prominent each is in it."""
    day.links = linker(plan.brands).link(
        day.texts,
        titles=day.titles,
        products=day.products,
        assigned=day.assigned,
        own_ends=[cleaned.own_end for cleaned in day.cleaned],
    )
    for mention_id, links in zip(day.ids, day.links, strict=True):
        for item in links:
            columns.add(mention_id, item.label, target=item.target, value=item.prominence, spans=item.spans)
