"""`fact_coverage` and `fact_run_step`."""

from dataclasses import asdict

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import staging
from warehouse.load.inputs import Inputs
from warehouse.members import UNKNOWN
from warehouse.sql import date_key_of, first_of, insert_rows, insert_select

title = staging.stage("title", "source:s source_title:s platform:s")


def load_coverage(connection: sa.Connection, inputs: Inputs) -> None:
    """One row per source, query and run; written twice, the one that ended last counts."""
    title.create(connection)
    titles = [{"source": s, "source_title": x.zh, "platform": x.platform} for s, x in sorted(inputs.sources.items())]
    insert_rows(connection, title, titles)
    seen = staging.coverage.c
    order = first_of(seen.source, seen.query, seen.run_id, order_by=(seen.ended_at.desc(), seen.mention_count.desc()))
    ranked = sa.select(*seen, order.label("position")).subquery().c
    columns = [ranked[c.name] for c in staging.coverage.columns]
    platform_key = sa.func.coalesce(t.dim_platform.c.platform_key, UNKNOWN)
    statement = (
        sa.select(
            *columns,
            date_key_of(ranked.started_at).label("date_key"),
            platform_key.label("platform_key"),
            sa.func.coalesce(title.c.source_title, ranked.source).label("source_title"),
        )
        .outerjoin(title, title.c.source == ranked.source)
        .outerjoin(t.dim_platform, t.dim_platform.c.platform == title.c.platform)
        .where(ranked.position == 1)
        .order_by(ranked.started_at, ranked.source, ranked.query)
    )
    insert_select(connection, t.fact_coverage, statement)


def load_run_steps(connection: sa.Connection, inputs: Inputs) -> None:
    """Steps of runs as the pipeline recorded them; of one tried again, or made for several files, the last counts."""
    in_time = sorted(inputs.run_steps, key=lambda step: (step.ended_at, step.started_at))
    last = {(step.run_id, step.step, step.subject): step for step in in_time}
    insert_rows(connection, t.fact_run_step, [asdict(step) for step in last.values()])
