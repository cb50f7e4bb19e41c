"""Which export files were read to their end, in `state.sqlite`, and what the lake then held of their source.

Losing it costs time, never rows: a file that is not known here is read again, and what it lands again changes nothing.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lake.database import REMEDY_OF_DAMAGE, kept_moment, transaction
from lake.home import Home
from lake.partition import partitions
from records import Coverage
from records.errors import DamagedArtefact, ScrmError

_TABLES = (
    "create table if not exists file_read (source text, name text, digest text, made_by text, coverage text, "
    "primary key (source, name, digest))",
    "create table if not exists file_rows (source text, folder text, row_count integer, primary key (source, folder))",
)
_REMEDY = "free disk space or mend the file's rights, then run again"
_TIMES = ("started_at", "ended_at", "window_from", "window_to")


class FilesReadUnusable(ScrmError):
    """`state.sqlite` cannot be read or written."""


class FileKey(NamedTuple):
    """One file as it was read."""

    name: str
    """As coverage names it."""
    digest: str
    """sha256 of its bytes."""
    made_by: str
    """A version of all that decides what is read of it: code, key, query, settings, who was erased."""


def files_read(home: Home, source: str) -> dict[FileKey, Coverage]:
    """What each file known of a source gave; nothing where the lake no longer holds all rows it held then.

    Raises FilesReadUnusable, and DamagedArtefact where a byte of it has changed.
    """
    if home.lake_address:
        return {}  # asking an object store what it still holds costs more than most files
    with transaction(home.state, FilesReadUnusable, _REMEDY) as connection:
        _ensure(connection)
        sql = "select name, digest, made_by, coverage from file_read where source = ?"
        rows = connection.execute(sql, (source,)).fetchall()
        held = dict(connection.execute("select folder, row_count from file_rows where source = ?", (source,)))
    found = {FileKey(*key): _coverage(said) for *key, said in rows}
    return found if found and _holds(home.lake, source, held) else {}


def remember_files(home: Home, source: str, found: Mapping[FileKey, Coverage]) -> None:
    """Keeps what these files gave, once all their rows are durable. Raises FilesReadUnusable."""
    rows = [(source, *key, _text(coverage)) for key, coverage in found.items()]
    if home.lake_address:
        return
    held = [(source, folder, count) for folder, count in _row_counts(home.lake, source)]
    with transaction(home.state, FilesReadUnusable, _REMEDY) as connection:
        _ensure(connection)
        connection.executemany("insert or replace into file_read values (?, ?, ?, ?, ?)", rows)
        connection.execute("delete from file_rows where source = ?", (source,))
        connection.executemany("insert into file_rows values (?, ?, ?)", held)


def _ensure(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)


def _holds(lake: Path, source: str, held: Mapping[str, int]) -> bool:
    try:
        now = dict(_row_counts(lake, source))
    except DamagedArtefact:
        return False  # told by whoever reads that folder
    return all(now.get(folder, 0) >= count for folder, count in held.items())


def _row_counts(lake: Path, source: str) -> Iterator[tuple[str, int]]:
    """Folder below the lake -> rows, of everything gathered from a source; coverage, which every run adds, aside."""
    for dataset in sorted(each.name for each in lake.iterdir() if (each / f"source={source}").is_dir()):
        if dataset != "coverage":
            for each in partitions(lake, dataset, source=source):
                yield each.path.relative_to(lake).as_posix(), each.row_count


def _text(coverage: Coverage) -> str:
    return json.dumps(
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(coverage).items()}
    )


def _coverage(text: str) -> Coverage:
    try:
        said = json.loads(text)
        return Coverage(**{**said, **{name: kept_moment(said[name]) for name in _TIMES if said[name]}})
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedArtefact(f"state.sqlite: what a file gave is damaged in it; {REMEDY_OF_DAMAGE}") from error
