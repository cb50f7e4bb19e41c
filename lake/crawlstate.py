"""What crawls remember between runs, in `state.sqlite`: covered time, watermarks, open runs, budgets, misses.

Nothing here says that a row exists; the lake does. Losing this file costs requests, never rows.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from lake.database import kept_moment
from lake.intervals import Interval, union
from records.errors import ScrmError

_TABLES = """
create table if not exists crawl_covered (source text, query text, begins_at text, ends_at text,
    primary key (source, query, begins_at));
create table if not exists crawl_watermark (source text, query text, seen_at text, primary key (source, query));
create table if not exists crawl_run (source text, lane text, asked text, run_id text, opened_at text,
    primary key (source, lane, asked));
create table if not exists crawl_budget (source text, day text, bucket text, units integer,
    primary key (source, day, bucket));
create table if not exists crawl_pace (site text primary key, free_at real);
create table if not exists crawl_miss (source text, native_id text, day text, primary key (source, native_id, day));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRun:
    """A run that was begun and has not reached its end."""

    run_id: str
    opened_at: datetime


class CrawlStateUnusable(ScrmError):
    """`state.sqlite` cannot be read or written."""


class CrawlState:
    """The memory of one installation's crawls; safe between processes, every method is one transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._transaction() as connection:
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=30, isolation_level=None)) as connection:
                connection.execute("begin immediate")
                yield connection
                connection.execute("commit")
        except sqlite3.Error as error:
            remedy = "free disk space or mend the file's rights, then run again"
            raise CrawlStateUnusable(f"{self._path}: {error}; {remedy}") from error

    def covered(self, source: str, query: str) -> list[Interval]:
        """Publication times of which everything the source gives has been landed."""
        with self._transaction() as connection:
            return _covered(connection, source, query)

    def cover(self, source: str, query: str, intervals: Iterable[Interval]) -> None:
        """Adds landed time; intervals that touch become one."""
        with self._transaction() as connection:
            merged = union([*_covered(connection, source, query), *intervals])
            connection.execute("delete from crawl_covered where source = ? and query = ?", (source, query))
            rows = [(source, query, _text(each.begins_at), _text(each.ends_at)) for each in merged]
            connection.executemany("insert into crawl_covered values (?, ?, ?, ?)", rows)

    def watermark(self, source: str, query: str) -> datetime | None:
        """Publication time of the newest item of the last head run that was closed and landed."""
        with self._transaction() as connection:
            sql = "select seen_at from crawl_watermark where source = ? and query = ?"
            row = connection.execute(sql, (source, query)).fetchone()
        return kept_moment(row[0]) if row else None

    def raise_watermark(self, source: str, query: str, seen_at: datetime) -> None:
        """Moves a watermark forward; it never goes back."""
        with self._transaction() as connection:
            sql = (
                "insert into crawl_watermark values (?, ?, ?) on conflict do update "
                "set seen_at = max(seen_at, excluded.seen_at)"
            )
            connection.execute(sql, (source, query, _text(seen_at)))

    def open_run(self, source: str, lane: str, asked: str) -> OpenRun | None:
        """The run that asked the same and has not ended, or None."""
        with self._transaction() as connection:
            sql = "select run_id, opened_at from crawl_run where source = ? and lane = ? and asked = ?"
            row = connection.execute(sql, (source, lane, asked)).fetchone()
        return OpenRun(run_id=row[0], opened_at=kept_moment(row[1])) if row else None

    def begin_run(self, source: str, lane: str, asked: str, run_id: str) -> None:
        """Notes a run before its first request, so that it is known when it dies."""
        with self._transaction() as connection:
            row = (source, lane, asked, run_id, _text(datetime.now(UTC)))
            connection.execute("insert or replace into crawl_run values (?, ?, ?, ?, ?)", row)

    def end_run(self, source: str, lane: str, asked: str) -> None:
        """Forgets a run that has reached its end."""
        with self._transaction() as connection:
            sql = "delete from crawl_run where source = ? and lane = ? and asked = ?"
            connection.execute(sql, (source, lane, asked))

    def spend(self, source: str, day: date, cost: Mapping[str, int], limits: Mapping[str, int]) -> str | None:
        """Takes units from a day's budget, all or none; returns the bucket that has too little left, or None."""
        with self._transaction() as connection:
            spent = _spent(connection, source, day)
            for bucket, units in cost.items():
                if bucket in limits and spent.get(bucket, 0) + units > limits[bucket]:
                    return bucket
            sql = (
                "insert into crawl_budget values (?, ?, ?, ?) on conflict do update set units = units + excluded.units"
            )
            connection.executemany(sql, [(source, day.isoformat(), *each) for each in cost.items()])
        return None

    def spent(self, source: str, day: date) -> dict[str, int]:
        """Bucket -> units used on a day."""
        with self._transaction() as connection:
            return _spent(connection, source, day)

    def turn(self, site: str, pause_seconds: float, now: float) -> float:
        """Reserves the next request to a site for this process; returns the seconds until it may be made.

        `now` is Unix time. All processes of an installation share the pace of a site.
        """
        with self._transaction() as connection:
            row = connection.execute("select free_at from crawl_pace where site = ?", (site,)).fetchone()
            # A clock that was set back must not make us wait for days.
            free_at = row[0] if row and row[0] - now < 100 * pause_seconds else now
            begins = max(free_at, now)
            connection.execute("insert or replace into crawl_pace values (?, ?)", (site, begins + pause_seconds))
        return begins - now

    def note_misses(self, source: str, native_ids: Iterable[str], day: date) -> list[str]:
        """Remembers items the source no longer gives; returns those now missed on two different days."""
        ids = list(native_ids)
        with self._transaction() as connection:
            rows = [(source, each, day.isoformat()) for each in ids]
            connection.executemany("insert or ignore into crawl_miss values (?, ?, ?)", rows)
            sql = "select native_id from crawl_miss where source = ? group by native_id having count(*) >= 2"
            confirmed = {row[0] for row in connection.execute(sql, (source,))}
        return [each for each in ids if each in confirmed]

    def forget_misses(self, source: str, native_ids: Iterable[str]) -> None:
        """Items that the source gives (again)."""
        with self._transaction() as connection:
            sql = "delete from crawl_miss where source = ? and native_id = ?"
            connection.executemany(sql, [(source, each) for each in native_ids])


def _covered(connection: sqlite3.Connection, source: str, query: str) -> list[Interval]:
    sql = "select begins_at, ends_at from crawl_covered where source = ? and query = ? order by begins_at"
    rows = connection.execute(sql, (source, query)).fetchall()  # an open cursor of an error would hold the lock
    return [Interval(kept_moment(begin), kept_moment(end)) for begin, end in rows]


def _spent(connection: sqlite3.Connection, source: str, day: date) -> dict[str, int]:
    sql = "select bucket, units from crawl_budget where source = ? and day = ?"
    return dict(connection.execute(sql, (source, day.isoformat())))


def _text(instant: datetime) -> str:
    """UTC text of fixed width, so that its order is that of time."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


RESUMABLE = timedelta(hours=24)
"""How long an unfinished run is gone on with; later its lists have shifted, and it is landed and begun anew."""
