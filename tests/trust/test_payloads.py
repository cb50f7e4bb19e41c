"""What hostile people write reaches page, workbook and tables as words: nothing runs, asks anybody, or is a formula."""

import csv
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pytest

from reports import build_page
from reports.formats import write_report
from reports.names import file_stem
from tests.trust import hostile
from tests.trust.payloads import ADDRESSES_OF_POSTS, FORMULAS, PATHS, SCRIPTS
from warehouse.export import write_result

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = os.environ.get("SCRM_CHROMIUM") or shutil.which("chromium") or ""
TOUCHED = """(kind) => [...document.querySelectorAll(kind)].slice(0, 4).forEach((one) => {
    one.dispatchEvent(new Event('mouseover', {bubbles: true})); one.click(); })"""
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.fixture(scope="module")
def warehouse_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.build(tmp_path_factory.mktemp("hostile") / "warehouse.duckdb")


@pytest.fixture(scope="module")
def opened(warehouse_path: Path) -> Iterator[tuple["Page", list[str]]]:
    """The page in a browser, everything on it opened and clicked; and what it did that a page must not."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="the playwright package is not installed")
    if not CHROMIUM:
        pytest.skip("no Chromium: apt-get install chromium fonts-noto-cjk, or set SCRM_CHROMIUM")
    path = build_page(warehouse_path, "qinghe", out=warehouse_path.parent / "page.html")
    trouble: list[str] = []
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        page.on("request", lambda r: None if r.url.startswith(("file:", "blob:")) else trouble.append(r.url))
        page.on("framenavigated", lambda frame: trouble.append(frame.url) if page.url != path.as_uri() else None)
        page.goto(path.as_uri())
        page.wait_for_selector('body[data-ready="1"]')
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.click("#p-posts .more")
        page.click("#p-posts .more")
        page.click("#language")
        for kind in ("button.row", ".cell", ".word", ".area", ".link"):
            page.evaluate(TOUCHED, kind)
        yield page, trouble
        browser.close()


def test_there_are_enough_of_them() -> None:
    assert len(set(SCRIPTS)) >= 30
    assert len(set(FORMULAS)) >= 20


def test_nothing_on_the_page_runs_or_asks_anybody(opened: tuple["Page", list[str]]) -> None:
    page, trouble = opened
    assert page.evaluate("window.hacked") is None, "a post's script ran"
    assert trouble == []


def test_payloads_are_there_to_be_read(opened: tuple["Page", list[str]]) -> None:
    page, _ = opened
    embedded = page.evaluate("document.getElementById('data').textContent")
    assert "<" not in embedded, "no markup within the page's own data"
    texts = page.evaluate("JSON.stringify(JSON.parse(document.getElementById('data').textContent))")
    assert all(word in texts for word in ("window.hacked=1", "evil.invalid", "WEBSERVICE"))
    assert "<script" in page.inner_text("main"), "shown as it was written"
    made = page.evaluate("document.querySelectorAll('main :is(iframe, object, embed, base, img)').length")
    assert made == 0


def test_no_post_links_anywhere_but_to_the_web(opened: tuple["Page", list[str]]) -> None:
    page, _ = opened
    links = page.evaluate("[...document.querySelectorAll('main a[href]')].map((a) => a.protocol)")
    assert set(links) <= {"http:", "https:", "file:", "blob:"}
    assert page.locator("#p-posts a[href]").count() == 0, "none of the hostile addresses is a link"
    assert len(ADDRESSES_OF_POSTS) >= 10


def test_the_workbook_holds_no_formula(warehouse_path: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_report(warehouse_path, "qinghe", format="xlsx", out=tmp_path))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "f" not in {cell.data_type for cell in cells}
    assert not any(cell.hyperlink for cell in cells)
    assert any(str(cell.value).startswith("=") for cell in cells), "kept as words"


def _is_armed(cell: str) -> bool:
    bare = cell.lstrip(" \t\r\n\u00a0\u3000\ufeff\x00")
    return bare.startswith(FORMULA_SIGNS) and not _is_number(bare)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_no_cell_of_the_posts_is_armed(warehouse_path: Path, tmp_path: Path) -> None:
    path = write_report(warehouse_path, "qinghe", format="csv", out=tmp_path)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1, "nobody breaks out of a cell"
    assert [cell for row in rows for cell in row if _is_armed(cell)] == []
    assert any("cmd|" in cell for row in rows for cell in row)


def _read_back(path: Path) -> list[list[Any]]:
    if path.suffix == ".csv":
        return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    rows = openpyxl.load_workbook(path).active.iter_rows()
    return [[cell.value if cell.data_type != "f" else "=armed" for cell in row] for row in rows]


@pytest.mark.parametrize("payload", [*FORMULAS, *SCRIPTS])
def test_a_result_of_sql_is_words_only(payload: str, tmp_path: Path) -> None:
    table = pa.table({payload: [payload], "next": ["untouched"]})
    write_result(table, tmp_path / "r.csv")
    rows = _read_back(tmp_path / "r.csv")
    assert [len(row) for row in rows] == [2, 2]
    assert not any(_is_armed(cell) for row in rows for cell in row)
    assert rows[1][1] == "untouched"


def test_a_sheet_of_sql_is_words_only(tmp_path: Path) -> None:
    words = [*FORMULAS, *SCRIPTS]
    write_result(pa.table({each: [each] for each in words}), tmp_path / "r.xlsx")
    head, row = _read_back(tmp_path / "r.xlsx")
    assert "=armed" not in head + row
    assert len(row) == len(words)


@pytest.mark.parametrize("name", PATHS)
def test_a_brand_named_like_a_path_stays_in_its_folder(name: str, tmp_path: Path) -> None:
    stem = file_stem(name)
    target = (tmp_path / f"{stem}.html").resolve()
    assert target.parent == tmp_path
    target.write_text("page", encoding="utf-8")
    assert len(f"{stem}_2026-11-02_2026-11-08_vs_2026-10-26_2026-11-01.html".encode()) <= 255
