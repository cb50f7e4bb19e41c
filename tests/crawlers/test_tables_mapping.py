"""The general source `table`: columns named by the user or told by their headers, and what goes wrong."""

import json
from pathlib import Path

import pytest

from crawlers import catalog
from crawlers.reading import Reading
from crawlers.recording import page_of_file
from crawlers.tables.checks import MAX_TEXT_CHARACTERS
from crawlers.tables.given import PARAMETER, Given
from records.errors import SchemaDrift, UnreadableFile, UsageError
from records.ids import pseudonym

KEY = b"k" * 32
HEADER = "序号,评价-内容,评价-时间,评价-星级,用户-昵称,点赞数(个)"
ROWS = ["1,面料很薄,2026/3/2 8:15,4星,云端,3", "2,洗了缩水,2026/3/5 18:02,1星,南风,1.2万"]


def read(tmp_path: Path, content: str | bytes, given: Given | None = None, name: str = "a.csv") -> Reading:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    params = {PARAMETER: given.to_json()} if given else None
    reading = catalog.load("table").read(page_of_file("table", path, params), key=KEY)
    assert reading.row_count == reading.taken_count + len(reading.skipped) + len(reading.refusals)
    return reading


def lines(*rows: str) -> str:
    return "\n".join(rows) + "\n"


def test_headers_tell_the_columns(tmp_path: Path) -> None:
    reading = read(tmp_path, lines(HEADER, *ROWS))
    first, second = reading.mentions
    assert (first.kind, first.platform, first.source) == ("review", "other", "table")
    assert (first.text, first.rating, first.rating_scale, first.like_count) == ("面料很薄", 4, 5, 3)
    assert (second.like_count, second.count_precision) == (12_000, "rounded")
    assert first.author
    assert first.author.author_id == pseudonym(KEY, "other", "云端")
    assert first.extra == {}  # what is not mapped stays in the raw zone: it may be a telephone number


def test_the_user_s_columns_are_all_that_is_read(tmp_path: Path) -> None:
    given = Given(
        columns={"text": "评价-内容", "published_at": "评价-时间", "author.id": ["账号", "用户-昵称"]},
        platform="jd",
        kind="comment",
    )
    reading = read(tmp_path, lines(HEADER, *ROWS), given)
    first = reading.mentions[0]
    assert (first.kind, first.platform, first.rating, first.like_count) == ("comment", "jd", None, None)
    assert first.author
    assert first.author.author_id == pseudonym(KEY, "jd", "云端")
    again = read(tmp_path, lines(HEADER, *ROWS), given)
    assert [each.native_id for each in again.mentions] == [each.native_id for each in reading.mentions]


def test_details_of_a_rule(tmp_path: Path) -> None:
    given = Given(
        columns={
            "text": {"column": ["优点", "缺点"], "join": "；"},
            "status": {"column": "进度", "values": {"已办": "closed"}},
            "url": {"column": "编号", "template": "https://example.com/{}"},
        },
        kind="complaint",
    )
    (mention,) = read(tmp_path, lines("编号,优点,缺点,进度", "7,便宜,易碎,已办"), given).mentions
    assert (mention.text, mention.status, mention.url) == ("便宜；易碎", "closed", "https://example.com/7")


def test_a_column_s_own_dots_are_no_path(tmp_path: Path) -> None:
    given = Given(columns={"text": "Q1.内容"})
    assert [m.text for m in read(tmp_path, lines("Q1.内容,x", "好喝,1"), given).mentions] == ["好喝"]
    nested = json.dumps({"body": {"text": "好喝"}})
    assert [m.text for m in read(tmp_path, nested, Given(columns={"text": "body.text"}), "a.jsonl").mentions] == [
        "好喝"
    ]


def test_units_in_headers_count(tmp_path: Path) -> None:
    reading = read(tmp_path, lines("内容,发布时间,昵称,粉丝量(万),阅读量（万）", "好喝,2026-03-02,云,35.2,1.5"))
    (mention,) = reading.mentions
    assert (mention.view_count, mention.count_precision) == (15_000, "rounded")
    assert mention.author
    assert mention.author.follower_count == 352_000


def test_a_platform_column_decides_row_by_row(tmp_path: Path) -> None:
    content = lines(
        "内容,发布时间,作者,平台", "好,2026-03-02,云,微博", "差,2026-03-02,云,小红书", "平,2026-03-02,云,论坛"
    )
    first, second, third = read(tmp_path, content).mentions
    assert [each.platform for each in (first, second, third)] == ["weibo", "xiaohongshu", "other"]
    assert first.author
    assert first.author.author_id == pseudonym(KEY, "weibo", "云")
    assert {each.platform for each in read(tmp_path, content, Given(platform="news")).mentions} == {"news"}


def test_accounts_without_texts_are_authors(tmp_path: Path) -> None:
    reading = read(tmp_path, lines("达人昵称,抖音号,粉丝量,获赞总数", "茶小姐,t1,35.2万,9", "阿城,t2,1,2"))
    assert [(a.platform, a.follower_count, a.like_total_count) for a in reading.authors] == [
        ("other", 352_000, 9),
        ("other", 1, 2),
    ]
    given = Given(columns={"author.id": "抖音号", "author.follower_count": "粉丝量"}, platform="douyin")
    reading = read(tmp_path, lines("达人昵称,抖音号,粉丝量", "茶小姐,t1,35.2万"), given)
    assert [(a.author_id, a.platform) for a in reading.authors] == [(pseudonym(KEY, "douyin", "t1"), "douyin")]


def test_row_numbers_are_no_ids(tmp_path: Path) -> None:
    content = lines("ID,内容,发布时间", *[f"{n},第{n}条,2026-03-02" for n in range(1, 5)])
    assert all(each.native_id.startswith("h:") for each in read(tmp_path, content).mentions)
    content = lines("ID,内容,发布时间", *[f"88{n}7,第{n}条,2026-03-02" for n in range(1, 5)])
    assert [each.native_id for each in read(tmp_path, content).mentions] == ["8817", "8827", "8837", "8847"]


def test_a_renamed_header_is_told_with_the_file_s_columns(tmp_path: Path) -> None:
    given = Given(columns={"text": "评价-内容", "published_at": "评价-时间"})
    with pytest.raises(UsageError, match=r"a.csv: columns: published_at: no column '评价-时间'") as caught:
        read(tmp_path, lines(HEADER.replace("评价-时间", "评价-日期"), *ROWS), given)
    assert "the file has 序号, 评价-内容, 评价-日期, 评价-星级" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"x,y\n1,2\n", SchemaDrift, r"no column for text or title \(it has x, y\)"),
        ("城市,温度,天气\n杭州,21,晴\n".encode(), SchemaDrift, "no column for text or title"),
        (b"\x00\x9f\xff\xfe" * 900, UnreadableFile, "not text"),
        (b"", UnreadableFile, "empty"),
    ],
    ids=["no names", "other names", "bytes", "empty"],
)
def test_files_that_are_no_such_table(tmp_path: Path, content: bytes, error: type, says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        read(tmp_path, content)
    assert "a.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert len(read(tmp_path, lines(HEADER, *ROWS).encode(encoding)).mentions) == 2


def test_one_encoding_read_as_another_is_refused_or_counted(tmp_path: Path) -> None:
    mixed = lines(HEADER, *ROWS).encode() + "3,混入的一行,2026/3/6 9:00,5星,北风,1\n".encode("gb18030")
    reading = read(tmp_path, mixed + lines(*ROWS * 40).encode())
    assert reading.damaged_character_count > 0
    assert "damaged characters" in reading.message


def test_impossible_cells_are_refused(tmp_path: Path) -> None:
    header = "内容,发布时间,评分,点赞数"
    good = [f"第{n}条,2026-03-02,{n % 5 + 1},1" for n in range(200)]
    bad = [
        ("差,2026-03-02,5,-3", "like_count: count out of range: '-3'"),
        ("差,2026-03-02,9,1", "rating: 9 is outside 0 to 5"),
        ("差,2999-03-02,5,1", "published_at: year out of range: '2999-03-02'"),
        ("差,2098-03-02,5,1", "published_at: lies in the future"),
        (f"{'长' * (MAX_TEXT_CHARACTERS + 1)},2026-03-02,5,1", "text: 100,001 characters, more than 100,000"),
        ("差,上周,5,1", "published_at: '上周' cannot be read as a time"),
    ]
    reading = read(tmp_path, lines(header, *good, *[row for row, _ in bad]))
    assert [r.reason for r in reading.refusals] == [reason for _, reason in bad]
    assert [r.row for r in reading.refusals] == list(range(202, 208))
    assert (len(reading.mentions), reading.outcome) == (200, "ok")


def test_a_text_up_to_the_bound_is_kept_whole(tmp_path: Path) -> None:
    long = "长" * MAX_TEXT_CHARACTERS
    assert read(tmp_path, lines("内容,发布时间", f"{long},2026-03-02")).mentions[0].text == long
    megabyte = "m" * 1_048_576
    reading = read(tmp_path, lines("内容,发布时间", f"{megabyte},2026-03-02", "好,2026-03-02"))
    assert [r.reason for r in reading.refusals] == ["text: 1,048,576 characters, more than 100,000"]


def test_lone_surrogates_and_line_breaks_in_cells(tmp_path: Path) -> None:
    rows = '{"内容": "好\\ud800喝", "发布时间": "2026-03-02"}\n'
    (mention,) = read(tmp_path, rows, name="a.jsonl").mentions
    assert mention.text == "好\ud800喝"
    assert mention.native_id == read(tmp_path, rows, name="a.jsonl").mentions[0].native_id
    content = lines("内容,发布时间", '"第一行\r\n第二行, ""引""",2026-03-02', "平,2026-03-02")
    assert [m.text for m in read(tmp_path, content).mentions] == ['第一行\r\n第二行, "引"', "平"]
