"""Xiaohongshu: weekly CSV files of notes; no time column, the id's first eight hex digits are the unix time."""

from datetime import datetime
from pathlib import Path

from world.clock import week_label
from world.exports.files import Written, csv_text, grown, put, rounded
from world.exports.weekly import weeks
from world.model import Item
from world.stage import Stage

HEADER = ("id", "title", "user_id", "likes", "comments", "stars", "notes", "fans", "collect", "content")
_REPEATED_HEADER_WEEK = 2
_BLANK_ROWS_WEEK = 5


def write(stage: Stage, folder: Path) -> list[Written]:
    """`exports/xiaohongshu_notes_<week>.csv`; one repeats its header, one has blank rows."""
    notes = [item for item in stage.items if item.platform == "xiaohongshu"]
    written = []
    for week, at, items in weeks(notes, minute=21):
        rows: list[tuple[object, ...]] = [_row(item, week, at) for item in items]
        mess: list[tuple[object, ...]] = []
        if week == _REPEATED_HEADER_WEEK:
            mess = [HEADER]
        elif week == _BLANK_ROWS_WEEK:
            mess = [("",) * len(HEADER)] * 3
        rows[len(rows) // 2 : len(rows) // 2] = mess
        path = folder / "exports" / f"xiaohongshu_notes_{week_label(week)}.csv"
        put(path, csv_text(HEADER, rows).encode(), at)
        written.append(
            Written(path=path, source="xiaohongshu_notes", observed_at=at, rows=len(items), skipped=len(mess))
        )
    return written


def _row(item: Item, week: int, at: datetime) -> tuple[object, ...]:
    assert item.author is not None, "every note has an author"
    return (
        item.native_id,
        item.title,
        item.author.native_id,
        rounded(grown(item.likes, item, at)),
        grown(item.comments, item, at),
        rounded(grown(item.favorites, item, at)),
        item.author.post_count % 300 + week,
        rounded(item.author.followers_in(week)),
        item.author.followers * 3,
        item.text,
    )
