"""Where a person finds the rows that failed: their keys, in a file per check, with the reason beside them.

Keys are surrogate keys, days and names of sources. Neither text nor handles nor pseudonyms are among them: they are
looked up in the refused warehouse (`scrm sql` joins them) by who may.
"""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from records.errors import ScrmError
from warehouse.checks import Check, Result
from warehouse.touched import EVERYTHING, Scope

KEY_LIMIT = 10_000
"""Rows kept per check: enough to see the pattern; the count in `fact_quality` is the whole one."""


KEPT_RUNS = 20
"""Runs whose files stay."""


def failing_keys(
    connection: sa.Connection, check: Check, scope: Scope = EVERYTHING, limit: int = KEY_LIMIT
) -> pa.Table:
    """Keys of the rows that break a check, in their own order, with what is checked in both languages beside each."""
    statement = check.failed_rows(scope)
    found = connection.execute(statement.order_by(*statement.selected_columns).limit(limit))
    columns = list(found.keys())
    rows = found.all()
    table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(columns)})
    for name, words in (("check_name", check.name), ("reason_zh", check.zh), ("reason_en", check.en)):
        table = table.append_column(name, pa.array([words] * len(rows), pa.string()))
    return table


def write_failing_keys(
    connection: sa.Connection, results: Iterable[Result], folder: Path, scope: Scope = EVERYTHING
) -> list[Path]:
    """One Parquet file per check that did not pass: `folder/<table>.<check>.parquet`; nothing where all passed.

    Raises ScrmError when the folder cannot be written.
    """
    written = []
    for result in results:
        if result.is_passed:
            continue
        path = folder / f"{result.check.table}.{result.check.name}.parquet"
        keys = failing_keys(connection, result.check, scope)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            pq.write_table(keys, path)
        except OSError as error:
            raise ScrmError(f"{path}: keys of failing rows cannot be written ({error.strerror})") from error
        written.append(path)
    return written


def drop_old_runs(folder: Path, kept: int = KEPT_RUNS) -> None:
    """Removes the oldest of the folders of runs in `folder`, which holds nothing else."""
    runs = sorted((each for each in folder.glob("*") if each.is_dir()), key=lambda each: each.stat().st_mtime_ns)
    for run in runs[: max(0, len(runs) - kept)]:
        for file in run.glob("*.parquet"):
            file.unlink()
        run.rmdir()
