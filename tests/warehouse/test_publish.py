"""Readers meet a whole warehouse, the old one or the new one."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from records.errors import QualityGateFailed, UsageError
from tests.conftest import REPOSITORY
from warehouse import duck
from warehouse.connect import open_published, read_only_sql
from warehouse.publish import publish

NOW = datetime(2026, 4, 2, tzinfo=UTC)


def test_publishing_moves_the_built_file(next_file: Path, tmp_path: Path) -> None:
    published = tmp_path / "warehouse.duckdb"
    publish(next_file, published, run_id="r1", checked_at=NOW)
    assert not next_file.exists()
    assert duck.storage_number(published) == duck.STORAGE_NUMBER
    assert not duck.log_of(published).exists()
    assert read_only_sql(published, "select count(*) > 0 from fact_quality where stage = 'gate'").rows == [(True,)]


def test_a_failed_gate_leaves_the_published_file_and_the_reason(next_file: Path, tmp_path: Path) -> None:
    published = tmp_path / "warehouse.duckdb"
    published.write_bytes(b"the last good one")
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql("update bridge_mention_topic set weight = 2")
    with pytest.raises(QualityGateFailed, match=r"weights_sum_to_one on bridge_mention_topic: 4 row"):
        publish(next_file, published, run_id="r1", checked_at=NOW)
    assert published.read_bytes() == b"the last good one"
    with duck.engine_for(next_file, is_read_only=True).connect() as connection:
        sql = "select check_name, table_name from fact_quality where not is_passed and severity = 'fail' order by 1"
        found = connection.exec_driver_sql(sql).all()
    assert [tuple(row) for row in found] == [
        ("range", "bridge_mention_topic"), ("weights_sum_to_one", "bridge_mention_topic"),
    ]  # fmt: skip


def test_a_failed_gate_leaves_the_keys_of_failing_rows(next_file: Path, tmp_path: Path) -> None:
    with duck.engine_for(next_file).begin() as connection:
        connection.exec_driver_sql("update bridge_mention_topic set weight = 2")
    keys = tmp_path / "quality" / "r1"
    with pytest.raises(QualityGateFailed, match=f"keys of these rows: {keys};.*scrm doctor.*scrm load"):
        publish(next_file, tmp_path / "warehouse.duckdb", run_id="r1", checked_at=NOW, rejects=keys)
    assert "bridge_mention_topic.weights_sum_to_one.parquet" in {path.name for path in keys.iterdir()}


def test_a_reader_keeps_its_warehouse_while_another_is_published(next_file: Path, built: Path, tmp_path: Path) -> None:
    published = tmp_path / "warehouse.duckdb"
    published.write_bytes(built.read_bytes())
    with open_published(published) as reader:
        before = reader.exec_driver_sql("select count(*) from fact_mention").scalar()
        publish(next_file, published, run_id="r1", checked_at=NOW)
        assert reader.exec_driver_sql("select count(*) from fact_mention").scalar() == before
    assert read_only_sql(published, "select count(*) from fact_mention").rows == [(before,)]


@pytest.mark.parametrize("moment", ["replace", "fsync"])
def test_killed_while_publishing(next_file: Path, tmp_path: Path, moment: str) -> None:
    """Killed before the rename or before the folder is synced: the published file is whole, old or new."""
    published = tmp_path / "warehouse.duckdb"
    published.write_bytes(b"the last good one")
    owner = "pathlib.Path" if moment == "replace" else "os"
    script = f"""
import os, pathlib, signal, sys
from datetime import UTC, datetime
sys.path.insert(0, {str(REPOSITORY)!r})
def die(*args, **kwargs): os.kill(os.getpid(), signal.SIGKILL)
{owner}.{moment} = die
from warehouse.publish import publish
built, published = pathlib.Path({str(next_file)!r}), pathlib.Path({str(published)!r})
publish(built, published, run_id="r", checked_at=datetime.now(UTC))
"""
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -9
    assert published.read_bytes() == b"the last good one"
    publish(next_file, published, run_id="r", checked_at=NOW)
    assert read_only_sql(published, "select count(*) > 0 from fact_mention").rows == [(True,)]


def test_a_build_cut_off_is_not_published(tmp_path: Path) -> None:
    duck.create_file(tmp_path / "next.duckdb")
    with pytest.raises(UsageError, match="not a finished build"):
        publish(tmp_path / "next.duckdb", tmp_path / "warehouse.duckdb", run_id="r", checked_at=NOW)
    assert not (tmp_path / "warehouse.duckdb").exists()


def test_nothing_to_publish(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="scrm load"):
        publish(tmp_path / "none.duckdb", tmp_path / "warehouse.duckdb", run_id="r", checked_at=NOW)
