"""The daily curve of a brand."""

from sqlalchemy import Connection, func, select

from warehouse.answers.answer import Answer, ask
from warehouse.answers.periods import Period
from warehouse.answers.totals import MEASURES
from warehouse.answers.views import INSIGHT_DAY as DAY


def daily_series(connection: Connection, brand_id: str, span: Period) -> Answer:
    """Additive totals per day and platform; days without a mention have no row."""
    sums = [func.sum(DAY.c[name]).label(name) for name in MEASURES]
    statement = (
        select(DAY.c.day, DAY.c.platform, *sums)
        .where(DAY.c.brand_id == brand_id, DAY.c.day.between(span.start, span.end))
        .group_by(DAY.c.day, DAY.c.platform)
        .order_by(DAY.c.day, DAY.c.platform)
    )
    return ask(connection, "daily_series", statement, metrics=("mention_volume", "net_sentiment"))
