"""The vault's book of linking keys: keyed hashes by which an account may turn out to be a customer. Mode 600.

They stay in the vault: lake and warehouse need the links that follow from them, never the keys.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from lake.database import transaction
from lake.vault import VaultUnusable, rewrite

FILE = "linkkeys.sqlite"
KINDS = ("contact_key", "name_key")
_TABLE = """create table if not exists link_key (platform text, holder_id text, kind text, value text,
    primary key (platform, holder_id, kind)) without rowid"""

_REMEDY = "restore it from a backup or move it away, then run again"


class LinkKey(NamedTuple):
    """One key of one account or customer."""

    platform: str
    """`own` for a customer of the user's own books."""
    holder_id: str
    """The pseudonym under which lake and warehouse know the account or customer."""
    kind: str
    """One of KINDS."""
    value: str
    """Keyed hash (records.ids.linking_key)."""


def keep_link_keys(vault: Path, keys: Iterable[LinkKey]) -> None:
    """Writes keys; the newest of a holder replaces the older one. Raises VaultUnusable."""
    rows = list(keys)
    if not rows:
        return
    vault.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = vault / FILE
    file.touch(mode=0o600)
    with transaction(file, VaultUnusable, _REMEDY) as connection:
        connection.execute(_TABLE)
        connection.executemany("insert or replace into link_key values (?, ?, ?, ?)", rows)


def link_keys(vault: Path) -> list[LinkKey]:
    """Every key kept, by platform, holder and kind. Raises VaultUnusable."""
    file = vault / FILE
    if not file.exists():
        return []
    with transaction(file, VaultUnusable, _REMEDY) as connection:
        rows = connection.execute("select * from link_key order by platform, holder_id, kind")
        return [LinkKey(*row) for row in rows]


def forget_holder(vault: Path, holder_id: str) -> None:
    """Takes the keys of an account or customer out of the book. Raises VaultUnusable."""
    file = vault / FILE
    if file.exists():
        with transaction(file, VaultUnusable, _REMEDY) as connection:
            connection.execute("delete from link_key where holder_id = ?", (holder_id,))
        rewrite(file)
