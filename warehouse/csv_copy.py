"""Arrow to and from the CSV that COPY speaks: an unquoted empty field is NULL, a quoted one the empty text."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

_WRITE = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
_TYPES: dict[str, pa.DataType] = {
    "bool": pa.bool_(),
    "int2": pa.int16(),
    "int4": pa.int32(),
    "int8": pa.int64(),
    "float4": pa.float32(),
    "float8": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
}


def to_csv(batch: pa.RecordBatch) -> bytes:
    """A batch as CSV without a header; instants in UTC, NUL characters left out."""
    columns = [_plain(column) for column in batch.columns]
    names = [str(place) for place in range(len(columns))]
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(pa.record_batch(columns, names=names), sink, _WRITE)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def from_csv(data: bytes, fields: Sequence[tuple[str, int]], zone: str) -> pa.Table:
    """A table of CSV without a header; `fields` are names and PostgreSQL type numbers, instants are shown in `zone`."""
    kinds = [_kind(code) for _, code in fields]
    names = [str(place) for place in range(len(fields))]
    arrow = [_arrow_type(kind, zone) for kind in kinds]
    if not data:
        empty = [pa.array([], type=type_) for type_ in arrow]
        return pa.Table.from_arrays(empty, names=[name for name, _ in fields])
    table = pyarrow.csv.read_csv(
        io.BytesIO(data),
        read_options=pyarrow.csv.ReadOptions(column_names=names),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict(zip(names, arrow, strict=True)),
            true_values=["t"],
            false_values=["f"],
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    columns = [
        _number(column) if kind == "numeric" else column for kind, column in zip(kinds, table.columns, strict=True)
    ]
    return pa.Table.from_arrays(columns, names=[name for name, _ in fields])


def array_of(values: Iterable[Any], code: int, zone: str) -> pa.Array:
    """The driver's values of one column as Arrow; what Arrow has no type for here as its text."""
    kind = _kind(code)
    if kind == "numeric":
        return _number(pa.chunked_array([pa.array([_text(value) for value in values], pa.string())]))
    type_ = _arrow_type(kind, zone)
    return pa.array(values if kind in _TYPES or pa.types.is_timestamp(type_) else map(_text, values), type_)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _plain(column: pa.Array) -> pa.Array:
    """A column of a type the CSV writer knows."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_timestamp(column.type) and column.type.tz:
        return column.cast(pa.timestamp("us", tz="UTC"))
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or _is_view(column.type)):
        return column
    text = column.cast(pa.string()) if _is_view(column.type) else column
    return pc.replace_substring(text, "\0", "") if pc.any(pc.match_substring(text, "\0")).as_py() else text


def _is_view(type_: pa.DataType) -> bool:
    is_view: bool = pa.types.is_string_view(type_)
    return is_view


def _kind(code: int) -> str:
    known = psycopg.adapters.types.get(code)
    return known.name if known else "text"


def _arrow_type(kind: str, zone: str) -> pa.DataType:
    return pa.timestamp("us", tz=zone) if kind == "timestamptz" else _TYPES.get(kind, pa.string())


def _number(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """NUMERIC as int64 where every value is whole and fits, else as float64."""
    try:
        return column.cast(pa.int64())
    except pa.ArrowInvalid:
        return column.cast(pa.float64())
