"""Faults of real export files, written here small."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pytest

from crawlers.reading import Reading
from crawlers.recording import read_recording
from crawlers.tables.quotes import records_of
from records.errors import SchemaDrift, UnreadableFile

KEY = b"k" * 32
JD = "用户ID,评论内容,会员级别,点赞数,回复数,得分,价格,购买时间,手机型号,销量"
BILIBILI = "名字,性别,时间,评论,点赞数,回复数"


def _read(tmp_path: Path, source: str, content: str | bytes, name: str = "export.csv") -> Reading:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    reading = read_recording(source, file, KEY)
    assert reading.row_count == reading.taken_count + len(reading.skipped) + len(reading.refusals)
    return reading


def _jd(text: str, time: str = "2026/3/2 12:05", stars: str = "5") -> str:
    return f"9,{text},0,1,2,{stars},99,{time},某型手机,10"


def test_a_plain_table(tmp_path: Path) -> None:
    reading = _read(tmp_path, "jd_reviews", "\n".join([JD, _jd('"第一行\n第二行, 还有逗号"')]))
    (mention,) = reading.mentions
    assert mention.text == "第一行\n第二行, 还有逗号"
    assert (mention.rating, mention.rating_scale, mention.product) == (5, 5, "某型手机")
    assert (mention.like_count, mention.comment_count, mention.count_precision) == (1, 2, "exact")
    assert mention.author is None  # the column called user id holds the product's number
    assert mention.extra["product_id"] == "9"
    assert mention.published_at == datetime(2026, 3, 2, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    reading = _read(tmp_path, "jd_reviews", f"{JD}\r\n{_jd('屏幕清楚')}\r\n".encode(encoding))
    assert [mention.text for mention in reading.mentions] == ["屏幕清楚"]
    assert reading.damaged_character_count == 0


def test_gzip_and_tabs(tmp_path: Path) -> None:
    content = f"{JD}\n{_jd('屏幕清楚')}\n".replace(",", "\t").encode()
    assert len(_read(tmp_path, "jd_reviews", gzip.compress(content), "a.csv.gz").mentions) == 1
    with pytest.raises(UnreadableFile, match="cut at the end"):
        _read(tmp_path, "jd_reviews", gzip.compress(content)[:-9], "b.csv.gz")


def test_repeated_headers_fillers_and_default_texts_are_skipped(tmp_path: Path) -> None:
    rows = [
        BILIBILI,
        "甲,男,2026-03-02 12:05:00,好看,1,0",
        BILIBILI,
        ",,,,,",
        "",
        "乙,保密,2026-03-02 12:06:00,哈哈,0,0",
    ]
    reading = _read(tmp_path, "bilibili_comments", "\n".join(rows))
    assert [m.author.gender for m in reading.mentions if m.author] == ["m", None]
    assert [(s.row, s.reason) for s in reading.skipped] == [(3, "repeated header"), (4, "blank row"), (5, "blank row")]

    rows = ["用户ID,会员级别,手机参数,昵称,购买时间,评论内容", "1,0,x,t***3,2026/3/2 12:05,此用户没有填写评论!"]
    assert [s.reason for s in _read(tmp_path, "taobao_reviews", "\n".join(rows)).skipped] == ["default text"]
    reading = _read(tmp_path, "jd_reviews", "\n".join([JD, _jd("此用户未填写评价内容", stars="2")]))
    assert [(m.text, m.rating) for m in reading.mentions] == [("", 2)]  # the stars still say something


def test_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    assert len(_read(tmp_path, "jd_reviews", f"导出时间 2026-03-02\n\n{JD}\n{_jd('不错')}\n").mentions) == 1


def test_a_row_torn_by_an_unquoted_line_break_is_put_together(tmp_path: Path) -> None:
    rows = [BILIBILI, "甲,男,2026-03-02 12:05:00,上半", "中间", "下半,3,4", "乙,女,2026-03-02 12:06:00,完整,0,0"]
    reading = _read(tmp_path, "bilibili_comments", "\n".join(rows))
    assert [(m.text, m.like_count) for m in reading.mentions] == [("上半\n中间\n下半", 3), ("完整", 0)]
    assert reading.mended_row_count == 1


def test_an_unclosed_quote_swallows_no_other_row(tmp_path: Path) -> None:
    rows = [_jd(f"第{n}条") for n in range(1000)]
    rows[100] = _jd('"少了后引号')
    reading = _read(tmp_path, "jd_reviews", "\n".join([JD, *rows]))
    assert (len(reading.mentions), reading.refusals) == (1000, [])
    assert [reading.mentions[n].text for n in (99, 100, 101, 999)] == ["第99条", "少了后引号", "第101条", "第999条"]

    rows[500] = '9,第500条,0,1,2,5,99,2026/3/2 12:05,"某型手机,10'  # closes what row 100 opened
    rows[700] = '9,"断在这里,0'
    reading = _read(tmp_path, "jd_reviews", "\n".join([JD, *rows]))
    assert [(r.row, r.reason) for r in reading.refusals] == [(702, "3 columns where the header has 10")]
    assert len(reading.mentions) == 999
    assert {mention.product for mention in reading.mentions} == {"某型手机"}

    notes = "id,title,user_id,likes,comments,stars,notes,fans,collect,content"
    rows = [f"{0x69A00000 + n:08x}{'0' * 16},题,u,1,2,3,4,5,6,内容{n}" for n in range(1000)]
    rows[100] = rows[100].replace("内容", '"内容')  # the text is the last column
    reading = _read(tmp_path, "xiaohongshu_notes", "\n".join([notes, *rows]))
    assert [mention.text for mention in reading.mentions] == [f"内容{n}" for n in range(1000)]


def test_a_lost_quote_among_quoted_rows_costs_its_own_row_alone(tmp_path: Path) -> None:
    rows = [_jd(f'"第{n}条, 上\n第{n}条下"') for n in range(100)]
    for lost in ('第50条下"', '"第50条'):
        content = "\n".join([JD, *rows]).replace(lost, lost.strip('"'))
        reading = _read(tmp_path, "jd_reviews", content)
        texts = {mention.text for mention in reading.mentions}
        assert {f"第{n}条, 上\n第{n}条下" for n in range(100) if n != 50} <= texts
        assert [refusal.row for refusal in reading.refusals] == [52, 53]


@pytest.mark.parametrize("line_count", [2, 30, 400])
def test_a_quoted_review_of_many_lines_is_one_row(tmp_path: Path, line_count: int) -> None:
    text = "\n".join(f"第{n}行, 有逗号" for n in range(line_count))
    reading = _read(tmp_path, "jd_reviews", "\n".join([JD, _jd(f'"{text}"'), _jd("下一条")]))
    assert [mention.text for mention in reading.mentions] == [text, "下一条"]
    table = "\n".join(_jd("引用的一行") for _ in range(2))  # two pasted rows are still a text
    (mention,) = _read(tmp_path, "jd_reviews", "\n".join([JD, _jd(f'"{text}\n{table}\n完"')])).mentions
    assert mention.text == f"{text}\n{table}\n完"


def test_a_file_of_lost_quotes_takes_linear_time() -> None:
    def seconds(row_count: int) -> float:
        lines = iter(['某条评论","5","2026/3/2 12:05","X","1\n'] * row_count)
        started_at = perf_counter()
        assert sum(len(cells) == 5 for cells in records_of(lines, ",", 5)) == row_count
        return perf_counter() - started_at

    seconds(5_000)
    assert seconds(80_000) < 12 * max(seconds(20_000), 0.05)


def test_a_rating_outside_its_scale_is_refused(tmp_path: Path) -> None:
    rows = [_jd("好", stars=stars) for stars in ("5", "0", "6", "100", *["4.5"] * 60)]
    reading = _read(tmp_path, "jd_reviews", "\n".join([JD, *rows]))
    assert [(r.row, r.reason) for r in reading.refusals] == [
        (4, "rating: 6 is outside 0 to 5"),
        (5, "rating: 100 is outside 0 to 5"),
    ]


def test_rows_that_cannot_be_read_are_refused_with_their_number(tmp_path: Path) -> None:
    good = [_jd(f"第{n}条") for n in range(100)]
    bad = [_jd("旧", time="two weeks ago"), "只有一格", f"{_jd('长')},多,余", _jd("满", stars="好")]
    reading = _read(tmp_path, "jd_reviews", "\n".join([JD, *good, *bad, "9,截断的最后一行,0"]))
    assert [(r.where, r.row) for r in reading.refusals] == [("export.csv", n) for n in (102, 103, 104, 105, 106)]
    assert [r.reason.split(":")[0] for r in reading.refusals] == [
        "published_at",
        "1 columns where the header has 10",
        "12 columns where the header has 10",
        "rating",
        "3 columns where the header has 10",
    ]
    assert (len(reading.mentions), reading.outcome) == (100, "ok")


def test_too_many_refused_rows_are_schema_drift(tmp_path: Path) -> None:
    rows = [_jd(f"第{n}条", time="?" if n % 4 == 0 else "2026/3/2 12:05") for n in range(40)]
    reading = _read(tmp_path, "jd_reviews", "\n".join([JD, *rows]))
    assert (reading.outcome, len(reading.refusals)) == ("schema_drift", 10)
    assert "refused 10 of 40 rows, more than 5%" in reading.message
    assert _read(tmp_path, "jd_reviews", "\n".join([JD, _jd("好"), _jd("差", time="?")])).outcome == "ok"
    assert _read(tmp_path, "jd_reviews", "\n".join([JD, _jd("差", time="?")])).outcome == "schema_drift"


def test_broken_bytes_are_replaced_and_counted(tmp_path: Path) -> None:
    content = f"{JD}\n{_jd('屏幕清楚，声音也好')}\n{_jd('快' * 40)}\n".encode().replace("幕".encode(), b"\xe5\xb9")
    reading = _read(tmp_path, "jd_reviews", content)
    assert (len(reading.mentions), reading.damaged_character_count) == (2, 1)
    assert "\N{REPLACEMENT CHARACTER}" in reading.mentions[0].text
    assert "1 damaged characters" in reading.message


def test_rows_once_read_in_the_wrong_encoding_are_put_right(tmp_path: Path) -> None:
    wrong = "这首歌真好听".encode().decode("cp1252", "replace")
    reading = _read(tmp_path, "bilibili_comments", f"{BILIBILI}\n甲,ç”·,2026-03-02 12:05:00,{wrong},0,0\n")
    (mention,) = reading.mentions
    assert mention.text.replace("\N{REPLACEMENT CHARACTER}", "").startswith("这")
    assert mention.author
    assert mention.author.gender == "m"


def test_ids_of_rows_without_ids_are_the_same_at_each_reading_and_differ_within_a_file(tmp_path: Path) -> None:
    content = "\n".join([JD, _jd("一样"), _jd("一样"), _jd("不同")])
    first, second = (_read(tmp_path, "jd_reviews", content, f"{n}.csv") for n in (1, 2))
    ids = [mention.native_id for mention in first.mentions]
    assert ids == [mention.native_id for mention in second.mentions]
    assert len(set(ids)) == 3
    assert ids[1] == ids[0].removesuffix(".0") + ".1"


def test_equal_rows_with_an_id_are_one_mention(tmp_path: Path) -> None:
    row = {"aweme_id": "7", "desc": "新品", "create_time": 1772424300, "liked_count": "1.2万", "user_id": "u1"}
    other = row | {"desc": "新品（改）"}
    content = "\n".join(json.dumps(each) for each in (row, row, other))
    reading = _read(tmp_path, "mediacrawler_douyin", content, "a.jsonl")
    assert [m.native_id for m in reading.mentions] == ["7", "7"]
    assert [s.reason for s in reading.skipped] == ["repeated row"]
    assert (reading.mentions[0].like_count, reading.mentions[0].count_precision) == (12000, "rounded")
    assert [m.native_id for m in _read(tmp_path, "mediacrawler_douyin", json.dumps([row]), "a.json").mentions] == ["7"]


def test_json_lines_with_faults(tmp_path: Path) -> None:
    row = {"mid": "A", "post": "1_R_x", "uid": "u", "date": "2026-03-02 12:05:00", "text": "转发微博", "parent": ""}
    lines = [json.dumps(row | {"mid": str(n)}) for n in range(100)]
    lines += ["[1]", "", '{"mid": "cut', json.dumps(row | {"mid": ""})]
    reading = _read(tmp_path, "weibo_reposts", "\n".join(lines), "a.jsonl")
    assert [(r.row, r.reason.split(" (")[0]) for r in reading.refusals] == [
        (101, "not a JSON object"),
        (103, "broken JSON"),
        (104, "native_id: blank"),
    ]
    assert (reading.mentions[0].text, reading.mentions[0].parent_id, reading.mentions[0].root_id) == ("", "R", "R")


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", UnreadableFile, "empty"),
        (b"PK\x03\x04rest of a workbook", UnreadableFile, "damaged or cut short"),
        (b"\x00\x01\xff\xfe" * 500, UnreadableFile, "not text"),
        ("姓名,内容\n甲,好\n".encode(), SchemaDrift, "no column 评论内容.*it has 姓名, 内容"),
    ],
)
def test_files_that_are_none_of_this_source(tmp_path: Path, content: bytes, error: type, says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        _read(tmp_path, "jd_reviews", content)
    assert "export.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_json_file_of_another_source_or_broken(tmp_path: Path) -> None:
    with pytest.raises(SchemaDrift, match="no column aweme_id"):
        _read(tmp_path, "mediacrawler_douyin", '{"note_id": 1}', "a.jsonl")
    with pytest.raises(UnreadableFile, match="broken JSON"):
        _read(tmp_path, "mediacrawler_douyin", '[{"aweme_id": 1},', "a.json")
    with pytest.raises(UnreadableFile, match="no such file"):
        read_recording("jd_reviews", tmp_path / "missing.csv", KEY)


@pytest.mark.parametrize(
    ("source", "content", "says"),
    [
        ("weibo_posts", b"text,file\nx,1_a_b\n", "this is a table or plain text, and weibo_posts reads jsonl or json"),
        ("jd_reviews", b'{"a": 1}\n{"a": 2}\n', "this is JSON, and jd_reviews reads csv"),
        ("jd_reviews", b"[\n  {\n", "this is JSON, and jd_reviews reads csv"),
        ("weibo_posts", b"PK\x03\x04rest", "Excel workbook.*weibo_posts reads jsonl or json"),
    ],
)
def test_a_file_of_another_format_is_named(tmp_path: Path, source: str, content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        _read(tmp_path, source, content)


def test_json_nested_without_end(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="too deep"):
        _read(tmp_path, "weibo_posts", "[" * 100_000, "a.json")
    row = {"file": "1_P_x", "text": "早", "time": 1772424300}
    lines = [json.dumps(row), json.dumps(row)[:-1] + ', "source": ' + "[" * 100_000]
    assert [r.reason for r in _read(tmp_path, "weibo_posts", "\n".join(lines), "a.jsonl").refusals] == [
        "broken JSON (too deep)"
    ]


def test_a_table_with_a_header_alone_is_ok_empty(tmp_path: Path) -> None:
    reading = _read(tmp_path, "jd_reviews", JD)
    assert (reading.outcome, reading.row_count) == ("ok_empty", 0)
    assert reading.message == "JD product reviews: ok_empty, 0 rows, 0 mentions"
