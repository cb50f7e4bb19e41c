"""`fact_insight`: the cube behind the page, built from the facts it summarises."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import staging
from warehouse.members import ALL, UNKNOWN
from warehouse.sql import insert_select, one_if
from warehouse.tables.insight import COUNTS
from warehouse.tone import verdict, with_verdicts

KEYS = ("brand_key", "platform_key", "date_key")

measured = staging.stage(
    "measured",
    "content_key:i brand_key:i platform_key:i date_key:i mention_count:i deduplicated_count:i organic_count:f"
    " positive_count:i neutral_count:i negative_count:i abstained_count:i unjudged_count:i complaint_count:i"
    " engagement_count:i",
)


def load_insight(connection: sa.Connection) -> None:
    """Totals (topic -4) and rows per topic, weighted so that they add up; content without a topic is topic -1."""
    measured.create(connection)
    insert_select(connection, measured, _measures())
    insert_select(connection, t.fact_insight, _summed(measured, sa.literal(ALL), sa.literal(1.0)))
    bridge = t.bridge_mention_topic.c
    by_topic = measured.outerjoin(
        t.bridge_mention_topic, sa.and_(bridge.content_key == measured.c.content_key, bridge.is_current)
    )
    topic_key = sa.func.coalesce(bridge.topic_key, UNKNOWN)
    insert_select(connection, t.fact_insight, _summed(by_topic, topic_key, sa.func.coalesce(bridge.weight, 1.0)))


def _measures() -> sa.Select[Any]:
    """One row per content and brand with everything that is counted about it."""
    row, label, is_abstained = t.fact_mention.c, verdict("label"), verdict("is_abstained")
    judged = sa.and_(label.is_not(None), ~is_abstained)
    tones = [one_if(sa.and_(judged, label == name)).label(f"{name}_count") for name in _TONES]
    latest = t.fact_engagement.c
    return (
        sa.select(
            *(row[name] for name in ("content_key", *KEYS, *COUNTS[:3])),
            *tones,
            one_if(sa.func.coalesce(is_abstained, sa.false())).label("abstained_count"),
            one_if(label.is_(None)).label("unjudged_count"),
            one_if(t.fact_complaint.c.content_key.is_not(None)).label("complaint_count"),
            latest.engagement_count,
        )
        .select_from(with_verdicts(t.fact_mention))
        .outerjoin(t.fact_complaint, t.fact_complaint.c.content_key == row.content_key)
        .outerjoin(t.fact_engagement, sa.and_(latest.content_key == row.content_key, latest.is_latest))
        .where(row.mention_count == 1)
    )


_TONES = ("positive", "neutral", "negative")


def _summed(source: sa.FromClause, topic_key: sa.ColumnElement[Any], weight: sa.ColumnElement[Any]) -> sa.Select[Any]:
    weighed = sa.select(measured, topic_key.label("topic_key"), weight.label("weight")).select_from(source).subquery().c
    keys = [weighed[name] for name in (*KEYS, "topic_key")]
    sums = [sa.func.sum(weighed[name] * weighed.weight).label(name) for name in COUNTS]
    grouped: sa.Select[Any] = (
        sa.select(*keys, sa.literal(ALL).label("aspect_key"), *sums).group_by(*keys).order_by(*keys)
    )
    return grouped
