"""The daily curve of a brand, and the weeks of all brands."""

from sqlalchemy import Connection, Date, cast, func, literal_column, select

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


def weekly_totals(connection: Connection, span: Period) -> Answer:
    """Additive totals of every tracked brand per week, told by its Monday; weeks without a mention have no row."""
    monday = cast(func.date_trunc(literal_column("'week'"), DAY.c.day), Date).label("week")
    sums = [func.sum(DAY.c[name]).label(name) for name in MEASURES]
    statement = (
        select(DAY.c.brand_id, DAY.c.brand, monday, *sums)
        .where(DAY.c.brand_id.is_not(None), DAY.c.day.between(span.start, span.end))
        .group_by(DAY.c.brand_id, DAY.c.brand, monday)
        .order_by(DAY.c.brand, DAY.c.brand_id, monday)
    )
    return ask(connection, "weekly_totals", statement, metrics=("mention_volume", "net_sentiment"))
