"""Surrogate keys of whole columns, and the proof that no two natural keys share one."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from records.errors import ScrmError
from records.ids import surrogate_key


class KeyCollision(ScrmError):
    """Two natural keys hash to one surrogate key; the build stops rather than mix them."""


def keyed(table: pa.Table, key: str, parts: Sequence[str]) -> pa.Table:
    """The table with a BIGINT column `key` in front: the hash of its natural key columns.

    Rows must be distinct in `parts`. Raises KeyCollision.
    """
    columns = [_as_text(table.column(name)) for name in parts]
    values = pa.array([surrogate_key(*row) for row in zip(*columns, strict=True)], type=pa.int64())
    if pc.count_distinct(values).as_py() != len(values):
        raise KeyCollision(f"{key}: two natural keys share a surrogate key, or a natural key occurs twice")
    return table.add_column(0, key, values)


def _as_text(column: pa.ChunkedArray) -> list[str]:
    write: Callable[[object], str] = _instant_text if pa.types.is_timestamp(column.type) else str
    if pa.types.is_string(column.type):
        return [value or "" for value in column.to_pylist()]
    return ["" if value is None else write(value) for value in column.to_pylist()]


def _instant_text(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"not an instant: {value!r}")
    return value.astimezone(UTC).isoformat()


def check_distinct(keys: Iterable[int], what: str) -> None:
    """Raises KeyCollision when a key occurs twice."""
    seen = list(keys)
    if len(set(seen)) != len(seen):
        raise KeyCollision(f"{what}: two natural keys share a surrogate key")
