"""Old days go whole, and what an interrupted removal left goes with the next one."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from lake import retention
from lake.partition import MANIFEST, append, partitions
from lake.retention import days_before, remove

ROWS = pa.table({"mention_id": ["m1", "m2"]})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for source in ("a", "b"):
        for day in ("2026-01-31", "2026-02-01", "unknown"):
            append(tmp_path, "mentions", {"source": source, "dt": day}, ROWS, unique=("mention_id",))
    return tmp_path


def kept(root: Path) -> set[tuple[str, str]]:
    return {(each.keys["source"], each.keys["dt"]) for each in partitions(root, "mentions")}


def test_days_before_the_first_kept_are_found_and_an_unknown_day_is_not(root: Path) -> None:
    found = days_before(root / "mentions", date(2026, 2, 1))
    assert [(each.folder.parent.name, each.day, each.file_count) for each in found] == [
        ("source=a", date(2026, 1, 31), 1),
        ("source=b", date(2026, 1, 31), 1),
    ]
    assert all(each.byte_count > 0 for each in found)
    assert days_before(root / "no such data set", date(2026, 2, 1)) == []


def test_what_is_removed_is_gone_and_the_rest_stays(root: Path) -> None:
    for each in days_before(root / "mentions", date(2026, 2, 1)):
        remove(each)
        remove(each)
    assert kept(root) == {(source, day) for source in "ab" for day in ("2026-02-01", "unknown")}
    assert not list(root.rglob("dt=2026-01-31"))


def test_a_removal_killed_half_way_leaves_no_row_and_is_finished_by_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(retention.shutil, "rmtree", killed)
    (first, *_) = days_before(root / "mentions", date(2026, 2, 1))
    with pytest.raises(KeyboardInterrupt):
        remove(first)
    assert ("a", "2026-01-31") not in kept(root)
    monkeypatch.undo()
    (again, *_) = days_before(root / "mentions", date(2026, 2, 1))
    assert again == first
    remove(again)
    assert not first.folder.exists()


def test_the_raw_zones_runs_go_with_their_day(tmp_path: Path) -> None:
    run = tmp_path / "raw" / "heimao" / "dt=2026-01-01" / "run=1"
    run.mkdir(parents=True)
    for name in ("page.jsonl.zst", MANIFEST):
        (run / name).write_bytes(b"x")
    (found,) = days_before(tmp_path / "raw", date(2026, 1, 2))
    assert (found.file_count, found.byte_count) == (1, 1)
    remove(found)
    assert list((tmp_path / "raw" / "heimao").iterdir()) == []
