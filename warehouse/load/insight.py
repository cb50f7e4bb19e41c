"""`fact_insight`: the cube behind the page, built from the facts it summarises."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import staging
from warehouse.measures import cube_measures, with_measures
from warehouse.members import ALL, UNKNOWN
from warehouse.sql import insert_select
from warehouse.tables.insight import COUNTS
from warehouse.touched import EVERYTHING, Scope

KEYS = ("brand_key", "platform_key", "date_key")

measured = staging.stage(
    "measured",
    "content_key:i brand_key:i platform_key:i date_key:i "
    + " ".join(f"{name}:{'f' if name.startswith('organic') else 'i'}" for name in COUNTS),
)


def load_insight(connection: sa.Connection, scope: Scope = EVERYTHING) -> None:
    """Totals (topic -4) and rows per topic, weighted so that they add up; content without a topic is topic -1.

    Makes the days of the scope anew in place of what stood there; runs in the target, on either engine.
    """
    connection.execute(sa.delete(t.fact_insight).where(scope.rows_of(t.fact_insight)))
    measured.drop(connection, checkfirst=True)
    measured.create(connection)
    insert_select(connection, measured, _measures(scope))
    insert_select(connection, t.fact_insight, _summed(measured, sa.literal(ALL), sa.literal(1.0)))
    bridge = t.bridge_mention_topic.c
    by_topic = measured.outerjoin(
        t.bridge_mention_topic, sa.and_(bridge.content_key == measured.c.content_key, bridge.is_current)
    )
    topic_key = sa.func.coalesce(bridge.topic_key, UNKNOWN)
    insert_select(connection, t.fact_insight, _summed(by_topic, topic_key, sa.func.coalesce(bridge.weight, 1.0)))


def _measures(scope: Scope) -> sa.Select[Any]:
    """One row per content and brand with everything that is counted about it."""
    row, counted = t.fact_mention.c, cube_measures()
    keys = (row[name] for name in ("content_key", *KEYS))
    return (
        sa.select(*keys, *(counted[name].label(name) for name in COUNTS))
        .select_from(with_measures(t.fact_mention))
        .where(row.mention_count == 1, scope.rows_of(t.fact_insight, row))
    )


def _summed(source: sa.FromClause, topic_key: sa.ColumnElement[Any], weight: sa.ColumnElement[Any]) -> sa.Select[Any]:
    weighed = sa.select(measured, topic_key.label("topic_key"), weight.label("weight")).select_from(source).subquery().c
    keys = [weighed[name] for name in (*KEYS, "topic_key")]
    sums = [sa.func.sum(weighed[name] * weighed.weight).label(name) for name in COUNTS]
    grouped: sa.Select[Any] = (
        sa.select(*keys, sa.literal(ALL).label("aspect_key"), *sums).group_by(*keys).order_by(*keys)
    )
    return grouped
