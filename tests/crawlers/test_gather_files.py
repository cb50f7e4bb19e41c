"""Export files through the raw zone into the lake: once, whatever happens in between."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from crawlers import files
from crawlers.gather import gather
from crawlers.reparse import reparse
from lake.home import Home
from lake.partition import read
from lake.raw import RawWriter, read_raw
from records import Coverage, SourceQuery
from records.errors import SchemaDrift, UnreadableFile, UsageError

KEY = b"k" * 32
HEADER = "id,title,user_id,likes,comments,stars,notes,fans,collect,content"
ARRIVED = datetime(2026, 3, 10, 4, tzinfo=UTC)


def _note(number: int, day: int, likes: str = "1") -> str:
    seconds = int(datetime(2026, 3, day, 4, tzinfo=UTC).timestamp())
    return f"{seconds:08x}{number:016x},好物,u{number},{likes},0,0,1,10,2,第 {number} 篇"


def _file(folder: Path, name: str, *rows: str, hours: int = 0) -> Path:
    file = folder / name
    file.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    moment = ARRIVED.timestamp() + hours * 3600
    os.utime(file, (moment, moment))
    return file


def _gather(
    home: Home, file: Path, run_id: str = "r1", source: str = "xiaohongshu_notes", **more: Any
) -> list[Coverage]:
    queries = [SourceQuery(source=source, query=str(file))]
    return gather(source, queries, home=home, key=KEY, run_id=run_id, **more)


def _rows(home: Home, dataset: str) -> list[dict[str, Any]]:
    table: pa.Table = read(home.lake, dataset)
    return sorted(table.to_pylist(), key=str)


def test_a_file_lands_with_its_arrival_as_observation_time(home: Home, tmp_path: Path) -> None:
    (coverage,) = _gather(home, _file(tmp_path, "notes.csv", _note(1, 1), _note(2, 2)))
    assert (coverage.outcome, coverage.query, coverage.page_count) == ("ok", "notes.csv", 1)
    assert (coverage.row_count, coverage.mention_count, coverage.message) == (2, 2, None)
    assert coverage.window_to == datetime(2026, 3, 2, 4, tzinfo=UTC)
    mentions, observations = _rows(home, "mentions"), _rows(home, "observations")
    assert {m["query"] for m in mentions} == {"notes.csv"}
    assert {o["observed_at"] for o in observations} == {ARRIVED}
    assert len(_rows(home, "authors")) == 2
    (page,) = read_raw(home.raw, "xiaohongshu_notes")
    assert page.body == (tmp_path / "notes.csv").read_bytes()


def test_the_same_file_again_adds_nothing_even_when_touched_or_renamed(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path, "notes.csv", _note(1, 1), _note(2, 2))
    _gather(home, file)
    before = {name: _rows(home, name) for name in ("mentions", "observations", "authors")}
    os.utime(file)
    _gather(home, file, "r2")
    _gather(home, file.rename(tmp_path / "copy.csv"), "r3")
    assert {name: _rows(home, name) for name in before} == before
    assert len(_rows(home, "coverage")) == 3


def test_overlapping_files_in_any_order_give_one_mention_and_two_observations(tmp_path: Path) -> None:
    old = _file(tmp_path, "old.csv", _note(1, 1, "5"), _note(2, 2, "6"))
    new = _file(tmp_path, "new.csv", _note(2, 2, "1.2万"), _note(3, 3), hours=24)
    results = []
    for order in ((old, new), (new, old)):
        home = Home(tmp_path / f"home-{order[0].stem}").create()
        for file in order:
            _gather(home, file)
        ids = {m["mention_id"] for m in _rows(home, "mentions")}
        results.append((ids, _rows(home, "observations")))
    assert results[0] == results[1]
    assert len(results[0][0]) == 3
    assert sorted(o["like_count"] for o in results[0][1] if o["mention_id"].endswith("2")) == [6, 12000]


@pytest.mark.parametrize("moment", ["raw", "land", "coverage"])
def test_a_crash_anywhere_then_the_same_run_gives_the_same_rows(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    file = _file(tmp_path, "notes.csv", _note(1, 1), _note(2, 2))

    def crash(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    targets = {"raw": (RawWriter, "write"), "land": (files, "land"), "coverage": (files, "coverage_of")}
    with monkeypatch.context() as patch:
        patch.setattr(*targets[moment], crash)
        with pytest.raises(OSError, match="No space"):
            _gather(home, file)
    assert not (home.lake / "coverage").exists()
    os.utime(file)  # the time of first arrival is the kept page's, where one was kept
    _gather(home, file)
    undisturbed = Home(tmp_path / "other").create()
    moved = _file(tmp_path, "notes.csv", _note(1, 1), _note(2, 2))
    _gather(undisturbed, moved)
    names = ("mentions", "observations") if moment != "raw" else ()
    assert {name: _rows(home, name) for name in names} == {name: _rows(undisturbed, name) for name in names}
    assert len(_rows(home, "mentions")) == 2


def test_only_the_days_asked_for_are_landed(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path, "notes.csv", *[_note(n, n) for n in range(1, 6)])
    (coverage,) = _gather(home, file, since=date(2026, 3, 2), until=date(2026, 3, 3))
    assert (coverage.mention_count, coverage.skipped_count, coverage.row_count) == (2, 3, 5)
    assert len(_rows(home, "mentions")) == 2
    with pytest.raises(UsageError, match="wrong way round"):
        _gather(home, file, since=date(2026, 3, 3), until=date(2026, 3, 2))


def test_a_file_with_too_many_refused_rows_lands_nothing(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path, "notes.csv", _note(1, 1), "x,y", "1,b,c,d,e,f,g,h,i,j")
    (coverage,) = _gather(home, file)
    assert (coverage.outcome, coverage.mention_count, coverage.refused_count) == ("schema_drift", 0, 2)
    assert "nothing of it is taken" in (coverage.message or "")
    assert not (home.lake / "mentions").exists()


def test_a_few_refused_rows_are_told(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path, "notes.csv", *[_note(n, 1) for n in range(99)], "x,y")
    (coverage,) = _gather(home, file)
    assert (coverage.outcome, coverage.mention_count, coverage.refused_count) == ("ok", 99, 1)
    assert coverage.message == ("1 rows refused, most often (1): 2 columns where the header has 10; first at row 101")


def test_a_folder_is_all_its_files(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    with pytest.raises(UnreadableFile, match="no export file"):
        _gather(home, folder)
    _file(folder, "b.csv", _note(1, 1))
    _file(folder, "a.csv", _note(2, 2))
    (folder / "notes.md").write_text("not data")
    assert [coverage.query for coverage in _gather(home, folder)] == ["a.csv", "b.csv"]


def test_files_of_another_source_and_missing_ones_leave_nothing_behind(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    with pytest.raises(SchemaDrift, match=r"other.csv: no column id"):
        _gather(home, file)
    with pytest.raises(UnreadableFile, match="no such file"):
        _gather(home, tmp_path / "missing.csv")
    with pytest.raises(UsageError, match="no such source"):
        _gather(home, file, source="xiaohongshu")
    assert list(home.raw.rglob("*.zst")) == []
    assert list(home.lake.iterdir()) == []


def test_replay_reads_kept_pages_again(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path, "notes.csv", _note(1, 1), _note(2, 2))
    with pytest.raises(UsageError, match="gather first"):
        reparse("xiaohongshu_notes", home=home, key=KEY)
    _gather(home, file)
    before = {name: _rows(home, name) for name in ("mentions", "observations", "authors")}
    assert reparse("xiaohongshu_notes", home=home, key=KEY).row_count == 2
    assert reparse("xiaohongshu_notes", home=home, key=KEY, since=date(2026, 3, 2)).row_count == 1
    assert {name: _rows(home, name) for name in before} == before


def test_authors_without_mentions_are_landed(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "creators.csv"
    file.write_text("name,category,fans\n茶客,美食,1.2万\n茶社,美食,7\n", "utf-8")
    (coverage,) = _gather(home, file, source="douyin_creators")
    assert (coverage.outcome, coverage.author_count, coverage.mention_count) == ("ok", 2, 0)
    assert {row["follower_count"] for row in _rows(home, "authors")} == {12000, 7}
