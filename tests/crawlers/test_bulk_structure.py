"""What is left to the row reader, and how times and numbers of whole columns compare with single cells."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.bulk.convert import CONVERSIONS
from crawlers.bulk.quotes import are_quotes_strict
from crawlers.convert.context import Context
from crawlers.convert.registry import CONVERTERS
from tests.crawlers.bulkways import EVERYTHING, WITHOUT_IDS, both_ways, source_of

HEADER = "内容,时间,点赞,昵称,称呼\n"
PLAIN = "好喝,2025-03-01,1,甲,\n"
SWALLOWED = '"好喝\n' + PLAIN * 6 + '还行",2025-03-01,1,甲,\n'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param((HEADER + PLAIN + '5" 屏,,,,\n').encode(), id="a quote within a cell"),
        pytest.param((HEADER + PLAIN + '"好喝"吗,,,,\n').encode(), id="letters behind a closing quote"),
        pytest.param((HEADER + PLAIN + '"好喝,,,,\n' + PLAIN).encode(), id="a quote that does not close"),
        pytest.param((HEADER + SWALLOWED).encode(), id="a quoted cell that holds rows"),
        pytest.param((HEADER + '"一\n二",,\n' + PLAIN).encode(), id="a torn row with a line break"),
        pytest.param((HEADER + PLAIN + "好\x00喝,,,,\n").encode(), id="a NUL byte"),
        pytest.param((HEADER + PLAIN).encode() + b"\xff\xfe\x80,,,,\n" + PLAIN.encode() * 9, id="damaged bytes"),
        pytest.param((HEADER + PLAIN).encode("utf-16"), id="UTF-16"),
        pytest.param(gzip.compress((HEADER + PLAIN).encode()), id="gzip"),
        pytest.param((HEADER + "好喝,03/01/2025,1,甲,\n还行,25/12/2024,1,乙,\n").encode(), id="day or month first"),
        pytest.param(b'[{"a": 1}]\n', id="JSON"),
        pytest.param(b"a,b\n1,2\n", id="no header of this source"),
        pytest.param(b"", id="an empty file"),
    ],
)
def test_left_to_the_row_reader(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    assert not both_ways(source_of(tmp_path, WITHOUT_IDS), file, tmp_path).is_by_columns
    assert not list((tmp_path / "columns").rglob("*.tmp"))


@pytest.mark.parametrize(
    "said",
    ["mojibake: cp1252", "has_years_from_neighbours: true", "other_widths: {3: [内容, 时间, 点赞]}", "year_from: 时间"],
)
def test_sources_that_say_more_are_left_to_the_row_reader(tmp_path: Path, said: str) -> None:
    file = tmp_path / "file.csv"
    file.write_text(HEADER + PLAIN, "utf-8")
    assert not both_ways(source_of(tmp_path, f"{WITHOUT_IDS}{said}\n"), file, tmp_path).is_by_columns


def test_a_row_longer_than_a_block_is_left_to_the_row_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.bulk.stream.BLOCK_BYTES", 500)
    file = tmp_path / "file.csv"
    file.write_text(HEADER + PLAIN * 30 + f"{'好' * 900},,,,\n" + PLAIN, "utf-8")
    assert not both_ways(source_of(tmp_path, WITHOUT_IDS), file, tmp_path).is_by_columns


def test_an_encoding_that_fails_late_is_left_for_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.bulk.stream.BLOCK_BYTES", 500)
    monkeypatch.setattr("crawlers.bulk.structure._HEAD_BYTES", 60)
    monkeypatch.setattr("crawlers.bulk.structure.MAX_LINES", 1)
    yml = WITHOUT_IDS.replace("内容]", "text]").replace("text: 内容", "text: text")
    file = tmp_path / "file.csv"
    file.write_bytes(b"text,when,likes,name,call\n" + b"good,,,,\n" * 300 + "好喝,,,,\n".encode("gb18030"))
    came = both_ways(source_of(tmp_path, yml), file, tmp_path)
    assert came.is_by_columns
    assert came.rows["mentions"][-1][1]["text"] == "好喝"


def test_cells_in_many_lines_that_hold_no_rows(tmp_path: Path) -> None:
    poem = '"' + "\n".join(f"第 {n} 行, 有逗号" for n in range(40)) + '"'
    file = tmp_path / "file.csv"
    file.write_text(HEADER + f"{poem},2025-03-01,1,甲,\n" * 3, "utf-8")
    assert both_ways(source_of(tmp_path, WITHOUT_IDS), file, tmp_path).is_by_columns


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from('a",\n\r'), max_size=12), size=st.integers(1, 4))
def test_strict_quotes_do_not_depend_on_how_the_file_is_cut(text: str, size: int) -> None:
    content = text.encode()
    chunks = [content[n : n + size] for n in range(0, len(content), size)]
    assert are_quotes_strict(chunks, ",") == are_quotes_strict([content] if content else [], ",")


_CONTEXT = Context(fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
_PIECES = st.sampled_from(
    ["2025", "1999", "1990", "2100", "2024", "-", "/", ".", "1", "01", "2", "29", "31", "13", " ", "T", "10:11", ":12",
     "24:00", "1740000000", "000", "1234567890", "5f", "0", "年", "Z", "+08:00", "12万", "k", "+", ",", "6", "ab"]
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(CONVERSIONS))
@settings(max_examples=400, deadline=None)
@given(cells=st.lists(st.lists(_PIECES, min_size=1, max_size=8).map("".join), min_size=1, max_size=8))
def test_whole_columns_are_converted_as_single_cells(name: str, cells: list[str]) -> None:
    plain = [cell.strip() for cell in cells if cell.strip()]
    column = CONVERSIONS[name](pa.array(plain, pa.string()))
    for place, cell in enumerate(plain):
        if column.is_open is None or not column.is_open[place]:
            assert column.values[place].as_py() == CONVERTERS[name](cell, _CONTEXT), cell


def test_common_shapes_are_not_left_open() -> None:
    times = ["2025-03-01 10:11:12", "2025-03-01T10:11", "2025/3/1 9:05", "2025-03-01", "1740000000", "1740000000123"]
    assert CONVERSIONS["time"](pa.array(times)).is_open is None
    assert CONVERSIONS["count"](pa.array(["0", "12", None])).is_open is None
    assert CONVERSIONS["objectid_time"](pa.array(["5f000000aaaaaaaaaaaaaaaa"])).is_open is None


def test_every_kind_of_rule_is_read_by_columns(tmp_path: Path) -> None:
    names = (
        "编号,标题,内容,追评,时间,更新,采集,星级,点赞,浏览,阅读,品牌,型号,状态,用户,昵称,性别,属地,粉丝,认证,渠道,备注"
    )
    row = "1,好物,好喝,,2025-03-01,,1750000000,5,1.2万,,7,青禾,一号,处理中,u1,茶客,男,IP属地：广东,10,是,门店,无"
    file = tmp_path / "file.csv"
    file.write_text(f"{names}\n{row}\n", "utf-8")
    came = both_ways(source_of(tmp_path, EVERYTHING), file, tmp_path)
    assert came.is_by_columns
    ((_, mention),) = came.rows["mentions"]
    assert (mention["url"], mention["product"], mention["status"]) == (
        "https://example.org/1/view",
        "青禾 一号",
        "open",
    )
    assert mention["extra"] == [("source_word", "门店"), ("note", "无")]
