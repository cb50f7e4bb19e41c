"""Which warehouse an installation builds and reads: the file in its home, or a PostgreSQL database.

The database is named by the environment variable SCRM_WAREHOUSE_URL (`postgresql://login@host:5432/database`), which
may hold a password and is therefore in no file.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lake.home import Home
from records.errors import UsageError

if TYPE_CHECKING:
    import sqlalchemy as sa

    from warehouse.connect import Target
    from warehouse.erase import MaskAll
    from warehouse.load import Inputs, ProfileInputs
    from warehouse.load.refresh import Refreshed

ENVIRONMENT = "SCRM_WAREHOUSE_URL"


def url() -> str | None:
    """The database, if there is one."""
    return os.environ.get(ENVIRONMENT) or None


def published(home: Home) -> "Target":
    """What readers open."""
    return url() or home.warehouse


def refresh(home: Home, inputs: "Inputs") -> "Refreshed":
    """Makes the star anew, or only what changed. Raises ScrmError."""
    if database := url():
        from warehouse import server

        return server.refresh(database, inputs, home.root, _rejects(home, inputs.run_id))
    from warehouse.load.refresh import refresh as refresh_file

    # An update would copy the damage that a step has met.
    base = None if home.rebuild_mark.exists() else home.warehouse
    done = refresh_file(home.next_warehouse, base, inputs)
    home.rebuild_mark.unlink(missing_ok=True)
    return done


def load_profiles(home: Home, inputs: "ProfileInputs") -> None:
    """Fills what crm computed. Raises ScrmError."""
    if database := url():
        from warehouse import server

        server.load_profiles(database, inputs)
        return
    from warehouse.load import load_profiles as load_into_file

    load_into_file(home.next_warehouse, inputs)


def load_alerts(home: Home, inputs: "ProfileInputs") -> None:
    """Fills alert episodes alone; what else crm computed stays. Raises ScrmError."""
    if database := url():
        from warehouse import server

        server.load_alerts(database, inputs)
        return
    from warehouse.load import load_alerts as load_into_file

    load_into_file(home.next_warehouse, inputs)


def publish(home: Home, *, run_id: str, checked_at: datetime) -> None:
    """Proves what was built and shows it to readers. Raises QualityGateFailed, UsageError, ScrmError."""
    if database := url():
        from warehouse import server

        server.publish(database, run_id=run_id, checked_at=checked_at, rejects=_rejects(home, run_id))
        return
    from warehouse.publish import publish as publish_file

    publish_file(
        home.next_warehouse, home.warehouse, run_id=run_id, checked_at=checked_at, rejects=_rejects(home, run_id)
    )


def erase(home: Home, author_id: str, mention_ids: Collection[str], mask_all: "MaskAll") -> int:
    """Takes a person out of every star there is; returns the rows that went. Raises ScrmError."""
    from warehouse.erase import Person, erase_from_file, erase_from_server

    person = Person(author_id=author_id, mention_ids=mention_ids, mask_all=mask_all)
    files = sorted(each for each in home.root.glob("*.duckdb") if not each.name.startswith("."))
    count = sum(erase_from_file(each, person).row_count for each in files)
    if database := url():
        count += erase_from_server(database, person).row_count
    return count


def admit(login: str | None, role: str | None, brand_ids: Sequence[str]) -> None:
    """Makes the roles of the database; with a login lets it read as `viewer`, `analyst` or `engineer`.

    Raises UsageError where the warehouse is a file, which has no roles.
    """
    database = url()
    if database is None:
        raise UsageError(
            f"roles need a PostgreSQL warehouse: set {ENVIRONMENT}; a DuckDB file is read whole by its owner"
        )
    from warehouse import server

    server.grant_access(database)
    if login is not None:
        server.admit(database, login, f"scrm_{role}", brand_ids)


def is_build_waiting(home: Home) -> bool:
    """Whether something was loaded that is not published yet."""
    if database := url():
        from warehouse import server

        return server.is_build_waiting(database)
    return home.next_warehouse.exists()


def require_built(home: Home, before: str) -> None:
    """Raises UsageError when nothing has been loaded that a step could go on with; a database says so itself."""
    if url() is None and not home.next_warehouse.exists():
        raise UsageError(f"{home.next_warehouse}: nothing has been built; run {before} first")


def _rejects(home: Home, run_id: str) -> Path:
    """Where the keys of rows that fail a check of this run go; those of the oldest runs leave."""
    from warehouse.quarantine import drop_old_runs

    folder = home.quarantine / "quality"
    drop_old_runs(folder)
    return folder / run_id


@contextmanager
def open_built(home: Home) -> "Iterator[sa.Connection]":
    """A connection that reads what was loaded and may not be published yet."""
    if database := url():
        from warehouse import server

        with server.open_built(database) as connection:
            yield connection
        return
    from warehouse.connect import open_built as open_file

    with open_file(home.next_warehouse) as connection:
        yield connection
