"""What to improve in what a brand sells, and the reviews that say so."""

from datetime import date, timedelta

from sqlalchemy import Connection, and_, func, literal, select

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.periods import Period
from warehouse.answers.posts import COLUMNS
from warehouse.answers.views import ASPECT, IMPROVEMENT, MENTION

FIGURES = (
    "month", "product", "aspect", "aspect_name", "impact_rank", "mention_count", "negative_count", "all_mention_count",
    "review_count", "mean_rating", "rating_gap", "gap_low", "gap_high", "impact", "is_sure", "part_worth_proxy",
    "part_worth_low", "part_worth_high", "kano_kind_proxy",
)  # fmt: skip
"""What a row tells; a NULL product is all of them."""

POSTS_PER_ASPECT = 3


def latest_months(now: Period) -> Period:
    """The days on which a month may begin that still tells of a period: it ends in it, or in the month before."""
    first = (now.start.replace(day=1) - timedelta(days=1)).replace(day=1)
    return Period(first, now.end)


def improvements(connection: Connection, brand_id: str, now: Period) -> Answer:
    """Aspects of the latest month with reviews enough, the most worth improving first: all products, then each."""
    view, months = IMPROVEMENT.c, latest_months(now)
    asked = (view.brand_id == brand_id, view.month.between(months.start, months.end))
    latest = select(func.max(view.month)).where(*asked).scalar_subquery()
    statement: AnySelect = (
        select(*(view[name] for name in FIGURES))
        .where(*asked, view.month == latest)
        .order_by(view.is_total.desc(), view.product, view.impact_rank)
    )
    return ask(connection, "improvements", statement)


def improvement_posts(connection: Connection, brand_id: str, month: date) -> Answer:
    """Reviews of the month that blame an aspect, the latest POSTS_PER_ASPECT of each."""
    said, view = ASPECT.c, MENTION.c
    ended = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    order = (view.published_at.desc().nulls_last(), view.mention_id)
    place = func.row_number().over(partition_by=said.aspect, order_by=order).label("place")
    told = [view[name] for name in COLUMNS]
    ranked = (
        select(said.aspect, literal("negative").label("tone"), *told, place)
        .select_from(ASPECT)
        .join(MENTION, and_(view.mention_id == said.mention_id, view.brand_id == said.brand_id))
        .where(said.brand_id == brand_id, said.sentiment == "negative", view.kind == "review")
        .where(view.day.between(month, ended))
        .subquery()
    )
    statement: AnySelect = (
        select(*(ranked.c[name] for name in ("aspect", "tone", *COLUMNS)))
        .where(ranked.c.place <= POSTS_PER_ASPECT)
        .order_by(ranked.c.aspect, ranked.c.place)
    )
    return ask(connection, "improvement_posts", statement)
