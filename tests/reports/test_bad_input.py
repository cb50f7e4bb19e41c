"""Data that makes pages stumble: one day alone, long names, markup, formulas, emoji, right-to-left letters."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import duckdb
import openpyxl
import pytest

from reports import build_card, build_page
from reports.formats import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


TOPIC = (
    "配送员把奶茶放在小区门口的保安亭里结果被太阳晒了两个小时"
    "送到手里已经分层发酸客服还说这是正常现象不给退款也不给换新😡"
)
PRODUCT = "<script>window.hacked=1</script>=cmd()شاي"
AUTHOR = "مح\u202e***"
"""A masked name in Arabic with a mark that turns the direction of what follows."""
LAST = date(2026, 11, 8)


def _changed(warehouse: Path, target: Path, *statements: str) -> Path:
    target.write_bytes(warehouse.read_bytes())
    with duckdb.connect(str(target)) as connection:
        for statement in statements:
            connection.execute(statement)
    return target


@pytest.fixture(scope="module")
def hostile(warehouse_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The crisis with a topic of a whole sentence, a product that is markup and a spreader who writes Arabic."""
    return _changed(
        warehouse_path, tmp_path_factory.mktemp("hostile") / "warehouse.duckdb",
        *(f"UPDATE {view} SET topic = '{TOPIC}' WHERE topic = '食品安全'"
          for view in ("v_mention", "v_alert", "v_insight_topic_day", "v_sentiment_mover")),
        f"UPDATE v_mention SET product = '{PRODUCT}' WHERE product = '生椰拿铁'",
        f"UPDATE v_alert_spreader SET author_name = '{AUTHOR}'",
    )  # fmt: skip


@pytest.fixture(scope="module")
def one_day(warehouse_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that began yesterday: nothing is older, nobody was ranked, nothing alarmed."""
    return _changed(
        warehouse_path, tmp_path_factory.mktemp("day") / "warehouse.duckdb",
        *(f"DELETE FROM {view} WHERE day <> DATE '{LAST}'"
          for view in ("v_mention", "v_insight_day", "v_insight_topic_day", "v_complaint", "v_term_day")),
        *(f"DELETE FROM {view}" for view in ("v_alert", "v_alert_spreader", "v_influencer", "v_sentiment_mover",
                                             "v_persona_member", "v_persona", "v_cascade", "v_propagation")),
    )  # fmt: skip


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A phone that must not complain, nor run what people wrote."""
    trouble: list[str] = []
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    opened.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: trouble.append(str(error)))
    yield opened
    assert opened.evaluate("window.hacked") is None
    opened.close()
    assert trouble == []


def _open(page: "Page", path: Path) -> None:
    page.goto(path.as_uri())
    page.wait_for_selector('body[data-ready="1"]')
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_names_are_text_and_leave_room_for_the_answers(hostile: Path, page: "Page", tmp_path: Path) -> None:
    _open(page, build_page(hostile, "qinghe", out=tmp_path / "page.html"))
    sentence = page.locator("#sentence")
    said = sentence.inner_text()
    for part in (f"「{PRODUCT}」的「{TOPIC}」引发负面", "截至8日仍未平息", "传播最广的是", "مح***，触达"):
        assert part in said
    assert "\u202e" not in said, "nobody turns our figures round"
    box = sentence.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844, "the whole sentence is on the first screen of a phone"
    assert page.locator(f'.area[title^="{TOPIC}"]').count() == 1


def test_hostile_names_are_text_in_files(hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("SCRM_CHROMIUM", raising=False)
    book = openpyxl.load_workbook(write_report(hostile, "qinghe", format="xlsx", out=tmp_path))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(cell.value == PRODUCT for cell in cells)
    assert any(cell.value == TOPIC for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    with ZipFile(write_report(hostile, "qinghe", format="docx", out=tmp_path)) as document:
        text = document.read("word/document.xml").decode("utf-8")
    assert "&lt;script&gt;window.hacked=1&lt;/script&gt;" in text
    assert "<script" not in text
    card = build_card(hostile, "qinghe").text
    assert TOPIC in card
    assert "<script>" in card, "a card is plain text; what a chat reads as markup is disarmed by its channel"


def test_a_single_day_has_a_page_that_compares_with_nothing(one_day: Path, page: "Page", tmp_path: Path) -> None:
    _open(page, build_page(one_day, "qinghe", grain="day", out=tmp_path / "page.html"))
    said = page.inner_text("main")
    assert "首个有数据的日" in page.inner_text("#sentence")
    assert "没有负面预警" in page.inner_text("#sentence")
    for word in ("NaN", "undefined", "null", "Infinity", "较前一日"):
        assert word not in said
    assert page.locator("#p-drivers").count() == page.locator("#p-influencers").count() == 0
    assert page.locator("#p-posts .post").count() > 0


@pytest.mark.parametrize("format_", ["xlsx", "csv", "docx"])
def test_a_single_day_has_every_file(
    one_day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("SCRM_CHROMIUM", raising=False)
    assert write_report(one_day, "qinghe", format=format_, out=tmp_path, grain="day").stat().st_size > 1000


def test_competitors_that_are_not_there_leave_the_brand_alone(one_day: Path, tmp_path: Path) -> None:
    made = build_page(one_day, "qinghe", grain="day", out=tmp_path / "a.html", compare=["nobody", "nowhere"])
    assert '"name":"voice"' not in made.read_text("utf-8"), "a share of one brand's own voice says nothing"
