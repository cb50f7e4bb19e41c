"""Files that nothing has changed about are not read again; whatever may have changed lets them be read."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from crawlers import again, files
from crawlers.gather import gather
from lake import erasures
from lake.home import Home
from lake.partition import read
from records import Coverage, SourceQuery

KEY = b"k" * 32
SOURCE = "xiaohongshu_notes"
HEADER = "id,title,user_id,likes,comments,stars,notes,fans,collect,content"
DATASETS = ("mentions", "observations", "authors")
NOTES = ("66a00001", "66b00002", "66c00003")


class Reader:
    """Gathers one file and counts how often it is read."""

    def __init__(self, home: Home, file: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self.file, self.patch, self.read_count = home, file, patch, 0
        whole = files._gathered
        patch.setattr(files, "_gathered", lambda *given: self._counted(whole, *given))

    def run(self, run_id: str, **more: Any) -> Coverage:
        """One run."""
        query = SourceQuery(source=SOURCE, query=str(self.file), params=more.pop("params", {}))
        (coverage,) = gather(SOURCE, [query], **{"home": self.home, "key": KEY, "run_id": run_id, **more})
        return coverage

    def rows(self) -> dict[str, list[str]]:
        """What the lake holds."""
        return {name: sorted(map(str, read(self.home.lake, name).to_pylist())) for name in DATASETS}

    def _counted(self, whole: Callable[..., Coverage], *given: Any) -> Coverage:
        self.read_count += 1
        return whole(*given)


@pytest.fixture
def reader(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    file = tmp_path / "notes.csv"
    rows = [f"{note}{number:016x},好物,u{number},1,0,0,1,10,2,第 {number} 篇" for number, note in enumerate(NOTES)]
    file.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    return Reader(home, file, monkeypatch)


def test_an_unchanged_file_is_read_once_and_told_of_in_every_run(reader: Reader) -> None:
    first, second = reader.run("r1"), reader.run("r2")
    assert (first.mention_count, reader.read_count) == (len(NOTES), 1)
    times = ("run_id", "started_at", "ended_at")
    own, other = ({k: v for k, v in asdict(each).items() if k not in times} for each in (first, second))
    assert own == other
    assert (second.run_id, second.started_at > first.ended_at) == ("r2", True)
    assert len(list(reader.home.raw.rglob("page-*"))) == 1
    assert sorted(read(reader.home.lake, "coverage").column("run_id").to_pylist()) == ["r1", "r2"]


def _lose_rows(reader: Reader) -> None:
    shutil.rmtree(next((reader.home.lake / "mentions").rglob("dt=*")))


def _lose_the_copy(reader: Reader) -> None:
    shutil.rmtree(next((reader.home.raw / SOURCE).iterdir()))


def _lose_the_memory(reader: Reader) -> None:
    reader.home.state.unlink()


def _append_a_row(reader: Reader) -> None:
    with reader.file.open("a", encoding="utf-8") as file:
        file.write(f"66d00004{4:016x},好物,u4,1,0,0,1,10,2,第 4 篇\n")


def _update_the_code(reader: Reader) -> None:
    reader.patch.setattr(again, "_code", lambda: "another version")


def _erase_somebody(reader: Reader) -> None:
    erasures.note(reader.home.vault, "a_" + "0" * 20, erasures.ERASED, platform="xiaohongshu", reason="asked")


CHANGES = (_lose_rows, _lose_the_copy, _lose_the_memory, _append_a_row, _update_the_code, _erase_somebody)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_lets_the_file_be_read_and_no_row_is_missing(reader: Reader, change: Callable[[Reader], None]) -> None:
    reader.run("r1")
    before = reader.rows()
    change(reader)
    reader.run("r2")
    assert reader.read_count == 2
    after = reader.rows()
    assert all(set(before[name]) <= set(after[name]) for name in DATASETS)
    assert len(list(reader.home.raw.rglob("page-*"))) >= 1
    reader.run("r3")
    assert (reader.read_count, reader.rows()) == (2, after)


@pytest.mark.parametrize("more", [{"key": b"n" * 32}, {"is_linking": True}, {"min_outreach_followers": 5}])
def test_other_settings_let_the_file_be_read(reader: Reader, more: dict[str, Any]) -> None:
    reader.run("r1")
    reader.run("r2", **more)
    assert reader.read_count == 2


def test_a_file_with_refused_rows_is_read_until_it_is_mended(reader: Reader) -> None:
    good = reader.file.read_text("utf-8")
    reader.file.write_text(good + "nothing,好物,u9,1,0,0,1,10,2,坏的\n", "utf-8")
    assert [reader.run(run).refused_count for run in ("r1", "r2")] == [1, 1]
    assert reader.read_count == 2
    reader.file.write_text(good, "utf-8")
    assert [reader.run(run).refused_count for run in ("r3", "r4")] == [0, 0]
    assert reader.read_count == 3


def test_a_run_that_failed_remembers_nothing(reader: Reader) -> None:
    bad = reader.file.with_name("zz.csv")
    bad.write_text("no,such,header\n1,2,3\n", "utf-8")
    folder = SourceQuery(source=SOURCE, query=str(reader.file.parent))
    given = {"home": reader.home, "key": KEY, "run_id": "r1"}
    with pytest.raises(Exception, match=r"zz\.csv"):
        gather(SOURCE, [folder], **given)  # type: ignore[arg-type]
    bad.unlink()
    reader.run("r2")
    assert reader.read_count == 3  # both, and the good one again


def test_the_memory_says_no_word_of_what_was_read(reader: Reader) -> None:
    reader.run("r1")
    content = reader.home.state.read_bytes()
    assert "第 1 篇".encode() not in content
    assert json.dumps("u1").encode() not in content
