"""Who says what was said before: per content, and per brand for the volume without repeats."""

from typing import Any

import sqlalchemy as sa

from warehouse.load import staging, work
from warehouse.sql import first_of, insert_select, local_day, yes

REPEATS = ("exact", "near")
"""Labels of the duplicate task that say: somebody said the same."""

repeat = staging.stage("repeat", "mention_id:s target:s is_grouped:b is_whole:b is_repeat:b")


def build_repeats(connection: sa.Connection) -> None:
    """The group of each content with a text, and whether it is a repeat: in a group and not its first.

    A day is grouped with the days before it, and a group is named by its smallest id, so a group that lives on may be
    renamed. The earliest under a name is therefore first only when its group (of `value` members when it was judged)
    is whole under that name: no member lies under an earlier one.
    """
    repeat.create(connection)
    row = _placed().subquery().c
    is_grouped = yes(row.label.in_(REPEATS))
    is_whole = sa.func.coalesce(row.value, 0) <= row.so_far
    is_repeat = yes(sa.and_(is_grouped, ~sa.and_(row.position == 1, is_whole)))
    grouped: sa.Select[Any] = sa.select(
        row.mention_id,
        sa.func.min(row.target).label("target"),
        sa.func.bool_and(is_grouped).label("is_grouped"),
        sa.func.bool_or(is_whole).label("is_whole"),
        sa.func.bool_and(is_repeat).label("is_repeat"),
    ).group_by(row.mention_id)
    insert_select(connection, repeat, grouped)


def is_repeat_within(brand_key: Any, product_key: Any) -> sa.ColumnElement[bool]:
    """Whether a row of `fact_mention` repeats its brand: the group's first member may speak of another one.

    Needs `work.content` and, outer joined, `repeat`.
    """
    said = work.content.c
    position = first_of(brand_key, product_key, repeat.c.target, order_by=(said.published_at, said.mention_id))
    return yes(sa.and_(repeat.c.is_grouped, ~sa.and_(position == 1, repeat.c.is_whole)))


def is_bare_repost(said: Any) -> sa.ColumnElement[bool]:
    """Whether a content passes another on without a word: it adds to the volume, and nothing that was not said."""
    return yes(sa.and_(said.kind == "repost", sa.func.trim(sa.func.coalesce(said.text, "")) == ""))


def _placed() -> sa.Select[Any]:
    """Each member of a group with its place under the group's name and the members there up to its day."""
    said, content = work.current_of("duplicate").subquery().c, work.content.c
    day = local_day(content.published_at)
    # Ordered by day, the window takes in the whole day; what has no day is a group apart.
    so_far = sa.func.count().over(partition_by=(said.target, day.is_(None)), order_by=day)
    return sa.select(
        *(said[name] for name in ("mention_id", "target", "label", "value")),
        first_of(said.target, order_by=(content.published_at, content.mention_id)).label("position"),
        so_far.label("so_far"),
    ).join(work.content, content.mention_id == said.mention_id)
