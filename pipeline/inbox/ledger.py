"""Which dropped files have been handled, by their bytes; kept in `state.sqlite`. Losing it costs time, never rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lake.database import transaction
from pipeline.state import StateUnusable

_TABLE = """
create table if not exists inbox_file (source text, digest text, name text, query text, is_taken integer,
    handled_at text, kept_as text, primary key (source, digest))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What was done with the file of these bytes."""

    source: str
    """Name of the source; `unknown` where none was found."""
    digest: str
    """sha256 of the bytes, in hex."""
    name: str
    """What it was called when it was dropped."""
    query: str
    """The query under which its mentions and its coverage stand."""
    is_taken: bool
    """Whether it was landed; False: refused."""
    handled_at: str
    """ISO 8601 with zone."""
    kept_as: str
    """Of a refused file, its path in quarantine; empty for one that was taken."""


class Ledger:
    """The memory of one installation's inbox; every method is one transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._transaction() as connection:
            connection.execute(_TABLE)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        remedy = "free disk space or mend the file's rights, then run again; no file was lost"
        with transaction(self._path, StateUnusable, remedy) as connection:
            yield connection

    def taken(self, source: str, digest: str) -> Handled | None:
        """The file with these bytes, if that source has taken it."""
        found = self._select("where source = ? and digest = ? and is_taken", source, digest)
        return found[0] if found else None

    def refused(self) -> list[Handled]:
        """Every file whose last word was a refusal, oldest first."""
        return self._select("where not is_taken order by handled_at")

    def note(self, row: Handled) -> None:
        """Remembers what was done; the last word on these bytes counts."""
        values = (row.source, row.digest, row.name, row.query, row.is_taken, row.handled_at, row.kept_as)
        with self._transaction() as connection:
            connection.execute("insert or replace into inbox_file values (?, ?, ?, ?, ?, ?, ?)", values)

    def _select(self, condition: str, *values: str) -> list[Handled]:
        sql = f"select source, digest, name, query, is_taken, handled_at, kept_as from inbox_file {condition}"
        with self._transaction() as connection:
            rows = connection.execute(sql, values).fetchall()
        names = Handled.__dataclass_fields__
        return [Handled(**dict(zip(names, (*row[:4], bool(row[4]), *row[5:]), strict=True))) for row in rows]
