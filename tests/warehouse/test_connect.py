"""Reading is safe: one reading statement, no file, no setting, clear words when it is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.errors import UnreadableFile
from warehouse import duck
from warehouse.connect import RefusedSql, SchemaMismatch, WarehouseMissing, open_published, read_only_sql

ATTACKS = [
    "drop table fact_mention",
    "delete from fact_mention",
    "with x as (select 1) insert into dim_brand select 1, 'a', 'b'",
    "select 1; drop table fact_mention",
    "create table t as select 1",
    "copy dim_brand to 'stolen.csv'",
    "copy (select * from content_text) to 'stolen.parquet' (format parquet)",
    "explain analyze copy dim_brand to 'stolen.csv'",
    "explain analyze insert into dim_brand values (1, 'a', 'b')",
    "export database 'stolen'",
    "attach 'other.duckdb'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "reset lock_configuration",
    "pragma database_list",
    "call pragma_version()",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_parquet('*.parquet')",
    "select * from glob('/etc/*')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from query('drop table dim_brand')",
    "select * from ATTACKS",
    "select $1",
    "begin",
    "checkpoint",
    "",
    "-- nothing",
    "selec 1",
    "select no_such_column from fact_mention",
]

READS = [
    "select 1",
    "select 1;",
    "with a as (select 1 as x) select x from a",
    "from v_event select brand",
    "describe v_mention",
    "show tables",
    "summarize fact_insight",
    "explain select * from v_mention",
    "values (1), (2)",
]


@pytest.mark.parametrize("sql", ATTACKS)
def test_everything_but_reading_is_refused(
    built: Path, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RefusedSql, match="^sql: ") as caught:
        read_only_sql(built, sql)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sql", READS)
def test_reading_is_allowed(built: Path, sql: str) -> None:
    assert read_only_sql(built, sql).columns


def test_python_values_are_out_of_reach(built: Path) -> None:
    import pyarrow as pa

    secret = pa.table({"x": [1]})
    with pytest.raises(RefusedSql):
        read_only_sql(built, "select * from secret")
    assert secret.num_rows == 1


def test_a_limit_cuts_and_says_so(built: Path) -> None:
    result = read_only_sql(built, "select day from dim_date order by 1 nulls first", limit=5)
    assert (len(result.rows), result.is_cut) == (5, True)
    assert not read_only_sql(built, "select 1", limit=1).is_cut


def test_sums_are_whole_numbers_and_instants_are_beijing_time(built: Path) -> None:
    result = read_only_sql(built, "select sum(mention_count) as n, min(published_at) as t from v_mention")
    ((count, moment),) = result.rows
    assert count == 19
    assert isinstance(count, int)
    assert moment.isoformat() == "2026-03-01T12:00:00+08:00"


def test_two_readers_at_once(built: Path) -> None:
    with open_published(built) as one, open_published(built) as other:
        assert one.exec_driver_sql("select 1").scalar() == other.exec_driver_sql("select 1").scalar()
        assert read_only_sql(built, "select 1").rows == [(1,)]


def test_before_the_first_publish(tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing, match="run `scrm run` first"), open_published(tmp_path / "warehouse.duckdb"):
        pass


def test_a_file_that_is_no_warehouse(tmp_path: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(b"hello")
    with pytest.raises(UnreadableFile, match="not a DuckDB file"), open_published(tmp_path / "warehouse.duckdb"):
        pass


@pytest.mark.parametrize(
    ("spoil", "words"),
    [("update alembic_version set version_num = '9999'", "newer"), ("drop table alembic_version", "older")],
)
def test_another_schema(next_file: Path, spoil: str, words: str) -> None:
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql(spoil)
    with pytest.raises(SchemaMismatch, match=words), open_published(next_file):
        pass


def test_an_engine_error_keeps_its_detail_in_one_line(built: Path) -> None:
    with pytest.raises(RefusedSql, match="Candidate bindings: .*mention_id") as caught:
        read_only_sql(built, "select mention_idd from v_mention")
    assert "\n" not in str(caught.value)
    assert "LINE 1" not in str(caught.value)


@pytest.mark.parametrize("spoil", ["drop view v_event", "create or replace view v_event as select 1 as n"])
def test_a_warehouse_of_an_older_version_says_how_to_build_it_anew(next_file: Path, spoil: str) -> None:
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql(spoil)
    remedy = "v_event.*run `scrm load`, `scrm profile` and `scrm publish`"
    with pytest.raises(SchemaMismatch, match=remedy):
        read_only_sql(next_file, "select brand from v_event")
    with pytest.raises(SchemaMismatch, match="run `scrm load`"), open_published(next_file) as connection:
        connection.exec_driver_sql("select brand from v_event")


def test_the_connection_is_read_only(built: Path) -> None:
    before = datetime.fromtimestamp(built.stat().st_mtime, UTC)
    with open_published(built) as connection, pytest.raises(Exception, match="read-only"):
        connection.exec_driver_sql("delete from fact_mention")
    assert datetime.fromtimestamp(built.stat().st_mtime, UTC) == before
