"""CREATE TABLE statements of the star for an engine: types, keys, distribution and comments in both languages."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from warehouse.columns import Privacy, field_of, grain_of
from warehouse.export.targets import Target

Columns = Sequence[sa.Column[Any]]

_KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], str], ...] = (
    (sa.SmallInteger, "smallint"),
    (sa.BigInteger, "bigint"),
    (sa.Integer, "integer"),
    (sa.Boolean, "boolean"),
    (sa.DateTime, "instant"),
    (sa.Date, "date"),
    (sa.Double, "double"),
    (sa.Numeric, "decimal"),
    (sa.String, "text"),
)


def ddl_of(target: Target, tables: Sequence[tuple[sa.Table, Columns]]) -> str:
    """The whole script: notes, one statement a table (with the columns given), comments, foreign keys.

    Tables should come dimensions first, as references look back.
    """
    notes = [f"The star for {target.title}, written by `scrm export`.", *target.notes]
    parts = ["\n".join(f"-- {line}" for line in notes) + "\n", target.preamble]
    parts += [_table(target, table, columns) for table, columns in tables]
    if target.keys in ("constraint", "not_enforced"):
        parts += _foreign_keys(target, tables)
    return "\n".join(part for part in parts if part)


def kind_of(type_: sa.types.TypeEngine[Any]) -> str:
    """integer, bigint, smallint, boolean, instant, date, double, decimal or text. Raises KeyError for another type."""
    for class_, kind in _KINDS:
        if isinstance(type_, class_):
            return kind
    raise KeyError(str(type_))


def key_of(table: sa.Table, columns: Columns) -> tuple[str, ...]:
    """What no two exported rows share: the surrogate key of a dimension, the grain of a fact; () if it may be NULL."""
    names = tuple(column.name for column in table.primary_key.columns) or grain_of(table).key
    present = {column.name: column for column in columns}
    is_usable = all(name in present and not present[name].nullable for name in names)
    return names if is_usable else ()


def _table(target: Target, table: sa.Table, columns: Columns) -> str:
    key = key_of(table, columns)
    if target.keys in ("starrocks", "doris"):
        columns = sorted(columns, key=lambda column: key.index(column.name) if column.name in key else len(key))
    lines = [_column(target, column, is_key=column.name in key) for column in columns]
    if target.keys in ("constraint", "not_enforced") and key:
        lines.append(
            f"PRIMARY KEY ({_names(target, key)})" + (" NOT ENFORCED" if target.keys == "not_enforced" else "")
        )
    body = ",\n".join(f"    {line}" for line in lines)
    statement = f"CREATE TABLE {_name(target, table.name)} (\n{body}\n){_behind(target, table, columns, key)};\n"
    return _loading(target, table, columns) + statement + _comment_statements(target, table, columns)


def _column(target: Target, column: sa.Column[Any], *, is_key: bool) -> str:
    text = f"{_name(target, column.name)} {_type(target, column, is_key=is_key)}"
    if not column.nullable:
        text += " NOT NULL"
    if target.comments == "inline":
        text += f" COMMENT {_literal(target, str(column.comment))}"
    elif target.comments == "options":
        text += f" OPTIONS (description = {_literal(target, str(column.comment))})"
    return text


def _type(target: Target, column: sa.Column[Any], *, is_key: bool) -> str:
    kind = kind_of(column.type)
    if kind == "text" and is_key:
        kind = "key_text"
    elif kind == "text" and field_of(column).privacy is Privacy.RESTRICTED:
        kind = "long_text" if "long_text" in target.types else "text"
    precision, scale = getattr(column.type, "precision", None), getattr(column.type, "scale", None)
    return target.types[kind].format(precision=precision, scale=scale)


def _behind(target: Target, table: sa.Table, columns: Columns, key: tuple[str, ...]) -> str:
    """What stands behind the columns: key model, distribution, partitions, the table's comment."""
    comment = _literal(target, f"{table.comment} (key: {', '.join(grain_of(table).key)})")
    if target.keys in ("starrocks", "doris"):
        model = _key_model(target, columns, key)
        return f"\n{model}\nCOMMENT {comment}\nDISTRIBUTED BY HASH ({_names(target, _spread(columns, key))})" + (
            " BUCKETS AUTO" if target.keys == "doris" else ""
        )
    if target.comments == "options":
        return f"{_partitions(columns, key)}\nOPTIONS (description = {comment})"
    return f"\nCOMMENT {comment}" if target.comments == "inline" else ""


def _key_model(target: Target, columns: Columns, key: tuple[str, ...]) -> str:
    kinds = {column.name: kind_of(column.type) for column in columns}
    if not key:
        return f"DUPLICATE KEY ({_names(target, [columns[0].name])})"
    if target.keys == "doris":
        return f"UNIQUE KEY ({_names(target, key)})"
    model = "DUPLICATE" if "text" in {kinds[name] for name in key} else "PRIMARY"
    return f"{model} KEY ({_names(target, key)})"


def _spread(columns: Columns, key: tuple[str, ...]) -> tuple[str, ...]:
    """Content's facts lie by content, so that they join where they are; others evenly over their key."""
    if "content_key" in key:
        return ("content_key",)
    return key or (columns[0].name,)


def _partitions(columns: Columns, key: tuple[str, ...]) -> str:
    names = [column.name for column in columns]
    parts = ""
    if "date_key" in names and "date_key" not in key[:1]:
        parts += "\nPARTITION BY RANGE_BUCKET(date_key, GENERATE_ARRAY(20000100, 20500100, 100))"
    usual = ["brand_key", "content_key", "platform_key"]
    cluster = [name for name in usual if name in names] or list(key[:4])
    return parts + (f"\nCLUSTER BY {', '.join(cluster)}" if cluster else "")


def _comment_statements(target: Target, table: sa.Table, columns: Columns) -> str:
    if target.comments != "statements":
        return ""
    name = _name(target, table.name)
    lines = [f"COMMENT ON TABLE {name} IS {_literal(target, str(table.comment))};"]
    for column in columns:
        where = f"{name}.{_name(target, column.name)}"
        lines.append(f"COMMENT ON COLUMN {where} IS {_literal(target, str(column.comment))};")
    return "\n".join(lines) + "\n"


def _foreign_keys(target: Target, tables: Sequence[tuple[sa.Table, Columns]]) -> list[str]:
    """DuckDB adds no foreign key to a table that is there; it proves them in the gate instead."""
    if target.name == "duckdb":
        return []
    present = {table.name for table, _ in tables}
    ending = " NOT ENFORCED" if target.keys == "not_enforced" else ""
    lines = []
    for table, columns in tables:
        for column in columns:
            to, _, key = (field_of(column).references or "").partition(".")
            if to in present and to != table.name:
                reference = f"REFERENCES {_name(target, to)} ({_name(target, key)})"
                one = _name(target, column.name)
                lines.append(f"ALTER TABLE {_name(target, table.name)} ADD FOREIGN KEY ({one}) {reference}{ending};")
    return ["\n".join(lines) + "\n"] if lines else []


def _loading(target: Target, table: sa.Table, columns: Columns) -> str:
    names = _names(target, [column.name for column in columns])
    said = target.loading.format(table=table.name, file=f"{table.name}.parquet", columns=names)
    return f"-- {said}\n"


def _names(target: Target, names: Sequence[str]) -> str:
    return ", ".join(_name(target, name) for name in names)


def _name(target: Target, name: str) -> str:
    return f"{target.quote}{name}{target.quote}"


def _literal(target: Target, text: str) -> str:
    escaped = (
        text.replace("\\", "\\\\").replace("'", "\\'") if target.has_backslash_escapes else text.replace("'", "''")
    )
    return f"'{escaped}'"
