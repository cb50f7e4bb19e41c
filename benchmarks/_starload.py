"""The sides of `benchmarks.warehouse`, each in a process of its own, and the inputs they share."""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks._staranswers import TASKS
from benchmarks._starlake import brands, files_of
from warehouse import checks, duck, migrations
from warehouse.load import Inputs, load
from warehouse.load.refresh import refresh
from warehouse.publish import publish

BUILT_AT = datetime(2026, 12, 1, tzinfo=UTC)
_DATASETS = ("mentions", "observations", "authors", "coverage", "annotations")


def inputs_of(lake: Path, *, is_last_day_missing: bool = False) -> Inputs:
    """What a build of the generated lake reads; without its last day, nothing of that day or seen after it."""
    found = {name: files_of(lake, name) for name in _DATASETS}
    last = max(_day(file) for file in found["mentions"])
    files = {
        name: tuple(file for file in listed if not is_last_day_missing or _day(file) < last)
        for name, listed in found.items()
    }
    return Inputs(
        mentions=files["mentions"],
        observations=files["observations"],
        authors=files["authors"],
        coverage=files["coverage"],
        annotations=files["annotations"],
        current=TASKS,
        brands=brands(),
        run_id="benchmark",
        built_at=BUILT_AT,
    )


def _day(file: Path) -> str:
    return file.parent.name.removeprefix("dt=")


def load_star(lake: str, target: str) -> dict[str, Any]:
    """The product's side: the lake into an empty star, the gate, the checkpoint, the rename."""
    return _loaded(inputs_of(Path(lake)), Path(target))


def load_but_last_day(lake: str, target: str) -> dict[str, Any]:
    """What stands before a day is added."""
    return _loaded(inputs_of(Path(lake), is_last_day_missing=True), Path(target))


def add_last_day(lake: str, published: str) -> dict[str, Any]:
    """The day added: the published file copied, updated, proven where it changed, put in place."""
    place, inputs = Path(published), inputs_of(Path(lake))
    begin = time.process_time()
    done = refresh(place.with_suffix(".next"), place, inputs)
    if not done.is_update:
        raise SystemExit("the day was not added: the warehouse was built whole")
    return _published(place, sum(done.counts.values()), begin)


def _loaded(inputs: Inputs, place: Path) -> dict[str, Any]:
    begin = time.process_time()
    rows = load(place.with_suffix(".next"), inputs)
    return _published(place, sum(rows.values()), begin)


def _published(place: Path, row_count: int, begin: float) -> dict[str, Any]:
    loaded = time.process_time()
    publish(place.with_suffix(".next"), place, run_id="benchmark", checked_at=BUILT_AT)
    return {"rows": row_count, "gate_cpu_seconds": _since(loaded), **_spent(begin)}


def export_rows(star: str, folder: str) -> dict[str, Any]:
    """The finished rows, one Parquet file a table, in the order in which the star holds them; not measured."""
    Path(folder).mkdir()
    with duckdb.connect(star, read_only=True) as connection:
        tables = connection.sql("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
        copied = [
            connection.execute(f"COPY {name} TO '{folder}/{name}.parquet'").fetchall()[0][0] for (name,) in tables
        ]
    return {"rows": sum(copied)}


def load_plain(folder: str, target: str) -> dict[str, Any]:
    """The baseline: `INSERT ... SELECT` of the finished rows into tables without any constraint; the gate's queries."""
    place = Path(target)
    duck.create_file(place)
    files = sorted(Path(folder).glob("*.parquet"))
    begin = time.process_time()
    with duck.engine_for(place).connect() as connection:
        with connection.begin():
            row_count = sum(_insert(duck.native(connection), file) for file in files)
        inserted = time.process_time()
        with connection.begin():
            checks.run(connection, checks.gate_checks())
        duck.checkpoint(connection)
    return {"rows": row_count, "gate_cpu_seconds": _since(inserted), **_spent(begin)}


def _insert(connection: Any, file: Path) -> int:
    connection.execute(f"CREATE TABLE {file.stem} AS SELECT * FROM read_parquet('{file}') LIMIT 0")
    ((row_count,),) = connection.execute(f"INSERT INTO {file.stem} SELECT * FROM read_parquet('{file}')").fetchall()
    return int(row_count)


def _since(begin: float) -> float:
    return round(time.process_time() - begin, 2)


def _spent(begin: float) -> dict[str, Any]:
    """Processor time of all threads since `begin`, and the largest resident size so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"cpu_seconds": _since(begin), "peak_mb": round(peak)}


_SIDES = {
    "load": load_star,
    "rows": export_rows,
    "plain": load_plain,
    "before": load_but_last_day,
    "day": add_last_day,
}


def warm_up() -> None:
    """Imports what a load imports on its way (DuckDB asks for pandas with the first Arrow table): not measured."""
    with duckdb.connect() as connection:
        connection.register("warm", pa.table({"number": [1]}))
        connection.sql("SELECT * FROM warm").to_arrow_table()
    migrations.head()


def in_child(side: str, *arguments: object, module: str = "benchmarks._starload") -> dict[str, Any]:
    """What a side says, run in a process of its own. Raises CalledProcessError."""
    command = [sys.executable, "-m", module, side, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    warm_up()
    print(json.dumps(_SIDES[sys.argv[1]](*sys.argv[2:])))
