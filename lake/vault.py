"""The vault's book of handles: who public accounts are, for those who may write to them. Mode 600, names sealed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from lake.renaming import Renaming
from lake.sealing import SealBroken, change_key, forget_key_before, opening_keys, seal, seal_key, unseal
from records.errors import ScrmError

FILE = "handles.sqlite"
_TABLE = """create table if not exists sealed_handle (author_id text primary key, platform text,
    follower_count integer, sealed blob)"""
_ALL = "select author_id, platform, follower_count, sealed from sealed_handle"
_PLAIN = "handle"
"""Table of versions that did not seal; what is in it is sealed when the book is next opened."""


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
    (vault / FILE).touch(mode=0o600)
    with _opened(vault) as connection:
        connection.execute("begin immediate")  # the key is read when nobody can be changing it
        _write(connection, seal_key(vault), rows)


def rotate_key(vault: Path) -> int:
    """Seals the whole book under a fresh key (or the environment's, which has changed) and says how many values.

    Killed at any moment the book still opens, and the next call ends what was begun. Raises VaultUnusable, SealBroken.
    """
    count = 0
    if (vault / FILE).exists():
        with _opened(vault) as connection:
            connection.execute("begin immediate")
            change_key(vault)
            keys = opening_keys(vault)
            rows = connection.execute(_ALL).fetchall()
            _write(connection, keys[0], (_read(keys, *row) for row in rows))
            count = len(rows)
        rewrite(vault / FILE)
    else:
        change_key(vault)
    forget_key_before(vault)
    return count


def rename_handles(vault: Path, renaming: Renaming) -> int:
    """Seals every handle under its new pseudonym and says how many; done before, none.

    Raises VaultUnusable, SealBroken.
    """
    if not (vault / FILE).exists():
        return 0
    count = 0
    with _opened(vault) as connection:
        connection.execute("begin immediate")
        if renaming.claims(connection):
            keys = opening_keys(vault)
            known = [_read(keys, *row) for row in connection.execute(_ALL)]
            connection.execute("delete from sealed_handle")
            _write(connection, keys[0], (each._replace(author_id=renaming.text(each.author_id)) for each in known))
            count = len(known)
    rewrite(vault / FILE)
    return count


def handles(vault: Path) -> dict[str, Handle]:
    """Author id -> handle of every account kept. Raises VaultUnusable, SealBroken."""
    if not (vault / FILE).exists():
        return {}
    with _opened(vault) as connection:
        rows = connection.execute(_ALL).fetchall()
    keys = opening_keys(vault) if rows else ()
    return {row[0]: _read(keys, *row) for row in rows}


def forget_handle(vault: Path, author_id: str) -> None:
    """Takes an account out of the book and its bytes off the disk. Raises VaultUnusable."""
    if (vault / FILE).exists():
        with _opened(vault) as connection:
            connection.execute("delete from sealed_handle where author_id = ?", (author_id,))
        rewrite(vault / FILE)


@contextmanager
def _opened(vault: Path) -> Iterator[sqlite3.Connection]:
    """The book, sealed throughout; what is done is kept when the block ends well."""
    file = vault / FILE
    try:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            with connection:
                connection.execute(_TABLE)
            _seal_plain(connection, vault)
            with connection:
                yield connection
    except sqlite3.Error as error:
        raise VaultUnusable(f"{file}: {error}; restore it from a backup or move it away, then run again") from error


def _seal_plain(connection: sqlite3.Connection, vault: Path) -> None:
    """Seals what an older version kept plainly, and writes the file anew so that no free page holds it."""
    known = connection.execute("select 1 from sqlite_master where type = 'table' and name = ?", (_PLAIN,)).fetchone()
    if not known:
        return
    with connection:
        plain = connection.execute(f"select author_id, platform, native_id, name, follower_count from {_PLAIN}")
        _write(connection, seal_key(vault), [Handle(*row) for row in plain])
        connection.execute(f"drop table {_PLAIN}")
    connection.execute("vacuum")


def _write(connection: sqlite3.Connection, key: bytes, rows: Iterable[Handle]) -> None:
    for row in rows:
        sealed = seal(key, json.dumps([row.native_id, row.name]), row.author_id)
        values = (row.author_id, row.platform, row.follower_count, sealed)
        connection.execute("insert or replace into sealed_handle values (?, ?, ?, ?)", values)


def _read(keys: Sequence[bytes], author_id: str, platform: str, follower_count: int, sealed: bytes) -> Handle:
    native_id, name = json.loads(_unsealed(keys, sealed, author_id))
    return Handle(author_id, platform, native_id, name, follower_count)


def _unsealed(keys: Sequence[bytes], sealed: bytes, author_id: str) -> str:
    for key in keys[:-1]:
        try:
            return unseal(key, sealed, author_id)
        except SealBroken:
            continue  # sealed with the key before, while a change is under way
    return unseal(keys[-1], sealed, author_id)


def rewrite(file: Path) -> None:
    """Writes a book of the vault anew, so that no free page keeps what was deleted. Raises VaultUnusable."""
    try:
        with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
            connection.execute("vacuum")
    except sqlite3.Error as error:
        raise VaultUnusable(f"{file}: {error}; restore it from a backup or move it away, then run again") from error
