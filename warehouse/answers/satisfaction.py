"""How satisfied and how loyal a brand's customers are, at last and the time before."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, func, select

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.disclosure import LEAST_PEOPLE, is_mixed
from warehouse.answers.periods import Period
from warehouse.answers.views import SATISFACTION

FIGURES = (
    "measure", "measure_name", "measure_name_en", "month", "numerator", "denominator", "value_low", "value_high",
    "evidence_count", "is_proxy",
)  # fmt: skip
LONGEST_DAYS = 366
"""A figure older than a year is not told: surveys may be yearly, but not older than the last one."""


def satisfaction(connection: Connection, brand_id: str, now: Period, *, measures: Sequence[str]) -> Answer:
    """Brand totals of the measures: of each the two latest months up to the period's end, the later one first.

    Months with fewer than LEAST_PEOPLE answers, and months in which all answered alike, are left out.

    The value is numerator / denominator, between value_low and value_high (95%; NULL without an interval).
    """
    view = SATISFACTION.c
    place = func.row_number().over(partition_by=view.measure, order_by=view.month.desc()).label("place")
    months = view.month.between(now.end - timedelta(days=LONGEST_DAYS), now.end)
    told = select(*(view[name] for name in FIGURES), place).where(
        view.brand_id == brand_id,
        view.is_total,
        view.measure.in_(measures),
        months,
        view.denominator > 0,
        view.evidence_count >= LEAST_PEOPLE,
        is_mixed(view.measure, view.numerator, view.denominator, view.value_high - view.value_low),
    )
    ranked = told.subquery().c
    statement: AnySelect = (
        select(*(ranked[name] for name in FIGURES)).where(ranked.place <= 2).order_by(ranked.measure, ranked.place)
    )
    return ask(connection, "satisfaction", statement)
