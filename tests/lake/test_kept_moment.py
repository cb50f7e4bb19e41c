"""A byte that changed in `state.sqlite` is told, and what to do about it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from lake.crawlstate import CrawlState
from lake.database import kept_moment, transaction
from lake.filesread import FileKey, files_read, remember_files
from lake.home import Home
from records import Coverage
from records.errors import DamagedArtefact, ScrmError

NOW = datetime(2026, 11, 27, 3, 41, 55, 177463, tzinfo=UTC)


def test_a_moment_is_read_as_it_was_kept() -> None:
    assert kept_moment(NOW.isoformat()) == NOW


def test_a_changed_byte_is_told() -> None:
    with pytest.raises(DamagedArtefact, match=r"state\.sqlite.*move the file away"):
        kept_moment(NOW.isoformat().replace("63", "q3"))


def test_a_watermark_with_a_changed_byte_is_told(tmp_path: Path) -> None:
    state = CrawlState(tmp_path / "state.sqlite")
    state.raise_watermark("steam", "4200", NOW)
    with transaction(tmp_path / "state.sqlite", ScrmError, "-") as connection:
        connection.execute("update crawl_watermark set seen_at = replace(seen_at, '-', 'q')")
    with pytest.raises(DamagedArtefact, match=r"state\.sqlite"):
        state.watermark("steam", "4200")


def test_what_a_file_gave_with_a_changed_byte_is_told_and_locks_nobody_out(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    coverage = Coverage(source="s", query="q", run_id="r", started_at=NOW, ended_at=NOW, outcome="ok")
    remember_files(home, "s", {FileKey("a.csv", "0" * 64, "v"): coverage})
    assert list(files_read(home, "s").values()) == [coverage]
    with transaction(home.state, ScrmError, "-") as connection:
        connection.execute("update file_read set coverage = replace(coverage, ',', '.')")
    with pytest.raises(DamagedArtefact, match=r"state\.sqlite") as told:
        files_read(home, "s")
    remember_files(home, "s", {})  # though `told` keeps the frames of the reading
    assert told.value.__cause__ is not None
