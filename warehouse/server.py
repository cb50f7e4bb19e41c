"""The warehouse on PostgreSQL: built and updated by the same loaders, published by a change of schemas.

A whole build is made in a file by DuckDB, copied into a schema of its own and put in place of the published one by a
renaming: readers meet the old star or the new one, whole. An update is one transaction on the published star, proven
before it is committed. Results of crm are one transaction likewise.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from records.errors import ScrmError, UsageError
from warehouse import checks, duck, migrations, partitions, postgres, postgres_ddl, roles, touched
from warehouse import tables as t
from warehouse.load import fill_alerts, fill_profiles, load, row_counts
from warehouse.load.inputs import Inputs, ProfileInputs
from warehouse.load.refresh import Refreshed, updatable
from warehouse.load.update import days_of, update
from warehouse.publish import prove

PUBLISHED, NEXT, OLD = "star", "star_next", "star_old"
_LOCK = 7201946001
"""Number of the advisory lock that a writer holds."""
_BATCH_ROWS = 100_000


def refresh(url: str, inputs: Inputs, workspace: Path, rejects: Path | None = None) -> Refreshed:
    """Updates the published star, or builds one beside it that `publish` puts in its place.

    `workspace` is a folder for the file of a whole build. Raises ScrmError, QualityGateFailed.
    """
    with _writing(url) as connection:
        changes = updatable(connection, inputs) if _enter(connection, PUBLISHED) else None
        if changes is not None:
            _drop(connection, NEXT)
            update(connection, inputs, changes)
            _prove(connection, run_id=inputs.run_id, checked_at=inputs.built_at, rejects=rejects)
            touched.drop(connection)
            files = sum(map(len, changes.added.values()))
            return Refreshed(counts=row_counts(connection), is_update=True, new_file_count=files)
        file = workspace / "warehouse.build.duckdb"
        try:
            counts = load(file, inputs)
            copy_star(file, connection)
        finally:
            duck.remove_file(file)
        return Refreshed(counts=counts, is_update=False)


def load_profiles(url: str, inputs: ProfileInputs) -> dict[str, int]:
    """Fills what crm computed: in the star being built where there is one, else in the published one."""
    with _writing(url) as connection:
        if not (_enter(connection, NEXT) or _enter(connection, PUBLISHED)):
            raise UsageError(f"{postgres.name_of(url)}: nothing loaded yet; run `scrm load` first")
        connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
        fill_profiles(connection, inputs)
        return row_counts(connection)


def load_alerts(url: str, inputs: ProfileInputs) -> None:
    """Fills alert episodes alone, where `load_profiles` would fill everything."""
    with _writing(url) as connection:
        if not (_enter(connection, NEXT) or _enter(connection, PUBLISHED)):
            raise UsageError(f"{postgres.name_of(url)}: nothing loaded yet; run `scrm load` first")
        connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
        fill_alerts(connection, inputs)


def is_build_waiting(url: str) -> bool:
    """Whether a star was built beside the published one and not put in its place yet."""
    with postgres.engine_for(url).begin() as connection:
        return _exists(connection, NEXT)


@contextmanager
def open_built(url: str) -> Iterator[sa.Connection]:
    """A connection to the star being built where there is one, else to the published one. Raises UsageError."""
    with postgres.engine_for(url).begin() as connection:
        if not (_enter(connection, NEXT) or _enter(connection, PUBLISHED)):
            raise UsageError(f"{postgres.name_of(url)}: nothing loaded yet; run `scrm load` first")
        yield connection


def publish(url: str, *, run_id: str, checked_at: datetime, rejects: Path | None = None) -> None:
    """Proves the star being built and renames it into place; an update was proven and published by itself.

    Raises QualityGateFailed, UsageError; the published star is then what it was.
    """
    with _writing(url) as connection:
        if not _enter(connection, NEXT):
            if not _enter(connection, PUBLISHED):
                raise UsageError(f"{postgres.name_of(url)}: nothing to publish; run `scrm load` first")
            return
        _prove(connection, run_id=run_id, checked_at=checked_at, rejects=rejects)
        _drop(connection, OLD)
        if _exists(connection, PUBLISHED):
            connection.exec_driver_sql(f"ALTER SCHEMA {PUBLISHED} RENAME TO {OLD}")
        connection.exec_driver_sql(f"ALTER SCHEMA {NEXT} RENAME TO {PUBLISHED}")
        _drop(connection, OLD)
        _show(connection)


def grant_access(url: str) -> None:
    """Makes the roles, and gives them their rights on the published star where there is one. Raises ScrmError."""
    with _writing(url) as connection:
        roles.prepare(connection)
        if _enter(connection, PUBLISHED):
            roles.grant_roles(connection)


def admit(url: str, login: str, role: str, brand_ids: Sequence[str]) -> None:
    """Lets a login read as a role does, and these brands only where any are named.

    Raises UsageError for an unknown login or brand, and for brands before anything is published.
    """
    with _writing(url) as connection:
        roles.prepare(connection)
        roles.admit(connection, login, role)
        if _enter(connection, PUBLISHED):
            roles.limit_to_brands(connection, login, brand_ids)
        elif brand_ids:
            raise UsageError(f"{postgres.name_of(url)}: nothing is published yet; run the job, then limit to brands")


def _prove(connection: sa.Connection, *, run_id: str, checked_at: datetime, rejects: Path | None) -> None:
    prove(connection, run_id=run_id, checked_at=checked_at, rejects=rejects)
    checks.require_passed(connection, keys_at=rejects)


def copy_star(file: Path, connection: sa.Connection) -> None:
    """Copies a built file into the schema of the next star; constraints follow the rows, which costs less."""
    _drop(connection, NEXT)
    connection.exec_driver_sql(f"CREATE SCHEMA {NEXT}")
    _enter(connection, NEXT)
    migrations.upgrade(connection)
    postgres_ddl.release(connection)
    with duck.engine_for(file, is_read_only=True).connect() as built:
        partitions.ensure_months(connection, days_of(built))
        for table in t.METADATA.sorted_tables:
            postgres.copy_arrow(connection, table.name, duck.read_batches(built, sa.select(table), _BATCH_ROWS))
    postgres_ddl.constrain(connection)
    for table in t.METADATA.sorted_tables:
        connection.exec_driver_sql(f"ANALYZE {table.name}")


@contextmanager
def _writing(url: str) -> Iterator[sa.Connection]:
    """One transaction; nobody else writes meanwhile. Raises ScrmError."""
    engine = postgres.engine_for(url)
    with postgres.one_line("loading"), engine.begin() as connection:
        if not connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(_LOCK))):
            raise ScrmError(f"{postgres.name_of(url)}: another run is writing the warehouse; wait for it to end")
        yield connection


def _enter(connection: sa.Connection, schema: str) -> bool:
    """Turns to a schema for the rest of the transaction; whether it is there."""
    if not _exists(connection, schema):
        return False
    connection.exec_driver_sql(f"SET LOCAL search_path = {schema}, public")
    return True


def _exists(connection: sa.Connection, schema: str) -> bool:
    return sa.inspect(connection).has_schema(schema)


def _drop(connection: sa.Connection, schema: str) -> None:
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


def _show(connection: sa.Connection) -> None:
    """Sessions of the database find the published star without naming its schema."""
    database = connection.exec_driver_sql("SELECT current_database()").scalar_one()
    connection.exec_driver_sql(f"ALTER DATABASE {postgres.quoted(str(database))} SET search_path = {PUBLISHED}, public")
