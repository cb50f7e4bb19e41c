"""The engines an exported star is meant for: how each writes types, text, keys, comments and distribution.

Sources, read 2026-11: docs.starrocks.io CREATE TABLE (key columns first and NOT NULL; a PRIMARY KEY of fixed-width
columns; hash buckets), doris.apache.org CREATE TABLE (UNIQUE KEY columns first; STRING is no key, so VARCHAR),
MaxCompute "Create and drop tables" and data types 2.0 (TIMESTAMP, DATE, SMALLINT, INT need
odps.sql.type.system.odps2), BigQuery DDL (keys NOT ENFORCED, RANGE_BUCKET over integers, at most 4 cluster columns).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Keys = Literal["constraint", "not_enforced", "starrocks", "doris", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One engine."""

    name: str
    title: str
    types: Mapping[str, str]
    """Kind of a column (`ddl.kind_of`) -> type; `key_text` is text in a key."""
    keys: Keys
    """How the grain's key is said."""
    quote: str = "`"
    """Around identifiers."""
    has_backslash_escapes: bool = True
    """Whether a backslash in a text literal needs one of its own."""
    comments: Literal["inline", "options", "statements"] = "inline"
    """COMMENT behind the column, OPTIONS(description), or COMMENT ON statements."""
    preamble: str = ""
    """Statements before the first table."""
    loading: str = ""
    """How the Parquet files get in; one line of a comment, `{table}` and `{file}` filled in."""
    notes: tuple[str, ...] = ()
    """What a reader of the DDL should know."""


_INSTANTS = "Instants are UTC in the Parquet files; days (date_key) are Asia/Shanghai days."

TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target(
            name="duckdb",
            title="DuckDB",
            types={
                "integer": "INTEGER", "bigint": "BIGINT", "smallint": "SMALLINT", "boolean": "BOOLEAN",
                "double": "DOUBLE", "date": "DATE", "instant": "TIMESTAMP WITH TIME ZONE", "text": "VARCHAR",
                "key_text": "VARCHAR", "decimal": "DECIMAL({precision}, {scale})",
            },
            keys="constraint", quote='"', has_backslash_escapes=False, comments="statements",
            loading="COPY {table} FROM '{file}' (FORMAT parquet)",
            notes=(_INSTANTS,),
        ),
        Target(
            name="postgresql",
            title="PostgreSQL",
            types={
                "integer": "integer", "bigint": "bigint", "smallint": "smallint", "boolean": "boolean",
                "double": "double precision", "date": "date", "instant": "timestamp with time zone", "text": "text",
                "key_text": "text", "decimal": "numeric({precision}, {scale})",
            },
            keys="constraint", quote='"', has_backslash_escapes=False, comments="statements",
            loading="PostgreSQL reads no Parquet: turn {file} into CSV (duckdb: COPY (FROM '{file}') TO '{table}.csv'),"
            " then \\copy {table} FROM '{table}.csv' CSV HEADER",
            notes=(_INSTANTS, "Foreign keys come last, so tables may be filled in any order before them."),
        ),
        Target(
            name="starrocks",
            title="StarRocks",
            types={
                "integer": "INT", "bigint": "BIGINT", "smallint": "SMALLINT", "boolean": "BOOLEAN",
                "double": "DOUBLE", "date": "DATE", "instant": "DATETIME", "text": "STRING",
                "long_text": "VARCHAR(1048576)", "key_text": "VARCHAR(1024)",
                "decimal": "DECIMAL({precision}, {scale})",
            },
            keys="starrocks",
            loading="INSERT INTO {table} ({columns}) SELECT {columns} FROM"
            " FILES('path' = 's3://YOUR-BUCKET/{file}', 'format' = 'parquet')",
            notes=(
                "DATETIME has no zone: run SET time_zone = 'Asia/Shanghai' before loading and querying.",
                "A key of numbers and dates makes a PRIMARY KEY table; one with text, too long for it, a DUPLICATE KEY"
                " table: load those into an empty table only.",
                "Columns of the key come first, so load by name.",
            ),
        ),
        Target(
            name="doris",
            title="Apache Doris",
            types={
                "integer": "INT", "bigint": "BIGINT", "smallint": "SMALLINT", "boolean": "BOOLEAN",
                "double": "DOUBLE", "date": "DATE", "instant": "DATETIME(6)", "text": "STRING",
                "key_text": "VARCHAR(1024)", "decimal": "DECIMAL({precision}, {scale})",
            },
            keys="doris",
            loading="INSERT INTO {table} ({columns}) SELECT {columns} FROM"
            " S3('uri' = 's3://YOUR-BUCKET/{file}', 'format' = 'parquet', ...)",
            notes=(
                "DATETIME has no zone: run SET time_zone = 'Asia/Shanghai' before loading and querying.",
                "UNIQUE KEY tables: loading a file twice gives the same rows. Columns of the key come first, so load by"
                " name.",
            ),
        ),
        Target(
            name="maxcompute",
            title="MaxCompute",
            types={
                "integer": "INT", "bigint": "BIGINT", "smallint": "SMALLINT", "boolean": "BOOLEAN",
                "double": "DOUBLE", "date": "DATE", "instant": "TIMESTAMP", "text": "STRING", "key_text": "STRING",
                "decimal": "DECIMAL({precision}, {scale})",
            },
            keys="none", preamble="SET odps.sql.type.system.odps2=true;\n",
            loading="LOAD OVERWRITE TABLE {table} FROM LOCATION 'oss://YOUR-BUCKET/star/{table}/' STORED AS PARQUET",
            notes=(_INSTANTS, "Plain tables: the key is told in the table's comment and not enforced."),
        ),
        Target(
            name="bigquery",
            title="BigQuery",
            types={
                "integer": "INT64", "bigint": "INT64", "smallint": "INT64", "boolean": "BOOL", "double": "FLOAT64",
                "date": "DATE", "instant": "TIMESTAMP", "text": "STRING", "key_text": "STRING",
                "decimal": "NUMERIC({precision}, {scale})",
            },
            keys="not_enforced", comments="options",
            loading="LOAD DATA INTO {table} FROM FILES (format = 'PARQUET', uris = ['gs://YOUR-BUCKET/{file}'])",
            notes=(
                _INSTANTS,
                "Facts are partitioned by month of date_key (yyyymmdd in ranges of 100); unknown days (-1, -3) lie in"
                " the partition __UNPARTITIONED__. Keys inform the optimiser and are not enforced.",
            ),
        ),
    )
}  # fmt: skip
"""Engine -> how it writes DDL."""
