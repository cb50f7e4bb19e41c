"""What a run of the cluster left: one digest a table of the star on PostgreSQL, contents as a multiset.

No column has to be set aside: two undisturbed runs into homes of their own leave equal contents, for the world's site
and its exports carry the times, and what the star says of a run is in the tables of operations.
"""

import sqlalchemy as sa

from tests.trust.faults.rows import OPERATIONS, Digests
from warehouse.server import PUBLISHED
from warehouse.tables import METADATA


def of_star(connection: sa.Connection) -> Digests:
    """Every table of the published star, those aside that tell of runs."""
    tables = [table for table in METADATA.sorted_tables if table.name not in OPERATIONS]
    return {table.name: _of_table(connection, table) for table in tables}


def _of_table(connection: sa.Connection, table: sa.Table) -> tuple[int, str]:
    listed = ", ".join(f'"{column.name}"' for column in table.columns)
    rows = f'SELECT {listed} FROM "{PUBLISHED}"."{table.name}"'
    sql = f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM ({rows}) t"
    count, digest = connection.execute(sa.text(sql)).one()
    return int(count), str(digest)
