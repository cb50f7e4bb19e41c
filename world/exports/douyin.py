"""Douyin: fortnightly CSV files in the columns of MediaCrawler's Douyin table."""

from datetime import datetime
from pathlib import Path

from world.clock import exported_at, week_label, week_of
from world.exports.files import Written, csv_text, grown, in_order, put
from world.model import Item
from world.stage import Stage

HEADER = (
    "aweme_id", "aweme_type", "title", "desc", "create_time", "user_id", "sec_uid", "short_user_id", "user_unique_id",
    "nickname", "avatar", "user_signature", "ip_location", "liked_count", "comment_count", "share_count",
    "collected_count", "last_modify_ts", "aweme_url", "source_keyword",
)  # fmt: skip
_DAMAGED_WEEK = 4


def write(stage: Stage, folder: Path) -> list[Written]:
    """`exports/douyin_<week>.csv` for every second week; one has a row whose time is a word."""
    videos = in_order(item for item in stage.items if item.platform == "douyin")
    written = []
    for week in (2, 4, 6, 8):
        at = exported_at(week, 33)
        rows = [_row(item, week, at) for item in videos if week_of(item.at) in (week - 1, week)]
        is_damaged = week == _DAMAGED_WEEK
        if is_damaged:
            rows.insert(len(rows) // 2, ("7512345678901234567", "0", "", "", "create_time_error", *rows[0][5:]))
        path = folder / "exports" / f"douyin_{week_label(week)}.csv"
        put(path, csv_text(HEADER, rows).encode("utf-8-sig"), at)
        written.append(
            Written(path=path, source="mediacrawler_douyin", observed_at=at, rows=len(rows), refused=int(is_damaged))
        )
    return written


def _row(item: Item, week: int, at: datetime) -> tuple[object, ...]:
    author = item.author
    assert author is not None, "every video has an author"
    return (
        item.native_id,
        "0",
        item.text,
        item.text,
        int(item.at.timestamp()),
        author.native_id,
        author.handle,
        "0",
        "",
        author.name,
        "",
        author.bio,
        author.region,
        grown(item.likes, item, at),
        grown(item.comments, item, at),
        grown(item.shares, item, at),
        grown(item.favorites, item, at),
        int(at.timestamp() * 1000),
        f"https://douyin.example/video/{item.native_id}",
        "奶茶",
    )
