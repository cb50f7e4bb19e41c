"""What runs remember between them, in `state.sqlite`; losing it costs time, never rows."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from lake.database import transaction
from records.errors import ScrmError

_TABLES = (
    "create table if not exists enriched (day text primary key, fingerprint text not null)",
    "create table if not exists alert_sent (alert_id text primary key, sent_at text not null)",
    "create table if not exists assignment (source text, query text, brand_id text not null, "
    "primary key (source, query))",
    "create table if not exists model_use (task text, engine text not null, version text not null, used_from text, "
    "primary key (task, used_from))",
    "create table if not exists run_step (run_id text, step text, subject text, started_at text, ended_at text, "
    "outcome text, row_count integer, cpu_seconds real, memory_peak_bytes integer, "
    "primary key (run_id, step, subject, started_at))",
)


class StepRow(NamedTuple):
    """One step of one run; times are ISO 8601 with zone."""

    run_id: str
    step: str
    subject: str
    started_at: str
    ended_at: str
    outcome: str
    row_count: int | None
    """What the step counted; None when it failed."""
    cpu_seconds: float | None = None
    """Of the process and its children; None where an older version noted the step."""
    memory_peak_bytes: int | None = None
    """Largest resident size of the process up to the step's end."""


class StateUnusable(ScrmError):
    """`state.sqlite` cannot be read or written."""


class State:
    """Small facts about past runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._transaction() as connection:
            for statement in _TABLES:
                connection.execute(statement)
            _add_columns(connection)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        remedy = "free disk space or mend the file's rights, then run again; nothing was half-published"
        with transaction(self._path, StateUnusable, remedy) as connection:
            yield connection

    def enriched(self) -> dict[str, str]:
        """Day -> fingerprint of the inputs its annotations were computed from."""
        with self._transaction() as connection:
            return dict(connection.execute("select day, fingerprint from enriched"))

    def mark_enriched(self, fingerprints: Mapping[str, str]) -> None:
        """Remembers days whose annotations are durable."""
        with self._transaction() as connection:
            connection.executemany("insert or replace into enriched values (?, ?)", fingerprints.items())

    def forget_enriched(self, days: Iterable[str]) -> None:
        """Forgets days whose annotations are about to go."""
        with self._transaction() as connection:
            connection.executemany("delete from enriched where day = ?", [(day,) for day in days])

    def unsent(self, alert_ids: Iterable[str]) -> list[str]:
        """Those alert episodes nobody has been told about yet."""
        with self._transaction() as connection:
            sent = {row[0] for row in connection.execute("select alert_id from alert_sent")}
        return [each for each in alert_ids if each not in sent]

    def mark_sent(self, alert_id: str, sent_at: str) -> None:
        """Remembers that an episode's card went out."""
        with self._transaction() as connection:
            connection.execute("insert or ignore into alert_sent values (?, ?)", (alert_id, sent_at))

    def assignments(self) -> dict[tuple[str, str], str]:
        """(source, query) -> brand id of every query that was ever given to a brand and not taken from it again."""
        with self._transaction() as connection:
            rows = connection.execute("select source, query, brand_id from assignment")
            return {(source, query): brand_id for source, query, brand_id in rows}

    def remember_assignments(self, current: Mapping[tuple[str, str], str | None]) -> None:
        """Remembers the brands of these queries, and forgets those of queries that now have none."""
        gone = [key for key, brand_id in current.items() if brand_id is None]
        kept = [(*key, brand_id) for key, brand_id in current.items() if brand_id is not None]
        with self._transaction() as connection:
            connection.executemany("delete from assignment where source = ? and query = ?", gone)
            connection.executemany("insert or replace into assignment values (?, ?, ?)", kept)

    def note_models(self, current: Mapping[str, tuple[str, str]], at: str) -> list[tuple[str, str, str, str]]:
        """Notes which version of each task is in use from now on; returns every use noted: task, engine, version, from.

        `at` is ISO 8601 with zone.
        """
        with self._transaction() as connection:
            rows = connection.execute("select task, engine, version, used_from from model_use order by task, used_from")
            uses = [(str(task), str(engine), str(version), str(since)) for task, engine, version, since in rows]
            last = {task: (engine, version) for task, engine, version, _ in uses}
            fresh = [(task, *made_by, at) for task, made_by in sorted(current.items()) if last.get(task) != made_by]
            connection.executemany("insert or replace into model_use values (?, ?, ?, ?)", fresh)
            return [*uses, *fresh]

    def note_step(self, row: StepRow) -> None:
        """Remembers how a step ended."""
        with self._transaction() as connection:
            connection.execute("insert or replace into run_step values (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def steps(self) -> list[StepRow]:
        """Every step ever noted, oldest first."""
        with self._transaction() as connection:
            return [StepRow(*row) for row in connection.execute("select * from run_step order by started_at, step")]


def _add_columns(connection: sqlite3.Connection) -> None:
    """What tables of older versions lack."""
    present = {row[1] for row in connection.execute("pragma table_info(run_step)")}
    for name, kind in (("cpu_seconds", "real"), ("memory_peak_bytes", "integer")):
        if name not in present:
            connection.execute(f"alter table run_step add column {name} {kind}")
