"""The vault's book of handles: who public accounts are, for those who may write to them. Mode 600."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from records.errors import ScrmError

FILE = "handles.sqlite"
_TABLE = """create table if not exists handle (author_id text primary key, platform text, native_id text, name text,
    follower_count integer)"""


class Handle(NamedTuple):
    """One public account by its own name."""

    author_id: str
    """The pseudonym under which lake and warehouse know it."""
    platform: str
    native_id: str
    name: str | None
    follower_count: int


class VaultUnusable(ScrmError):
    """The book of handles cannot be read or written."""


def keep_handles(vault: Path, handles: Iterable[Handle]) -> None:
    """Writes handles; the newest name and figure of an account replace the older ones. Raises VaultUnusable."""
    rows = list(handles)
    if not rows:
        return
    vault.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = vault / FILE
    file.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(file, timeout=30)) as connection, connection:
            connection.execute(_TABLE)
            connection.executemany("insert or replace into handle values (?, ?, ?, ?, ?)", rows)
    except sqlite3.Error as error:
        raise VaultUnusable(f"{file}: {error}; restore it from a backup or move it away, then run again") from error


def handles(vault: Path) -> dict[str, Handle]:
    """Author id -> handle of every account kept. Raises VaultUnusable."""
    file = vault / FILE
    if not file.exists():
        return {}
    try:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            return {row[0]: Handle(*row) for row in connection.execute("select * from handle")}
    except sqlite3.Error as error:
        raise VaultUnusable(f"{file}: {error}; restore it from a backup or move it away, then run again") from error


def forget_handle(vault: Path, author_id: str) -> None:
    """Takes an account out of the book and its bytes off the disk. Raises VaultUnusable."""
    forget_row(vault / FILE, "delete from handle where author_id = ?", author_id)


def forget_row(file: Path, statement: str, value: str) -> None:
    """Deletes by one value in a book of the vault and writes the book anew: no free page keeps what was in it."""
    if not file.exists():
        return
    try:
        with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
            connection.execute(statement, (value,))
            connection.execute("vacuum")
    except sqlite3.Error as error:
        raise VaultUnusable(f"{file}: {error}; restore it from a backup or move it away, then run again") from error
