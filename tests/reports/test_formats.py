"""The week in other formats, each opened again by a reader: equal figures, and nothing in it runs."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import duckdb
import openpyxl
import pytest

from records.errors import UsageError
from reports import build_index, chromium
from reports.formats import WRITERS, write_report
from reports.formats.grid import Figure, shown
from reports.formats.headers import header
from reports.formats.sheet import sheet_name
from reports.formats.week import Week
from reports.formats.wordml import W, clean, is_right_to_left
from reports.headline import headline
from reports.panels import build_panels
from reports.scope import Scope, scope_of
from tests.reports.conftest import LONG_TOPIC
from warehouse import answers
from warehouse.answers import Period, contributions
from warehouse.metrics import BY_NAME

MADE = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Chromium."""
    monkeypatch.delenv("SCRM_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")


@pytest.fixture
def week(crisis: Scope) -> Week:
    return Week(scope=crisis, sentence=headline(crisis), panels=tuple(build_panels(crisis)), made=MADE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@pytest.fixture(scope="module")
def book(warehouse_path: Path, folder: Path) -> Iterator[Any]:
    opened = openpyxl.load_workbook(write_report(warehouse_path, "青禾茶", format="xlsx", out=folder))
    yield opened
    opened.close()


def _cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _table(sheet: Any, first: str) -> list[dict[str, Any]]:
    """Rows of the table whose header begins with a word, as dictionaries."""
    rows = _cells(sheet)
    top = next(number for number, row in enumerate(rows) if row[0] == first and len([c for c in row if c]) > 1)
    head = [name for name in rows[top] if name]
    body = []
    for row in rows[top + 1 :]:
        if row[0] is None:
            break
        body.append(dict(zip(head, row, strict=False)))
    return body


def test_workbook_has_a_sheet_for_each_panel(book: Any, week: Week) -> None:
    assert book.sheetnames[0] == "总览"
    assert len(book.sheetnames) == len(week.panels) + 2
    for name, panel in zip(book.sheetnames[1:-1], week.panels, strict=True):
        assert len(name) <= 31
        assert name == panel.title[0]
    assert week.sentence.text[0] in [row[0] for row in _cells(book["总览"])]


def test_workbook_tells_the_figures_of_the_page(book: Any, crisis: Scope) -> None:
    told = {row["指标"]: row for row in _table(book["总览"], "指标")}
    for name in ("mention_volume", "net_sentiment", "complaint_share", "share_of_voice", "engagement"):
        assert told[BY_NAME[name].zh]["本周"] == pytest.approx(crisis.value(name))
        assert told[BY_NAME[name].zh]["上周"] == pytest.approx(crisis.value(name, "before"))
    assert told["净情感"]["变化"] == pytest.approx((crisis.sentiment_change or 0) * 100)
    days = _table(book["净情感与声量"], "日期")
    assert sum(row["声量"] for row in days if row["是否本期"]) == crisis.value("mention_volume")
    assert isinstance(days[0]["日期"], datetime)
    parts = _table(book["是什么带动的"], "话题")
    assert sum(row["贡献（百分点）"] for row in parts) == pytest.approx((crisis.sentiment_change or 0) * 100)
    assert max(len(row["话题"]) for row in parts) == len(LONG_TOPIC) > 60
    assert sum(row["声量份额"] for row in _table(book["声量份额"], "品牌")) == pytest.approx(1)
    assert sum(row["投诉数"] for row in _table(book["投诉：类型 × 产品"], "投诉类型")) == crisis.value(
        "complaint_count"
    )


def test_workbook_has_native_charts_of_its_own_cells(book: Any, folder: Path) -> None:
    charts = {name: book[name]._charts for name in book.sheetnames if book[name]._charts}
    assert set(charts) == {"净情感与声量", "是什么带动的", "声量份额", "投诉：类型 × 产品", "各平台口碑"}
    with ZipFile(next(folder.glob("*.xlsx"))) as package:
        drawn = [package.read(name).decode() for name in package.namelist() if "charts/chart" in name]
    assert any("净情感与声量" in text and "lineChart" in text and "barChart" in text for text in drawn)


def test_nothing_in_the_workbook_runs(book: Any) -> None:
    texts = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(cell.value.startswith("=cmd|") for cell in texts), "hostile posts are kept, as text"
    assert {cell.data_type for cell in texts} == {"s"}
    assert any("<script>" in cell.value for cell in texts)
    assert not any(sheet._hyperlinks for sheet in book)


def test_names_of_sheets_are_valid_and_unique() -> None:
    taken: set[str] = set()
    names = [sheet_name(text, taken) for text in (LONG_TOPIC, LONG_TOPIC, "a/b:[c]*?'", "A／BC", "'")]
    assert len(names) == len({name.casefold() for name in names})
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names)


def test_every_column_of_every_panel_has_a_chinese_header(week: Week) -> None:
    names = {name for panel in week.panels for answer in panel.answers for name in answer.columns}
    assert [name for name in sorted(names) if not re.search("[一-鿿]", header(name))] == []


def _document(path: Path) -> tuple[ElementTree.Element, list[str]]:
    with ZipFile(path) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
        return ElementTree.fromstring(package.read("word/document.xml")), package.namelist()


@pytest.mark.usefixtures("no_browser")
def test_document_without_a_browser_tells_the_week(warehouse_path: Path, tmp_path: Path, week: Week) -> None:
    path = write_report(warehouse_path, "青禾茶", format="docx", out=tmp_path)
    document, names = _document(path)
    assert path.name == "qinghe_2026-11-02_2026-11-08.docx"
    assert not any("media" in name for name in names)
    lines = ["".join(t.text or "" for t in p.iter(f"{{{W}}}t")) for p in document.iter(f"{{{W}}}p")]
    text = "\n".join(lines)
    assert lines[0] == week.title
    assert lines[1].startswith("【预警】11月2日起")
    assert all(clause.zh in text for clause in week.sentence.clauses)
    assert f"{week.scope.value('mention_volume'):,}" in text
    assert "2026-11-08" in text
    assert [line for line in lines if is_right_to_left(line)]
    assert len(list(document.iter(f"{{{W}}}bidi"))) == len([line for line in lines if is_right_to_left(line)])


def test_text_of_a_document_is_inert_and_valid() -> None:
    assert clean("<script>\x00\x08a&b\ud800\ufffe 😡") == "&lt;script&gt;a&amp;b? 😡"
    assert is_right_to_left("123 تجربة")
    assert not is_right_to_left("青禾茶 تجربة")


def test_csv_has_every_post_of_the_period_whole(warehouse_path: Path, tmp_path: Path) -> None:
    path = write_report(warehouse_path, "青禾茶", format="csv", out=tmp_path / "posts.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with duckdb.connect(str(warehouse_path), read_only=True) as connection:
        found = connection.execute(
            "SELECT text FROM v_mention WHERE brand_id = 'qinghe'"
            " AND day BETWEEN DATE '2026-11-02' AND DATE '2026-11-08'"
        ).fetchall()
    assert sorted(row["正文"].removeprefix("'") for row in rows) == sorted(text for (text,) in found)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert {row["平台"] for row in rows} >= {"微博", "小红书"}
    assert [row["日期"] for row in rows] == sorted(row["日期"] for row in rows)


@pytest.mark.parametrize("format_", ["pdf", "png"])
@pytest.mark.usefixtures("no_browser")
def test_pictures_need_a_browser_and_say_so(warehouse_path: Path, tmp_path: Path, format_: str) -> None:
    with pytest.raises(UsageError, match=r"no Chromium .*SCRM_CHROMIUM"):
        write_report(warehouse_path, "青禾茶", format=format_, out=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_browser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRM_CHROMIUM", "/nowhere/chrome")
    with pytest.raises(UsageError, match="SCRM_CHROMIUM=/nowhere/chrome: no such program"):
        chromium.found()


@pytest.mark.parametrize("format_", sorted(WRITERS))
def test_a_period_without_mentions_has_no_report(warehouse_path: Path, tmp_path: Path, format_: str) -> None:
    with pytest.raises(UsageError, match="no mentions"):
        write_report(
            warehouse_path, "青禾茶", format=format_, out=tmp_path,
            period_from=date(2025, 1, 1), period_to=date(2025, 1, 7),
        )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_any_two_periods_compare(warehouse_path: Path, tmp_path: Path) -> None:
    against = Period(date(2026, 9, 21), date(2026, 9, 27))
    path = write_report(warehouse_path, "青禾茶", format="html", out=tmp_path, against=against)
    assert path.name == "qinghe_2026-11-02_2026-11-08_vs_2026-09-21_2026-09-27.html"
    with answers.reading(warehouse_path) as connection:
        scope = scope_of(connection, "青禾茶", against=against)
        other = scope_of(connection, "青禾茶", start=against.start, end=against.end)
        assert scope.value("mention_volume", "before") == other.value("mention_volume")
        assert scope.value("net_sentiment", "before") == other.value("net_sentiment")
        parts = contributions(scope.drivers.records())
        assert sum(parts.values()) == pytest.approx(scope.sentiment_change)
        assert "对比期" in headline(scope).text[0]
    assert path.name not in build_index(warehouse_path, tmp_path).read_text("utf-8"), "the index has whole weeks only"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(date(2026, 9, 1), date(2026, 9, 30), "has 30 days, the period 7"),
     (date(2026, 10, 30), date(2026, 11, 5), "overlaps 2026-11-02..2026-11-08")],
)  # fmt: skip
def test_periods_that_do_not_compare_are_refused(
    warehouse_path: Path, tmp_path: Path, first: date, last: date, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        write_report(warehouse_path, "青禾茶", format="csv", out=tmp_path, against=Period(first, last))


def test_an_unknown_format_is_named(warehouse_path: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="pptx: unknown format; one of html, pdf, xlsx, docx, png, csv"):
        write_report(warehouse_path, "青禾茶", format="pptx", out=tmp_path)


def test_figures_are_shown_as_people_read_them() -> None:
    told: list[tuple[Figure, str]] = [
        (Figure(None, "count"), "—"), (Figure(1234.4, "count"), "1,234"), (Figure(-0.5, "share"), "−50.0%"),
        (Figure(0.5, "change"), "+50%"), (Figure(-3.25, "points"), "−3.2"), (Figure(1.5, "number"), "1.50"),
        (Figure(date(2026, 11, 2), "day"), "2026-11-02"), (Figure(MADE, "instant"), "2026-11-09 16:00"),
    ]  # fmt: skip
    assert [shown(figure) for figure, _ in told] == [text for _, text in told]


NEEDS_CHROMIUM = pytest.mark.skipif(
    chromium.found() is None, reason="no Chromium: apt-get install chromium fonts-noto-cjk, or set SCRM_CHROMIUM"
)


@NEEDS_CHROMIUM
def test_the_page_prints_whole(warehouse_path: Path, tmp_path: Path) -> None:
    made = write_report(warehouse_path, "青禾茶", format="pdf", out=tmp_path).read_bytes()
    assert made.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) >= 3
    assert list(tmp_path.iterdir()) == [tmp_path / "qinghe_2026-11-02_2026-11-08.pdf"]


@NEEDS_CHROMIUM
def test_the_card_is_as_tall_as_its_sentence_needs(week: Week, tmp_path: Path) -> None:
    heights = []
    short = replace(week, sentence=replace(week.sentence, clauses=week.sentence.clauses[:1]))
    for number, one in enumerate((week, short)):
        target = tmp_path / f"{number}.png"
        WRITERS["png"](one, target)
        head = target.read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        assert int.from_bytes(head[16:20]) == 2 * 760
        heights.append(int.from_bytes(head[20:24]))
    assert heights[0] > heights[1] > 600


@NEEDS_CHROMIUM
def test_document_shows_the_curve(week: Week, tmp_path: Path) -> None:
    WRITERS["docx"](week, tmp_path / "week.docx")
    _, names = _document(tmp_path / "week.docx")
    assert "word/media/picture0.png" in names
