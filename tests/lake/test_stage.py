"""Rows put aside come back by day, in the order they came, in bounded pieces; and folders of dead processes go."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from lake.home import Home
from lake.lock import exclusive
from lake.stage import DayStage
from lake.workspace import workspace

SCHEMA = pa.schema([("n", pa.int64()), ("text", pa.string())])


def _rows(*numbers: int) -> pa.Table:
    return pa.table({"n": list(numbers), "text": [f"第 {n} 行" for n in numbers]}, schema=SCHEMA)


def _staged(folder: Path) -> DayStage:
    stage = DayStage(folder / "rows.arrow", SCHEMA)
    stage.add(_rows(1, 2, 3, 4), np.array([9, 7, 9, 7]))
    stage.add(_rows(), np.array([], dtype=np.int64))
    stage.add(_rows(5, 6), np.array([7, 8]))
    stage.close()
    return stage


def test_rows_come_back_by_day_in_their_order(tmp_path: Path) -> None:
    with _staged(tmp_path).read() as staged:
        assert staged.days == [7, 8, 9]
        found = {day: [n for piece in staged.pieces(day) for n in piece.column("n").to_pylist()] for day in staged.days}
        assert found == {7: [2, 4, 5], 8: [6], 9: [1, 3]}
        assert [batch.num_rows for batch in staged.batches()] == [4, 2]


def test_a_large_day_comes_in_pieces_and_memory_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lake.stage._PIECE_BYTES", 1)
    monkeypatch.setattr("lake.stage._RELEASE_BYTES", 1)
    with _staged(tmp_path).read() as staged:
        pieces = list(staged.pieces(7))
        assert [piece.column("text").to_pylist() for piece in pieces] == [["第 2 行", "第 4 行"], ["第 5 行"]]
        assert [piece.column("n").to_pylist() for piece in staged.pieces(7)] == [[2, 4], [5]]


def test_a_stage_without_rows_says_so(tmp_path: Path) -> None:
    stage = DayStage(tmp_path / "rows.arrow", SCHEMA)
    stage.close()
    assert not stage.has_rows
    assert _staged(tmp_path).has_rows


def test_a_workspace_is_gone_afterwards_also_on_an_error(home_root: Path) -> None:
    with pytest.raises(OSError, match="full"):
        _fill_up(home_root)
    assert list((home_root / "staging").iterdir()) == []


def _fill_up(home_root: Path) -> None:
    with workspace(Home(home_root)) as folder:
        (folder / "file").write_text("x")
        raise OSError("full")


def test_what_a_killed_process_left_is_removed_and_a_living_one_is_let_be(home_root: Path) -> None:
    parent = home_root / "staging"
    for name in ("import-dead", "import-living"):
        (parent / name).mkdir(parents=True)
        (parent / name / "rows.arrow").write_text("x")
    (parent / "import-dead.lock").touch()
    with exclusive(parent / "import-living.lock", "living"), workspace(Home(home_root)) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert not (parent / "import-dead").exists()
        assert (parent / "import-living" / "rows.arrow").exists()


@pytest.fixture
def home_root(tmp_path: Path) -> Path:
    """The root of an installation."""
    return Home(tmp_path / "home").create().root
