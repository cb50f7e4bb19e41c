"""Workbooks and Parquet files, written here as people's tools write them."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from crawlers.files import files_of
from crawlers.reading import Reading
from crawlers.recording import read_recording
from crawlers.tables import archives, parquet
from crawlers.tables.workbooks import sheets_of
from records import Order
from records.errors import SchemaDrift, UnreadableFile

KEY = b"k" * 32
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
JD = ["评论内容", "得分", "购买时间", "手机型号", "点赞数", "回复数"]
ROW = ["屏幕清楚", 5, "2026/3/2 12:05", "某型手机", 1, 0]
XLS = Path(__file__).parent / "files" / "orders.xls"
Fill = Callable[[Any, Any], None]


def workbook(path: Path, *sheets: tuple[str, list[list[Any]]], then: Fill | None = None) -> Path:
    """A workbook of sheets with rows; `then(book, first sheet)` adds what rows cannot say."""
    book = xlsxwriter.Workbook(str(path))
    made = []
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        made.append(sheet)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    if then:
        then(book, made[0])
    book.close()
    return path


def read(path: Path, source: str = "jd_reviews") -> Reading:
    reading = read_recording(source, path, KEY)
    assert reading.row_count == reading.taken_count + len(reading.skipped) + len(reading.refusals)
    return reading


def changed(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one member of its archive changed."""
    with zipfile.ZipFile(path) as old:
        content = {each.filename: old.read(each) for each in old.infolist()}
    content[member] = change(content[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in content.items():
            new.writestr(name, body)
    return path


def test_a_workbook_is_read_like_a_csv_of_it(tmp_path: Path) -> None:
    rows = [["导出时间 2026-03-10"], [], ["\ufeff评论内容 ", *JD[1:]], ROW, [], JD, ["第二条", 4.5, *ROW[2:]]]
    reading = read(workbook(tmp_path / "a.xlsx", ("评价", rows)))
    assert [(m.text, m.rating, m.product, m.like_count) for m in reading.mentions] == [
        ("屏幕清楚", 5, "某型手机", 1),
        ("第二条", 4.5, "某型手机", 1),
    ]
    assert [(s.row, s.reason) for s in reading.skipped] == [(5, "blank row"), (6, "repeated header")]
    assert reading.mentions[0].published_at == datetime(2026, 3, 2, 4, 5, tzinfo=UTC)


def test_cells_come_as_people_see_them(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:F1", "某店评价导出", book.add_format({"align": "center"}))
        sheet.write_datetime("C3", datetime(2026, 3, 2, 12, 5), book.add_format({"num_format": "yyyy/m/d hh:mm"}))
        sheet.write_datetime("C4", datetime(2026, 3, 2), book.add_format({"num_format": "yyyy年m月d日"}))
        sheet.write_formula("E4", "=1/0", None, "#DIV/0!")

    rows = [[], JD, ["甲", 5, "", 12.0, 3, 0], ["乙", 4, "", "型号", "", 0]]
    first, second = read(workbook(tmp_path / "a.xlsx", ("评价", rows), then=fill)).mentions
    assert (first.product, first.like_count) == ("12", 3)
    assert first.published_at == datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
    assert second.published_at == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert second.like_count is None  # an error is unknown, not 0


def test_bare_day_numbers_in_a_time_column_are_dates(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("评价", [JD, ["甲", 5, 43831.5, *ROW[3:]]]))
    assert read(path).mentions[0].published_at == datetime(2020, 1, 1, 4, tzinfo=UTC)
    changed(path, "xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr", b'<workbookPr date1904="1"'))
    assert read(path).mentions[0].published_at == datetime(2024, 1, 2, 4, tzinfo=UTC)
    text = tmp_path / "a.csv"
    text.write_text(",".join(JD) + "\n甲,5,43831.5,某型手机,1,0\n", "utf-8")
    assert read(text).refusals[0].reason == "published_at: '43831.5' cannot be read as a time"


def test_every_visible_sheet_whose_header_fits_is_read(tmp_path: Path) -> None:
    def hide(book: Any, sheet: Any) -> None:
        book.get_worksheet_by_name("旧").hide()

    bad = ["差", 9, *ROW[2:]]
    path = workbook(
        tmp_path / "a.xlsx",
        ("说明", [["字段", "含义"]]),
        ("一月", [JD, ROW]),
        ("二月", [["标题"], JD, ["二月的", *ROW[1:]], bad]),
        ("旧", [JD, ["旧的", *ROW[1:]]]),
        then=hide,
    )
    reading = read(path)
    assert [mention.text for mention in reading.mentions] == ["屏幕清楚", "二月的"]
    assert [(r.where, r.row, r.reason) for r in reading.refusals] == [
        ("a.xlsx[二月]", 4, "rating: 9 is outside 0 to 5")
    ]


def test_a_workbook_without_a_fitting_sheet_names_its_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("说明", [["字段", "含义"]]), ("数据", [["标题行"], ["内容", "分数"]]))
    with pytest.raises(SchemaDrift, match=r"sheets: 说明: 字段, 含义; 数据: 内容, 分数") as caught:
        read(path)
    assert "no sheet has a column 评论内容" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_cells_merged_downwards_belong_to_all_their_rows_and_their_money_to_the_first(tmp_path: Path) -> None:
    def merge(book: Any, sheet: Any) -> None:
        for column, value in ((0, "A1"), (1, "M1"), (2, "2026-03-02 12:05"), (3, 30)):
            sheet.merge_range(1, column, 2, column, value)

    header = ["订单编号", "会员编号", "下单时间", "实付金额", "商品名称"]
    rows = [header, ["", "", "", "", "绿茶"], ["", "", "", "", "红茶"], ["A2", "M2", "2026-03-03", 5, "绿茶"]]
    orders = read(workbook(tmp_path / "a.xlsx", ("订单", rows), then=merge), "orders").feeds
    lines = [(o.order_id, o.line_number, o.amount, o.product) for o in orders if isinstance(o, Order)]
    assert lines == [("A1", 1, 30, "绿茶"), ("A1", 2, 0, "红茶"), ("A2", 1, 5, "绿茶")]


def test_an_id_that_excel_has_rounded_is_refused(tmp_path: Path) -> None:
    header = ["订单编号", "会员编号", "下单时间", "实付金额"]
    rows = [header, ["A1", "M1", "2026-03-02", 5], [202603011234567890, "M1", "2026-03-02", 5]]
    reading = read(workbook(tmp_path / "a.xlsx", ("订单", rows)), "orders")
    assert [r.reason for r in reading.refusals] == [
        "order_id: '2.02603011234568…' was rounded by a spreadsheet; export the column as text"
    ]


def test_xls_and_ods(tmp_path: Path) -> None:
    orders = [each for each in read(XLS, "orders").feeds if isinstance(each, Order)]
    assert [(o.order_id, o.amount, o.quantity) for o in orders] == [("A1001", 30, 1), ("A1002", -15.5, -1)]
    assert orders[0].ordered_at == datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
    path = tmp_path / "a.ods"
    path.write_bytes(ods([["内容", "发布时间"], ["好喝", "2026-03-02 12:05"]]))
    assert [m.text for m in read(path, "table").mentions] == ["好喝"]


def ods(rows: list[list[str]], repeated: str = "") -> bytes:
    """The least OpenDocument sheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    xml = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="数据">{cells}{repeated}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", xml)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return target.getvalue()


def far_cell(xml: bytes) -> bytes:
    return xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda body: body[: len(body) // 2], "damaged or cut short"),
        (lambda body: body[:-30], "damaged or cut short"),
        (lambda body: b"PK\x03\x04 and rubbish", "damaged or cut short"),
        (lambda body: b"\xd0\xcf\x11\xe0" + bytes(3000), "damaged or cut short"),
        (lambda body: b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "with a password"),
        (lambda body: body.replace(b"xl/workbook.xml", b"xl/workbooz.xml"), "no .xlsx or .ods workbook"),
    ],
    ids=["half", "no directory", "rubbish", "empty old workbook", "locked", "plain archive"],
)
def test_a_bad_workbook_is_refused_in_one_line(tmp_path: Path, change: Callable[[bytes], bytes], says: str) -> None:
    path = workbook(tmp_path / "a.xlsx", ("评价", [JD, ROW]))
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(UnreadableFile, match=says) as caught:
        read(path)
    assert str(caught.value).startswith("a.xlsx: ")
    assert "\n" not in str(caught.value)


def test_broken_xml_inside_is_damage(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("评价", [JD, ROW]))
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    with pytest.raises(UnreadableFile, match="damaged or cut short"):
        read(path)


def test_bombs_are_refused_before_they_are_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", ("评价", [JD, ROW]))
    changed(path, "xl/worksheets/sheet1.xml", far_cell)
    with pytest.raises(UnreadableFile, match="spans 17,179,869,184 cells"):
        read(path)
    far = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="900">'
    bomb = tmp_path / "a.ods"
    bomb.write_bytes(ods([["内容", "发布时间"]], f"{far}<text:p>x</text:p></table:table-cell></table:table-row>"))
    with pytest.raises(UnreadableFile, match="spans 900,000,000 cells"):
        read(bomb, "table")
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 5_000)
    with pytest.raises(UnreadableFile, match="unpacks to more than 5,000 bytes"):
        sheets_of(workbook(tmp_path / "b.xlsx", ("评价", [JD, ROW])).read_bytes(), "b.xlsx")


def test_a_member_that_lies_about_its_size_is_counted_by_its_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed(workbook(tmp_path / "a.xlsx", ("评价", [JD, ROW])), "xl/styles.xml", lambda _: b" " * 3_000_000)
    body = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        true_size = archive.getinfo("xl/styles.xml").file_size.to_bytes(4, "little")
    path.write_bytes(bytes(body).replace(true_size, (9).to_bytes(4, "little")))
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1_000_000)
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read(path)


def test_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.parquet"
    at = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)
    table = pa.table(
        {
            "内容": ["好喝", "难喝", None],
            "发布时间": pa.array([at, None, None], pa.timestamp("ms", "UTC")),
            "点赞数": pa.array([3.0, float("nan"), None]),
        }
    )
    pq.write_table(table, path)
    reading = read(path, "table")
    assert [(m.text, m.published_at, m.like_count) for m in reading.mentions] == [("好喝", at, 3), ("难喝", None, None)]
    assert [each.reason for each in reading.skipped] == ["blank row"]
    with pytest.raises(UnreadableFile, match="this is a Parquet file, and jd_reviews reads csv or xlsx"):
        read(path)
    monkeypatch.setattr(parquet, "MAX_UNPACKED_BYTES", 10)
    with pytest.raises(UnreadableFile, match="unpacks to more than 10 bytes"):
        read(path, "table")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UnreadableFile, match="damaged or cut short"):
        read(path, "table")


def test_workbooks_in_a_folder_are_found(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.XLS", "c.ods", "d.parquet", "notes.docx"):
        (tmp_path / name).touch()
    assert [path.name for path in files_of(tmp_path)] == ["a.xlsx", "b.XLS", "c.ods", "d.parquet"]
