"""What happened: alert episodes and events that touch a period, and what the negative posts of it are about."""

from sqlalchemy import Connection, func, or_, select

from warehouse.answers.answer import Answer, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import ALERT, EVENT, MENTION

EPISODE = ("opened_on", "peak_on", "closed_on", "state", "peak_negative_count", "baseline_negative_count", "topic")
"""What an alert row tells."""


def alerts(connection: Connection, brand_id: str, span: Period) -> Answer:
    """Alert episodes open on any day of the span, oldest first."""
    view = ALERT.c
    statement = (
        select(*(view[name] for name in EPISODE))
        .where(view.brand_id == brand_id, view.opened_on <= span.end)
        .where(or_(view.closed_on.is_(None), view.closed_on >= span.start))
        .order_by(view.opened_on, view.peak_on)
    )
    return ask(connection, "alerts", statement)


def alert_episodes(connection: Connection) -> Answer:
    """Every alert episode of every brand, oldest first."""
    view = ALERT.c
    columns = ("alert_id", "brand_id", "brand", *EPISODE)
    statement = select(*(view[name] for name in columns)).order_by(view.opened_on, view.alert_id)
    return ask(connection, "alert_episodes", statement)


def events(connection: Connection, brand_id: str, span: Period) -> Answer:
    """Campaigns and events that touch the span, in order of their first day."""
    view = EVENT.c
    statement = (
        select(view.name, view.begins_on, view.ends_on, view.kind)
        .where(view.brand_id == brand_id, view.begins_on <= span.end, view.ends_on >= span.start)
        .order_by(view.begins_on, view.name)
    )
    return ask(connection, "events", statement)


def negative_products(connection: Connection, brand_id: str, now: Period, *, topic: str | None = None) -> Answer:
    """Judged negative mentions of the period (of a topic, when given) per product (NULL: none named), most first."""
    view = MENTION.c
    statement = (
        select(view.product, func.count().label("negative_count"))
        .where(view.brand_id == brand_id, view.day.between(now.start, now.end), view.sentiment == "negative")
        .where(or_(view.is_abstained.is_(None), view.is_abstained.is_(False)))
        .group_by(view.product)
        .order_by(func.count().desc(), view.product)
    )
    if topic is not None:
        statement = statement.where(view.topic == topic)
    return ask(connection, "negative_products", statement, metrics=("negative_share",))
