"""The exported star asked by Spark SQL: the statements of the house, translated, with the views they read."""

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.spark.session import session
from records.errors import UsageError
from warehouse import migrations
from warehouse.errors import RefusedSql, SchemaMismatch
from warehouse.export import sparksql
from warehouse.sql import SHANGHAI

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_MICROSECONDS_A_DAY = 86_400_000_000


def ask(master: str, star: str, sql: str) -> pa.Table:
    """Rows of one statement; instants in Asia/Shanghai.

    `star` is the folder that `scrm export` wrote, on any path the cluster reads (`/shared/star`, `s3a://...`,
    `hdfs://...`). Raises UsageError for a folder without an export, RefusedSql, SchemaMismatch, and what
    `session` raises.
    """
    with session(master, "scrm sql", {"spark.sql.session.timeZone": SHANGHAI}) as spark:
        return rows(spark, star, sql)


def rows(spark: "SparkSession", star: str, sql: str) -> pa.Table:
    """The same in a session that is there, whose zone is Asia/Shanghai."""
    script = sparksql.script(sql, _held(spark, star))
    try:
        for table in script.tables:
            spark.read.parquet(f"{star}/{table}.parquet").createOrReplaceTempView(table)
        for name, statement in script.views:
            spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW `{name}` AS {statement}")
        return _in_shanghai(spark.sql(script.statement).toArrow())
    except Exception as error:
        raise RefusedSql(f"spark: {_first_line(error)}") from error


def _held(spark: "SparkSession", star: str) -> dict[str, list[str]]:
    """Table -> columns, as the export's manifest tells."""
    try:
        (text,) = spark.read.text(f"{star}/manifest.json", wholetext=True).first()
    except Exception as error:
        raise UsageError(f"{star}: the cluster finds nothing of `scrm export` there ({_first_line(error)})") from error
    manifest: dict[str, Any] = json.loads(text)
    if manifest["schema"] != migrations.head():
        raise SchemaMismatch(f"{star}: schema {manifest['schema']}, this program's is {migrations.head()}; export anew")
    return {each["table"]: [column["name"] for column in each["columns"]] for each in manifest["tables"]}


def _in_shanghai(rows: pa.Table) -> pa.Table:
    """Instants as the warehouse shows them, and a difference of two days as their number."""
    for place, field in enumerate(rows.schema):
        if pa.types.is_timestamp(field.type) and field.type.tz:
            rows = rows.set_column(place, field.name, rows.column(place).cast(pa.timestamp("us", tz=SHANGHAI)))
        elif pa.types.is_duration(field.type):
            days = pc.divide(rows.column(place).cast(pa.int64()), _MICROSECONDS_A_DAY)
            rows = rows.set_column(place, field.name, days)
    return rows


def _first_line(error: Exception) -> str:
    """Spark says what is wrong first and the plan it failed in after."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)[:300]
