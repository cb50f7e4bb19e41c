"""The vault's book of people who are gone or object: keyed ids only, asked before anything of them comes to rest.

`erased` people leave no row at all; `objecting` people stay in counts and are described by no profile.
"""

import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from lake.database import transaction
from lake.vault import VaultUnusable
from records.ids import keyed

FILE = "erasures.sqlite"
ERASED, OBJECTED = "erased", "objected"
_TABLE = """create table if not exists erasure (author_id text, kind text, platform text, reason text, noted_at text,
    name_keys text, primary key (author_id, kind)) without rowid"""
_REMEDY = "restore it from a backup; without it people who were erased would come back"
_CALLED = re.compile(r"@([^\s@:：,，/]{1,30})")


class Noted(NamedTuple):
    """One person of the book."""

    author_id: str
    """Keyed pseudonym."""
    kind: str
    """ERASED or OBJECTED."""
    platform: str
    reason: str
    noted_at: str
    """ISO 8601 with zone."""
    name_keys: tuple[str, ...] = ()
    """Keyed hashes of display names, by which quotations in others' posts are known."""


def note(vault: Path, author_id: str, kind: str, *, platform: str, reason: str, name_keys: Iterable[str] = ()) -> None:
    """Writes a person into the book; again it only adds names. Raises VaultUnusable."""
    vault.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = vault / FILE
    file.touch(mode=0o600)
    with transaction(file, VaultUnusable, _REMEDY) as connection:
        connection.execute(_TABLE)
        sql = "select name_keys from erasure where author_id = ? and kind = ?"
        row = connection.execute(sql, (author_id, kind)).fetchone()
        keys = json.dumps(sorted({*name_keys, *(json.loads(row[0]) if row else ())}))
        values = (author_id, kind, platform, reason, datetime.now(UTC).isoformat(timespec="seconds"), keys)
        sql = "insert into erasure values (?, ?, ?, ?, ?, ?) on conflict do update set name_keys = excluded.name_keys"
        connection.execute(sql, values)


def forget(vault: Path, author_id: str, kind: str) -> None:
    """Takes a person out of the book: an objection was withdrawn. Raises VaultUnusable."""
    if (vault / FILE).exists():
        with transaction(vault / FILE, VaultUnusable, _REMEDY) as connection:
            connection.execute("delete from erasure where author_id = ? and kind = ?", (author_id, kind))


def noted(vault: Path) -> list[Noted]:
    """Everybody in the book. Raises VaultUnusable."""
    file = vault / FILE
    return noted_in(file) if file.exists() else []


def noted_in(file: Path) -> list[Noted]:
    """Everybody in a book that may lie elsewhere. Raises VaultUnusable."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as connection:
            is_new = connection.execute("select 1 from sqlite_master where name = 'erasure'").fetchone() is None
            sql = "select * from erasure order by author_id, kind"
            rows = [] if is_new else connection.execute(sql).fetchall()
    except sqlite3.Error as error:
        raise VaultUnusable(f"{file}: {error}; {_REMEDY}") from error
    return [_noted(*row) for row in rows]


def _noted(author_id: str, kind: str, platform: str, reason: str, noted_at: str, name_keys: str) -> Noted:
    return Noted(author_id, kind, platform, reason, noted_at, tuple(json.loads(name_keys)))


def gone(vault: Path) -> "Gone":
    """Who was erased. Raises VaultUnusable."""
    found = [each for each in noted(vault) if each.kind == ERASED]
    return Gone(
        authors=frozenset(each.author_id for each in found),
        name_keys=frozenset(key for each in found for key in each.name_keys),
    )


def objecting(vault: Path) -> frozenset[str]:
    """Keyed ids of those who object to being profiled. Raises VaultUnusable."""
    return frozenset(each.author_id for each in noted(vault) if each.kind == OBJECTED)


@dataclass(frozen=True, slots=True)
class Gone:
    """Erased people, as whatever lands something must know them."""

    authors: frozenset[str]
    name_keys: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.authors)

    def names_in(self, text: str, key: bytes) -> set[str]:
        """Names behind an `@` in a text that belong to erased people."""
        if not self.name_keys or "@" not in text:
            return set()
        called = set(_CALLED.findall(text))
        return {name for name in called if name_key(key, name) in self.name_keys}


def name_key(key: bytes, name: str) -> str:
    """Keyed hash of a display name: `n_` + 20 hex digits of HMAC-SHA256."""
    return keyed(key, "n_", "name", name)
