"""Publishing is one rename: readers meet the old warehouse or the new one, whole, and never a lock."""

import os
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from records.errors import ScrmError, UsageError
from warehouse import checks, duck, migrations


def publish(next_path: Path, published_path: Path, *, run_id: str, checked_at: datetime) -> None:
    """Proves the built warehouse and puts it in place of the published one.

    Gate, checkpoint, close, fsync, rename, fsync of the folder. Raises QualityGateFailed (results stay in the built
    file's `fact_quality`) and ScrmError; the published file is then what it was.
    """
    if not next_path.is_file():
        raise UsageError(f"{next_path}: nothing to publish; run `scrm load` first")
    _prove(next_path, run_id=run_id, checked_at=checked_at)
    if duck.storage_number(next_path) != duck.STORAGE_NUMBER:
        raise ScrmError(f"{next_path}: not written with storage version {duck.STORAGE_VERSION}; run `scrm load` again")
    published_path.parent.mkdir(parents=True, exist_ok=True)
    _sync(next_path)
    next_path.replace(published_path)
    _sync(published_path.parent)


def _prove(path: Path, *, run_id: str, checked_at: datetime) -> None:
    engine = duck.engine_for(path)
    with duck.one_line(path, "publish"), engine.connect() as connection:
        with connection.begin():
            _require_whole(connection, path)
            results = checks.run(connection, checks.gate_checks())
            checks.record(connection, results, stage="gate", run_id=run_id, checked_at=checked_at)
        # Recorded before refusing, so that the refused build can be asked why.
        with connection.begin():
            checks.require_passed(connection)
        duck.checkpoint(connection)
    if duck.log_of(path).exists():
        raise ScrmError(f"{path}: its log was not merged (is another program writing?); run `scrm publish` again")


def _require_whole(connection: sa.Connection, path: Path) -> None:
    """A load is one transaction: interrupted, it leaves an empty file."""
    if migrations.current(connection) != migrations.head():
        raise UsageError(f"{path}: not a finished build (was the load interrupted?); run `scrm load` again")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
