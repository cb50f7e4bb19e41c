"""`scrm sql` reads the warehouse and nothing else: no file, network, setting, second statement or endless work."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse.conftest import *  # noqa: F403 - the small warehouse and the server of that room's tests
from warehouse import duck, duck_read
from warehouse.connect import RefusedSql, open_published, read_only_sql

FILES = [
    "select * from read_csv_auto('{secret}')",
    "select * from read_text('{secret}')",
    "select * from read_blob('{secret}')",
    "select * from read_json('{secret}')",
    "select * from read_json_objects('{secret}')",
    "select * from read_ndjson_auto('{secret}')",
    "select * from read_parquet(['{secret}'])",
    "select * from parquet_metadata('{secret}')",
    "select * from parquet_schema('{secret}')",
    "select * from sniff_csv('{secret}')",
    "select * from glob('{folder}/**')",
    "from '{secret}'",
    'select * from "{secret}"',
    "select * from '{secret}' t union all select * from '{secret}'",
    "select (select content from read_text('{secret}'))",
    "with s as materialized (select * from read_text('{secret}')) select * from s",
    "select 1 where exists (select 1 from read_csv('{secret}'))",
    "describe select * from read_csv('{secret}')",
    "summarize '{secret}'",
    "explain analyze select * from read_text('{secret}')",
    "select * from query('select * from read_text(''{secret}'')')",
    "select * from query_table('{secret}')",
    "/* harmless */ select /**/ * from /**/ read_text(/**/'{secret}')",
    "select * from read_text('fi' || 'le://{secret}')",
    "select * from read_csv('https://127.0.0.1:1/x.csv')",
    "select * from read_parquet('s3://bucket/x.parquet')",
    "select getenv('HOME')",
    "select * from which_secret('{secret}', 's3')",
]
WRITES = [
    "copy (select 1) to '{stolen}'",
    "copy dim_brand to '{stolen}' (format csv)",
    "copy dim_brand from '{secret}'",
    "explain analyze copy (select 1) to '{stolen}'",
    "export database '{stolen}'",
    "import database '{folder}'",
    "attach '{stolen}' as other",
    "attach ':memory:' as other",
    "detach warehouse",
    "use memory",
    "create table stolen as select 1",
    "create temp table stolen as select 1",
    "create view stolen as select 1",
    "create macro f(x) as x",
    "create secret s (type s3)",
    "create schema s",
    "create sequence s",
    "create type t as enum ('a')",
    "insert into dim_brand select * from dim_brand",
    "update dim_brand set name = 'x'",
    "delete from dim_brand",
    "truncate dim_brand",
    "merge into dim_brand using dim_brand b on true when matched then delete",
    "drop view v_mention",
    "alter table dim_brand add column x int",
    "comment on table dim_brand is 'x'",
    "vacuum",
    "analyze",
    "checkpoint",
    "with x as (delete from dim_brand returning *) select * from x",
]
SETTINGS = [
    "set enable_external_access = true",
    "set global enable_external_access = true",
    "set lock_configuration = false",
    "reset enable_external_access",
    "pragma enable_external_access = true",
    "pragma enable_profiling",
    "pragma database_list",
    "call pragma_version()",
    "set temp_directory = '{folder}'",
    "set extension_directory = '{folder}'",
    "set variable x = 1",
    "install httpfs",
    "force install httpfs from community",
    "load httpfs",
    "load '{stolen}'",
    "update extensions",
    "call force_checkpoint()",
    "select set_config('x', 'y', false)",
]
STATEMENTS = [
    "select 1; select 2",
    "select 1; drop table dim_brand",
    "select 1 -- harmless\n; drop table dim_brand",
    "/* select */ drop table dim_brand",
    "begin; select 1",
    "begin transaction",
    "commit",
    "rollback",
    "prepare p as select 1",
    "execute p",
    "deallocate p",
    "select $1",
    "select ?",
    "select $name",
    "",
    ";",
    "-- select 1",
    "selec 1",
]
ESCAPES = [*FILES, *WRITES, *SETTINGS, *STATEMENTS]


@pytest.mark.parametrize("sql", ESCAPES)
def test_an_escape_is_refused_in_one_line(
    built: Path, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    secret, stolen = tmp_path / "secret.csv", tmp_path / "stolen"
    secret.write_text("a,b\nhidden,1\n", encoding="utf-8")
    before = built.read_bytes()
    with pytest.raises(RefusedSql, match="^sql: ") as caught:
        read_only_sql(built, sql.format(secret=secret, stolen=stolen, folder=tmp_path))
    assert "\n" not in str(caught.value)
    assert "hidden" not in str(caught.value)
    assert [each.name for each in tmp_path.iterdir()] == ["secret.csv"]
    assert built.read_bytes() == before


def test_there_are_enough_of_them() -> None:
    assert len(set(ESCAPES)) >= 60


def test_a_statement_without_end_is_stopped(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck_read, "TIMEOUT_SECONDS", 0.2)
    endless = "select sum(a.range * b.range) from range(10000000) a, range(10000000) b"
    with pytest.raises(RefusedSql, match="took longer than 0.2 seconds"):
        read_only_sql(built, endless)
    assert read_only_sql(built, "select 1").rows == [(1,)]


def test_the_seal_cannot_be_broken_on_the_connection_itself(built: Path) -> None:
    with open_published(built) as connection:
        native: Any = duck.native(connection)
        for sql in ("set lock_configuration = false", "set enable_external_access = true", "attach 'x.duckdb'"):
            connection.rollback()
            with pytest.raises(duckdb.Error, match=r"(?i)lock|disabled|external|permission|not allow|cannot"):
                native.execute(sql)
