"""`fact_model_drift`, from what crm says of the models' latest weeks."""

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import feeds
from warehouse.load.inputs import ProfileInputs
from warehouse.load.staging import stage
from warehouse.sql import day_key, insert_select

drift = stage(
    "model_drift",
    "task:s engine:s version:s measure:s week_end:d observed:f bound:f recent_count:i baseline_count:i is_alert:b",
)


def load_model_drift(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Fills it in place of what an earlier call put there."""
    feeds.read_known(connection, drift, inputs.model_drifts)
    connection.execute(sa.delete(t.fact_model_drift))
    said = drift.c
    keys = {"date_key": day_key(sa.cast(said.week_end, sa.DateTime)).label("date_key")}
    columns = [keys[c.name] if c.name in keys else said[c.name] for c in t.fact_model_drift.columns]
    order = (said.task, said.engine, said.version, said.week_end, said.measure)
    insert_select(connection, t.fact_model_drift, sa.select(*columns).order_by(*order))
