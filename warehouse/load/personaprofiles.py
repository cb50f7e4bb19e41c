"""Results of crm about groups of people: how personas moved, and how long cohorts of customers stay."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import feeds
from warehouse.load.inputs import ProfileInputs
from warehouse.load.staging import stage
from warehouse.members import NOT_APPLICABLE
from warehouse.sql import insert_select

drift = stage(
    "persona_drift",
    "persona_id:s period_start:d period_end:d before_persona_id:s before_period_start:d before_period_end:d state:s"
    " common_count:i jaccard:f",
)
cohort = stage(
    "cohort",
    "cohort:d ending:s age_months:i customer_count:i at_risk_count:i ending_count:i survival:f survival_low:f"
    " survival_high:f",
)


def load_persona_profiles(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Fills `fact_persona_drift`, emptied before the personas were, and `fact_cohort_month`."""
    for table, files in ((drift, inputs.persona_drifts), (cohort, inputs.cohorts)):
        feeds.read_known(connection, table, files)
    connection.execute(sa.delete(t.fact_cohort_month))
    _load_drifts(connection)
    whole = sa.select(cohort).order_by(cohort.c.cohort, cohort.c.ending, cohort.c.age_months)
    insert_select(connection, t.fact_cohort_month, whole)


def _load_drifts(connection: sa.Connection) -> None:
    """What has no counterpart in the other period is not applicable there."""
    said, now, before = drift.c, t.dim_persona.alias("now"), t.dim_persona.alias("before")
    is_now = sa.and_(
        now.c.persona_id == said.persona_id,
        now.c.period_start == said.period_start,
        now.c.period_end == said.period_end,
    )
    was = sa.and_(
        before.c.persona_id == said.before_persona_id,
        before.c.period_start == said.before_period_start,
        before.c.period_end == said.before_period_end,
    )
    statement = (
        sa.select(
            sa.func.coalesce(now.c.persona_key, NOT_APPLICABLE).label("persona_key"),
            sa.func.coalesce(before.c.persona_key, NOT_APPLICABLE).label("before_persona_key"),
            *(said[name] for name in ("period_start", "period_end", "state", "common_count", "jaccard")),
        )
        .select_from(drift.outerjoin(now, is_now).outerjoin(before, was))
        .order_by(said.period_end, said.persona_id, said.before_persona_id)
    )
    insert_select(connection, t.fact_persona_drift, statement)
