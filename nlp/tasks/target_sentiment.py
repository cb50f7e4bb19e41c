"""Sentiment about each brand of a text that names several: of "A is better than B" they get verdicts of their own."""

from functools import cache

from nlp.columns import Columns
from nlp.directed.engine import DirectedSentiment
from nlp.directed.engine import load as load_directed
from nlp.tasks import content_class, language, link
from nlp.tasks.day import Day, Plan
from nlp.tasks.kind import Made
from records import Span
from records.ids import version_of

_WHERE_NAMED = "2"
"""Raised when another place of a text is taken for where a brand is named."""


@cache
def _engine() -> DirectedSentiment:
    return load_directed()


def made(plan: Plan) -> Made:
    """Engine and version under a plan."""
    depends = (each.made(plan).version for each in (content_class, language, link))
    return Made(_engine().name, version_of(_WHERE_NAMED, _engine().version, *depends))


def run(day: Day, plan: Plan, columns: Columns) -> None:
    """A row a brand, for texts that name two or more in the author's own words."""
    places = {at: named for at in range(len(day.ids)) if len(named := _named(day, at)) > 1}
    targets = [list(named.values()) for named in places.values()]
    found = _engine().read_targets([day.cleaned[at].own for at in places], targets)
    for (at, named), verdicts in zip(places.items(), found, strict=True):
        for brand_id, said in zip(named, verdicts, strict=True):
            columns.add(
                day.ids[at],
                said.label,
                target=brand_id,
                value=said.balance,
                probability=said.probability,
                is_abstained=said.is_abstained,
                spans=said.spans,
            )


def _named(day: Day, at: int) -> dict[str, Span]:
    """Each brand of a text and where it, or a product of it, is named first."""
    if len(day.links[at]) < 2 or not day.speaks_for_itself(at):
        return {}
    end = day.cleaned[at].own_end
    spans = ((span.start, item.brand_id, span) for item in day.links[at] for span in item.names if span.end <= end)
    named: dict[str, Span] = {}
    for _, brand_id, span in sorted(spans, key=lambda each: each[:2]):
        named.setdefault(brand_id, span)
    return named
