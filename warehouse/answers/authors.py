"""Who carries the conversation: influencers of a brand, personas over all brands."""

from sqlalchemy import Connection, func, select

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import INFLUENCER, PERSONA

INFLUENCER_COLUMNS = (
    "rank", "author_id", "author_name", "platform", "tier", "follower_count", "mention_count", "reach_count",
    "engagement_count", "repost_count", "negative_count", "positive_count", "pagerank", "period_start", "period_end",
)  # fmt: skip
"""What an influencer row tells."""

PERSONA_COLUMNS = (
    "persona_id", "persona", "evidence", "author_count", "mention_count", "positive_count", "neutral_count",
    "negative_count", "top_topic", "stability", "period_start", "period_end",
)  # fmt: skip
"""What a persona row tells."""


def influencers(connection: Connection, brand_id: str, now: Period, *, limit: int = 50) -> Answer:
    """The ranked authors of the latest profiled period that overlaps the asked one (its dates are columns)."""
    view = INFLUENCER.c
    overlap = (view.brand_id == brand_id, view.period_start <= now.end, view.period_end >= now.start)
    latest = select(func.max(view.period_end)).where(*overlap).scalar_subquery()
    statement: AnySelect = (
        select(*(view[name] for name in INFLUENCER_COLUMNS))
        .where(*overlap, view.period_end == latest)
        .order_by(view.rank, view.author_id)
        .limit(limit)
    )
    return ask(connection, "influencers", statement, metrics=("engagement",))


def personas(connection: Connection, now: Period) -> Answer:
    """Personas of the latest profiled period that overlaps the asked one, the largest first."""
    view = PERSONA.c
    overlap = (view.period_start <= now.end, view.period_end >= now.start)
    latest = select(func.max(view.period_end)).where(*overlap).scalar_subquery()
    statement: AnySelect = (
        select(*(view[name] for name in PERSONA_COLUMNS))
        .where(*overlap, view.period_end == latest)
        .order_by(view.author_count.desc(), view.persona_id)
    )
    return ask(connection, "personas", statement, metrics=("net_sentiment",))
