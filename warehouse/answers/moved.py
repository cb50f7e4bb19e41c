"""What moved between two builds of the star: additive totals of every tracked brand, before and after."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from warehouse.answers.totals import MEASURES
from warehouse.answers.views import INSIGHT_DAY as DAY
from warehouse.metrics import BY_NAME

RATIOS = ("net_sentiment", "negative_share", "complaint_share")
"""Metrics beside the counts."""

Totals = Mapping[str, Mapping[str, float]]
"""Brand id -> measure -> sum over all days and platforms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One figure of one brand that two builds tell otherwise."""

    brand_id: str
    figure: str
    """A measure of `v_insight_day`, or a metric of RATIOS."""
    before: float | None
    """None where the brand or the figure was not there."""
    after: float | None


def brand_sums(connection: Connection) -> Totals:
    """The sums behind every brand's figures, of the star a connection reads."""
    sums = [func.coalesce(func.sum(DAY.c[name]), 0).label(name) for name in MEASURES]
    statement = select(DAY.c.brand_id, *sums).where(DAY.c.brand_id.is_not(None)).group_by(DAY.c.brand_id)
    return {
        str(row.brand_id): {name: float(getattr(row, name)) for name in MEASURES}
        for row in connection.execute(statement).all()
    }


def moved(before: Totals, after: Totals) -> list[Moved]:
    """The figures that differ, by brand; equal ones are left out."""
    found = []
    for brand_id in sorted(before.keys() | after.keys()):
        old, new = _figures(before.get(brand_id)), _figures(after.get(brand_id))
        for figure in (*MEASURES, *RATIOS):
            one, other = old.get(figure), new.get(figure)
            if _differs(one, other):
                found.append(Moved(brand_id=brand_id, figure=figure, before=one, after=other))
    return found


def _figures(sums: Mapping[str, float] | None) -> dict[str, float | None]:
    if sums is None:
        return {}
    return {**sums, **{name: _ratio(name, sums) for name in RATIOS}}


def _ratio(name: str, sums: Mapping[str, float]) -> float | None:
    value = BY_NAME[name].value(dict(sums))
    return None if value is None else float(value)


def _differs(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > 1e-9
