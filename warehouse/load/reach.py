"""How far a change of the lake reaches: whose rows must be made anew, and what is needed to make them.

A content's rows follow from its own text and verdicts, its duplicate group, its thread, and its author's observations.
So a change of one content touches its group, what answers or passes it on (at any depth), and the complaint it answers;
a new observation of an account touches what the account said from that moment on, or all of it when something becomes
known of the account for the first time. To make a touched content's rows one further needs what it answers, up to the
thread's root.

The lists are temporary tables beside the star, so that the same statements run on either engine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

from warehouse import bulk
from warehouse import tables as t
from warehouse.load import staging
from warehouse.sql import insert_select, local_day

MOST_ROUNDS = 100
"""No thread is deeper than this many answers to answers."""

fresh = staging.stage("fresh", "mention_id:s platform:s native_id:s parent_id:s root_id:s kind:s")
"""Mentions in new files."""
judged = staging.stage("judged", "mention_id:s")
"""Mentions with new verdicts."""
grouped = staging.stage("grouped", "mention_id:s target:s")
"""Duplicate groups that new files speak of."""
counted = staging.stage("counted", "mention_id:s")
"""Mentions with new counts."""
moved = staging.stage("moved", "platform:s author_id:s since:t is_whole:b")
"""Accounts with new observations, and from when on their contents may look different."""
replaced = staging.stage("replaced", "dataset:s day:d")
"""Days whose partition was replaced: whatever the star has of them may be gone."""

_NODE = "mention_id:s platform:s native_id:s parent_id:s root_id:s kind:s duplicate_group:s round:i"
touch = staging.stage("touch", _NODE)
"""Contents whose rows are made anew, a row for each group they were or are in."""
need = staging.stage("need", _NODE)
"""Contents that have to be staged."""

GIVEN = (fresh, judged, grouped, counted, moved, replaced)


Step = Callable[["_Node", Any], tuple[sa.ColumnElement[bool], ...]]
"""Conditions under which a node is reached from a row of the last round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What was found."""

    touched: pa.Table
    """mention_id of contents whose rows are made anew."""
    counted: pa.Table
    """mention_id of contents of which only counts are new."""
    needed: pa.Table
    """mention_id of everything that has to be staged."""
    days: frozenset[str]
    """Partitions (`dt=`) that these contents lie in, as far as the star knows them."""


def create(connection: sa.Connection) -> None:
    """The empty lists."""
    for table in (*GIVEN, touch, need):
        table.drop(connection, checkfirst=True)
        table.create(connection)


def spread(connection: sa.Connection) -> Reach:
    """Follows groups, threads and accounts from what `GIVEN` lists until nothing more is touched."""
    _seed(connection)
    _follow(connection, touch, (_answering, _answered_complaint, _alike))
    named = sa.union(sa.select(touch.c.mention_id), sa.select(counted.c.mention_id)).subquery()
    _insert(connection, need, lambda node: node.mention_id.in_(sa.select(named.c.mention_id)), 0)
    _follow(connection, need, (_ancestor,))
    return Reach(
        touched=bulk.fetch(connection, sa.select(touch.c.mention_id).distinct()),
        counted=bulk.fetch(connection, sa.select(counted.c.mention_id).distinct()),
        needed=bulk.fetch(connection, sa.select(need.c.mention_id).distinct()),
        days=_days(connection),
    )


def _seed(connection: sa.Connection) -> None:
    insert_select(connection, counted, _of_replaced_counts().distinct())
    bulk.settle(connection, counted.name)
    ids = sa.union(
        sa.select(fresh.c.mention_id), sa.select(judged.c.mention_id), _of_moved_accounts(), _of_replaced_days()
    ).subquery()
    _insert(connection, touch, lambda node: node.mention_id.in_(sa.select(ids.c.mention_id)), 0)


def _of_moved_accounts() -> sa.Select[Any]:
    content, row, author, platform = t.dim_content.c, t.fact_mention.c, t.dim_author.c, t.dim_platform.c
    event_at = sa.func.coalesce(content.published_at, content.first_observed_at)
    return (
        sa.select(content.mention_id)
        .select_from(moved)
        .join(t.dim_platform, platform.platform == moved.c.platform)
        .join(
            t.dim_author,
            sa.and_(author.platform_key == platform.platform_key, author.author_id == moved.c.author_id),
        )
        .join(t.fact_mention, row.author_key == author.author_key)
        .join(t.dim_content, content.content_key == row.content_key)
        .where(sa.or_(moved.c.is_whole, event_at >= moved.c.since))
    )


def _of_replaced_days() -> sa.Select[Any]:
    content, listed = t.dim_content.c, replaced.c
    is_listed = sa.and_(
        listed.dataset.in_(("mentions", "annotations")),
        listed.day.is_not_distinct_from(local_day(content.published_at)),
    )
    return sa.select(content.mention_id).where(sa.select(listed.day).where(is_listed).exists())


def _of_replaced_counts() -> sa.Select[Any]:
    content, seen, listed = t.dim_content.c, t.fact_engagement.c, replaced.c
    is_listed = sa.and_(listed.dataset == "observations", listed.day == local_day(seen.observed_at))
    return (
        sa.select(content.mention_id)
        .join(t.fact_engagement, seen.content_key == content.content_key)
        .where(sa.select(listed.day).where(is_listed).exists())
    )


@dataclass(frozen=True, slots=True)
class _Node:
    """Contents that may be reached: columns under the names of `touch`, and where they come from."""

    mention_id: Any
    platform: Any
    native_id: Any
    parent_id: Any
    root_id: Any
    kind: Any
    duplicate_group: Any
    source: sa.FromClause

    @property
    def columns(self) -> list[Any]:
        """In the order of `touch`, without the round."""
        names = [name for name in touch.c.keys() if name != "round"]  # noqa: SIM118
        return [getattr(self, name).label(name) for name in names]


def _nodes() -> tuple[_Node, ...]:
    """Contents of the star, those of the star under a new group, and those of new files."""
    content, platform = t.dim_content.c, t.dim_platform.c
    star = t.dim_content.join(t.dim_platform, platform.platform_key == content.platform_key)
    renamed = star.join(grouped, grouped.c.mention_id == content.mention_id)
    new = fresh.outerjoin(grouped, grouped.c.mention_id == fresh.c.mention_id)
    return (
        _node(content, platform.platform, content.duplicate_group, star),
        _node(content, platform.platform, grouped.c.target, renamed),
        _node(fresh.c, fresh.c.platform, grouped.c.target, new),
    )


def _node(columns: Any, platform: Any, group: Any, source: sa.FromClause) -> _Node:
    return _Node(
        mention_id=columns.mention_id,
        platform=platform,
        native_id=columns.native_id,
        parent_id=columns.parent_id,
        root_id=columns.root_id,
        kind=columns.kind,
        duplicate_group=group,
        source=source,
    )


def _insert(
    connection: sa.Connection, into: sa.Table, condition: Callable[[_Node], sa.ColumnElement[bool]], number: int
) -> int:
    """Adds the nodes that meet a condition and are not there yet; returns how many."""
    statements = [sa.select(*node.columns).select_from(node.source).where(condition(node)) for node in _nodes()]
    return _add(connection, into, statements, number)


def _follow(connection: sa.Connection, into: sa.Table, steps: Sequence[Step]) -> None:
    for number in range(1, MOST_ROUNDS):
        last = into.alias("last")
        statements = [
            sa.select(*node.columns).select_from(node.source.join(last, sa.and_(last.c.round == number - 1, condition)))
            for node in _nodes()
            for step in steps
            for condition in step(node, last.c)
        ]
        if not _add(connection, into, statements, number):
            return


def _add(connection: sa.Connection, into: sa.Table, statements: list[sa.Select[Any]], number: int) -> int:
    """Adds what the statements find and is not there yet, asked once of all: each further join costs planning."""
    found = sa.union(*statements).subquery()
    statement = sa.select(*found.c, sa.literal(number).label("round")).where(~_is_in(into, found.c))
    insert_select(connection, into, statement)
    bulk.settle(connection, into.name)
    ((count,),) = connection.execute(sa.select(sa.func.count()).select_from(into).where(into.c.round == number)).all()
    return int(count)


def _is_in(into: sa.Table, node: Any) -> sa.ColumnElement[bool]:
    there = into.alias("there").c
    same_group = there.duplicate_group.is_not_distinct_from(node.duplicate_group)
    return sa.select(there.mention_id).where(there.mention_id == node.mention_id, same_group).exists()


def _answering(node: _Node, last: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """What answers or passes on a content of the last round."""
    same = last.platform == node.platform
    return (sa.and_(same, last.native_id == node.parent_id), sa.and_(same, last.native_id == node.root_id))


def _ancestor(node: _Node, last: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """What a content of the last round answers or passes on, and the start of its thread."""
    same = last.platform == node.platform
    return (sa.and_(same, last.parent_id == node.native_id), sa.and_(same, last.root_id == node.native_id))


def _answered_complaint(node: _Node, last: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """The complaint that a comment of the last round answers: its milestones stand in its thread."""
    is_answer = sa.and_(last.kind == "comment", node.kind == "complaint")
    return tuple(sa.and_(is_answer, way) for way in _ancestor(node, last))


def _alike(node: _Node, last: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """The duplicate group of a content of the last round."""
    return (last.duplicate_group == node.duplicate_group,)


def _days(connection: sa.Connection) -> frozenset[str]:
    content = t.dim_content.c
    day = sa.func.coalesce(sa.cast(local_day(content.published_at), sa.String), "unknown").label("day")
    statement = sa.select(day).join(need, need.c.mention_id == content.mention_id).distinct()
    return frozenset(connection.scalars(statement))
