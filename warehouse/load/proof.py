"""Checks that need the staged lake beside the built star; the gate reads their results later."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.checks import Check, record, run
from warehouse.load import staging, work
from warehouse.load.inputs import Inputs
from warehouse.touched import Scope


def record_load_checks(connection: sa.Connection, inputs: Inputs, staged: sa.Connection | None = None) -> None:
    """Nothing the lake holds is lost, doubled or invented on the way.

    `staged` is the star of an update, where what was read stands beside what was made of it; else it is the warehouse.
    """
    results = run(connection if staged is None else staged, load_checks())
    record(connection, results, stage="load", run_id=inputs.run_id, checked_at=inputs.built_at)


def load_checks() -> list[Check]:
    """Counts in against counts out, over all that was staged."""
    return [
        Check(
            name="contents_in_equal_out",
            table="fact_mention",
            zh="采集到的每条内容都恰好在库中一次",
            en="every mention of the lake is here exactly once",
            rows=_contents_gap,
        ),
        Check(
            name="verdicts_in_equal_out",
            table="fact_sentiment",
            severity="warn",
            zh="对已采集内容的每个当前判断都在库中",
            en="every current verdict on a mention of the lake is here",
            rows=_verdicts_gap,
        ),
    ]


def _contents_gap(_: Scope) -> sa.Select[Any]:
    """Contents that only one side has."""
    staged = sa.select(staging.mention.c.content_key).distinct().subquery("staged")
    mention, content = t.fact_mention.c, t.dim_content
    held = (
        sa.select(content.c.content_key)
        .where(sa.select(mention.content_key).where(mention.content_key == content.c.content_key).exists())
        .subquery("held")
    )
    both = staged.outerjoin(held, staged.c.content_key == held.c.content_key, full=True)
    one_sided = sa.or_(staged.c.content_key.is_(None), held.c.content_key.is_(None))
    return sa.select(held.c.content_key).select_from(both).where(one_sided)


def _verdicts_gap(_: Scope) -> sa.Select[Any]:
    """One row with both counts where they differ."""
    said, brand = work.verdict.c, t.dim_brand.c
    is_tracked = sa.select(brand.brand_key).where(brand.brand_id == said.target).exists()
    is_kept = said.content_key.is_not(None)
    judged = sa.select(sa.func.count().label("staged_count")).where(
        said.is_current,
        sa.or_(
            sa.and_(said.task == "sentiment", said.target.is_(None)),
            sa.and_(said.task == work.TARGETED, is_tracked),
            said.task == "aspect",
        ),
        is_kept,
    )
    current = sa.select(sa.func.count().label("held_count")).select_from(t.fact_sentiment)
    staged, held = judged.subquery("staged"), current.where(t.fact_sentiment.c.is_current).subquery("held")
    return sa.select(staged, held).where(staged.c.staged_count != held.c.held_count)
