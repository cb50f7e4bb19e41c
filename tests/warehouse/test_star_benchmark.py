"""The benchmark of the star: the generated lake has the shape it claims, and both sides end with the same rows."""

import json
import os
import re
from pathlib import Path

import duckdb
import pytest

from benchmarks import warehouse
from benchmarks._staranswers import TASKS
from benchmarks._starask import Rows, are_same, asked
from benchmarks._starflat import tables_of
from benchmarks._starhand import by_hand
from benchmarks._starlake import BRAND_NAMES, files_of, write_lake
from benchmarks._starscale import grow


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


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ([[None, "12.50", 3]], [[None, "12.51", 3]], True),
        ([["12.50"]], [["12.52"]], False),
        ([[3]], [[5]], False),
        ([[None]], [[0]], False),
        ([["甲"]], [["乙"]], False),
        ([["甲"]], [], False),
    ],
)
def test_answers_agree_to_the_last_place_shown(one: Rows, other: Rows, is_same: bool) -> None:
    assert are_same(one, other) is is_same


def test_every_question_is_asked_by_hand_about_the_same_brand_and_days() -> None:
    for question in asked():
        statement = by_hand(question, tables_of())
        assert "flat." in statement
        days = set(re.findall(r"DATE '([0-9-]+)'", question.sql))
        assert days == set(re.findall(r"'(2026-[0-9-]+)[ ']", statement)) or question.name.startswith("04")
        assert (BRAND_NAMES[0] in question.sql) == (BRAND_NAMES[0] in statement)


def test_a_grown_star_tells_every_content_as_often_as_asked(next_file: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(next_file)) as small:
        ((*before,),) = small.execute(_FIGURES).fetchall()
    grow(next_file, tmp_path / "grown.duckdb", 3)
    with duckdb.connect(str(tmp_path / "grown.duckdb"), read_only=True) as grown:
        ((*after,),) = grown.execute(_FIGURES).fetchall()
        assert grown.execute("SELECT count(*) FROM dim_author WHERE author_key <= 0").fetchall() == [(4,)]
    assert after == [3 * figure for figure in before]
    assert 0 not in before


_FIGURES = """
    SELECT (SELECT count(*) FROM v_mention), (SELECT count(DISTINCT mention_id) FROM v_mention),
        (SELECT count(DISTINCT author_id) FROM v_mention),
        (SELECT count(*) FROM v_mention WHERE sentiment = 'negative'),
        (SELECT sum(mention_count) FROM v_insight_day), (SELECT count(*) FROM v_engagement),
        (SELECT count(*) FROM v_complaint)
"""


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SCRM_LONG"), reason="a minute each; set SCRM_LONG=1")
def test_both_sides_hold_the_same_rows_and_the_day_is_an_update(
    lake: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [warehouse.run(tmp_path, 2_000, lake, only=part) for part in ("load", "day")]
    result = parts[0] | {"duckdb": parts[0]["duckdb"] | parts[1]["duckdb"]}
    found = result["duckdb"]
    assert found["plain"]["rows"] == found["rows"] > found["load"]["rows"] > 10_000
    assert found["day"]["rows"] > 10_000
    assert json.loads(json.dumps(result)) == result
    assert "load:" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("SCRM_LONG"), reason="a minute each; set SCRM_LONG=1")
def test_both_engines_answer_as_the_flat_ones_do(tmp_path: Path) -> None:
    result = warehouse.run(tmp_path, 2_000, only="questions", engines=("duckdb", "postgresql"))
    for engine in ("duckdb", "postgresql"):
        answers = result[engine]["questions"]["asked"]
        assert len(answers) == 12
        assert [name for name, each in answers.items() if not each["is_same"]] == []
        assert sum(each["rows"] > 0 for each in answers.values()) > 8
