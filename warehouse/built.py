"""What a published warehouse says it was built from, and whether all of it can be read."""

import duckdb
import sqlalchemy as sa

from records.errors import DamagedArtefact
from warehouse import duck, postgres
from warehouse import tables as t
from warehouse.connect import Target, first_line, name_of, open_published
from warehouse.load.ledger import CONFIGURATION


def built_from(target: Target) -> frozenset[str]:
    """Paths below the lake of the files it was built from; their names are hashes of their bytes.

    Raises what `open_published` raises.
    """
    row = t.load_file.c
    statement = sa.select(row.dataset, row.partition, row.file).where(row.dataset != CONFIGURATION)
    with open_published(target) as connection:
        return frozenset("/".join(part for part in found if part) for found in connection.execute(statement))


def require_readable(target: Target) -> None:
    """Reads every block of an embedded warehouse, whose checksums DuckDB compares; a server does that by itself.

    Raises DamagedArtefact, and what `open_published` raises.
    """
    with open_published(target) as connection:
        if postgres.is_postgres(connection):
            return
        for table in t.METADATA.sorted_tables:
            try:
                duck.native(connection).execute(f"SELECT bit_xor(hash(r)) FROM {table.name} r").fetchall()
            except duckdb.Error as error:
                raise DamagedArtefact(
                    f"{name_of(target)}: table {table.name} cannot be read ({first_line(error)}); "
                    "delete the file, then run the job again: it is built from the lake"
                ) from None
