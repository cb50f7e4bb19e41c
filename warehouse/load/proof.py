"""Checks that need the staged lake beside the built star; the gate reads their results later."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.checks import Check, record, run
from warehouse.load import staging, work
from warehouse.load.inputs import Inputs


def record_load_checks(connection: sa.Connection, inputs: Inputs) -> None:
    """Nothing the lake holds is lost, doubled or invented on the way."""
    results = run(connection, load_checks())
    record(connection, results, stage="load", run_id=inputs.run_id, checked_at=inputs.built_at)


def load_checks() -> list[Check]:
    """Counts in against counts out."""
    lake = sa.select(sa.func.count(staging.mention.c.mention_id.distinct()))
    star = sa.select(sa.func.count(t.fact_mention.c.content_key.distinct()))
    said, brand = work.verdict.c, t.dim_brand.c
    is_tracked = sa.select(brand.brand_key).where(brand.brand_id == said.target).exists()
    judged = sa.select(sa.func.count()).where(
        said.is_current,
        sa.or_(
            sa.and_(said.task == "sentiment", said.target.is_(None)),
            sa.and_(said.task == work.TARGETED, is_tracked),
            said.task == "aspect",
        ),
    )
    stray = ~sa.select(work.content.c.mention_id).where(work.content.c.mention_id == work.verdict.c.mention_id).exists()
    current = sa.select(sa.func.count()).select_from(t.fact_sentiment).where(t.fact_sentiment.c.is_current)
    return [
        Check(
            name="contents_in_equal_out",
            table="fact_mention",
            description="every mention of the lake is here exactly once",
            failed_count=_difference(lake, star),
        ),
        Check(
            name="verdicts_in_equal_out",
            table="fact_sentiment",
            severity="warn",
            description="every current verdict on a mention of the lake is here",
            failed_count=_difference(judged.where(~stray), current),
        ),
    ]


def _difference(one: sa.Select[Any], other: sa.Select[Any]) -> sa.Select[Any]:
    return sa.select(sa.func.abs(one.scalar_subquery() - other.scalar_subquery()))
