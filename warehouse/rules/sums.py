"""Sums that must agree: bridge weights, the cube with the facts it summarises, topics with their totals."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.members import ALL
from warehouse.rules.check import Check, group_check, row_check
from warehouse.sql import one_if
from warehouse.tables.insight import COUNTS
from warehouse.tone import verdict, with_verdicts
from warehouse.touched import Scope

TOLERANCE = 1e-6
"""What sums of floating weights may miss by, in proportion to their size."""
CELL = ("brand_key", "platform_key", "date_key")
TONES = ("positive_count", "neutral_count", "negative_count")
CLASSES = (*TONES, "abstained_count", "unjudged_count")
"""Columns of `fact_insight` that part its mentions: each mention is in exactly one."""
RECOUNTED = ("mention_count", "deduplicated_count", "organic_count", *TONES, "complaint_count", "engagement_count")


def sum_checks() -> Iterator[Check]:
    """Weights sum to 1; the cube is what a recount of the facts gives, and what its own topics add up to."""
    insight, weight = t.fact_insight, t.bridge_mention_topic.c.weight
    yield group_check(
        t.bridge_mention_topic,
        "weights_sum_to_one",
        ("content_key", "model_key"),
        sa.func.abs(sa.func.sum(weight) - 1) > TOLERANCE,
        zh="同一内容同一模型的话题权重之和为 1",
        en="topic weights of a content and model sum to 1",
    )
    yield Check(
        name="totals_equal_facts",
        table=insight.name,
        zh="每个品牌、平台、日的合计等于由事实表重新计数的结果(增量等于重建)",
        en="totals per brand, platform and day are what a recount of the facts gives (incremental = rebuild)",
        rows=_recount_gaps,
    )
    yield group_check(
        insight,
        "topics_add_up",
        CELL,
        _topics_differ(),
        zh="每个品牌、平台、日的各话题之和等于合计",
        en="per brand, platform and day topics sum to the total",
        among=insight.c.aspect_key == ALL,
    )
    yield row_check(
        insight,
        "classes_add_up",
        sa.func.abs(sum(insight.c[name] for name in CLASSES) - insight.c.mention_count)
        > TOLERANCE * (1 + insight.c.mention_count),
        zh="正面、中性、负面、弃权与未判断之和等于声量",
        en="positive, neutral, negative, declined and not judged sum to the volume",
    )


def _topics_differ() -> sa.ColumnElement[bool]:
    insight = t.fact_insight.c
    is_total = insight.topic_key == ALL
    size = sa.func.sum(sa.func.abs(sa.func.coalesce(insight.engagement_count, 0)) + insight.mention_count)
    gaps = [
        sa.func.coalesce(sa.func.sum(sa.case((is_total, insight[name]), else_=-insight[name])), 0) for name in COUNTS
    ]
    return sa.or_(*(sa.func.abs(gap) > TOLERANCE * (1 + size) for gap in gaps))


def _recount_gaps(scope: Scope) -> sa.Select[Any]:
    """Cells of the cube that differ from the recount, or that only one side has."""
    stored, again = _stored(scope).subquery("stored"), _recounted(scope).subquery("again")
    same_cell = sa.and_(*(stored.c[name] == again.c[name] for name in CELL))
    keys = [sa.func.coalesce(stored.c[name], again.c[name]).label(name) for name in CELL]
    differ = [
        sa.func.abs(sa.func.coalesce(stored.c[name], 0) - sa.func.coalesce(again.c[name], 0))
        > TOLERANCE * (1 + sa.func.abs(sa.func.coalesce(again.c[name], 0)))
        for name in RECOUNTED
    ]
    one_sided = sa.or_(stored.c.mention_count.is_(None), again.c.mention_count.is_(None))
    return sa.select(*keys).select_from(stored.outerjoin(again, same_cell, full=True)).where(sa.or_(one_sided, *differ))


def _stored(scope: Scope) -> sa.Select[Any]:
    insight = t.fact_insight
    is_total = sa.and_(insight.c.topic_key == ALL, insight.c.aspect_key == ALL)
    columns = [insight.c[name] for name in (*CELL, *RECOUNTED)]
    return sa.select(*columns).where(scope.rows_of(insight), is_total)


def _recounted(scope: Scope) -> sa.Select[Any]:
    row, latest, label = t.fact_mention.c, t.fact_engagement.c, verdict("label")
    is_judged = sa.and_(label.is_not(None), ~verdict("is_abstained"))
    tones = [
        sa.func.sum(one_if(sa.and_(is_judged, label == name.removesuffix("_count")))).label(name) for name in TONES
    ]
    counted = [sa.func.sum(row[name]).label(name) for name in RECOUNTED[:3]]
    complaints = sa.func.sum(one_if(t.fact_complaint.c.content_key.is_not(None))).label("complaint_count")
    return (
        sa.select(
            *(row[name] for name in CELL),
            *counted,
            *tones,
            complaints,
            sa.func.sum(latest.engagement_count).label("engagement_count"),
        )
        .select_from(with_verdicts(t.fact_mention))
        .outerjoin(t.fact_complaint, t.fact_complaint.c.content_key == row.content_key)
        .outerjoin(t.fact_engagement, sa.and_(latest.content_key == row.content_key, latest.is_latest))
        .where(row.mention_count == 1, scope.rows_of(t.fact_insight, row))
        .group_by(*(row[name] for name in CELL))
    )
