"""Cells as exports write them."""

from datetime import UTC, datetime

import pytest

from crawlers.convert import words
from crawlers.convert.context import Context
from crawlers.convert.counts import parse_count, whole
from crawlers.convert.times import epoch, objectid_time, time, weibo_id_time

CONTEXT = Context(fetched_at=datetime(2026, 3, 1, tzinfo=UTC))
NOON = datetime(2026, 3, 2, 4, 5, tzinfo=UTC)


def weibo_id(instant: datetime) -> int:
    """A number whose upper bits hold the instant, as Weibo's ids do."""
    return (int(instant.timestamp()) - 515_483_463) << 22 | 12345


def base62(number: int) -> str:
    """Weibo's short form: groups of seven digits from the right, four base-62 characters each."""
    alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    groups = []
    while number:
        number, group = divmod(number, 10**7)
        piece = ""
        while group:
            group, digit = divmod(group, 62)
            piece = alphabet[digit] + piece
        groups.append(piece.rjust(4, "0") if number else piece)
    return "".join(reversed(groups))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12", (12, "exact")),
        (7, (7, "exact")),
        ("12.0", (12, "exact")),
        ("1,234", (1234, "exact")),
        ("1.2万", (12000, "rounded")),
        ("3.4w", (34000, "rounded")),
        ("2.3亿", (230_000_000, "rounded")),
        ("5k", (5000, "rounded")),
        ("10万+", (100_000, "capped")),
        ("999+", (999, "capped")),
        ("", (None, "exact")),
        ("未知", (None, "exact")),
        ("赞", (None, "exact")),
    ],
)
def test_counts(cell: object, expected: tuple[int | None, str]) -> None:
    assert parse_count(cell) == expected


@pytest.mark.parametrize("cell", ["很多", "-3", -3, True, "1.2.3万", "99999999999999999999"])
def test_counts_that_are_none_are_refused(cell: object) -> None:
    with pytest.raises(ValueError, match="count"):
        parse_count(cell)


@pytest.mark.parametrize(
    "cell",
    [
        NOON.timestamp(),
        int(NOON.timestamp()),
        str(int(NOON.timestamp())),
        str(int(NOON.timestamp() * 1000)),
        "2026-03-02 12:05:00",
        "2026-03-02 12:05",
        "2026-03-02T04:05:00Z",
        "2026-03-02 12:05:00+08:00",
        "2026-03-01T20:05:00-08:00",
        "2026/3/2 12:05",
        "2026.03.02 12:05:00",
        "2026年3月2日 12:05",
        "2026年3月2日 12时05分",
        "Mon Mar 02 12:05:00 +0800 2026",
        "Mon, 02 Mar 2026 04:05:00 GMT",
        "Mon Mar 02 12:05:00 CST 2026",
        "Mon, 02 Mar 2026 12:05:00 CST",
        "2 Mar 2026 12:05",
        "Mon Mar 02 12:05:00 GMT+08:00 2026",
        "Mon Mar 02 2026 12:05:00 GMT+0800 (中国标准时间)",
        "Sun, 01 Mar 2026 23:05:00 EST",
        "2026-03-02 12:05:00 CST",
        "2026年3月2日 13:05 +0900",
    ],
)
def test_times(cell: object) -> None:
    assert time(cell, CONTEXT) == NOON


def test_a_day_without_an_hour_is_its_midnight_in_china() -> None:
    assert time("2026/3/2", CONTEXT) == time("2026-03-02", CONTEXT) == datetime(2026, 3, 1, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell", ["next week", "3分钟前", "昨天 12:30", "5月31日 23:54", "2026-13-01", "12", "1500-01-01"]
)
def test_times_that_nothing_tells_are_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"time|year|relative|month"):
        time(cell, CONTEXT)


@pytest.mark.parametrize(
    "cell", ["Mon Mar 02 12:05:00 BST 2026", "Mon, 02 Mar 2026 12:05:00 XYZ", "Mon, 02 Mar 2026 12:05:00 +9900"]
)
def test_a_zone_that_is_not_known_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        time(cell, CONTEXT)


def test_a_missing_year_comes_from_the_year_given_or_a_near_instant() -> None:
    cell = "3月2日 12:05 来自 手机"
    assert time(cell, Context(fetched_at=NOON, year=2026)) == NOON
    near = Context(fetched_at=NOON, hint=lambda: datetime(2026, 2, 27, tzinfo=UTC))
    assert time(cell, near) == NOON
    over_new_year = Context(fetched_at=NOON, hint=lambda: datetime(2026, 1, 2, tzinfo=UTC))
    assert time("12月31日 23:00", over_new_year) == datetime(2025, 12, 31, 15, tzinfo=UTC)
    leap = Context(fetched_at=NOON, hint=lambda: datetime(2023, 6, 1, tzinfo=UTC))
    assert time("2月29日 08:00", leap) == datetime(2024, 2, 29, tzinfo=UTC)


def test_times_inside_ids() -> None:
    assert objectid_time(f"{int(NOON.timestamp()):08x}" + "0" * 16, CONTEXT) == NOON
    number = weibo_id(NOON)
    assert weibo_id_time(str(number)) == NOON
    assert weibo_id_time(base62(number)) == NOON
    assert weibo_id_time("3AbZ") is None
    assert weibo_id_time("not an id!") is None
    with pytest.raises(ValueError, match="ObjectId"):
        objectid_time("123", CONTEXT)


def test_epochs() -> None:
    assert epoch("1772424300000", CONTEXT) == epoch(1772424300, CONTEXT)
    for cell in ("soon", "17", "nan"):
        with pytest.raises(ValueError, match="seconds since 1970"):
            epoch(cell, CONTEXT)


def test_words() -> None:
    assert [words.gender(cell, CONTEXT) for cell in ("男", "f", 2, "保密", "��密")] == ["m", "f", "f", None, None]
    stars = [words.rating(cell, CONTEXT) for cell in ("s-star5", "allstar40", "3星", "★★☆", "4.5", 2, "力荐")]
    assert stars == [5, 4, 3, 2, 4.5, 2, 5]
    assert words.whole_number_id("123456.0", CONTEXT) == "123456"
    assert words.whole_number_id("1.5e7", CONTEXT) == "1.5e7"
    assert words.region("IP属地：广东", CONTEXT) == "广东"
    assert words.region("其他", CONTEXT) is None
    assert words.id_in_name("12_AbC_9f", CONTEXT) == words.id_in_name("AbC", CONTEXT) == "AbC"
    assert [words.weibo_verified_type(cell, CONTEXT) for cell in (-1, 0, "3", 220)] == [None, "person", "media", None]
    assert words.weibo_post_in_url("https://weibo.com/12/J4abc?from=x", CONTEXT) == "J4abc"
    for convert, cell in ((words.gender, "十"), (words.rating, "好"), (words.weibo_post_in_url, "https://x.cn")):
        with pytest.raises(ValueError, match=r"cannot read|no weibo"):
            convert(cell, CONTEXT)


@pytest.mark.parametrize("value", [10**12, "1000000000000", "99999亿", 2**62])
def test_a_trillion_is_no_count(value: object) -> None:
    with pytest.raises(ValueError, match="out of range"):
        parse_count(value)
    assert whole(value) is None


@pytest.mark.parametrize("value", [10**12 - 1, "999999999999", "000000000012345"])
def test_less_is_one(value: object) -> None:
    assert parse_count(value)[0] == int(str(value))
