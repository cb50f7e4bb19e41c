"""The baseline of the questions: one flat, pre-joined, date-sorted file (or indexed table) a grain, from the star."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from warehouse.views import VIEWS

_TEXTS = ("title", "text", "url", "evidence")
"""What no question reads; the other columns of a view are all in its file."""


def _view(name: str) -> str:
    view = next(view for view in VIEWS if view.name == name)
    return f"SELECT {', '.join(column.name for column in view.columns if column.name not in _TEXTS)} FROM {name}"


_COST = """
    SELECT p.platform, b.name AS brand, d.day, c.author_id, c.currency, c.cost_amount
    FROM fact_cost c JOIN dim_platform p ON p.platform_key = c.platform_key
    JOIN dim_brand b ON b.brand_key = c.brand_key JOIN dim_date d ON d.date_key = c.date_key
"""
_PROPAGATION = """
    SELECT m.day, m.brand, m.platform, m.author_id, w.author_id AS parent_author_id, m.engagement_count,
        m.organic_weight
    FROM fact_propagation f JOIN dim_author w ON w.author_key = f.parent_author_key AND w.author_key > 0
    JOIN v_mention m ON m.content_key = f.content_key
"""
_ORDER_LINE = """
    SELECT d.day, b.name AS brand, o.customer_id, o.currency, o.order_count, o.net_amount
    FROM fact_order_line o JOIN dim_brand b ON b.brand_key = o.brand_key JOIN dim_date d ON d.date_key = o.date_key
"""

_FLAT = {
    "insight_day": (_view("v_insight_day"), "day"),
    "insight_topic_day": (_view("v_insight_topic_day"), "day"),
    "mention": (_view("v_mention"), "day"),
    "engagement": (_view("v_engagement"), "published_at"),
    "aspect": (_view("v_aspect"), "day"),
    "complaint": (_view("v_complaint"), "day"),
    "persona": (_view("v_persona"), "period_end"),
    "event": (_view("v_event"), "begins_on"),
    "coverage": (_view("v_coverage"), "window_to"),
    "cost": (_COST, "day"),
    "propagation": (_PROPAGATION, "day"),
    "order_line": (_ORDER_LINE, "day"),
    "customer": (_view("v_customer"), "month"),
}
"""File -> its rows and the column it is sorted by."""
_WITHOUT_BRAND = ("persona", "coverage", "customer")


def write_files(connection: sa.Connection, folder: Path) -> None:
    """Writes the flat files of a DuckDB star: default row groups, Zstandard."""
    folder.mkdir()
    for name, (rows, day) in _FLAT.items():
        order = day if name in _WITHOUT_BRAND else f"{day}, brand"
        _native(connection).execute(
            f"COPY (SELECT * FROM ({rows}) ORDER BY {order}) TO '{folder}/{name}.parquet' (COMPRESSION zstd)"
        )


def create_tables(connection: sa.Connection) -> None:
    """Writes the flat tables of a PostgreSQL star into the schema `flat`, indexed by brand and day."""
    connection.exec_driver_sql("CREATE SCHEMA flat")
    for name, (rows, day) in _FLAT.items():
        order = day if name in _WITHOUT_BRAND else f"{day}, brand"
        indexed = day if name in _WITHOUT_BRAND else f"brand, {day}"
        connection.exec_driver_sql(f"CREATE TABLE flat.{name} AS SELECT * FROM ({rows}) AS made ORDER BY {order}")
        connection.exec_driver_sql(f"CREATE INDEX ON flat.{name} ({indexed})")
        connection.exec_driver_sql(f"ANALYZE flat.{name}")


def files_of(folder: Path) -> dict[str, str]:
    """What a statement over flat files writes for each of its names."""
    return {name: f"read_parquet('{folder}/{name}.parquet')" for name in _FLAT}


def tables_of() -> dict[str, str]:
    """What a statement over flat tables writes for each of its names."""
    return {name: f"flat.{name}" for name in _FLAT}


def _native(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection
