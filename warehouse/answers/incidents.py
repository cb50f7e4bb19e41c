"""What happened: alert episodes and events that touch a period, and what the negative posts of it are about."""

from sqlalchemy import Connection, and_, func, or_, select

from warehouse.answers.answer import Answer, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import ALERT, ALERT_SPREADER, EVENT, MENTION

EPISODE = (
    "opened_on", "peak_on", "closed_on", "state", "peak_negative_count", "baseline_negative_count", "topic", "began_at",
    "opened_at", "closed_at", "first_own_post_at", "product", "complaint_type", "voice_count", "half_life_hours",
)  # fmt: skip
"""What a swarm's row tells."""

SINGLE = ("alert_id", "brand_id", "brand", "opened_on", "opened_at", "reasons", "swarm_alert_id")
POST = (
    "mention_id", "platform", "author_id", "author_name", "author_tier", "follower_count", "product", "topic",
    "complaint_type", "engagement_count", "title", "text",
)  # fmt: skip


def alerts(connection: Connection, brand_id: str, span: Period) -> Answer:
    """Swarms open on any day of the span, oldest first."""
    view = ALERT.c
    statement = (
        select(*(view[name] for name in ("alert_id", *EPISODE)))
        .where(view.brand_id == brand_id, view.opened_on <= span.end, view.kind == "swarm")
        .where(or_(view.closed_on.is_(None), view.closed_on >= span.start))
        .order_by(view.opened_on, view.peak_on, view.alert_id)
    )
    return ask(connection, "alerts", statement)


def alert_episodes(connection: Connection) -> Answer:
    """Every swarm of every brand, oldest first."""
    view = ALERT.c
    columns = ("alert_id", "brand_id", "brand", "severity", *EPISODE)
    statement = select(*(view[name] for name in columns)).where(view.kind == "swarm")
    return ask(connection, "alert_episodes", statement.order_by(view.opened_on, view.alert_id))


def alert_posts(connection: Connection, brand_id: str | None = None, span: Period | None = None) -> Answer:
    """Single posts that alarmed (of a brand, of some days), oldest first, with who wrote them and what."""
    view, post = ALERT.c, MENTION.c
    statement = (
        select(*(view[name] for name in SINGLE), *(post[name] for name in POST))
        .join(MENTION, and_(post.mention_id == view.mention_id, post.brand_id == view.brand_id))
        .where(view.kind == "post")
        .order_by(view.opened_on, view.opened_at, view.alert_id)
    )
    if brand_id is not None:
        statement = statement.where(view.brand_id == brand_id)
    if span is not None:
        statement = statement.where(view.opened_on.between(span.start, span.end))
    return ask(connection, "alert_posts", statement)


def alert_spreaders(connection: Connection, alert_id: str) -> Answer:
    """The accounts that spread a swarm most, widest first."""
    view = ALERT_SPREADER.c
    names = ("rank", "platform", "author_id", "author_name", "tier", "negative_count", "follower_count")
    statement = select(*(view[name] for name in names)).where(view.alert_id == alert_id).order_by(view.rank)
    return ask(connection, "alert_spreaders", statement)


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
