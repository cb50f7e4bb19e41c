"""Surrogate keys of whole columns, in Arrow and in SQL, and the proof that no two natural keys share one."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from records.errors import ScrmError
from records.ids import surrogate_key

_SEPARATOR = 31
"""Code of the character that surrogate_key puts between the parts of a natural key."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


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
    return str((value - _BEGINNING) // timedelta(microseconds=1))


def hashed(parts: Sequence[sa.ColumnElement[Any]]) -> sa.ColumnElement[int]:
    """The surrogate key of a natural key's columns, as DuckDB computes it: the first 63 bits of their SHA-256.

    Instants go in as microseconds since 1970, so that the zone of the session does not matter; NULL as an empty text.
    """
    joined = sa.func.concat_ws(sa.func.chr(_SEPARATOR), *(_sql_text(part) for part in parts))
    digits = sa.func.concat("0x", sa.func.left(sa.func.sha256(joined), 16))
    return sa.cast(sa.cast(digits, _UnsignedBigInt()).op(">>")(sa.literal(1, sa.Integer)), sa.BigInteger)


class _UnsignedBigInt(sa.types.UserDefinedType[int]):
    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "UBIGINT"


def _sql_text(part: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    number = sa.func.epoch_us(part) if isinstance(part.type, sa.DateTime) else part
    text = number if isinstance(number.type, sa.String) else sa.cast(number, sa.String)
    return sa.func.coalesce(text, "")


def check_distinct(keys: Iterable[int], what: str) -> None:
    """Raises KeyCollision when a key occurs twice."""
    seen = list(keys)
    if len(set(seen)) != len(seen):
        raise KeyCollision(f"{what}: two natural keys share a surrogate key")
