"""Workbook, document and posts in English: what we say is English, what people wrote is theirs, figures are equal."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from reports.formats import write_report
from reports.formats.english import english, in_language
from reports.formats.foot import clause_grid, definition_grid, facts
from reports.formats.key import key_figures
from reports.formats.told import grids
from reports.formats.week import Week
from reports.headline import headline
from reports.panels import build_panels
from reports.scope import Scope

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def week(crisis: Scope) -> Week:
    made = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)
    panels = tuple(build_panels(crisis))
    return Week(scope=crisis, sentence=headline(crisis), panels=panels, made=made, language="en")


def test_every_title_and_header_has_an_english_one(week: Week) -> None:
    told = [grid for panel in week.panels for grid in grids(week, panel)]
    told += [key_figures(week.scope), clause_grid(week), definition_grid(week)]
    for grid in told:
        made = in_language(week, grid)
        said = [made.title, made.note, *(column.name for column in made.columns)]
        assert [text for text in said if CHINESE.search(text)] == [], grid.name
        assert len(made.rows) == len(grid.rows)
    assert not CHINESE.search(facts(week))
    assert in_language(replace(week, language="zh"), told[0]) is told[0]


def test_codes_are_told_and_names_are_kept(week: Week) -> None:
    panel = week.panel("complaints")
    assert panel is not None
    pairs = in_language(week, grids(week, panel)[1])
    kinds, products = ({row[place] for row in pairs.rows} for place in (0, 1))
    assert {"Food safety", "Delivery"} <= kinds
    assert "生椰拿铁" in products, "a product is called what it is called"
    remarks = {row[-1] for row in in_language(week, key_figures(week.scope)).rows}
    assert "points, worse" in remarks
    assert english("仅 8 条，仅供参考") == "only 8: a hint at best"
    assert english("排队两小时") == "排队两小时"


def _numbers(book: Any) -> list[list[float]]:
    return [
        [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
        for sheet in book
    ]


def test_the_workbook_has_the_same_figures_in_both_languages(warehouse_path: Path, tmp_path: Path) -> None:
    books = {
        language: openpyxl.load_workbook(
            write_report(warehouse_path, "qinghe", format="xlsx", out=tmp_path / f"{language}.xlsx", language=language)
        )
        for language in ("zh", "en")
    }
    assert _numbers(books["en"]) == _numbers(books["zh"])
    assert [name for name in books["en"].sheetnames if CHINESE.search(name)] == []
    assert "Since 2 Nov" in str(books["en"]["Overview"]["A2"].value)
    assert "11月2日起" in str(books["zh"]["总览"]["A2"].value)


def test_the_document_and_the_posts_speak_english(
    warehouse_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("SCRM_CHROMIUM", raising=False)
    with ZipFile(write_report(warehouse_path, "qinghe", format="docx", out=tmp_path, language="en")) as document:
        text = document.read("word/document.xml").decode("utf-8")
    for said in ("Since 2 Nov", "What moved it", "Share of voice", "Net sentiment", "Definitions", "Food safety"):
        assert said in text
    for left in ("净情感", "声量", "口径", "投诉类型", "截至"):
        assert left not in text
    posts = write_report(warehouse_path, "qinghe", format="csv", out=tmp_path, language="en").read_text("utf-8-sig")
    assert not CHINESE.search(posts.splitlines()[0])
    assert "小红书" not in {line.split(",")[3] for line in posts.splitlines()[1:50] if line.count(",") > 5}


def test_the_page_opens_in_english(warehouse_path: Path, tmp_path: Path) -> None:
    page = write_report(warehouse_path, "qinghe", format="html", out=tmp_path, language="en").read_text("utf-8")
    assert '"language":"en"' in page
