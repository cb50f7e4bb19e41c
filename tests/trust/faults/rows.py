"""What a home holds, in one digest a table: rows as a multiset, so that order and file names do not matter."""

from pathlib import Path

import duckdb

from lake.home import Home
from lake.partition import partitions

OPERATIONS = ("fact_coverage", "fact_quality", "fact_run_step", "load_file")
"""Tables that say what each run did; a further run adds rows there by design."""
DATASETS = ("mentions", "observations", "authors", "contacts", "surveys", "consents", "annotations")

Digests = dict[str, tuple[int, str]]
"""Table or data set -> rows and the sum of their hashes."""


def of_warehouse(path: Path) -> Digests:
    """Every table of a warehouse, operations aside. Raises duckdb.Error where it cannot be read."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = "select table_name from information_schema.tables where table_type = 'BASE TABLE' order by 1"
        tables = [name for (name,) in connection.execute(names).fetchall() if name not in OPERATIONS]
        return {name: _digest(connection, f'"{name}"') for name in tables}


def of_lake(root: Path) -> Digests:
    """Every gathered and judged row of the lake, as its manifests list it."""
    found: Digests = {}
    with duckdb.connect() as connection:
        for dataset in DATASETS:
            files = [str(file) for partition in partitions(root, dataset) for file in partition.files]
            if files:
                rows = "read_parquet($files, union_by_name = true, hive_partitioning = false)"
                found[f"lake/{dataset}"] = _digest(connection, rows, {"files": files})
    return found


def of_home(home: Home) -> Digests:
    """Lake, published warehouse and the one being built, as far as they are there."""
    found = of_lake(home.lake)
    if home.next_warehouse.exists():
        found |= {f"next/{name}": each for name, each in of_warehouse(home.next_warehouse).items()}
    return found | (of_warehouse(home.warehouse) if home.warehouse.exists() else {})


def differing(found: Digests, wanted: Digests) -> list[str]:
    """One line for each table that is not what it should be; counts only, no content."""
    return [
        f"{name}: {found.get(name, (0, ''))[0]} rows, {wanted.get(name, (0, ''))[0]} expected"
        for name in sorted({*found, *wanted})
        if found.get(name) != wanted.get(name)
    ]


def _digest(
    connection: duckdb.DuckDBPyConnection, rows: str, parameters: dict[str, list[str]] | None = None
) -> tuple[int, str]:
    sql = f"select count(*), coalesce(sum(hash(t)::hugeint), 0)::varchar from {rows} t"
    counted = connection.execute(sql, parameters).fetchone() if parameters else connection.execute(sql).fetchone()
    assert counted is not None
    return int(counted[0]), str(counted[1])
