"""`scrm doctor` says what the last quality gate found."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from lake.home import Home
from pipeline.doctor import examine
from pipeline.doctor.quality import SHOWN, quality
from warehouse import duck
from warehouse import tables as t


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def found(path: Path, *severities: str, is_passed: bool = False) -> None:
    """A file whose gate recorded one check of each severity."""
    duck.create_file(path)
    row: dict[str, Any] = {
        "table_name": "dim_author",
        "run_id": "r1",
        "stage": "gate",
        "checked_at": datetime(2026, 4, 2, tzinfo=UTC),
        "failed_count": 0 if is_passed else 1234,
        "is_passed": is_passed,
        "description": "spans do not overlap",
        "description_zh": "有效期互不重叠",
    }
    with duck.engine_for(path).begin() as connection:
        t.fact_quality.create(connection)
        rows = [row | {"check_name": f"check_{i}", "severity": severity} for i, severity in enumerate(severities)]
        connection.execute(sa.insert(t.fact_quality), rows)


def test_a_refused_build_is_told_before_the_published_one(home: Home) -> None:
    found(home.warehouse, "warn")
    found(home.next_warehouse, "fail", "warn")
    failure, warning = quality(home)
    assert (failure.what, failure.is_fine) == ("quality gate", False)
    assert failure.detail == (
        "check_0 on dim_author: 应当「有效期互不重叠」,1,234 行不符"
        " / should hold: spans do not overlap; 1,234 row(s) do not"
    )
    assert (warning.what, warning.is_fine) == ("quality warning", True)
    assert failure in examine(home).findings


def test_warnings_of_the_published_warehouse_are_told(home: Home) -> None:
    found(home.warehouse, "warn")
    assert [(each.what, each.is_fine) for each in quality(home)] == [("quality warning", True)]


def test_nothing_is_said_where_all_is_well(home: Home) -> None:
    assert quality(home) == []
    found(home.warehouse, "fail", "warn", is_passed=True)
    assert quality(home) == []


def test_many_are_cut_and_counted(home: Home) -> None:
    found(home.next_warehouse, *["fail"] * (SHOWN + 3))
    told = quality(home)
    assert len(told) == SHOWN + 1
    assert told[-1].detail == "另有 3 项 / 3 more, in fact_quality"
    assert not told[-1].is_fine


def test_a_file_that_cannot_be_read_is_a_finding(home: Home) -> None:
    home.next_warehouse.write_bytes(b"hello")
    (told,) = quality(home)
    assert not told.is_fine
    assert "warehouse.next.duckdb" in told.detail
