"""The schema's history. A warehouse is only ever created and changed here, on either engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from warehouse import views

_FOLDER = Path(__file__).resolve().parent


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Brings a warehouse to a revision and builds the views anew."""
    with _without_views(connection):
        command.upgrade(_config(connection), revision)
    if current(connection) == head():
        views.create_all(connection)


def downgrade(connection: sa.Connection, revision: str = "base") -> None:
    """Takes a warehouse back to a revision; views belong to the newest only."""
    with _without_views(connection):
        command.downgrade(_config(connection), revision)


def current(connection: sa.Connection) -> str | None:
    """The revision a warehouse is at; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The newest revision this code knows."""
    revision = ScriptDirectory(str(_FOLDER)).get_current_head()
    if revision is None:
        raise RuntimeError("no migration is shipped with this package")
    return revision


def knows(revision: str) -> bool:
    """Whether a revision is part of this code's history (an older schema) or not (a newer one)."""
    return revision in {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}


@contextmanager
def _without_views(connection: sa.Connection) -> Iterator[None]:
    # Views stand on tables; PostgreSQL refuses to change a column under one.
    views.drop_all(connection)
    yield


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
