"""The whole star as Parquet with the DDL of other engines and a manifest."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from records.errors import ScrmError, UsageError
from warehouse import duck, migrations
from warehouse import tables as t
from warehouse.columns import Merge, Privacy, field_of, grain_of
from warehouse.connect import open_published
from warehouse.export.ddl import ddl_of
from warehouse.export.targets import TARGETS

_BATCH = 100_000
Chosen = Sequence[tuple[sa.Table, Sequence[sa.Column[Any]]]]
"""Tables with the columns of each that leave the house."""


def export_star(published: Path, folder: Path, *, with_restricted: bool = False) -> dict[str, int]:
    """The whole star as one Parquet file a table, `ddl/<engine>.sql` and `manifest.json`; returns rows per table.

    Restricted columns (the wording of posts) stay in the house unless asked for. The manifest is written last: a folder
    without one is not a whole export, and nothing is left behind when writing fails. Raises UsageError when the folder
    already holds one, ScrmError when it cannot be written.
    """
    manifest = folder / "manifest.json"
    if manifest.exists():
        raise UsageError(f"{folder}: already holds an export; choose an empty folder")
    partial = folder.absolute().with_name(f".{folder.absolute().name}.part")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        (partial / "ddl").mkdir(parents=True)
        entries = _write_all(published, partial, chosen_of(with_restricted=with_restricted), with_restricted)
        (folder / "ddl").mkdir(parents=True, exist_ok=True)
        for path in (*partial.glob("*.parquet"), *partial.glob("ddl/*.sql"), partial / manifest.name):
            path.replace(folder / path.relative_to(partial))
    except OSError as error:
        raise ScrmError(f"{folder}: cannot write the export ({error.strerror or error})") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return {str(entry["table"]): int(entry["row_count"]) for entry in entries}


def chosen_of(*, with_restricted: bool) -> Chosen:
    """Tables with their columns, dimensions first; one of nothing but keys and restricted columns is left out."""
    found = []
    for table in sorted(t.METADATA.sorted_tables, key=lambda table: (not table.name.startswith("dim_"), table.name)):
        kept = [c for c in table.columns if with_restricted or field_of(c).privacy is not Privacy.RESTRICTED]
        if len(kept) == len(table.columns) or any(field_of(c).merge is not Merge.KEY for c in kept):
            found.append((table, kept))
    return found


def _write_all(published: Path, folder: Path, chosen: Chosen, with_restricted: bool) -> list[dict[str, Any]]:
    with open_published(published) as connection:
        entries = [_write_table(connection, table, columns, folder) for table, columns in chosen]
    for target in TARGETS.values():
        (folder / "ddl" / f"{target.name}.sql").write_text(ddl_of(target, chosen), encoding="utf-8")
    content = {
        "schema": migrations.head(),
        "has_restricted_columns": with_restricted,
        "instants": "UTC; days (date_key) are Asia/Shanghai days",
        "tables": sorted(entries, key=lambda entry: str(entry["table"])),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return entries


def _write_table(
    connection: sa.Connection, table: sa.Table, columns: Sequence[sa.Column[Any]], folder: Path
) -> dict[str, Any]:
    target = folder / f"{table.name}.parquet"
    row_count = _stream(connection, sa.select(*columns), target)
    with target.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    grain = grain_of(table)
    return {
        "table": table.name,
        "file": target.name,
        "sha256": digest,
        "byte_count": target.stat().st_size,
        "row_count": row_count,
        "privacy": max((field_of(column).privacy for column in columns), key=list(Privacy).index).value,
        "grain": {"zh": grain.zh, "en": grain.en, "key": list(grain.key)},
        "columns": [_described(column) for column in columns],
    }


def _described(column: sa.Column[Any]) -> dict[str, Any]:
    meaning = field_of(column)
    return {
        "name": column.name,
        "type": str(column.type),
        "is_nullable": bool(column.nullable),
        "zh": meaning.zh,
        "en": meaning.en,
        "unit": meaning.unit,
        "privacy": meaning.privacy.value,
        "references": meaning.references,
    }


def _stream(connection: sa.Connection, statement: sa.Select[Any], target: Path) -> int:
    """Writes a query's rows batch by batch, so that a large fact never lies in memory whole; returns their number."""
    text = duck.sql_of(connection.dialect, statement)
    row_count = 0
    with (
        duck.native(connection).sql(text).to_arrow_reader(_BATCH) as reader,  # closed, else a failure leaves it open
        pq.ParquetWriter(target, reader.schema, compression="zstd") as writer,
    ):
        for batch in reader:
            writer.write_table(pa.Table.from_batches([batch]))
            row_count += batch.num_rows
    return row_count
