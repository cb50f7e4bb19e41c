"""PostgreSQL's own side: rows in and out by COPY, errors without values."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
import sqlalchemy as sa

from records.errors import ScrmError, UsageError
from warehouse import postgres

ROWS = pa.table(
    {
        "n": pa.array([1, 2, None, 9_223_372_036_854_775_807]),
        "text": pa.array(["茉里茶", "", None, 'a "b", c\n\\.\td']),
        "kind": pa.array(["x", None, "x", ""]).dictionary_encode(),
        "share": pa.array([0.1 + 0.2, None, 1e300, -0.0]),
        "is_new": pa.array([True, None, False, True]),
        "day": pa.array([date(2026, 3, 1), None, date(9999, 12, 31), date(1900, 1, 1)]),
        "at": pa.array(
            [datetime(2026, 3, 1, 4, tzinfo=UTC), None, datetime(9999, 12, 31, tzinfo=UTC),
             datetime(1900, 1, 1, 0, 0, 0, 7, tzinfo=UTC)],
            type=pa.timestamp("us", tz="Asia/Shanghai"),
        ),
    }
)  # fmt: skip
CREATE = """CREATE TABLE target (n bigint, text text, kind text, share double precision, is_new boolean, day date,
    at timestamptz)"""


@pytest.fixture
def connection(database: str) -> Iterator[sa.Connection]:
    with postgres.engine_for(database).connect() as connection:
        connection.exec_driver_sql(CREATE)
        yield connection
        connection.rollback()


def test_rows_come_back_as_they_went_in(connection: sa.Connection) -> None:
    assert postgres.copy_arrow(connection, "target", ROWS) == 4
    connection.exec_driver_sql("SET LOCAL TimeZone = 'Asia/Shanghai'")
    back = postgres.fetch_arrow(connection, "SELECT * FROM target ORDER BY n NULLS FIRST")
    assert back.to_pylist() == ROWS.take(pa.array([2, 0, 1, 3])).to_pylist()
    assert back.schema.field("at").type == pa.timestamp("us", tz="Asia/Shanghai")
    assert connection.exec_driver_sql("SHOW TimeZone").scalar() == "Asia/Shanghai"


def test_rows_are_streamed_in_any_number_of_batches(connection: sa.Connection) -> None:
    batches = pa.table({"n": range(50_001)}).to_batches(max_chunksize=45_000)
    reader = pa.RecordBatchReader.from_batches(batches[0].schema, batches)
    assert postgres.copy_arrow(connection, "target", reader) == 50_001
    assert connection.exec_driver_sql("SELECT count(*), sum(n) FROM target").one() == (50_001, 50_000 * 50_001 // 2)


def test_a_nul_character_is_left_out(connection: sa.Connection) -> None:
    postgres.copy_arrow(connection, "target", pa.table({"text": ["好\0喝", "\0"]}))
    assert connection.exec_driver_sql("SELECT text FROM target").scalars().all() == ["好喝", ""]


def test_no_row_and_one_column_of_null(connection: sa.Connection) -> None:
    assert postgres.fetch_arrow(connection, "SELECT n, text FROM target").to_pydict() == {"n": [], "text": []}
    postgres.copy_arrow(connection, "target", pa.table({"text": pa.array([None, ""], pa.string())}))
    assert postgres.fetch_arrow(connection, "SELECT text FROM target").to_pydict() == {"text": [None, ""]}


def test_sums_of_whole_numbers_are_whole(connection: sa.Connection) -> None:
    sql = "SELECT sum(x) AS n, avg(x) AS mean FROM (VALUES (1::bigint), (2)) AS v(x)"
    assert postgres.fetch_arrow(connection, sql).to_pylist() == [{"n": 3, "mean": 1.5}]


def test_a_copy_belongs_to_the_transaction(database: str, connection: sa.Connection) -> None:
    connection.commit()
    with postgres.engine_for(database).connect() as other:
        postgres.copy_arrow(connection, "target", ROWS)
        assert other.exec_driver_sql("SELECT count(*) FROM target").scalar() == 0
        connection.rollback()
        assert other.exec_driver_sql("SELECT count(*) FROM target").scalar() == 0
    connection.exec_driver_sql("DROP TABLE target")
    connection.commit()


SECRET = "这是一句原话"


@pytest.mark.parametrize(
    ("prepare", "column", "value", "words"),
    [
        ("", "n", SECRET, "InvalidTextRepresentation"),
        ("ALTER TABLE target ADD CHECK (text <> '" + SECRET + "')", "text", SECRET, "check constraint"),
        ("CREATE UNIQUE INDEX one ON target (text)", "text", SECRET, "unique constraint"),
        ("ALTER TABLE target ALTER text TYPE varchar(3)", "text", SECRET, "StringDataRightTruncation"),
    ],
)
def test_an_error_tells_no_value(connection: sa.Connection, prepare: str, column: str, value: str, words: str) -> None:
    if prepare:
        connection.exec_driver_sql(prepare)
    with pytest.raises(ScrmError, match=words) as caught:
        postgres.copy_arrow(connection, "target", pa.table({column: [value, value]}))
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_refused_query_is_one_line(connection: sa.Connection) -> None:
    with pytest.raises(ScrmError, match="a query failed .*no_such_column") as caught:
        postgres.fetch_arrow(connection, "SELECT no_such_column FROM target")
    assert "\n" not in str(caught.value)


def test_urls() -> None:
    assert postgres.is_url("postgresql://a@b/c")
    assert not postgres.is_url("/home/warehouse.duckdb")
    assert postgres.name_of("postgresql://a:secret@b/c") == "postgresql+psycopg://a:***@b/c"
    for url in ("mysql://a@b/c", "postgresql://b:port/c"):
        with pytest.raises(UsageError, match="not a PostgreSQL URL"):
            postgres.engine_for(url)
