"""Brings the embedded warehouse up to date: the published file is copied and updated, or a new one is built whole."""

import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from records.errors import DamagedWarehouse, ScrmError
from warehouse import duck, migrations
from warehouse.load import ledger, load, row_counts
from warehouse.load.inputs import Inputs
from warehouse.load.ledger import Changes
from warehouse.load.update import can_update, update


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What a load did."""

    counts: dict[str, int]
    """Rows per table."""
    is_update: bool
    """Whether only what changed was made anew."""
    new_file_count: int = 0
    """Files of the lake that an update read as new."""


def refresh(target: Path, published: Path | None, inputs: Inputs) -> Refreshed:
    """Puts at `target` what a build of `inputs` would give, by the shorter way. Raises ScrmError.

    The published file is only read; without one the star is built whole, and so it is where that file is damaged. An
    interrupted update leaves a copy without its changes: running again repeats it.
    """
    changes = changes_since(published, inputs) if published else None
    if published is None or changes is None:
        return Refreshed(counts=load(target, inputs), is_update=False)
    try:
        counts = duck.sparing_memory(partial(_updated, target, published, inputs, changes))
    except DamagedWarehouse:
        return Refreshed(counts=load(target, inputs), is_update=False)  # the published file has lost bytes
    return Refreshed(counts=counts, is_update=True, new_file_count=sum(map(len, changes.added.values())))


def _updated(target: Path, published: Path, inputs: Inputs, changes: Changes, memory: str | None) -> dict[str, int]:
    """Rows per table of a copy of the published file with the changes."""
    _copy(published, target)
    with duck.one_line(target, "load"), duck.engine_for(target).begin() as connection:
        duck.spare_memory(connection, memory)
        update(connection, inputs, changes)
        return row_counts(connection)


def changes_since(published: Path, inputs: Inputs) -> Changes | None:
    """What an update would have to apply to the published file; None when it has to be built whole."""
    if not published.is_file():
        return None
    try:
        with duck.engine_for(published, is_read_only=True).connect() as connection:
            return updatable(connection, inputs)
    except (sa.exc.DBAPIError, ScrmError):
        return None


def updatable(connection: sa.Connection, inputs: Inputs) -> Changes | None:
    """What an update would have to apply to this star; None when it has to be built whole."""
    if migrations.current(connection) != migrations.head():
        return None
    found = ledger.changes(connection, inputs)
    return found if found is not None and can_update(found) else None


def _copy(published: Path, target: Path) -> None:
    duck.remove_file(target)
    try:
        shutil.copyfile(published, target)
    except OSError as error:
        raise ScrmError(f"{target}: cannot copy the published warehouse ({error.strerror})") from error
