"""What runs remember between them, in `state.sqlite`; losing it costs time, never rows."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

_TABLES = (
    "create table if not exists enriched (day text primary key, fingerprint text not null)",
    "create table if not exists alert_sent (alert_id text primary key, sent_at text not null)",
)


class State:
    """Small facts about past runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as connection, connection:
            for statement in _TABLES:
                connection.execute(statement)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=30)

    def enriched(self) -> dict[str, str]:
        """Day -> fingerprint of the inputs its annotations were computed from."""
        with closing(self._open()) as connection:
            return dict(connection.execute("select day, fingerprint from enriched"))

    def mark_enriched(self, fingerprints: Mapping[str, str]) -> None:
        """Remembers days whose annotations are durable."""
        with closing(self._open()) as connection, connection:
            connection.executemany("insert or replace into enriched values (?, ?)", fingerprints.items())

    def unsent(self, alert_ids: Iterable[str]) -> list[str]:
        """Those alert episodes nobody has been told about yet."""
        with closing(self._open()) as connection:
            sent = {row[0] for row in connection.execute("select alert_id from alert_sent")}
        return [each for each in alert_ids if each not in sent]

    def mark_sent(self, alert_id: str, sent_at: str) -> None:
        """Remembers that an episode's card went out."""
        with closing(self._open()) as connection, connection:
            connection.execute("insert or ignore into alert_sent values (?, ?)", (alert_id, sent_at))
