"""The posts behind the numbers, and the cube that says how many there are behind each choice."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    case,
    column,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union,
    union_all,
    values,
)

from warehouse.answers.answer import Answer, AnySelect, ask
from warehouse.answers.gathered import from_contents, from_gathered
from warehouse.answers.periods import Period
from warehouse.answers.views import BRIEF, MENTION

COLUMNS = (
    "mention_id", "day", "platform", "kind", "author_id", "author_name", "author_tier", "follower_count", "product",
    "topic", "complaint_type", "content_class", "is_duplicate", "is_water_army", "engagement_count", "title", "text",
    "url", "evidence",
)  # fmt: skip
"""What a post row carries, beside its sentiment."""

PER_CELL = 2
"""Posts that every cell gets before the rest is filled by engagement: one may be a duplicate, so two."""

CUBE_DIMENSIONS = ("day", "platform", "tone", "topic", "product", "complaint_type")
"""Dimensions of the cube, most needed first."""

CELLS = (("day", "topic", "product"), ("complaint_type", "product", "topic"), ("day", "platform", "tone"))
"""Cells of which a page shows posts behind every click."""


def _tone(view: Table) -> ColumnElement[str]:
    """positive, neutral, negative, abstained (engine not sure), unread (no engine judged it)."""
    return case(
        (view.c.is_abstained, literal("abstained")),
        (view.c.sentiment.is_(None), literal("unread")),
        else_=view.c.sentiment,
    ).label("tone")


def _column(view: Table, name: str) -> ColumnElement[Any]:
    if name == "tone":
        return _tone(view)
    if name == "complaint_type":
        return case((view.c.is_complaint, view.c.complaint_type)).label(name)
    return view.c[name]


def _of_brand(view: Table, brand_id: str, span: Period) -> tuple[ColumnElement[bool], ...]:
    return view.c.brand_id == brand_id, view.c.day.between(span.start, span.end)


def _placed(brand_id: str, span: Period) -> CTE:
    """Mentions with their place by engagement."""
    order = (BRIEF.c.engagement_count.desc().nulls_last(), BRIEF.c.content_key)
    keys = [_column(BRIEF, name) for name in CUBE_DIMENSIONS]
    statement = select(BRIEF.c.content_key, *keys, func.row_number().over(order_by=order).label("place"))
    return statement.where(*_of_brand(BRIEF, brand_id, span)).cte("said")


def _best_of_cells(said: CTE, name: str, *, but: CTE | None = None) -> CTE:
    """The first place of every cell, leaving out those of `but`."""
    left = true() if but is None else said.c.place.not_in(select(but.c.place))
    best = select(func.min(said.c.place).label("place")).where(left)
    return union(*(best.group_by(*(said.c[key] for key in cell)) for cell in CELLS)).cte(name)


def _turns(said: CTE, brand_id: str, span: Period, authors: Sequence[str]) -> CTE:
    """Places that come before the rest: the best of every cell, then the best but these, so also of the authors."""
    first = _best_of_cells(said, "first")
    second = _best_of_cells(said, "second", but=first)
    turns = [select(first.c.place, literal(1).label("turn")), select(second.c.place, literal(2).label("turn"))]
    if authors:
        order = (MENTION.c.engagement_count.desc().nulls_last(), MENTION.c.content_key)
        nth = func.row_number().over(partition_by=MENTION.c.author_id, order_by=order).label("nth")
        own = select(MENTION.c.content_key, nth).where(*_of_brand(MENTION, brand_id, span))
        theirs = own.where(MENTION.c.author_id.in_(authors)).subquery("theirs")
        of_authors = select(said.c.place, theirs.c.nth.label("turn")).join_from(
            said, theirs, theirs.c.content_key == said.c.content_key
        )
        turns.append(of_authors.where(theirs.c.nth <= PER_CELL))
    every = union_all(*turns).subquery("every_turn")
    return select(every.c.place, func.min(every.c.turn).label("turn")).group_by(every.c.place).cte("turns")


def posts(
    connection: Connection, brand_id: str, now: Period, *, limit: int = 2000, authors: Sequence[str] = ()
) -> Answer:
    """Posts of the period: the most engaged ones, and some of every cell and of the named authors.

    The most engaged post of every cell of CELLS and of every author comes first, then the next of each, so that a click
    on a small cell finds posts as well; then by engagement. Texts are read of the chosen posts alone.
    """
    said = _placed(brand_id, now)
    turns = _turns(said, brand_id, now, authors)
    turn = func.coalesce(turns.c.turn, PER_CELL + 1).label("turn")
    chosen = (
        select(said.c.content_key, turn, said.c.place)
        .outerjoin_from(said, turns, turns.c.place == said.c.place)
        .where(or_(turns.c.place.is_not(None), said.c.place <= limit))
        .order_by(turn, said.c.place)
        .limit(limit)
    )
    return _read(connection, "posts", chosen, brand_id, now)


def posts_per_day(connection: Connection, brand_id: str, span: Period, *, per_day: int = 5) -> Answer:
    """The most engaged posts of each day: what is behind a click on a day before the period."""
    order = (BRIEF.c.engagement_count.desc().nulls_last(), BRIEF.c.content_key)
    place = func.row_number().over(partition_by=BRIEF.c.day, order_by=order).label("place")
    of_days = _of_brand(BRIEF, brand_id, span)
    ranked = select(BRIEF.c.content_key, BRIEF.c.day.label("turn"), place).where(*of_days).subquery("ranked")
    return _read(connection, "posts_per_day", select(ranked).where(ranked.c.place <= per_day), brand_id, span)


def _read(connection: Connection, name: str, chosen: AnySelect, brand_id: str, span: Period) -> Answer:
    """The chosen posts (content_key, and turn and place, which order them) with their texts.

    An engine that does not know how few they are joins all texts before it chooses, so they are chosen first.
    """
    statement = _texts(chosen.subquery("chosen"), brand_id)
    found = connection.execute(from_gathered(connection, chosen, brand_id, span)).all()
    if not found:
        return ask(connection, name, statement, quick=_texts(chosen.subquery("chosen"), brand_id).where(false()))
    types = [column(one.name, one.type) for one in chosen.selected_columns]
    few = values(*types, name="chosen", literal_binds=True).data([tuple(row) for row in found])
    keys = [row.content_key for row in found]
    quick = _texts(few, brand_id).where(MENTION.c.content_key.in_(keys))
    return ask(connection, name, statement, quick=from_contents(connection, quick, keys))


def _texts(chosen: FromClause, brand_id: str) -> AnySelect:
    return (
        select(*(_column(MENTION, name) for name in ("tone", *COLUMNS)))
        .join_from(chosen, MENTION, MENTION.c.content_key == chosen.c.content_key)
        .where(MENTION.c.brand_id == brand_id)
        .order_by(chosen.c.turn, chosen.c.place)
    )


def _cube(brand_id: str, now: Period, dimensions: Sequence[str]) -> AnySelect:
    keys = [_column(BRIEF, name) for name in dimensions]
    return select(*keys, func.count().label("mention_count")).where(*_of_brand(BRIEF, brand_id, now)).group_by(*keys)


def mention_cube(connection: Connection, brand_id: str, now: Period, *, cell_limit: int = 30_000) -> Answer:
    """How many mentions lie in each cell of CUBE_DIMENSIONS, so that a list can say `n of N` for any choice.

    Above `cell_limit` cells the last dimensions are left out one by one (the answer's columns tell which are there).
    """
    for kept in range(len(CUBE_DIMENSIONS), 1, -1):
        statement = _cube(brand_id, now, CUBE_DIMENSIONS[:kept])
        counted = select(func.count()).select_from(statement.subquery())
        cells = connection.execute(from_gathered(connection, counted, brand_id, now)).scalar_one()
        if cells <= cell_limit:
            break
    statement = statement.order_by(*(statement.selected_columns[name] for name in CUBE_DIMENSIONS[:kept]))
    quick = from_gathered(connection, statement, brand_id, now)
    return ask(connection, "mention_cube", statement, quick=quick, metrics=("mention_volume",))
