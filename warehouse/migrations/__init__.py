"""The schema's history. A warehouse is only ever created and changed here, on either engine."""

import hashlib
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import warehouse.migrations.postgres  # noqa: F401 (Alembic learns of it by its definition)
from warehouse import postgres_ddl, roles, views
from warehouse.postgres import execute_as_is, is_postgres

_FOLDER = Path(__file__).resolve().parent


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Brings a warehouse to a revision and builds the views anew; on PostgreSQL constraints and rights too.

    On PostgreSQL a warehouse that is up to date already is left alone: readers hold locks on its views.
    """
    if revision in ("head", head()) and _is_up_to_date(connection):
        return
    _strip(connection)
    command.upgrade(_config(connection), revision)
    if current(connection) == head():
        _dress(connection)


def downgrade(connection: sa.Connection, revision: str = "base") -> None:
    """Takes a warehouse back to a revision; views and constraints belong to the newest only."""
    _strip(connection)
    command.downgrade(_config(connection), revision)


def current(connection: sa.Connection) -> str | None:
    """The revision a warehouse is at; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str:
    """The newest revision this code knows; read once, for finding it runs every migration's module."""
    revision = ScriptDirectory(str(_FOLDER)).get_current_head()
    if revision is None:
        raise RuntimeError("no migration is shipped with this package")
    return revision


def knows(revision: str) -> bool:
    """Whether a revision is part of this code's history (an older schema) or not (a newer one)."""
    return revision in {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}


def _strip(connection: sa.Connection) -> None:
    """Views stand on tables, constraints on columns: PostgreSQL refuses to change a column under one."""
    views.drop_all(connection)
    if is_postgres(connection):
        postgres_ddl.release(connection)
        if current(connection) is not None:
            execute_as_is(connection, "COMMENT ON TABLE alembic_version IS NULL")


def _dress(connection: sa.Connection) -> None:
    """What belongs to the newest schema and is code: views, and PostgreSQL's constraints, indexes and rights."""
    views.create_all(connection)
    if is_postgres(connection):
        postgres_ddl.constrain(connection)
        execute_as_is(connection, f"COMMENT ON TABLE alembic_version IS '{_dress_of(connection)}'")
        if roles.are_in_use(connection):
            roles.grant_roles(connection)


def _is_up_to_date(connection: sa.Connection) -> bool:
    if not is_postgres(connection) or current(connection) != head():
        return False
    worn = connection.exec_driver_sql("SELECT obj_description('alembic_version'::regclass)").scalar()
    return worn == _dress_of(connection)


def _dress_of(connection: sa.Connection) -> str:
    """Hash of all views, constraints and indexes as this code would make them."""
    made = [*views.statements(connection.dialect), *(rule.create for rule in postgres_ddl.rules())]
    return hashlib.sha256("\n".join(made).encode()).hexdigest()


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
