"""What `benchmarks.readers` does in its processes: builds that differ in two tables, and readers that compare them.

A build is a copy of one star in which the views of one observation and the followers of one mention's author are raised
by the number of the build. A reader works the number out from each table within one connection: two
numbers are a torn read, a number older than what was published before it opened a stale one.
"""

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import sqlalchemy as sa

from records.errors import ScrmError
from warehouse.connect import open_published
from warehouse.publish import publish
from warehouse.questions import question

_MARKED = {"fact_engagement": "view_count", "fact_mention": "author_follower_count"}
"""Two facts and a column of each that no check ties to another table."""
_SUMS = tuple(f"SELECT CAST(sum({column}) AS BIGINT) FROM {table}" for table, column in _MARKED.items())
_RAISED = tuple(
    f"""UPDATE {table} SET {column} = coalesce({column}, 0) + $build
    WHERE rowid = (SELECT min(rowid) FROM {table})"""
    for table, column in _MARKED.items()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the star before anybody reads."""

    sums: tuple[int, int]
    """Views of all observations and followers over all mentions, in build 0."""
    statement: str
    """What is asked between the two: worked question 1 about a brand and a week of this star."""


@dataclass(slots=True, kw_only=True)
class Tally:
    """What one reader met."""

    milliseconds: list[float] = field(default_factory=list)
    """From opening to the last row, one a reading."""
    errors: list[str] = field(default_factory=list)
    torn: int = 0
    stale: int = 0
    builds: set[int] = field(default_factory=set)
    """Numbers of the builds it saw."""


def known_of(star: Path) -> Known:
    """Reads build 0. Raises what `open_published` raises."""
    days = "SELECT brand, max(day) FROM v_insight_day WHERE brand_id IS NOT NULL GROUP BY 1 ORDER BY sum(mention_count)"
    with open_published(star) as connection:
        first, second = (int(connection.scalar(sa.text(each)) or 0) for each in _SUMS)
        brand, last = list(connection.execute(sa.text(days)))[-1]
    asked = question("01").about(brand=brand, first_day=last, last_day=last)
    return Known(sums=(first, second), statement=asked.sql)


def put(base: Path, published: Path, build: int) -> float:
    """Publishes build number `build` as the product does, gate included; the processor seconds of it."""
    begin = time.process_time()
    next_path = published.with_name("warehouse.next.duckdb")
    shutil.copyfile(base, next_path)
    with duckdb.connect(str(next_path)) as connection:
        for statement in _RAISED:
            connection.execute(statement, {"build": build})
    publish(next_path, published, run_id=f"build-{build}", checked_at=datetime.now(UTC))
    return time.process_time() - begin


def read(
    number: int, *, star: Path, known: Known, pause: float, newest: "Synchronized[int]", is_over: "Event"
) -> Tally:
    """Reads until it is over, with pauses around `pause` seconds between, and once more after that."""
    tally, chance, is_last = Tally(), random.Random(number), False
    while not is_last:
        is_last = is_over.wait(chance.uniform(0, 2 * pause))
        read_once(star, known, tally, lambda: int(newest.value))
    return tally


def read_once(star: Path, known: Known, tally: Tally, newest: Callable[[], int]) -> None:
    """One reading; `newest` tells the number of the last build in place."""
    published, begin = newest(), time.perf_counter()
    try:
        with open_published(star) as connection:
            first = int(connection.scalar(sa.text(_SUMS[0])) or 0) - known.sums[0]
            connection.execute(sa.text(known.statement)).all()
            second = int(connection.scalar(sa.text(_SUMS[1])) or 0) - known.sums[1]
    except (ScrmError, sa.exc.SQLAlchemyError, OSError) as error:
        tally.errors.append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
        return
    tally.milliseconds.append(1000 * (time.perf_counter() - begin))
    tally.torn += first != second
    tally.stale += min(first, second) < published
    tally.builds.add(first)
