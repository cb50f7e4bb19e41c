"""A finished DuckDB star copied to PostgreSQL, table by table."""

from datetime import date

import sqlalchemy as sa

from warehouse import duck, migrations, partitions, postgres
from warehouse.tables import METADATA

IN_ORDER = sorted(METADATA.sorted_tables, key=lambda table: not table.name.startswith("dim_"))


def copy_star(star: sa.Connection, target: sa.Connection) -> None:
    """Creates the newest schema in an empty PostgreSQL database and copies every row, under its constraints."""
    migrations.upgrade(target)
    partitions.ensure_partitions(target, date(2026, 2, 1), date(2026, 4, 30))
    target.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
    for table in IN_ORDER:
        rows = duck.fetch_arrow(star, sa.select(table))
        assert postgres.copy_arrow(target, table.name, rows) == rows.num_rows
    target.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
