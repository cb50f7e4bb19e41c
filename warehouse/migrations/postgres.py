"""How Alembic's operations act on PostgreSQL: text sorts by code point, facts of content lie in monthly partitions."""

from typing import Any

import sqlalchemy as sa
from alembic.ddl.postgresql import PostgresqlImpl

from warehouse import partitions
from warehouse.postgres_ddl import partition_key


class WarehouseImpl(PostgresqlImpl):
    """Alembic takes the last class defined for a dialect."""

    __dialect__ = "postgresql"

    def create_table(self, table: sa.Table, **options: Any) -> None:
        """CREATE TABLE; of a partitioned table its parent and the partition of other days."""
        for column in table.columns:
            _sort_by_code_point(column)
        key = partition_key(table.name)
        if key:
            table.dialect_options["postgresql"]["partition_by"] = f"RANGE ({key})"
        super().create_table(table, **options)
        if key and self.connection is not None:
            partitions.create_other(self.connection, table.name)

    def add_column(self, table_name: str, column: sa.Column[Any], **options: Any) -> None:
        """ALTER TABLE ... ADD COLUMN."""
        _sort_by_code_point(column)
        super().add_column(table_name, column, **options)


def _sort_by_code_point(column: sa.Column[Any]) -> None:
    """As DuckDB sorts, whatever the database's locale: ties are broken alike on both engines."""
    if isinstance(column.type, sa.String) and column.type.collation is None:
        column.type = sa.String(collation="C")
