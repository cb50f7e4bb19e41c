"""The benchmark of the star: the generated lake has the shape it claims, and both sides end with the same rows."""

import json
from pathlib import Path

import duckdb
import pytest

from benchmarks import warehouse
from benchmarks._staranswers import TASKS
from benchmarks._starlake import files_of, write_lake


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("star") / "lake"
    write_lake(folder, 2_000, day_count=8)
    return folder


def _asked(lake: Path, dataset: str, what: str, behind: str = "") -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        files = [str(file) for file in files_of(lake, dataset)]
        found: list[tuple[object, ...]] = connection.execute(
            f"SELECT {what} FROM read_parquet($files){behind}", {"files": files}
        ).fetchall()
        return found


def test_a_mention_in_fifty_was_edited_and_seen_twice(lake: Path) -> None:
    assert _asked(lake, "mentions", "count(*), count(DISTINCT mention_id)") == [(2_040, 2_000)]


def test_a_fifth_passes_on_or_answers_an_earlier_mention(lake: Path) -> None:
    ((passed_on, orphans),) = _asked(
        lake,
        "mentions",
        "count(*) FILTER (kind IN ('repost', 'comment')),"
        " count(*) FILTER (root_id IS NOT NULL AND root_id NOT IN (SELECT native_id FROM read_parquet($files)))",
    )
    assert 350 < int(str(passed_on)) < 550
    assert orphans == 0


def test_every_task_says_something_and_nothing_twice(lake: Path) -> None:
    grain = "mention_id, task, engine, version, target, aspect"
    ((tasks, rows, grains),) = _asked(lake, "annotations", f"count(DISTINCT task), count(*), count(DISTINCT ({grain}))")
    assert tasks == len(TASKS)
    assert rows == grains


def test_weights_of_topics_sum_to_one(lake: Path) -> None:
    totals = _asked(lake, "annotations", "sum(value) FILTER (task = 'topic')", " GROUP BY mention_id")
    furthest = max(abs(float(str(total)) - 1) for (total,) in totals if total is not None)
    assert furthest < 1e-9


def test_the_same_size_gives_the_same_lake(lake: Path, tmp_path: Path) -> None:
    write_lake(tmp_path, 2_000, day_count=8)
    for dataset in ("mentions", "authors", "annotations"):
        names = [[file.name for file in files_of(root, dataset)] for root in (lake, tmp_path)]
        assert names[0] == names[1]


@pytest.mark.slow
def test_both_sides_hold_the_same_rows_and_the_day_is_an_update(
    lake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = warehouse.run(tmp_path, 2_000, lake)
    assert result["plain"]["rows"] == result["rows"] > result["load"]["rows"] > 10_000
    assert result["day"]["rows"] > 10_000
    assert json.loads(json.dumps(result)) == result
    assert "load:" in capsys.readouterr().err
