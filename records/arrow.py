"""Arrow schemas of the records, derived from their annotations in this one place."""

import dataclasses
import re
import types
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import accumulate
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np
import pyarrow as pa

from records.annotation import Span
from records.author import Author
from records.mention import COUNT_FIELDS, Mention
from records.observation import Observation
from records.time import DAY_SECONDS, SHANGHAI_SECONDS, UNKNOWN_DAY, day_of_number

_SURROGATE = re.compile("[\ud800-\udfff]")
_SCALARS: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    date: pa.date32(),
}


def _arrow_type(annotation: Any) -> tuple[pa.DataType, bool]:
    """The Arrow type of an annotation and whether it may be null. Raises TypeError for one without a counterpart."""
    if get_origin(annotation) in (Union, types.UnionType):
        inner = [arg for arg in get_args(annotation) if arg is not type(None)]
        return _arrow_type(inner[0])[0], True
    if annotation in _SCALARS:
        return _SCALARS[annotation], False
    if get_origin(annotation) is tuple:
        return pa.list_(_arrow_type(get_args(annotation)[0])[0]), False
    if annotation is Span:
        return pa.struct([("start", pa.int32()), ("end", pa.int32())]), False
    if get_origin(annotation) is Mapping:
        return pa.map_(pa.string(), pa.string()), False
    raise TypeError(f"no Arrow counterpart for {annotation!r}")


@cache
def schema_of(record: type) -> pa.Schema:
    """The Arrow schema of a record class whose fields are scalars, spans or maps."""
    hints = get_type_hints(record)
    fields = []
    for item in dataclasses.fields(record):
        arrow_type, is_nullable = _arrow_type(hints[item.name])
        fields.append(pa.field(item.name, arrow_type, nullable=is_nullable))
    return pa.schema(fields)


@cache
def mention_schema() -> pa.Schema:
    """The lake's `mentions` row: a Mention without counts (they are observations), its author by id and kind."""
    hints = get_type_hints(Mention)
    fields = [
        pa.field("mention_id", pa.string(), nullable=False),
        pa.field("author_id", pa.string()),
        pa.field("verified_type", pa.string()),
    ]
    for item in dataclasses.fields(Mention):
        if item.name not in (*COUNT_FIELDS, "count_precision", "author"):
            arrow_type, is_nullable = _arrow_type(hints[item.name])
            fields.append(pa.field(item.name, arrow_type, nullable=is_nullable))
    return pa.schema(fields)


def table_of(record: type, rows: Iterable[Any]) -> pa.Table:
    """An Arrow table of flat records."""
    schema = schema_of(record)
    return _table(schema, dict(zip(schema.names, _columns(schema.names, list(rows)), strict=True)))


def mention_table(mentions: Sequence[Mention]) -> pa.Table:
    """The lake's `mentions` table of some mentions."""
    schema = mention_schema()
    authors = [mention.author for mention in mentions]
    columns: dict[str, Sequence[Any]] = {
        name: [getattr(author, name) if author else None for author in authors] for name in _OF_AUTHOR
    }
    names = [name for name in schema.names if name not in _OF_AUTHOR]
    return _table(schema, columns | dict(zip(names, _columns(names, mentions), strict=True)))


def counts_table(source: str, mentions: Sequence[Mention]) -> pa.Table:
    """The lake's `observations` table of the counts that some mentions carry; one without counts has no row."""
    counts_of = attrgetter(*COUNT_FIELDS)
    counted = [each for each in mentions if counts_of(each) != _NO_COUNTS]
    schema = schema_of(Observation)
    names = [name for name in schema.names if name != "source"]
    columns: dict[str, Sequence[Any]] = dict(zip(names, _columns(names, counted), strict=True))
    return _table(schema, {**columns, "source": [source] * len(counted)})


def author_table(authors: Iterable[Author]) -> pa.Table:
    """The lake's `authors` table."""
    return table_of(Author, authors)


def rows_by_day(moments: pa.ChunkedArray) -> list[tuple[str, pa.Array]]:
    """The partition days of some moments, in order, each with the numbers of its rows; rows without a moment last."""
    micros = moments.combine_chunks().cast(pa.int64())
    numbers = (micros.fill_null(0).to_numpy() + SHANGHAI_SECONDS * 1_000_000) // (DAY_SECONDS * 1_000_000)
    numbers[micros.is_null().to_numpy(zero_copy_only=False)] = _NO_DAY
    order = np.argsort(numbers, kind="stable")
    days, starts = np.unique(numbers[order], return_index=True)
    groups = [pa.array(group) for group in np.split(order, starts[1:])] if len(days) else []
    return [
        (UNKNOWN_DAY if day == _NO_DAY else day_of_number(day), own)
        for day, own in zip(days.tolist(), groups, strict=True)
    ]


_NO_DAY = np.iinfo(np.int64).max
_OF_AUTHOR = ("author_id", "verified_type")
_NO_COUNTS = (None,) * len(COUNT_FIELDS)


def _columns(names: Sequence[str], rows: Sequence[Any]) -> list[Sequence[Any]]:
    """Some attributes of all rows, attribute by attribute."""
    if not rows:
        return [()] * len(names)
    return list(zip(*map(attrgetter(*names), rows), strict=True))


def _table(schema: pa.Schema, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Column by column: what a value needs to become Arrow's depends on its column alone."""
    return pa.table([_column(columns[field.name], field.type) for field in schema], schema=schema)


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_map(kind):
        return _maps(values)
    if pa.types.is_list(kind):
        return pa.array([[_struct(item) for item in value] for value in values], kind)
    if pa.types.is_string(kind):
        return _strings(values)
    if pa.types.is_timestamp(kind):
        return _instants(values, kind)
    return pa.array(values, kind)


def _instants(values: Sequence[datetime | None], kind: pa.DataType) -> pa.Array:
    """Raises ValueError for a naive one, which Arrow would take for UTC."""
    if any(value is not None and value.tzinfo is None for value in values):
        raise ValueError("a naive datetime is no instant")
    return pa.array(values, kind)


def _maps(values: Sequence[Mapping[str, str]]) -> pa.Array:
    offsets = list(accumulate(map(len, values), initial=0))
    return pa.MapArray.from_arrays(
        pa.array(offsets, pa.int32()),
        _strings([name for value in values for name in value]),
        _strings([text for value in values for text in value.values()]),
    )


def _strings(values: Sequence[str | None]) -> pa.Array:
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([None if value is None else _whole(value) for value in values], pa.string())


def _struct(item: Any) -> Any:
    return dataclasses.asdict(item) if isinstance(item, Span) else item


def _whole(text: str) -> str:
    """A damaged export can hold lone surrogates; Arrow strings are UTF-8, so they become U+FFFD here."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
