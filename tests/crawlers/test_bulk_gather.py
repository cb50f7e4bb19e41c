"""Large files on their way: kept as received, landed once, whatever happens in between."""

import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from crawlers.bulk import gathering, importer
from crawlers.gather import gather
from crawlers.reparse import reparse
from lake.home import Home
from lake.raw import kept_pages, read_raw
from lake.rawproof import damaged_pages
from records import Coverage, SourceQuery
from records.errors import UnreadableFile
from tests.conftest import REPOSITORY
from tests.crawlers.bulkways import DATASETS, KEY, rows_at_rest

SOURCE = "jd_reviews"
HEADER = "评论内容,得分,购买时间,点赞数,回复数,手机型号"


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "LARGE_BYTES", 0)


def _file(folder: Path, name: str = "reviews.csv", row_count: int = 60) -> Path:
    file = folder / name
    rows = [f"第 {n % 50} 条评价,{1 + n % 5},2025-03-{1 + n % 9:02d} 10:00:00,{n},1.2万,云雀" for n in range(row_count)]
    file.write_text("\n".join([HEADER, *rows]) + "\n", "utf-8")
    os.utime(file, (1_760_000_000, 1_760_000_000))
    return file


def _gather(home: Home, file: Path, run_id: str = "r1", **more: Any) -> Coverage:
    (coverage,) = gather(
        SOURCE, [SourceQuery(source=SOURCE, query=str(file))], home=home, key=KEY, run_id=run_id, **more
    )
    return coverage


def _rows(home: Home) -> dict[str, list[Any]]:
    return {name: rows_at_rest(home, name) for name in DATASETS}


def test_the_file_is_kept_as_received_beside_its_page(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path)
    assert _gather(home, file).mention_count == 60
    (kept,) = kept_pages(home.raw, SOURCE)
    assert kept.body_file is not None
    assert kept.head.body == b""
    (page,) = read_raw(home.raw, SOURCE)
    assert page.body == file.read_bytes()
    assert damaged_pages(home.raw) == (1, [])
    assert not any((home.root / "staging").iterdir())


def test_the_same_file_again_changes_nothing(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path)
    _gather(home, file)
    before = _rows(home)
    os.utime(file)
    _gather(home, file, "r2")
    _gather(home, file.rename(tmp_path / "copy.csv"), "r3")
    assert _rows(home) == before
    assert len(rows_at_rest(home, "coverage")) == 3


def test_a_small_file_and_a_large_one_share_their_rows(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _file(tmp_path)
    _gather(home, file)
    before = _rows(home)
    monkeypatch.setattr(gathering, "LARGE_BYTES", 1 << 60)
    os.utime(file)
    _gather(home, file, "r2")
    assert _rows(home) == before


def test_replay_reads_it_again_out_of_the_raw_zone(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path)
    _gather(home, file)
    before = _rows(home)
    file.unlink()
    other = Home(tmp_path / "other").create()
    home.raw.rename(other.root / "raw-of-home")
    other.raw.rmdir()
    (other.root / "raw-of-home").rename(other.raw)
    assert reparse(SOURCE, home=other, key=KEY).row_count == 60
    assert _rows(other) == before
    assert reparse(SOURCE, home=other, key=KEY).row_count == 60
    assert _rows(other) == before


def test_replay_of_a_large_file_that_the_row_reader_must_read(home: Home, tmp_path: Path) -> None:
    file = _file(tmp_path)
    _gather(home, file)
    before = _rows(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawlers.bulk.importer.encodings_of", lambda file, spec: ())  # nothing is plain any more
        assert reparse(SOURCE, home=home, key=KEY).row_count == 60
    assert _rows(home) == before


def test_how_many_rows_have_been_read_is_told(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.bulk.stream.BLOCK_BYTES", 1_000)
    told: list[int] = []
    _gather(home, _file(tmp_path), on_progress=lambda progress: told.append(progress.page_count))
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] == 60


def test_a_file_that_changes_meanwhile_is_told_and_not_landed(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _file(tmp_path)
    read_large = importer.read_large

    def read_while_written(*arguments: Any) -> Any:
        found = read_large(*arguments)
        with file.open("a", encoding="utf-8") as sink:
            sink.write("又一条,5,2025-03-01 10:00:00,1,1,云雀\n")
        return found

    monkeypatch.setattr(gathering, "read_large", read_while_written)
    with pytest.raises(UnreadableFile, match="changed while it was read"):
        _gather(home, file)
    assert not any(_rows(home).values())
    assert not list(kept_pages(home.raw, SOURCE))


STEPS = (
    "crawlers.bulk.importer.Staging.add",
    "crawlers.bulk.importer.drift_of_counts",
    "lake.bodies.BodyInWaiting.compress",
    "lake.bodies.BodyInWaiting.commit",
    "lake.raw.RawWriter._write_line",
    "crawlers.bulk.landing.land_day",
    "lake.partition._commit",
    "crawlers.bulk.gathering.coverage_from",
)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("calls_before", [0, 3])
def test_a_crash_at_any_step_then_the_same_run_gives_the_same_rows(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, calls_before: int
) -> None:
    file = _file(tmp_path)
    monkeypatch.setattr("crawlers.bulk.stream.BLOCK_BYTES", 1_000)
    owner, name = step.rsplit(".", 1)
    real = _found(owner, name)
    left = [calls_before]

    def crash(*arguments: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "No space left on device")
        return real(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(step, crash)
        try:
            _gather(home, file)
        except OSError as error:
            assert "No space" in str(error)  # noqa: PT017  some steps are taken fewer times than this
    assert not list(home.root.rglob("*.tmp"))
    assert not any((home.root / "staging").iterdir())
    _gather(home, file)
    undisturbed = Home(tmp_path / "undisturbed")
    _gather(undisturbed, file)
    assert _rows(home) == _rows(undisturbed)
    assert len(list(kept_pages(home.raw, SOURCE))) == 1
    assert damaged_pages(home.raw) == (1, [])


def _found(owner: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(owner), name)
    except ModuleNotFoundError:
        module, kind = owner.rsplit(".", 1)
        return getattr(getattr(importlib.import_module(module), kind), name)


_KILLED = """
import sys
from crawlers.bulk import gathering
from crawlers.gather import gather
from lake.home import Home
from pathlib import Path
from records import SourceQuery
gathering.LARGE_BYTES = 0
query = SourceQuery(source="jd_reviews", query=sys.argv[1])
gather("jd_reviews", [query], home=Home(Path(sys.argv[2])), key=b"k" * 32, run_id="r1")
"""


@pytest.mark.parametrize(
    "moment", ["staging/*/mentions.arrow", "raw/jd_reviews/*/*/*.jsonl.zst", "lake/mentions/*/*/_manifest.json"]
)
def test_a_kill_then_the_same_run_gives_the_same_rows(tmp_path: Path, moment: str) -> None:
    file = _file(tmp_path, row_count=20_000)
    home = Home(tmp_path / "home")
    process = subprocess.Popen([sys.executable, "-c", _KILLED, str(file), str(home.root)], cwd=REPOSITORY)
    deadline = time.monotonic() + 60
    while process.poll() is None and not list(home.root.glob(moment)) and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    _gather(home, file)
    undisturbed = Home(tmp_path / "undisturbed")
    _gather(undisturbed, file)
    assert _rows(home) == _rows(undisturbed)
    assert not any((home.root / "staging").iterdir())
    assert damaged_pages(home.raw) == (1, [])
