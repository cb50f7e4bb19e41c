"""Who carries the conversation: influencers of a brand, personas over all brands."""

from sqlalchemy import Connection, ScalarSelect, func, select

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import INFLUENCER, MENTION, PERSONA

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


def _own_count() -> ScalarSelect[int]:
    """Texts of an influencer row's author about that brand in that period that the brand itself published (BGC)."""
    view, said = INFLUENCER.c, MENTION.c
    counted = select(func.count()).where(
        said.brand_id == view.brand_id,
        said.author_id == view.author_id,
        said.content_class == "BGC",
        said.day.between(view.period_start, view.period_end),
    )
    return counted.correlate(INFLUENCER).scalar_subquery()


def influencers(connection: Connection, brand_id: str, now: Period, *, limit: int = 50) -> Answer:
    """The ranked authors of the latest profiled period that overlaps the asked one (its dates are columns).

    `own_count` of their `mention_count` texts are the brand's own: an account with mostly such texts is the brand's.
    """
    view = INFLUENCER.c
    overlap = (view.brand_id == brand_id, view.period_start <= now.end, view.period_end >= now.start)
    latest = select(func.max(view.period_end)).where(*overlap).scalar_subquery()
    statement: AnySelect = (
        select(*(view[name] for name in INFLUENCER_COLUMNS), _own_count().label("own_count"))
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
