"""What crawls remember: between objects, between processes, and never more than is true."""

import multiprocessing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from lake.crawlstate import CrawlState, CrawlStateUnusable
from lake.intervals import Interval

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def state(tmp_path: Path) -> CrawlState:
    return CrawlState(tmp_path / "state.sqlite")


def test_covered_time_is_a_set_and_gaps_stay_visible(state: CrawlState) -> None:
    state.cover("steam", "7", [Interval(NOON, NOON + HOUR)])
    state.cover("steam", "7", [Interval(NOON + 3 * HOUR, NOON + 4 * HOUR)])
    assert len(state.covered("steam", "7")) == 2
    state.cover("steam", "7", [Interval(NOON + HOUR, NOON + 3 * HOUR)])
    assert state.covered("steam", "7") == [Interval(NOON, NOON + 4 * HOUR)]
    assert state.covered("steam", "8") == []


def test_a_watermark_never_goes_back(state: CrawlState) -> None:
    state.raise_watermark("steam", "7", NOON)
    state.raise_watermark("steam", "7", NOON - HOUR)
    assert state.watermark("steam", "7") == NOON
    assert state.watermark("steam", "8") is None


def test_an_open_run_is_known_until_it_ends(tmp_path: Path, state: CrawlState) -> None:
    state.begin_run("steam", "head", "", "r1")
    found = CrawlState(tmp_path / "state.sqlite").open_run("steam", "head", "")
    assert found
    assert found.run_id == "r1"
    assert state.open_run("steam", "backfill", "2026-01-01..") is None
    state.end_run("steam", "head", "")
    assert state.open_run("steam", "head", "") is None


def test_a_budget_is_spent_whole_or_not_at_all(state: CrawlState) -> None:
    today, limits = date(2026, 3, 2), {"search": 2, "units": 10}
    assert state.spend("youtube", today, {"search": 2}, limits) is None
    assert state.spend("youtube", today, {"units": 1, "search": 1}, limits) == "search"
    assert state.spent("youtube", today) == {"search": 2}
    assert state.spend("youtube", date(2026, 3, 3), {"search": 1}, limits) is None


def _spend_many(path: Path, count: int) -> None:
    state = CrawlState(path)
    for _ in range(count):
        state.spend("youtube", date(2026, 3, 2), {"units": 1}, {"units": 30})


def test_processes_share_one_budget(tmp_path: Path, state: CrawlState) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_spend_many, args=(tmp_path / "state.sqlite", 20)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert state.spent("youtube", date(2026, 3, 2)) == {"units": 30}


def test_turns_are_spaced_and_a_clock_set_back_does_not_stop_the_crawl(state: CrawlState) -> None:
    assert [state.turn("a.example", 2.0, 1000.0) for _ in range(3)] == [0.0, 2.0, 4.0]
    assert state.turn("b.example", 2.0, 1000.0) == 0.0
    assert state.turn("a.example", 2.0, 1007.0) == 0.0
    assert state.turn("a.example", 2.0, 5.0) == 0.0


def test_a_miss_counts_once_a_day_and_is_forgotten_when_the_item_is_back(state: CrawlState) -> None:
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    assert state.note_misses("x", ["1", "2"], monday) == []
    assert state.note_misses("x", ["1"], monday) == []
    state.forget_misses("x", ["2"])
    assert state.note_misses("x", ["1", "2"], tuesday) == ["1"]


def test_a_damaged_file_is_one_clear_line(tmp_path: Path) -> None:
    broken = tmp_path / "state.sqlite"
    broken.write_bytes(b"no database, and long enough to be seen as none" * 40)
    with pytest.raises(CrawlStateUnusable, match=r"state\.sqlite: .*run again"):
        CrawlState(broken)
