"""The sides of the star on PostgreSQL, each in a process of its own; the server's processor time counts as theirs.

The baseline of a load is COPY of the finished rows, table by table in the order of their references, into a schema
that already has its constraints and indexes.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from benchmarks._postgres import Server, cpu_seconds
from benchmarks._starask import Rows, asked, compared, timed
from benchmarks._starflat import create_tables, tables_of
from benchmarks._starhand import by_hand
from benchmarks._starload import BUILT_AT, in_child, inputs_of, warm_up
from warehouse import duck, migrations, partitions, postgres, server
from warehouse import tables as t
from warehouse.columns import field_of
from warehouse.load.inputs import Inputs
from warehouse.load.update import days_of

_BATCH_ROWS = 100_000


def measure_load(server_: Server, folder: Path, lake: Path, star: Path) -> dict[str, Any]:
    """The load beside COPY of the rows of `star`, which are exported to `folder`/rows already."""
    with server_.database("plain") as url:
        plain = _in_child("copy", url, server_.pid, folder / "rows", star)
    with server_.database("loaded") as url:
        loaded = _in_child("load", url, server_.pid, lake, folder)
    return {"load": loaded, "plain": plain, "ratio": round(loaded["cpu_seconds"] / plain["cpu_seconds"], 2)}


def measure_day(server_: Server, folder: Path, lake: Path) -> dict[str, Any]:
    """The last day of the lake added to a star of all others."""
    with server_.database("updated") as url:
        _in_child("before", url, server_.pid, lake, folder)
        return {"day": _in_child("day", url, server_.pid, lake, folder)}


def measure_questions(server_: Server, star: Path) -> dict[str, Any]:
    """Question -> what it costs on the server, over the star's views and over flat tables."""
    with server_.database("asked") as url:
        _in_child("star", url, server_.pid, star)
        return compared(*(_in_child(side, url, server_.pid) for side in ("ask_star", "ask_tables")))


def _in_child(side: str, *arguments: object) -> dict[str, Any]:
    return in_child(side, *arguments, module=__name__)


def load(url: str, pid: str, lake: str, workspace: str) -> dict[str, Any]:
    """The product's side: built by DuckDB, copied, constrained, proven, renamed."""
    return _refreshed(url, pid, inputs_of(Path(lake)), workspace)


def load_but_last_day(url: str, pid: str, lake: str, workspace: str) -> dict[str, Any]:
    """What stands before a day is added."""
    return _refreshed(url, pid, inputs_of(Path(lake), is_last_day_missing=True), workspace)


def add_last_day(url: str, pid: str, lake: str, workspace: str) -> dict[str, Any]:
    """The day added to the published star and proven. Raises SystemExit when it was built whole instead."""
    found = _refreshed(url, pid, inputs_of(Path(lake)), workspace)
    if not found["is_update"]:
        raise SystemExit("the day was not added: the warehouse was built whole")
    return found


def _refreshed(url: str, pid: str, inputs: Inputs, workspace: str) -> dict[str, Any]:
    with _counted(int(pid)) as spent:
        done = server.refresh(url, inputs, Path(workspace))
        server.publish(url, run_id="benchmark", checked_at=BUILT_AT)
    return {"rows": sum(done.counts.values()), "is_update": done.is_update, **spent}


def copy_rows(url: str, pid: str, rows: str, star: str) -> dict[str, Any]:
    """The baseline: the finished rows, as `rows/<table>.parquet`, copied under constraints."""
    engine = postgres.engine_for(url)
    with engine.begin() as connection:
        migrations.upgrade(connection)
        with duck.engine_for(Path(star), is_read_only=True).connect() as built:
            partitions.ensure_months(connection, days_of(built))
    with _counted(int(pid)) as spent, engine.begin() as connection:
        count = sum(_copy(connection, table, Path(rows)) for table in _referenced_first())
    return {"rows": count, **spent}


def _referenced_first() -> Iterator[str]:
    """Names of all tables, each behind those it refers to."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for table in t.METADATA.sorted_tables:
        named = {(field_of(column).references or "").partition(".")[0] for column in table.columns}
        sorter.add(table.name, *named - {"", table.name})
    return iter(sorter.static_order())


def _copy(connection: sa.Connection, table: str, rows: Path) -> int:
    with pq.ParquetFile(rows / f"{table}.parquet") as file:
        reader = pa.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches(_BATCH_ROWS))
        return postgres.copy_arrow(connection, table, reader)


def copy_star(url: str, pid: str, star: str) -> dict[str, Any]:
    """A DuckDB star published on the server, and the flat tables made from it; not measured."""
    engine = postgres.engine_for(url)
    with engine.begin() as connection:
        server.copy_star(Path(star), connection)
    server.publish(url, run_id="benchmark", checked_at=BUILT_AT)
    with engine.begin() as connection:
        create_tables(connection)
    return {}


def ask_star(url: str, pid: str) -> dict[str, Any]:
    """The questions' own statements over the star's views."""
    return _asked(url, int(pid), {each.name: each.sql for each in asked()})


def ask_tables(url: str, pid: str) -> dict[str, Any]:
    """The statements written by hand over the flat tables."""
    return _asked(url, int(pid), {each.name: by_hand(each, tables_of()) for each in asked()})


def _asked(url: str, pid: int, statements: dict[str, str]) -> dict[str, Any]:
    def read(sql: str) -> Rows:
        cursor = postgres.native(connection).execute(sql.encode())
        rows: Rows = cursor.fetchall()
        return rows

    with postgres.engine_for(url).connect() as connection:
        return timed(read, lambda: time.process_time() + cpu_seconds(pid), statements)


@contextmanager
def _counted(pid: int) -> Iterator[dict[str, float]]:
    """Processor seconds of this process and of the server, known on leaving."""
    spent: dict[str, float] = {}
    own, its = time.process_time(), cpu_seconds(pid)
    yield spent
    spent["client_cpu_seconds"] = round(time.process_time() - own, 2)
    spent["server_cpu_seconds"] = round(cpu_seconds(pid) - its, 2)
    spent["cpu_seconds"] = round(sum(spent.values()), 2)


_SIDES: dict[str, Callable[..., dict[str, Any]]] = {
    "load": load,
    "copy": copy_rows,
    "before": load_but_last_day,
    "day": add_last_day,
    "star": copy_star,
    "ask_star": ask_star,
    "ask_tables": ask_tables,
}

if __name__ == "__main__":
    warm_up()
    print(json.dumps(_SIDES[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
