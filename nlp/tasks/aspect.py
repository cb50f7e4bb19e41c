"""What each text says of the aspects of what a brand sells."""

from collections import defaultdict
from functools import cache

from nlp import aspects
from nlp.aspects import AspectEngine
from nlp.columns import Columns
from nlp.tasks import content_class, language, link
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from records.ids import version_of


@cache
def _engine(industry: str) -> AspectEngine:
    return aspects.load(industry)


def _industries(plan: Plan) -> dict[str, str]:
    return {brand.brand_id: brand.industry or aspects.DEFAULT for brand in plan.brands}


def made(plan: Plan) -> Made | None:
    """Engine and version under a plan; None without brands. One brand's industry decides which aspects it has."""
    industries = _industries(plan)
    if not industries:
        return None
    engines = [_engine(industry).version for industry in sorted(set(industries.values()))]
    chosen = (f"{brand}={industry}" for brand, industry in sorted(industries.items()))
    depends = (each.made(plan).version for each in (content_class, language, link))
    return Made("aspects", version_of(*engines, *chosen, *depends))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """A row an aspect; about the brand where the text is about one, else about the whole text."""
    for industry, asked in _by_industry(day, plan).items():
        found = _engine(industry).read([day.cleaned[at].own for at in asked])
        for at, items in zip(asked, found, strict=True):
            brands = {item.brand_id for item in day.links[at]}
            target = next(iter(brands)) if len(brands) == 1 else None
            for item in items:
                columns.add(
                    day.ids[at],
                    item.label,
                    target=target,
                    aspect=item.aspect,
                    probability=item.probability,
                    is_abstained=item.is_abstained,
                    spans=(*item.spans, *item.opinion),
                )


def _by_industry(day: Day, plan: Plan) -> dict[str, list[int]]:
    """Industry -> the mentions asked about its aspects, each once."""
    industries, asked = _industries(plan), defaultdict(list)
    for at, links in enumerate(day.links):
        if links and day.speaks_for_itself(at):
            for industry in sorted({industries[item.brand_id] for item in links}):
                asked[industry].append(at)
    return dict(sorted(asked.items()))
