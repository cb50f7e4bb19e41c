"""What a person wrote reaches no error, no check result, no file of failing keys and no log of a scheduler."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from records.errors import QualityGateFailed, ScrmError
from tests.conftest import REPOSITORY
from tests.warehouse.smalllake import Lake
from warehouse import duck, touched
from warehouse.checks import gate_checks, record, require_passed, run
from warehouse.load import Inputs, load
from warehouse.quarantine import drop_old_runs, failing_keys, write_failing_keys
from warehouse.troubles import troubles, troubles_of

NOW = datetime(2026, 4, 2, tzinfo=UTC)
SECRET = "本人电话一三八零零"
"""Stands for what a person wrote."""

ENGINE_ERRORS = [
    f"select cast('{SECRET}' as integer)",
    f"select cast('{SECRET}' as timestamptz)",
    f"select strptime('{SECRET}', '%Y')",
    f"select json_extract('{{{SECRET}', '$.a')",
    f"select regexp_matches('a', '{SECRET}(')",
    f"select timezone('{SECRET}', now())",
    f"select error('{SECRET}')",
    f"insert into unique_text values ('{SECRET}')",
    f"insert into child values ('{SECRET} unknown')",
]


@pytest.mark.parametrize("sql", ENGINE_ERRORS)
def test_an_engine_error_says_its_kind_and_no_value(tmp_path: Path, sql: str) -> None:
    duck.create_file(tmp_path / "x.duckdb")
    with duck.engine_for(tmp_path / "x.duckdb").begin() as connection:
        connection.exec_driver_sql("create table unique_text (a varchar primary key)")
        connection.exec_driver_sql("create table child (a varchar references unique_text (a))")
        connection.exec_driver_sql(f"insert into unique_text values ('{SECRET}')")
    engine = duck.engine_for(tmp_path / "x.duckdb")
    kind = r"x\.duckdb: load failed \([A-Z]\w+( \w+)* Error\)"
    with (
        pytest.raises(ScrmError, match=kind) as caught,
        duck.one_line(tmp_path / "x.duckdb", "load"),
        engine.begin() as connection,
    ):
        connection.exec_driver_sql(sql)
    assert SECRET not in str(caught.value)
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None


def test_an_engine_error_keeps_what_helps(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error) as caught:
        duckdb.connect().execute("select * from no_such_table")
    assert "no_such_table" in duck.first_line(caught.value)


def test_a_failing_load_logs_no_text(tmp_path: Path, lake: Lake) -> None:
    """Not even when nobody catches it and the whole chain of errors is printed, as a scheduler does."""
    inputs = lake.inputs()
    rows = pq.read_table(inputs.mentions[0])
    place = rows.schema.get_field_index("rating")
    spoiled = rows.set_column(place, "rating", pa.array([SECRET] * rows.num_rows))
    pq.write_table(spoiled, tmp_path / "spoiled.parquet")
    script = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(REPOSITORY)!r})
from warehouse.load import Inputs, load
load(Path({str(tmp_path / "x.duckdb")!r}), Inputs(mentions=(Path({str(tmp_path / "spoiled.parquet")!r}),)))
"""
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "ScrmError" in done.stderr
    assert "cannot stage 1 Parquet file(s)" in done.stderr
    assert SECRET not in done.stderr
    with pytest.raises(ScrmError):
        load(tmp_path / "y.duckdb", Inputs(mentions=(tmp_path / "spoiled.parquet",)))


def test_statements_hide_their_values(tmp_path: Path) -> None:
    duck.create_file(tmp_path / "x.duckdb")
    with duck.engine_for(tmp_path / "x.duckdb").connect() as connection, pytest.raises(sa.exc.DBAPIError) as caught:
        connection.execute(sa.text("select :words from no_such_table"), {"words": SECRET})
    assert SECRET not in str(caught.value)


@pytest.fixture
def refused(next_file: Path, tmp_path: Path) -> Path:
    """A build that fails in texts, accounts and numbers; the folder of its failing keys lies beside it."""
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql(f"update content_text set text = '{SECRET}'")
        connection.exec_driver_sql(f"update dim_author set name = '{SECRET}'")
        connection.exec_driver_sql("update dim_author set valid_to = '9999-12-31 00:00:00+00' where author_id = 'a1'")
        connection.exec_driver_sql(
            "delete from content_text where content_key in (select max(content_key) from content_text)"
        )
        connection.exec_driver_sql("update fact_sentiment set probability = 2")
        results = run(connection, gate_checks())
        record(connection, results, stage="gate", run_id="r2", checked_at=NOW)
        write_failing_keys(connection, results, tmp_path / "quality" / "r2")
    return next_file


def test_failing_keys_are_written_with_their_reason(refused: Path, tmp_path: Path) -> None:
    files = {path.name: pq.read_table(path) for path in (tmp_path / "quality" / "r2").iterdir()}
    assert set(files) == {
        "dim_author.no_overlapping_spans.parquet",
        "dim_content.text_per_content.parquet",
        "fact_loyalty_txn.ledger_balances.parquet",
        "fact_sentiment.range.parquet",
    }
    assert (tmp_path / "quality" / "r2").stat().st_mode & 0o077 == 0
    spans = files["dim_author.no_overlapping_spans.parquet"]
    assert spans.column_names == ["author_key", "check_name", "reason_zh", "reason_en"]
    assert spans.column("reason_zh").unique().to_pylist() == ["同一成员的各版本有效期互不重叠,也不为空"]
    with duck.engine_for(refused, is_read_only=True).connect() as connection:
        count = connection.exec_driver_sql("select count(*) from fact_sentiment").scalar()
    assert files["fact_sentiment.range.parquet"].num_rows == count


def test_failing_keys_are_limited(refused: Path) -> None:
    (check,) = (each for each in gate_checks() if (each.table, each.name) == ("fact_sentiment", "range"))
    with duck.engine_for(refused).begin() as connection:
        assert failing_keys(connection, check, limit=3).num_rows == 3
        touched.create(connection)
        assert failing_keys(connection, check, touched.TOUCHED).num_rows == 0


def test_files_of_old_runs_are_dropped(tmp_path: Path) -> None:
    for number in range(4):
        folder = tmp_path / f"r{number}"
        folder.mkdir()
        (folder / "dim_author.range.parquet").touch()
        os.utime(folder, (number, number))
    drop_old_runs(tmp_path, kept=2)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["r2", "r3"]


def test_a_folder_that_cannot_be_written_is_named(refused: Path, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("a file", encoding="utf-8")
    with duck.engine_for(refused, is_read_only=True).connect() as connection:
        results = run(connection, gate_checks())
        with pytest.raises(ScrmError, match="occupied"):
            write_failing_keys(connection, results, tmp_path / "occupied" / "r2")


def test_a_refusal_says_what_failed_where_the_keys_are_and_what_to_do(refused: Path, tmp_path: Path) -> None:
    engine = duck.engine_for(refused, is_read_only=True)
    with pytest.raises(QualityGateFailed) as caught, engine.connect() as connection:
        require_passed(connection, keys_at=tmp_path / "quality" / "r2")
    message = str(caught.value)
    assert "3 check(s) failed" in message
    assert "no_overlapping_spans on dim_author" in message
    assert str(tmp_path / "quality" / "r2") in message
    assert "last published warehouse stays" in message
    assert "scrm load" in message
    assert "\n" not in message


def test_nothing_that_is_said_of_a_refusal_holds_a_text(refused: Path, tmp_path: Path) -> None:
    with duck.engine_for(refused, is_read_only=True).connect() as connection:
        said = [each.line for each in troubles(connection)]
        said += [str(row) for row in connection.exec_driver_sql("select * from fact_quality")]
        with pytest.raises(QualityGateFailed) as caught:
            require_passed(connection)
    said += [str(pq.read_table(path).to_pylist()) for path in (tmp_path / "quality").rglob("*.parquet")]
    everything = "\n".join([*said, str(caught.value)])
    assert "no_overlapping_spans" in everything
    for private in (SECRET, "weibo:", "heimao:", "'a1'", "example.invalid"):
        assert private not in everything


def test_troubles_are_told_in_both_languages(refused: Path) -> None:
    found = troubles_of(refused)
    assert [(each.severity, each.check_name) for each in found] == [
        ("fail", "no_overlapping_spans"), ("fail", "text_per_content"), ("fail", "range"), ("warn", "ledger_balances"),
    ]  # fmt: skip
    assert found[1].line == (
        "text_per_content on dim_content: 应当「每条内容都有其文字」,1 行不符"
        " / should hold: every content has its wording; 1 row(s) do not"
    )


def test_troubles_of_a_file_that_is_no_warehouse(tmp_path: Path) -> None:
    (tmp_path / "x.duckdb").write_bytes(b"hello")
    with pytest.raises(ScrmError, match=r"x\.duckdb: cannot read"):
        troubles_of(tmp_path / "x.duckdb")
