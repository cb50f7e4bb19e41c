"""What was sent where, and which alerts people have taken on, in `state.sqlite`.

A try is noted before anything leaves and settled when the answer is known. A process that dies in between leaves a try
that may have arrived: it is made once more, and says so; after a second such try it counts as told.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from lake.database import transaction
from pipeline.state import StateUnusable

UNSURE_TRIES = 2
"""Tries that may have arrived, after which a message counts as told."""
KEPT_SECONDS = 3600.0
"""How long the times of tries are kept, for pacing."""

_TABLES = (
    "create table if not exists delivery (channel text, subject text, state text not null,"
    " unsure_count integer not null, size integer not null, is_over integer not null, told_size integer,"
    " told_over integer, attempted_at text not null, note text not null, primary key (channel, subject))",
    "create table if not exists delivery_try (robot text not null, at real not null)",
    "create table if not exists alert_ack (alert_id text primary key, acknowledged_at text not null)",
)

State = Literal["sending", "unsure", "sent", "failed", "given_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one channel knows of one subject (an alert, a day, a week)."""

    channel: str
    subject: str
    state: State
    """Of the newest try: under way, perhaps arrived, arrived, not arrived, perhaps arrived and not tried again."""
    unsure_count: int
    """Tries that may have arrived."""
    told_size: int | None
    """Size when it was last told; None: never."""
    told_over: bool
    """Whether its end was told."""
    attempted_at: str
    """ISO 8601 with zone."""
    note: str
    """Why it did not arrive."""


class Outbox:
    """Deliveries and acknowledgements."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._transaction() as connection:
            for statement in _TABLES:
                connection.execute(statement)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        remedy = "free disk space or mend the file's rights, then run again; what was sent is not sent twice"
        with transaction(self._path, StateUnusable, remedy) as connection:
            yield connection

    def entries(self) -> dict[tuple[str, str], Entry]:
        """(channel, subject) -> entry."""
        statement = (
            "select channel, subject, state, unsure_count, told_size, told_over, attempted_at, note from delivery"
        )
        with self._transaction() as connection:
            return {(row[0], row[1]): _entry(row) for row in connection.execute(statement)}

    def settle_interrupted(self) -> int:
        """Tries that no process finished (call it under the lock): they may have arrived. Returns how many."""
        with self._transaction() as connection:
            left = connection.execute("update delivery set state = 'unsure' where state = 'sending'").rowcount
            self._give_up(connection)
            return left

    def begin(self, channel: str, subject: str, *, size: int, is_over: bool, at: datetime) -> None:
        """Notes a try, durably, before it is made."""
        with self._transaction() as connection:
            connection.execute(
                "insert into delivery values (?, ?, 'sending', 1, ?, ?, null, null, ?, '') on conflict do update set"
                " state = 'sending', unsure_count = unsure_count + 1, size = excluded.size, is_over = excluded.is_over,"
                " attempted_at = excluded.attempted_at, note = ''",
                (channel, subject, size, is_over, at.isoformat()),
            )

    def settle(self, channel: str, subject: str, outcome: Literal["sent", "failed", "unsure"], note: str = "") -> Entry:
        """Notes how the try ended; returns the entry."""
        key = (channel, subject)
        changes = {
            "sent": "state = 'sent', unsure_count = 0, told_size = size, told_over = is_over",
            "failed": "unsure_count = unsure_count - 1,"
            " state = case when unsure_count > 1 then 'unsure' else 'failed' end",
            "unsure": "state = 'unsure'",
        }
        with self._transaction() as connection:
            changed = f"update delivery set {changes[outcome]}, note = ? where channel = ? and subject = ?"  # noqa: S608
            connection.execute(changed, (note, *key))
            self._give_up(connection)
        return self.entries()[key]

    def _give_up(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "update delivery set state = 'given_up', unsure_count = 0, told_size = size, told_over = is_over"
            " where state = 'unsure' and unsure_count >= ?",
            (UNSURE_TRIES,),
        )

    def note_try(self, robot: str, at: float) -> None:
        """Remembers when a robot (the variable that holds its address) was asked; seconds since the epoch."""
        with self._transaction() as connection:
            connection.execute("delete from delivery_try where at < ?", (at - KEPT_SECONDS,))
            connection.execute("insert into delivery_try values (?, ?)", (robot, at))

    def tries(self, robot: str) -> Sequence[float]:
        """When a robot was asked of late."""
        with self._transaction() as connection:
            return [at for (at,) in connection.execute("select at from delivery_try where robot = ?", (robot,))]

    def acknowledge(self, alert_id: str, at: datetime) -> None:
        """Remembers that somebody has taken an alert on: nothing more of it is sent."""
        with self._transaction() as connection:
            connection.execute("insert or replace into alert_ack values (?, ?)", (alert_id, at.isoformat()))

    def acknowledged(self) -> dict[str, str]:
        """Alert id -> when it was taken on."""
        with self._transaction() as connection:
            return dict(connection.execute("select alert_id, acknowledged_at from alert_ack"))


def _entry(row: tuple[str, str, State, int, int | None, int | None, str, str]) -> Entry:
    channel, subject, state, unsure_count, told_size, told_over, attempted_at, note = row
    return Entry(
        channel=channel, subject=subject, state=state, unsure_count=unsure_count, told_size=told_size,
        told_over=bool(told_over), attempted_at=attempted_at, note=note,
    )  # fmt: skip
