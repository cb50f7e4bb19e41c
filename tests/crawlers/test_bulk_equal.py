"""Files read column by column give exactly what the row reader gives: ids, texts, counts, times, refusals, coverage."""

import csv
import html
import io
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers import catalog
from crawlers.handles import noting
from crawlers.tables.faults import Row
from lake.home import Home
from lake.vault import handles
from tests.crawlers.bulkways import EVERYTHING, WITHOUT_IDS, both_ways, imported, source_of

COLUMNS = (
    "编号", "标题", "内容", "追评", "时间", "更新", "采集", "星级", "点赞", "浏览", "阅读", "品牌", "型号", "状态",
    "用户", "昵称", "性别", "属地", "粉丝", "认证", "渠道", "来源", "备注",
)  # fmt: skip
CELLS: dict[str, Sequence[str]] = {
    "编号": ["1", "2", "3", "1.0", "n-4", " 5 ", "", "6.50", "."],
    "标题": ["", "好物", "  好物 ", "二"],
    "内容": [
        "很好喝", " 很好喝", "默认好评", "", " ", "第一行\n第二行", "a,b", '说"好"', "第一行\r\n第二行\r\n第三行",
        "\ufeff内容",
    ],
    "追评": ["", "后来也好"],
    "时间": [
        "2025-03-01 10:11:12", "2025-03-01T10:11", "2025/3/1 9:05", "2025-03-01", "2025.03.02", "1740000000",
        "1740000000123", "2025-02-30 10:00:00", "2025-03-01 25:00:00", "昨天", "", "2025年3月1日 10:05", "2035-01-01",
        "2025-03-01 10:11:12.5", "2025-03-01 10:11:12+00:00", "0000-00-00", "1985-01-01 00:00:00", "20250301",
        "Sat Mar 01 10:00:00 +0800 2025", "12:30", "\u00a02025-03-01 10:11:12",
    ],
    "更新": ["", "2025-04-01 00:00:00", "无"],
    "采集": ["", "1750000000", "1750000000000", "1750000000.0", "1750086400", "x"],
    "星级": ["5", "4.5", "s-star3", "9", "-1", "", "★★★", "推荐", "五"],
    "点赞": ["0", "12", "1.2万", "10万+", "1,234", "-3", "", "赞", "９", "99999999999999999999", "12.0", "x"],
    "浏览": ["", "5", "3k"],
    "阅读": ["", "7", "多"],
    "品牌": ["", "青禾", " 青禾 "],
    "型号": ["", "一号"],
    "状态": ["已解决", " 处理中", "无", "不明", ""],
    "用户": ["u1", "u2", "77.0", ""],
    "昵称": ["", "茶客", " 茶友", "𠮷野"],
    "性别": ["男", "f", "", "保密", "外星"],
    "属地": ["IP属地：广东", "发布于 北京", "", "未知"],
    "粉丝": ["", "10", "2.5万", "?"],
    "认证": ["是", "否", "", "也许"],
    "渠道": ["", "门店"],
    "来源": ["", " 小程序"],
    "备注": ["", "\u3000空格\u3000"],
}  # fmt: skip


def _table(rows: Sequence[Sequence[str]], *, delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    sink = io.StringIO(newline="")
    csv.writer(sink, delimiter=delimiter, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return sink.getvalue()


def _rows(columns: Sequence[str]) -> st.SearchStrategy[list[list[str]]]:
    # Mostly the plainest cell of each column: a row of many odd ones is refused for the first of them.
    cells = [
        st.one_of(st.just(CELLS[name][0]), st.just(CELLS[name][0]), st.sampled_from(CELLS[name])) for name in columns
    ]
    row = st.tuples(*cells).map(list)
    torn = st.lists(st.sampled_from(["", "x", "2025-03-01"]), max_size=len(columns) + 2)
    header = st.just(list(columns))
    return st.lists(st.one_of(row, row, row, row, row, row, row, row, torn, header), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=_rows(COLUMNS),
    delimiter=st.sampled_from([",", "\t", ";"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_any_table(rows: list[list[str]], delimiter: str, quoting: int, encoding: str) -> None:
    _compare(EVERYTHING, _table([list(COLUMNS), *rows], delimiter=delimiter, quoting=quoting).encode(encoding))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["好喝", " 好喝", "一般", "", "第一行\n第二行"]),
            st.sampled_from(["2025-03-01 10:11:12", "2025-03-01", "", "1740000000123"]),
            st.sampled_from(["1", "", "x"]),
            st.sampled_from(["甲", "乙", ""]),
            st.sampled_from(["t***3", " t***3", ""]),
        ).map(list),
        max_size=40,
    )
)
def test_rows_without_ids_keep_their_ordinals(rows: list[list[str]]) -> None:
    _compare(WITHOUT_IDS, _table([["内容", "时间", "点赞", "昵称", "称呼"], *rows]).encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.sampled_from('内容a1,,;"\n\r\t '), max_size=60))
def test_any_letters_below_a_header(text: str) -> None:
    _compare(WITHOUT_IDS, ("内容,时间,点赞,昵称,称呼\n" + text).encode())


def _compare(yml: str, content: bytes) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        file = folder / "file.csv"
        file.write_bytes(content)
        both_ways(source_of(folder, yml), file, folder)
    finally:
        shutil.rmtree(folder)


def test_it_is_the_columns_that_are_read(tmp_path: Path) -> None:
    plain = [[CELLS[name][0] for name in COLUMNS]] * 3
    odd = [[CELLS[name][-1] for name in COLUMNS], ["x", "y"], [], list(COLUMNS)]
    file = tmp_path / "file.csv"
    file.write_text(_table([list(COLUMNS), *plain, *odd, *plain]), "utf-8")
    came = both_ways(source_of(tmp_path, EVERYTHING), file, tmp_path)
    assert came.is_by_columns
    assert came.coverage is not None
    assert came.coverage["row_count"] == 10
    assert {refusal.row for refusal in came.refusals} == {5, 6}


def test_many_batches_are_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.bulk.stream.BLOCK_BYTES", 2_000)
    rows = [["好喝" * (n % 7), f"2025-03-{1 + n % 9:02d}", str(n % 3), "甲", ""] for n in range(600)]
    rows[100:100] = [["一", "2025-03-01", "1", "甲"], ["乙", ""], ["很短"]]
    file = tmp_path / "file.csv"
    file.write_text(_table([["内容", "时间", "点赞", "昵称", "称呼"], *rows]), "utf-8")
    came = both_ways(source_of(tmp_path, WITHOUT_IDS), file, tmp_path)
    assert came.is_by_columns
    assert len(came.refusals) == 3 - 2  # two of the torn rows are pieces of one


def test_repeated_rows_across_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.bulk.stream.BLOCK_BYTES", 4_000)
    base = dict(zip(COLUMNS, (CELLS[name][0] for name in COLUMNS), strict=True))
    rows = []
    for n in range(400):
        changed = {"编号": str(n % 50), "内容": f"第 {n // 200} 说", "采集": str(1750000000 + n // 150), "点赞": str(n)}
        rows.append(list({**base, **changed}.values()))
    file = tmp_path / "file.csv"
    file.write_text(_table([list(COLUMNS), *rows]), "utf-8")
    came = both_ways(source_of(tmp_path, EVERYTHING), file, tmp_path)
    assert came.is_by_columns
    assert came.coverage is not None
    assert came.coverage["skipped_count"] == 200
    assert came.coverage["mention_count"] == 100
    assert len(came.rows["observations"]) == 150  # three moments of each


def test_only_the_days_asked_for(tmp_path: Path) -> None:
    rows = [["好喝", f"2025-03-{day:02d} 23:30:00", "1", "甲", ""] for day in range(1, 20)] + [["无时", "", "", "", ""]]
    file = tmp_path / "file.csv"
    file.write_text(_table([["内容", "时间", "点赞", "昵称", "称呼"], *rows]), "utf-8")
    came = both_ways(source_of(tmp_path, WITHOUT_IDS), file, tmp_path, since=date(2025, 3, 5), until=date(2025, 3, 7))
    assert came.is_by_columns
    assert len(came.rows["mentions"]) == 4


def test_a_file_that_drifts_is_kept_and_not_landed(tmp_path: Path) -> None:
    strict = EVERYTHING.replace("value: 0.9", "value: 0.1")
    rows = [[CELLS[name][0] for name in COLUMNS], *[[CELLS[name][-1] for name in COLUMNS]] * 4]
    file = tmp_path / "file.csv"
    file.write_text(_table([list(COLUMNS), *rows]), "utf-8")
    came = both_ways(source_of(tmp_path, strict), file, tmp_path)
    assert came.is_by_columns
    assert came.coverage is not None
    assert came.coverage["outcome"] == "schema_drift"
    assert not any(came.rows.values())


@pytest.mark.parametrize(
    "content", ["内容,时间\n", "内容,时间", "\n\n内容,时间\n\n\n", "导出日期\n内容,时间\n好,2025-01-01\n"]
)
def test_small_and_empty_tables(tmp_path: Path, content: str) -> None:
    file = tmp_path / "file.csv"
    file.write_text(content, "utf-8")
    assert both_ways(source_of(tmp_path, WITHOUT_IDS), file, tmp_path).is_by_columns


def test_a_table_whose_columns_are_found_by_their_headers(tmp_path: Path) -> None:
    days = [f"2025-03-0{1 + n % 9} 10:00" for n in range(300)]
    rows = [[f"第 {n} 位客人说茶很香", day, str(1 + n % 5), f"茶客{n % 7}"] for n, day in enumerate(days)]
    file = tmp_path / "评价.csv"
    file.write_text(
        _table(
            [["评价内容", "评价时间", "评分", "买家昵称"], *rows, ["差", "明年", "9", ""], ["差", "3分钟前", "1", ""]]
        ),
        "utf-8",
    )
    came = both_ways(catalog.load("table"), file, tmp_path)
    assert came.is_by_columns
    assert len(came.rows["mentions"]) == 300
    assert len(came.refusals) == 2


def test_handles_of_public_accounts_reach_the_vault_both_ways(tmp_path: Path) -> None:
    cells = {name: CELLS[name][0] for name in COLUMNS}
    rows = [list({**cells, "编号": str(n), "用户": f"u{n}", "粉丝": str(n * 100)}.values()) for n in range(20)]
    rows.append(list({**cells, "编号": "99", "用户": "u99", "粉丝": "1.2万", "点赞": "12.0"}.values()))
    file = tmp_path / "file.csv"
    file.write_text(_table([list(COLUMNS), *rows]), "utf-8")
    source = source_of(tmp_path, EVERYTHING)
    noted = []
    for way in ("rows", "columns"):
        home = Home(tmp_path / way).create()
        with noting(home.vault, 1_000):
            assert imported(source, file, home, by_columns=way == "columns").is_by_columns == (way == "columns")
        noted.append(handles(home.vault))
    assert noted[0] == noted[1]
    assert len(noted[0]) == 11


class _Hooks(ModuleType):
    """What a source's own file may do to a row: drop, rewrite, add, or write what is no text."""

    @staticmethod
    def mend_row(row: Row) -> Row:
        seen = str(row.get("采集") or "").strip()
        return {
            **row,
            "标题": None if row.get("标题") == "好物" else row.get("标题"),
            "追评": html.unescape(str(row.get("追评") or "")),
            "备注": "加的" if row.get("品牌") else row.get("备注"),
            "采集": int(seen) if seen.isdigit() else row.get("采集"),
            "粉丝": 7 if row.get("粉丝") == "10" else row.get("粉丝"),
        }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=_rows(COLUMNS))
def test_rows_that_the_source_mends(rows: list[list[str]]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        file = folder / "file.csv"
        file.write_text(_table([list(COLUMNS), *rows]), "utf-8")
        source = replace(source_of(folder, EVERYTHING), module=_Hooks("hooks"))
        both_ways(source, file, folder)
    finally:
        shutil.rmtree(folder)


def test_mended_rows_are_read_by_columns(tmp_path: Path) -> None:
    header = (
        "note_id,content,create_time,create_date_time,liked_count,comments_count,shared_count,last_modify_ts,user_id"
    )
    rows = [
        [
            f"5000000{n:05d}",
            f"第 {n} 条 &gt; 说",
            "1740000000",
            "2025-03-01 10:11",
            "1.2万",
            "3",
            "",
            "1750000000000",
            "u",
        ]
        for n in range(50)
    ]
    file = tmp_path / "file.csv"
    file.write_text(_table([header.split(","), *rows, rows[3], header.split(",")]), "utf-8")
    came = both_ways(catalog.load("mediacrawler_weibo"), file, tmp_path)
    assert came.is_by_columns
    assert came.rows["mentions"][0][1]["text"].endswith("> 说")
    assert came.coverage is not None
    assert came.coverage["skipped_count"] == 2
