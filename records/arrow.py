"""Arrow schemas of the records, derived from their annotations in this one place."""

import dataclasses
import types
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from records.annotation import Span
from records.author import Author
from records.mention import COUNT_FIELDS, Mention

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
    columns = _columns(schema.names, list(rows))
    return pa.table(columns, schema=schema)


def mention_table(mentions: Sequence[Mention]) -> pa.Table:
    """The lake's `mentions` table of some mentions."""
    schema = mention_schema()
    of_author = ("author_id", "verified_type")
    columns = _columns([name for name in schema.names if name not in of_author], mentions)
    for name in of_author:
        columns[name] = [getattr(m.author, name) if m.author else None for m in mentions]
    return pa.table({name: columns[name] for name in schema.names}, schema=schema)


def author_table(authors: Iterable[Author]) -> pa.Table:
    """The lake's `authors` table."""
    return table_of(Author, authors)


def _columns(names: Sequence[str], rows: Sequence[Any]) -> dict[str, list[Any]]:
    return {name: [_plain(getattr(row, name)) for row in rows] for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, tuple):
        return [dataclasses.asdict(item) if isinstance(item, Span) else item for item in value]
    if isinstance(value, str):
        # A damaged export can hold lone surrogates; Arrow strings are UTF-8, so they become U+FFFD here.
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    return value
