"""Who carries the conversation: influencers of a brand, and the personas of those who speak about it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, and_, case, func, select

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.disclosure import LEAST_PEOPLE, is_divided
from warehouse.answers.gathered import from_gathered
from warehouse.answers.periods import Period
from warehouse.answers.views import BRIEF, INFLUENCER, MENTION, PERSONA_DRIFT, PERSONA_MEMBER

INFLUENCER_COLUMNS = (
    "rank", "author_id", "author_name", "platform", "tier", "follower_count", "mention_count", "reach_count",
    "engagement_count", "repost_count", "negative_count", "positive_count", "pagerank", "period_start", "period_end",
)  # fmt: skip
"""What an influencer row tells."""

PERSONA_COLUMNS = (
    "persona_id", "persona", "evidence", "top_topic", "stability", "card", "period_start", "period_end",
)  # fmt: skip
"""What describes a persona, whichever brand is asked about."""


def _own_count(authors: Sequence[str]) -> ScalarSelect[int]:
    """Texts of an influencer row's author about that brand in that period that the brand itself published (BGC)."""
    view, said = INFLUENCER.c, MENTION.c
    counted = select(func.count()).where(
        said.brand_id == view.brand_id,
        said.author_id == view.author_id,
        said.author_id.in_(authors),
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
    ranked = select(view.author_id).where(*overlap, view.period_end == latest)
    ranked = ranked.order_by(view.rank, view.author_id).limit(limit)
    authors = list(connection.execute(ranked).scalars())
    statement: AnySelect = (
        select(*(view[name] for name in INFLUENCER_COLUMNS), _own_count(authors).label("own_count"))
        .where(*overlap, view.period_end == latest)
        .order_by(view.rank, view.author_id)
        .limit(limit)
    )
    return ask(connection, "influencers", statement, metrics=("engagement",))


def _profiled(connection: Connection, now: Period) -> Period:
    """The latest period of personas that overlaps a period; that period itself where there is none."""
    member = PERSONA_MEMBER.c
    statement = select(member.period_start, member.period_end).where(
        member.period_start <= now.end, member.period_end >= now.start
    )
    found = connection.execute(statement.order_by(member.period_end.desc()).limit(1)).first()
    return now if found is None else Period(*found)


def personas(connection: Connection, brand_id: str, now: Period) -> Answer:
    """Personas of the latest profiled period that overlaps the asked one, the largest among the brand's authors first.

    `author_count` are its members who spoke about the brand in their own words in the profiled period; the counts are
    what they said. state, before_persona and jaccard tell what became of the persona of the period before; NULL where
    there was no such period. Left out is a persona of fewer than LEAST_PEOPLE such authors, or of authors who all
    praised, all blamed or all complained: it would be about persons, not about a kind of people.
    """
    member, said, drift, span = PERSONA_MEMBER.c, BRIEF.c, PERSONA_DRIFT.c, _profiled(connection, now)
    described = [func.max(member[name]).label(name) for name in PERSONA_COLUMNS if name not in _PERSONA_KEY]
    same = (drift[name] == member[name] for name in _PERSONA_KEY)
    author_count = func.count(said.author_id.distinct())
    drifted = [func.max(drift[name]).label(name) for name in ("state", "before_persona", "jaccard")]
    keys = [member[name] for name in _PERSONA_KEY]
    statement: AnySelect = (
        select(*keys, *described, *drifted, author_count.label("author_count"), *_told(said))
        .select_from(PERSONA_MEMBER)
        .join(BRIEF, and_(said.platform == member.platform, said.author_id == member.author_id))
        .outerjoin(PERSONA_DRIFT, and_(*same, drift.state.in_(("kept", "new"))))
        .where(member.period_start == span.start, member.period_end == span.end, member.is_primary)
        .where(said.brand_id == brand_id, ~said.is_inherited, said.day.between(span.start, span.end))
        .group_by(*keys)
        .having(author_count >= LEAST_PEOPLE, is_divided(author_count, _sensitive(said)))
        .order_by(author_count.desc(), member.persona_id)
    )
    quick = from_gathered(connection, statement, brand_id, span)
    return ask(connection, "personas", statement, quick=quick, metrics=("net_sentiment",))


_PERSONA_KEY = ("persona_id", "period_start", "period_end")


def _sensitive(said: Any) -> list[ColumnElement[int]]:
    """Authors who praised, who blamed, and who complained."""
    shows = (said.sentiment == "positive", said.sentiment == "negative", said.is_complaint)
    return [func.count(case((each, said.author_id)).distinct()) for each in shows]


def _told(said: Any) -> list[ColumnElement[int]]:
    """What was said, counted whole and by tone."""
    counts: list[ColumnElement[int]] = [func.count().label("mention_count")]
    return counts + [
        func.count(case((said.sentiment == tone, 1))).label(f"{tone}_count")
        for tone in ("positive", "neutral", "negative")
    ]
