"""Overlapping exports in any order: one mention each, and one more observation for every moment it was counted."""

import random
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.gather import gather
from lake.home import Home
from lake.partition import read
from records import SourceQuery
from tests.crawlers.presets import KEY, SECONDS, SEEN_MS, Rows, as_csv, as_json, as_jsonl

WRITERS: dict[str, Callable[[Rows], bytes]] = {"jsonl": as_jsonl, "json": as_json, "csv": as_csv}
DAY_MS = 86_400_000
EXPORTS = st.lists(st.sets(st.integers(1, 6), min_size=1), min_size=1, max_size=4)
"""Which posts each export holds; the n-th was made on the n-th day."""


def _note(number: int, day: int) -> dict[str, Any]:
    note = {"note_id": f"{number:024x}", "title": "", "desc": f"第{number}杯,不错", "time": SECONDS * 1000 + number}
    note |= {"user_id": f"u{number}", "nickname": "茶客", "liked_count": str(10 * day), "collected_count": "1"}
    return note | {"comment_count": "0", "share_count": "0", "last_modify_ts": SEEN_MS + day * DAY_MS}


def _video(number: int, day: int) -> dict[str, Any]:
    video = {"video_id": str(number), "title": f"第{number}集", "desc": "", "create_time": SECONDS + number}
    video |= {"user_id": f"u{number}", "nickname": "茶客", "liked_count": str(10 * day), "video_play_count": "9"}
    return video | {"last_modify_ts": SEEN_MS + day * DAY_MS}


def _comment(number: int, day: int) -> dict[str, Any]:
    comment = {"comment_id": str(number), "aweme_id": "7", "content": f"第{number}楼", "create_time": SECONDS + number}
    comment |= {"user_id": f"u{number}", "nickname": "茶客", "parent_comment_id": "0", "like_count": 10 * day}
    return comment | {"sub_comment_count": "0", "last_modify_ts": SEEN_MS + day * DAY_MS}


ROWS: dict[str, Callable[[int, int], dict[str, Any]]] = {
    "mediacrawler_xiaohongshu": _note,
    "mediacrawler_bilibili": _video,
    "mediacrawler_douyin": _comment,
}


@pytest.mark.parametrize("source", ROWS)
@settings(max_examples=6, deadline=None)
@given(exports=EXPORTS, is_one_file=st.booleans(), ending=st.sampled_from(sorted(WRITERS)), chance=st.randoms())
def test_overlapping_exports(
    source: str, exports: list[set[int]], is_one_file: bool, ending: str, chance: random.Random
) -> None:
    tables = [[ROWS[source](number, day) for number in sorted(numbers)] for day, numbers in enumerate(exports)]
    if is_one_file:  # the tool appends to its file of the day
        tables = [[row for table in tables for row in table]]
    chance.shuffle(tables)
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home").create()
        for position, rows in enumerate(tables):
            file = Path(folder) / f"export_{position}.{ending}"
            file.write_bytes(WRITERS[ending](rows))
            queries = [SourceQuery(source=source, query=str(file))]
            for run in ("first", "again") if position == 0 else ("first",):
                gather(source, queries, home=home, key=KEY, run_id=f"{run}{position}")
        mentions = read(home.lake, "mentions").column("mention_id").to_pylist()
        observed = read(home.lake, "observations").select(["mention_id", "like_count"]).to_pylist()
    assert len(mentions) == len(set(mentions)) == len(set().union(*exports))
    assert len(observed) == sum(len(numbers) for numbers in exports)
    for number in set().union(*exports):
        days = {day for day, numbers in enumerate(exports) if number in numbers}
        mention_id = next(each for each in mentions if int(each.rpartition(":")[2], 16) == number)
        assert {row["like_count"] // 10 for row in observed if row["mention_id"] == mention_id} == days
