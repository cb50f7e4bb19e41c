"""Results of crm about the service: months of complaints, root causes."""

from typing import Any

import sqlalchemy as sa

from warehouse import tables as t
from warehouse.load import feeds
from warehouse.load.alerts import named_products
from warehouse.load.inputs import ProfileInputs
from warehouse.load.staging import stage
from warehouse.members import ALL, UNKNOWN
from warehouse.sql import day_key, insert_select

period = stage(
    "service_period",
    "brand_id:s product:s month:d milestone:s complaint_count:i valid_count:i done_count:i case_count:i ended_count:i"
    " censored_count:i median_minutes:f median_low:f median_high:f p90_minutes:f within_24h_share:f within_72h_share:f"
    " business_median_minutes:f business_p90_minutes:f late_count:i decided_count:i pending_count:i",
)
cause = stage(
    "root_cause",
    "brand_id:s product:s theme:s period_start:d period_end:d complaint_count:i product_complaint_count:i"
    " theme_complaint_count:i total_complaint_count:i expected_count:f lift:f lift_low:f lift_high:f p_value:f"
    " q_value:f rank:i",
)


def load_service_profiles(connection: sa.Connection, inputs: ProfileInputs) -> None:
    """Fills both, in place of what an earlier call put there; products that the star does not know have no row."""
    feeds.read_known(connection, period, inputs.service_periods)
    feeds.read_known(connection, cause, inputs.root_causes)
    ended = sa.cast(period.c.month, sa.DateTime) + sa.text("INTERVAL '1' MONTH - INTERVAL '1' DAY")
    _load(connection, t.fact_service_period, period, ended)
    _load(connection, t.fact_root_cause, cause, cause.c.period_end)


def _load(connection: sa.Connection, target: sa.Table, table: sa.Table, day: sa.ColumnElement[Any]) -> None:
    """A row that names no product is the total over them."""
    connection.execute(sa.delete(target))
    said, product = table.c, named_products()
    product_key = sa.case((said.product.is_(None), ALL), else_=sa.func.coalesce(product.c.product_key, UNKNOWN))
    statement = (
        sa.select(
            *(said[c.name] for c in target.columns if c.name in said),
            t.dim_brand.c.brand_key,
            product_key.label("product_key"),
            day_key(day).label("date_key"),
        )
        .join(t.dim_brand, t.dim_brand.c.brand_id == said.brand_id)
        .outerjoin(product, sa.and_(product.c.brand_id == said.brand_id, product.c.name == said.product))
        .where(sa.or_(said.product.is_(None), product.c.product_key.is_not(None)))
        .order_by(sa.text("date_key"), t.dim_brand.c.brand_key, sa.text("product_key"))
    )
    insert_select(connection, target, statement)
