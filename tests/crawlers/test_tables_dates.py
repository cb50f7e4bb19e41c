"""Dates that spreadsheets and web pages show, and what tells them apart."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawlers.convert.context import Context
from crawlers.convert.times import time
from crawlers.reading import Reading
from crawlers.recording import read_recording

KEY = b"k" * 32
SEEN = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)  # 12:05 in China
PLAIN = Context(fetched_at=SEEN)
TOLD = Context(fetched_at=SEEN, observed_at=SEEN, is_day_first=lambda: True, serial_epoch=1900)


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("20200131", "2020-01-30 16:00"),
        (20200131, "2020-01-30 16:00"),
        ("20200131150405", "2020-01-31 07:04:05"),
        ("20200131 15:04", "2020-01-31 07:04"),
        ("2020/1/2 3:04 PM", "2020-01-02 07:04"),
        ("2020/1/2 12:04 AM", "2020-01-01 16:04"),
        ("2020-01-02 下午 3:04:05", "2020-01-02 07:04:05"),
        ("2020年1月2日 上午12:30", "2020-01-01 16:30"),
        ("2020/1/2 中午12:30", "2020-01-02 04:30"),
        ("2020/1/2 中午1:30", "2020-01-02 05:30"),
        ("2020-03-02 星期一 12:05", "2020-03-02 04:05"),
        ("2020/1/2 12:05:00.123", "2020-01-02 04:05"),
        ("31/01/2020", "2020-01-30 16:00"),
        ("01/31/2020 3:04 PM", "2020-01-31 07:04"),
        ("02/02/2020", "2020-02-01 16:00"),
        ("Jan 2, 2020 3:04 PM", "2020-01-02 07:04"),
        ("2 January 2020", "2020-01-01 16:00"),
        ("编辑于 2020-01-02", "2020-01-01 16:00"),
    ],
)
def test_dates_that_say_it_all(written: object, utc: str) -> None:
    assert time(written, PLAIN) == datetime.fromisoformat(f"{utc}+00:00")


@pytest.mark.parametrize(
    ("written", "utc", "why_not"),
    [
        ("01/02/2020", "2020-01-31 16:00", "day/month or month/day"),
        ("43831", "2019-12-31 16:00", "cannot be read as a time"),
        (43831.5, "2020-01-01 04:00", "as seconds since 1970"),
        ("3分钟前", "2026-03-02 04:02", "relative to an unknown moment"),
        ("1小时前", "2026-03-02 03:05", "relative to an unknown moment"),
        ("刚刚", "2026-03-02 04:05", "relative to an unknown moment"),
        ("今天 08:00", "2026-03-02 00:00", "relative to an unknown moment"),
        ("昨天 12:30", "2026-03-01 04:30", "relative to an unknown moment"),
        ("前天", "2026-02-27 16:00", "relative to an unknown moment"),
        ("2天前", "2026-02-28 04:05", "relative to an unknown moment"),
        ("5 minutes ago", "2026-03-02 04:00", "cannot be read as a time"),
        ("03-01 12:00", "2026-03-01 04:00", "cannot be read as a time"),
        ("12-30 12:00", "2025-12-30 04:00", "cannot be read as a time"),
    ],
)
def test_dates_that_something_else_must_tell(written: object, utc: str, why_not: str) -> None:
    assert time(written, TOLD) == datetime.fromisoformat(f"{utc}+00:00")
    with pytest.raises(ValueError, match=why_not):
        time(written, PLAIN)


@pytest.mark.parametrize(
    "written", ["1/2/20", "20201345", "2020/13/45", "2020/1/2 15:04 ZM", "31/02/2020", "12", "下午"]
)
def test_dates_that_nothing_can_tell(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        time(written, TOLD)


def read(tmp_path: Path, header: str, *rows: str, source: str = "table") -> Reading:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    os.utime(path, (SEEN.timestamp(), SEEN.timestamp()))
    return read_recording(source, path, KEY)


def days(reading: Reading) -> list[str]:
    return [f"{each.published_at:%Y-%m-%d}" for each in reading.mentions]


def test_the_other_rows_of_a_file_decide_whether_the_day_is_first(tmp_path: Path) -> None:
    assert days(read(tmp_path, "内容,发布时间", "好喝,03/02/2025 12:00", "难喝,25/02/2025 12:00")) == [
        "2025-02-03",
        "2025-02-25",
    ]
    assert days(read(tmp_path, "内容,发布时间", "好喝,03/02/2025 12:00", "难喝,02/25/2025 12:00")) == [
        "2025-03-02",
        "2025-02-25",
    ]
    contradicting = ["好喝,03/02/2025", *[f"第{n}条,2{n}/02/2025" for n in range(9)], *["难喝,02/25/2025"] * 31]
    reading = read(tmp_path, "内容,发布时间", *contradicting)
    assert [r.row for r in reading.refusals] == [2]
    assert "no other row tells; write it as 2020-01-31" in reading.refusals[0].reason


def test_relative_dates_count_from_the_crawl_time_that_the_file_states(tmp_path: Path) -> None:
    reading = read(
        tmp_path, "内容,发布时间,采集时间", "好喝,3分钟前,2025-03-02 12:05", "难喝,昨天 08:00,2025-03-05 12:05"
    )
    assert [each.published_at for each in reading.mentions] == [
        datetime(2025, 3, 2, 4, 2, tzinfo=UTC),
        datetime(2025, 3, 4, 0, 0, tzinfo=UTC),
    ]
    reading = read(tmp_path, "内容,发布时间", "好喝,3分钟前", *["难喝,2025-03-02"] * 30)
    assert [r.reason for r in reading.refusals] == ["published_at: '3分钟前' is relative to an unknown moment"]


@pytest.mark.parametrize(
    ("source", "header", "row", "field"),
    [
        ("table", "内容,发布时间", "好喝,{}", "published_at"),
        ("jd_reviews", "评论内容,得分,购买时间,手机型号", "好喝,5,{},型号", "published_at"),
        ("orders", "订单编号,会员编号,下单时间,实付金额", "A1,M1,{},5", "ordered_at"),
        ("contacts", "会话ID,客户编号,接入时间,咨询分类", "C1,M1,{},退货", "contacted_at"),
        ("surveys", "提交时间,会员编号,NPS", "{},M1,9", "answered_at"),
    ],
)
def test_a_time_beyond_the_file_s_own_is_refused(
    tmp_path: Path, source: str, header: str, row: str, field: str
) -> None:
    times = ["2026-03-03 12:04", "2026-03-03 12:06", *[f"2026-02-02 12:{n:02}" for n in range(30)]]
    reading = read(tmp_path, header, *[row.format(each) for each in times], source=source)
    assert [(r.row, r.reason) for r in reading.refusals] == [(3, f"{field}: lies in the future")]


def test_a_file_that_lost_its_date_says_nothing_of_the_future(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("内容,发布时间\n好喝,2026-03-02\n", "utf-8")
    os.utime(path, (315_532_800, 315_532_800))  # 1980, as archives without times give it
    assert not read_recording("table", path, KEY).refusals
