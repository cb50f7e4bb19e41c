"""The committed guide shows what the worked questions give on the demonstration world."""

from pathlib import Path

import pytest

from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from tests.conftest import REPOSITORY
from tests.pipeline.conftest import DemoRun
from warehouse.connect import read_only_sql
from warehouse.questions import Question, questions
from warehouse.questions.guide import table

BY_KEY = {"10_persona_drift", "olap_pivot"}
"""Personas and segments are drawn in the order of pseudonyms, which differ between installations."""


@pytest.mark.parametrize("asked", questions(), ids=lambda each: each.name)
def test_the_result_in_the_guide_is_that_of_the_demonstration(demo_run: DemoRun, asked: Question) -> None:
    page = (REPOSITORY / "docs" / "analyst-guide.md").read_text(encoding="utf-8")
    behind = page.split(asked.sql, 1)[1].split("\n- 怎么读", 1)[0]
    result = table(read_only_sql(demo_run.home.warehouse, asked.sql).table)
    assert (result.splitlines()[0] if asked.name in BY_KEY else result) in behind, (
        "run `scrm demo` and `scrm questions --write docs/analyst-guide.md --home demo-home`"
    )


def test_the_command_line_asks_a_question_and_lists_them(
    demo_run: DemoRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(demo_run.home.root)
    assert guarded(app, ["sql", "--question", "brand_week", "--format", "csv", "--home", home]) == 0
    assert capsys.readouterr().out.startswith("period,mention_count,deduplicated_count")
    other = ["--about", "brand=nobody", "--format", "csv"]
    assert guarded(app, ["sql", "--question", "1", *other, "--home", home]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert guarded(app, ["sql", "--question", "1", "--about", "brand", "--home", home]) == 2
    assert guarded(app, ["sql", "--question", "1", "--about", "first_day=Monday", "--home", home]) == 2
    book = ["--format", "xlsx", "--output", f"{tmp_path}/r.xlsx"]
    assert guarded(app, ["sql", "--question", "1", *book, "--home", home]) == 0
    assert (tmp_path / "r.xlsx").stat().st_size > 0
    assert guarded(app, ["questions"]) == 0
    assert len(capsys.readouterr().out.splitlines()) >= len(questions())
    assert guarded(app, ["sql", "--question", "99", "--home", home]) == 2
    assert guarded(app, ["sql", "select 1", "--question", "1", "--home", home]) == 2


def test_the_star_leaves_without_what_people_wrote(demo_run: DemoRun, tmp_path: Path) -> None:
    asked = ["export", "--home", str(demo_run.home.root), "--output"]
    assert guarded(app, [*asked, f"{tmp_path}/star"]) == 0
    assert not (tmp_path / "star" / "content_text.parquet").exists()
    assert {file.stem for file in (tmp_path / "star" / "ddl").iterdir()} == {
        "bigquery", "doris", "duckdb", "maxcompute", "postgresql", "starrocks",
    }  # fmt: skip
    assert guarded(app, [*asked, f"{tmp_path}/with-text", "--with-text"]) == 0
    assert (tmp_path / "with-text" / "content_text.parquet").exists()


def test_the_dictionary_is_written_as_a_page_and_a_picture(tmp_path: Path) -> None:
    assert guarded(app, ["dictionary", "--html", f"{tmp_path}/d.html", "--svg", f"{tmp_path}/s.svg"]) == 0
    page = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert "jd_reviews" in page
    assert "面板 panel: 关键指标" in page
    assert (tmp_path / "s.svg").read_text(encoding="utf-8").startswith("<svg")
