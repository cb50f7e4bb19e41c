"""The exported star by Spark SQL on a real standalone cluster: the analysts' questions give DuckDB's rows there."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from benchmarks._sparkcluster import Cluster, free_port
from pipeline.spark import star as exported
from pipeline.spark.session import session
from records.errors import UsageError
from tests.spark.cluster import run, scrm
from warehouse.connect import read_only_sql
from warehouse.questions import questions
from warehouse.sql import SHANGHAI

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def home(gathered: tuple[Path, Path], local: Path) -> Path:
    """The enriched home, published."""
    for step in ("load", "profile", "publish"):
        scrm(step, gathered[1], local, {})
    return local


@pytest.fixture(scope="module")
def star(home: Path) -> Path:
    """Its star as files, without what people wrote."""
    run("export", "--home", home, "--output", home.parent / "star")
    return home.parent / "star"


def plain(value: Any) -> Any:
    """Numbers as numbers; an instant as its local time (DuckDB's questions tell hours without a zone)."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return float(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def rows(table: Any) -> list[tuple[Any, ...]]:
    return [tuple(plain(cell) for cell in row.values()) for row in table.to_pylist()]


def test_every_question_gives_the_rows_of_the_warehouse(cluster: Cluster, home: Path, star: Path) -> None:
    settings = {"spark.sql.session.timeZone": SHANGHAI, "spark.sql.shuffle.partitions": "4"}  # a small star
    with session(cluster.master, "test", settings) as spark:
        found = {each.name: rows(exported.rows(spark, str(star), each.sql)) for each in questions()}
    expected = {each.name: rows(read_only_sql(home / "warehouse.duckdb", each.sql).table) for each in questions()}
    assert {name: found[name] for name in found if found[name] != expected[name]} == {}
    assert sum(bool(each) for each in expected.values()) >= 15, {name: len(each) for name, each in expected.items()}


def test_the_command_prints_and_writes_it(cluster: Cluster, home: Path, star: Path, tmp_path: Path) -> None:
    asked = ("sql", "--question", "6", "--format", "parquet", "--output")
    run(*asked, tmp_path / "house.parquet", "--home", home)
    run(*asked, tmp_path / "spark.parquet", "--on", cluster.master, "--star", star)
    house, spark = (pq.read_table(tmp_path / f"{name}.parquet") for name in ("house", "spark"))
    assert spark.column_names == house.column_names
    assert rows(spark) == rows(house)
    assert house.num_rows > 0


def test_a_statement_of_ones_own_has_the_views_with_every_row(cluster: Cluster, home: Path, star: Path) -> None:
    sql = "select count(*) as n, sum(like_count) as likes, max(published_at) as newest from v_mention"
    said = run("sql", sql, "--format", "json", "--on", cluster.master, "--star", star).stdout
    assert json.loads(said) == json.loads(run("sql", sql, "--format", "json", "--home", home).stdout)


def test_what_cannot_be_asked_is_one_line(cluster: Cluster, star: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the cluster finds nothing of `scrm export` there"):
        exported.ask(cluster.master, str(tmp_path), "select 1 as one")
    with session(cluster.master, "test") as spark:
        for sql, said in (
            ("select text from v_mention", "text"),
            ("select nothing from fact_mention", "nothing"),
            ("select 1/0 as x", "DIVIDE_BY_ZERO"),
        ):
            with pytest.raises(UsageError, match=said) as told:
                exported.rows(spark, str(star), sql)
            assert "\n" not in str(told.value)
    gone = run("sql", "select 1", "--on", f"spark://127.0.0.1:{free_port()}", "--star", star, code=1)
    assert "no Spark cluster answered" in gone.stderr
    assert "--on and --star go together" in run("sql", "select 1", "--star", star, code=2).stderr
