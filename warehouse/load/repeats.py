"""Who says what was said before: per content, and per brand for the volume without repeats."""

from typing import Any

import sqlalchemy as sa

from warehouse.load import staging, work
from warehouse.sql import first_of, insert_select, local_day, yes

REPEATS = ("exact", "near")
"""Labels of the duplicate task that say: somebody said the same."""

repeat = staging.stage("repeat", "content_key:i target:s is_grouped:b is_whole:b is_repeat:b is_shared:b")
shared = staging.stage("shared_group", "target:s")
within = staging.stage("repeat_within", "content_key:i brand_key:i product_key:i")


def build_repeats(connection: sa.Connection) -> None:
    """The group of each content with a text, and whether it is a repeat: in a group and not its first.

    A day is grouped with the days before it, and a group is named by its smallest id, so a group that lives on may be
    renamed. The earliest under a name is therefore first only when its group (of `value` members when it was judged)
    is whole under that name: no member lies under an earlier one.
    """
    for table in (shared, repeat):
        table.create(connection)
    insert_select(connection, shared, _names())
    row = sa.union_all(_alone(), _placed()).subquery().c
    is_grouped = yes(row.label.in_(REPEATS))
    is_whole = sa.func.coalesce(row.value, 0) <= row.so_far
    is_repeat = yes(sa.and_(is_grouped, ~sa.and_(row.position == 1, is_whole)))
    grouped: sa.Select[Any] = sa.select(
        row.content_key,
        sa.func.min(row.target).label("target"),
        sa.func.bool_and(is_grouped).label("is_grouped"),
        sa.func.bool_or(is_whole).label("is_whole"),
        sa.func.bool_and(is_repeat).label("is_repeat"),
        sa.func.bool_or(row.is_shared).label("is_shared"),
    ).group_by(row.content_key)
    insert_select(connection, repeat, grouped)


def build_within(connection: sa.Connection, rows: sa.Subquery) -> None:
    """Rows of `fact_mention` that repeat their brand or product: the group's first member may speak of another one.

    `rows` are content_key, brand_key and product_key of all rows.
    """
    within.create(connection)
    row, said, group = rows.c, work.content.c, repeat.c
    order = (said.published_at, said.mention_id)
    position = first_of(row.brand_key, row.product_key, group.target, order_by=order)
    placed = (
        sa.select(*row, yes(sa.and_(group.is_grouped, ~sa.and_(position == 1, group.is_whole))).label("is_repeat"))
        .join(repeat, group.content_key == row.content_key)
        .join(work.content, said.content_key == row.content_key)
        .where(sa.or_(group.is_grouped, group.is_shared))
        .subquery()
        .c
    )
    kept = [placed[c.name] for c in within.columns]
    insert_select(connection, within, sa.select(*kept).where(placed.is_repeat))


def is_bare_repost(said: Any) -> sa.ColumnElement[bool]:
    """Whether a content passes another on without a word: it adds to the volume, and nothing that was not said."""
    return yes(sa.and_(said.kind == "repost", sa.func.trim(sa.func.coalesce(said.text, "")) == ""))


_VERDICT = ("content_key", "target", "label", "value")


def _members() -> Any:
    """The verdicts in use on contents of the lake."""
    return work.current_of("duplicate").where(work.verdict.c.content_key.is_not(None)).subquery().c


def _names() -> sa.Select[Any]:
    """Names under which more than one content lies."""
    said = _members()
    return sa.select(said.target).where(said.target.is_not(None)).group_by(said.target).having(sa.func.count() > 1)


def _alone() -> sa.Select[Any]:
    """Contents alone under their name: first, and the only ones there."""
    said = _members()
    is_shared = sa.select(shared.c.target).where(shared.c.target == said.target).exists()
    place = [sa.literal(1).label("position"), sa.literal(1).label("so_far"), sa.false().label("is_shared")]
    return sa.select(*(said[name] for name in _VERDICT), *place).where(~is_shared)


def _placed() -> sa.Select[Any]:
    """Each member of a group with its place under the group's name and the members there up to its day."""
    said, content = _members(), work.content.c
    day = local_day(content.published_at)
    # Ordered by day, the window takes in the whole day; what has no day is a group apart.
    so_far = sa.func.count().over(partition_by=(said.target, day.is_(None)), order_by=day)
    return (
        sa.select(
            *(said[name] for name in _VERDICT),
            first_of(said.target, order_by=(content.published_at, content.mention_id)).label("position"),
            so_far.label("so_far"),
            sa.true().label("is_shared"),
        )
        .join(work.content, content.content_key == said.content_key)
        .join(shared, shared.c.target == said.target)
    )
