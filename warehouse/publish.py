"""Publishing is one rename: readers meet the old warehouse or the new one, whole, and never a lock."""

import os
from datetime import datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from records.errors import ScrmError, UsageError
from warehouse import checks, duck, migrations, quarantine, touched
from warehouse.load import ledger


def publish(
    next_path: Path, published_path: Path, *, run_id: str, checked_at: datetime, rejects: Path | None = None
) -> None:
    """Proves the built warehouse and puts it in place of the published one.

    Gate (after an update of what it changed), checkpoint, close, fsync, rename, fsync of the folder. `rejects` is a
    folder for the keys of rows that fail a check. Raises QualityGateFailed (results stay in the built file's
    `fact_quality`) and ScrmError; the published file is then what it was.
    """
    if not next_path.is_file():
        raise UsageError(f"{next_path}: nothing to publish; run `scrm load` first")
    duck.sparing_memory(partial(_prove, next_path, run_id=run_id, checked_at=checked_at, rejects=rejects))
    if duck.storage_number(next_path) != duck.STORAGE_NUMBER:
        raise ScrmError(f"{next_path}: not written with storage version {duck.STORAGE_VERSION}; run `scrm load` again")
    try:
        published_path.parent.mkdir(parents=True, exist_ok=True)
        _sync(next_path)
        next_path.replace(published_path)
        _sync(published_path.parent)
    except OSError as error:
        raise ScrmError(f"{published_path}: cannot be replaced ({error.strerror}); it is what it was") from error


def _prove(path: Path, memory: str | None, *, run_id: str, checked_at: datetime, rejects: Path | None) -> None:
    engine = duck.engine_for(path)
    with duck.one_line(path, "publish"), engine.connect() as connection:
        with connection.begin():
            duck.spare_memory(connection, memory)
            _require_whole(connection, path)
            prove(connection, run_id=run_id, checked_at=checked_at, rejects=rejects)
        # Recorded before refusing, so that the refused build can be asked why.
        with connection.begin():
            checks.require_passed(connection, keys_at=rejects)
            touched.drop(connection)
        duck.checkpoint(connection)
    if duck.log_of(path).exists():
        raise ScrmError(f"{path}: its log was not merged (is another program writing?); run `scrm publish` again")


def prove(connection: sa.Connection, *, run_id: str, checked_at: datetime, rejects: Path | None) -> None:
    """Runs every check over what was changed since the last proof and records what it found.

    The keys of rows that fail go to a file per check; `checks.require_passed` then refuses what must not be published.
    """
    scope = touched.scope(connection)
    results = checks.run(connection, checks.gate_checks(), scope)
    checks.record(connection, results, stage="gate", run_id=run_id, checked_at=checked_at, scope=scope)
    if rejects is not None:
        quarantine.write_failing_keys(connection, results, rejects, scope)


def _require_whole(connection: sa.Connection, path: Path) -> None:
    """A load is one transaction: interrupted, it leaves an empty file or an empty star."""
    if migrations.current(connection) != migrations.head() or not ledger.is_recorded(connection):
        raise UsageError(f"{path}: not a finished build (was the load interrupted?); run `scrm load` again")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
