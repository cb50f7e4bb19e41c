"""The rules of the gate: declared as data, each one set query that counts the rows breaking it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.columns import field_of, grain_of
from warehouse.members import ALL
from warehouse.tables.insight import COUNTS

Severity = Literal["fail", "warn"]
TOLERANCE = 1e-6
"""What sums of floating weights may miss by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule: a query that counts the rows breaking it."""

    name: str
    table: str
    description: str
    """What is checked, in one sentence a person reads in `fact_quality`."""
    failed_count: sa.Select[Any]
    """A query of one number: rows that break the rule."""
    severity: Severity = "fail"


def gate_checks() -> list[Check]:
    """Everything that can be asked of a finished warehouse."""
    return [*_unique(), *_references(), *_facts(), *_sums()]


def _unique() -> list[Check]:
    """Natural keys and grains: no two rows share one."""
    return [
        Check(
            name="unique_grain",
            table=table.name,
            description=f"no two rows share ({', '.join(grain_of(table).key)})",
            failed_count=_repeated(table),
        )
        for table in t.METADATA.sorted_tables
    ]


def _repeated(table: sa.Table) -> sa.Select[Any]:
    key = [table.c[name] for name in grain_of(table).key]
    groups = sa.select(sa.func.count().label("n")).select_from(table).group_by(*key).having(sa.func.count() > 1)
    if table.name.startswith("dim_"):
        groups = groups.where(next(iter(table.primary_key.columns)) > 0)
    return sa.select(sa.func.coalesce(sa.func.sum(groups.subquery().c.n), 0))


def _references() -> list[Check]:
    """Foreign keys, asked of each fact by one anti-join: DuckDB does not enforce them on facts."""
    checks = []
    for table in t.METADATA.sorted_tables:
        for column in table.columns:
            target = field_of(column).references
            if target:
                checks.append(_reference(table, column, target))
    return checks


def _reference(table: sa.Table, column: sa.Column[Any], target: str) -> Check:
    dimension = t.METADATA.tables[target.partition(".")[0]].alias("dimension")
    key = dimension.c[target.partition(".")[2]]
    found = sa.select(key).where(key == column).exists()
    return Check(
        name=f"reference_{column.name}",
        table=table.name,
        description=f"every {column.name} is in {target}",
        failed_count=_count(table, ~found),
    )


def _facts() -> list[Check]:
    author, complaint, sentiment = t.dim_author, t.fact_complaint.c, t.fact_sentiment.c
    later = author.alias("later")
    overlaps = sa.and_(
        later.c.platform_key == author.c.platform_key,
        later.c.author_id == author.c.author_id,
        later.c.author_key != author.c.author_key,
        later.c.valid_from < author.c.valid_to,
        author.c.valid_from < later.c.valid_to,
    )
    out_of_range = sa.or_(
        sentiment.probability < 0, sentiment.probability > 1, sa.func.abs(sentiment.sentiment_score) > 1
    )
    late = sa.or_(complaint.first_replied_at < complaint.opened_at, complaint.resolved_at < complaint.opened_at)
    facts = t.fact_engagement.c
    negative = sa.or_(
        *(facts[name] < 0 for name in ("like_count", "comment_count", "share_count", "favorite_count", "view_count"))
    )
    return [
        Check(
            name="no_overlapping_spans",
            table="dim_author",
            description="spans of one account do not overlap",
            failed_count=sa.select(sa.func.count()).select_from(author.join(later, overlaps)),
        ),
        Check(
            name="range",
            table="fact_sentiment",
            description="probabilities lie in [0, 1], scores in [-1, 1]",
            failed_count=_count(t.fact_sentiment, out_of_range),
        ),
        Check(
            name="one_current",
            table="fact_sentiment",
            description="a content has one current verdict per target and aspect",
            failed_count=_doubles(
                t.fact_sentiment, ("content_key", "target_brand_key", "aspect_key"), sentiment.is_current
            ),
        ),
        Check(
            name="one_latest",
            table="fact_engagement",
            description="a content has one latest observation",
            failed_count=_doubles(t.fact_engagement, ("content_key",), facts.is_latest),
        ),
        Check(
            name="not_negative",
            table="fact_engagement",
            description="counters are not negative",
            severity="warn",
            failed_count=_count(t.fact_engagement, negative),
        ),
        Check(
            name="milestone_order",
            table="fact_complaint",
            severity="warn",
            description="a complaint is opened before it is answered or resolved; otherwise its durations are NULL",
            failed_count=_count(t.fact_complaint, late),
        ),
        Check(
            name="brand_row_per_content",
            table="fact_mention",
            description="every content has at least one brand-level row",
            failed_count=_count(t.dim_content, sa.and_(t.dim_content.c.content_key > 0, ~_has_brand_row())),
        ),
        Check(
            name="text_per_content",
            table="content_text",
            description="every content has its wording and no other has",
            failed_count=sa.select(
                sa.func.abs(
                    _count(t.dim_content, t.dim_content.c.content_key > 0).scalar_subquery()
                    - _count(t.content_text, sa.true()).scalar_subquery()
                )
            ),
        ),
    ]


def _has_brand_row() -> sa.ColumnElement[bool]:
    row = t.fact_mention.c
    return (
        sa.select(row.content_key)
        .where(row.content_key == t.dim_content.c.content_key, row.mention_count == 1)
        .exists()
    )


def _sums() -> list[Check]:
    bridge, insight, mention = t.bridge_mention_topic.c, t.fact_insight.c, t.fact_mention.c
    weights = (
        sa.select(sa.func.sum(bridge.weight).label("total")).group_by(bridge.content_key, bridge.model_key).subquery()
    )
    totals = sa.select(sa.func.coalesce(sa.func.sum(insight.mention_count), 0)).where(insight.topic_key == ALL)
    facts = sa.select(sa.func.coalesce(sa.func.sum(mention.mention_count), 0))
    return [
        Check(
            name="weights_sum_to_one",
            table="bridge_mention_topic",
            description="topic weights of a content and model sum to 1",
            failed_count=sa.select(sa.func.count()).where(sa.func.abs(weights.c.total - 1) > TOLERANCE),
        ),
        Check(
            name="totals_equal_facts",
            table="fact_insight",
            description="totals count exactly the brand-level mentions",
            failed_count=sa.select(
                sa.cast(sa.func.abs(totals.scalar_subquery() - facts.scalar_subquery()), sa.BigInteger)
            ),
        ),
        Check(
            name="topics_add_up",
            table="fact_insight",
            description="per brand, platform and day topics sum to the total",
            failed_count=_topic_gaps(),
        ),
    ]


def _topic_gaps() -> sa.Select[Any]:
    insight = t.fact_insight.c
    keys = (insight.brand_key, insight.platform_key, insight.date_key)
    is_total = insight.topic_key == ALL
    gaps = [
        sa.func.coalesce(sa.func.sum(sa.case((is_total, insight[name]))), 0)
        - sa.func.coalesce(sa.func.sum(sa.case((~is_total, insight[name]))), 0)
        for name in COUNTS
    ]
    # Weighted sums over many rows drift by rounding in proportion to their size.
    allowed = TOLERANCE * (
        1 + sa.func.sum(sa.func.abs(sa.func.coalesce(insight.engagement_count, 0)) + insight.mention_count)
    )
    wrong = sa.select(insight.brand_key).group_by(*keys).having(sa.or_(*(sa.func.abs(gap) > allowed for gap in gaps)))
    return sa.select(sa.func.count()).select_from(wrong.subquery())


def _count(table: sa.Table, condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table).where(condition)


def _doubles(table: sa.Table, key: Sequence[str], condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    columns = [table.c[name] for name in key]
    groups = sa.select(sa.func.count().label("n")).where(condition).group_by(*columns).having(sa.func.count() > 1)
    return sa.select(sa.func.coalesce(sa.func.sum(groups.subquery().c.n), 0))
