"""The posts behind the numbers, and the cube that says how many there are behind each choice."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.periods import Period
from warehouse.answers.views import MENTION

COLUMNS = (
    "mention_id", "day", "platform", "kind", "author_id", "author_name", "author_tier", "follower_count", "product",
    "topic", "complaint_type", "content_class", "is_duplicate", "is_water_army", "engagement_count", "title", "text",
    "url", "evidence",
)  # fmt: skip
"""What a post row carries, beside its sentiment."""

TONE: ColumnElement[str] = case(
    (MENTION.c.is_abstained, literal("abstained")),
    (MENTION.c.sentiment.is_(None), literal("unread")),
    else_=MENTION.c.sentiment,
).label("tone")
"""positive, neutral, negative, abstained (engine not sure), unread (no engine judged it)."""

COMPLAINT_TYPE = case((MENTION.c.is_complaint, MENTION.c.complaint_type)).label("complaint_type")

PER_CELL = 2
"""Posts that every cell gets before the rest is filled by engagement: one may be a duplicate, so two."""

CUBE_DIMENSIONS = ("day", "platform", "tone", "topic", "product", "complaint_type")
"""Dimensions of the cube, most needed first."""


def _rank(*partition: ColumnElement[Any]) -> ColumnElement[int]:
    order = (MENTION.c.engagement_count.desc().nulls_last(), MENTION.c.mention_id)
    return func.row_number().over(partition_by=partition, order_by=order)


def _of_brand(brand_id: str, span: Period) -> tuple[ColumnElement[bool], ...]:
    return MENTION.c.brand_id == brand_id, MENTION.c.day.between(span.start, span.end)


def _column(name: str) -> ColumnElement[Any]:
    made: dict[str, ColumnElement[Any]] = {"tone": TONE, "complaint_type": COMPLAINT_TYPE}
    return made[name] if name in made else MENTION.c[name]


def _post_columns() -> list[ColumnElement[Any]]:
    return [_column(name) for name in ("tone", *COLUMNS)]


def posts(
    connection: Connection, brand_id: str, now: Period, *, limit: int = 2000, authors: Sequence[str] = ()
) -> Answer:
    """Posts of the period: the most engaged ones, and some of every cell and of the named authors.

    Cells are day x topic x product, complaint type x topic x product, and day x platform x tone. The first post of
    every cell comes first, then the second, so that a click on a small cell finds posts as well; then by engagement.
    """
    view = MENTION.c
    ranks = [
        _rank(view.day, view.topic, view.product),
        _rank(COMPLAINT_TYPE, view.product, view.topic),
        _rank(view.day, view.platform, TONE),
    ]
    if authors:
        ranks.append(case((view.author_id.in_(authors), _rank(view.author_id))))
    stratum = func.least(*ranks).label("stratum")
    ranked = select(*_post_columns(), stratum).where(*_of_brand(brand_id, now)).subquery()
    chosen = ranked.c
    statement = (
        select(*(chosen[name] for name in ("tone", *COLUMNS)))
        .order_by(case((chosen.stratum <= PER_CELL, chosen.stratum), else_=PER_CELL + 1))
        .order_by(chosen.engagement_count.desc().nulls_last(), chosen.mention_id)
        .limit(limit)
    )
    return ask(connection, "posts", statement)


def posts_per_day(connection: Connection, brand_id: str, span: Period, *, per_day: int = 5) -> Answer:
    """The most engaged posts of each day: what is behind a click on a day before the period."""
    ranked = select(*_post_columns(), _rank(MENTION.c.day).label("place")).where(*_of_brand(brand_id, span)).subquery()
    statement = (
        select(*(ranked.c[name] for name in ("tone", *COLUMNS)))
        .where(ranked.c.place <= per_day)
        .order_by(ranked.c.day, ranked.c.place)
    )
    return ask(connection, "posts_per_day", statement)


def _cube(brand_id: str, now: Period, dimensions: Sequence[str]) -> AnySelect:
    keys = [_column(name) for name in dimensions]
    return select(*keys, func.count().label("mention_count")).where(*_of_brand(brand_id, now)).group_by(*keys)


def mention_cube(connection: Connection, brand_id: str, now: Period, *, cell_limit: int = 30_000) -> Answer:
    """How many mentions lie in each cell of CUBE_DIMENSIONS, so that a list can say `n of N` for any choice.

    Above `cell_limit` cells the last dimensions are left out one by one (the answer's columns tell which are there).
    """
    for kept in range(len(CUBE_DIMENSIONS), 1, -1):
        statement = _cube(brand_id, now, CUBE_DIMENSIONS[:kept])
        cells = connection.execute(select(func.count()).select_from(statement.subquery())).scalar_one()
        if cells <= cell_limit:
            break
    order = [statement.selected_columns[name] for name in CUBE_DIMENSIONS[:kept]]
    return ask(connection, "mention_cube", statement.order_by(*order), metrics=("mention_volume",))
