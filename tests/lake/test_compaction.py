"""Many small files into few: same rows, whoever reads meanwhile and wherever it is killed."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from lake import compaction, partition
from lake.compaction import compact_source
from lake.partition import MANIFEST, append, find, read, read_fast, read_partition, replace
from records.errors import DamagedArtefact

KEYS = {"source": "s", "dt": "2026-08-30"}


def rows(*ids: str) -> pa.Table:
    return pa.table({"id": list(ids)})


def gathered(root: Path, count: int, dataset: str = "mentions") -> partition.Partition:
    """A day on which one row landed so many times."""
    for number in range(count):
        append(root, dataset, KEYS, rows(f"m{number:02d}"), unique=("id",))
    found = find(root, dataset, KEYS)
    assert found is not None
    return found


def ids(root: Path) -> list[str]:
    return [str(each) for each in read(root, "mentions").column("id").to_pylist()]


def files(root: Path) -> list[str]:
    return sorted(each.name for each in (root / "mentions/source=s/dt=2026-08-30").iterdir() if each.name != MANIFEST)


def test_one_file_has_the_rows_in_their_order_and_stands_for_the_others(tmp_path: Path) -> None:
    before = gathered(tmp_path, 9)
    (done,) = compact_source(tmp_path, "s")
    after = find(tmp_path, "mentions", KEYS)
    assert (done.files_before, done.files_after, done.swept_count) == (9, 1, 0)
    assert ids(tmp_path) == [f"m{number:02d}" for number in range(9)]
    assert len(files(tmp_path)) == 1
    assert after.row_count == 9
    assert after.identity == before.identity == tuple(before.hashes.values())
    assert append(tmp_path, "mentions", KEYS, rows("m03", "m08"), unique=("id",)) == 0
    assert compact_source(tmp_path, "s") == []


def test_what_lands_later_joins_and_is_compacted_with_it(tmp_path: Path) -> None:
    gathered(tmp_path, 5)
    compact_source(tmp_path, "s")
    whole = gathered(tmp_path, 8)
    assert len(whole.files) == 4
    compact_source(tmp_path, "s")
    after = find(tmp_path, "mentions", KEYS)
    assert (len(after.files), after.row_count) == (1, 8)
    assert after.identity == whole.identity
    assert len(after.identity) == 8


def test_few_large_or_unlike_files_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gathered(tmp_path, compaction.LEAST_FILES - 1)
    assert compact_source(tmp_path, "s") == []
    wider = pa.table({"id": ["w"], "added_later": [1]})
    append(tmp_path, "mentions", KEYS, wider, unique=("id",))
    assert compact_source(tmp_path, "s") == []
    gathered(tmp_path, 6, "orders")
    monkeypatch.setattr(compaction, "TARGET_BYTES", 1)
    assert compact_source(tmp_path, "s") == []


def test_groups_stay_below_the_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = gathered(tmp_path, 10)
    monkeypatch.setattr(compaction, "TARGET_BYTES", 5 * before.files[0].stat().st_size)
    compact_source(tmp_path, "s")
    after = find(tmp_path, "mentions", KEYS)
    assert len(after.files) == 2
    assert after.identity == before.identity
    assert ids(tmp_path) == [f"m{number:02d}" for number in range(10)]


@pytest.mark.parametrize("read_rows", [read_partition, read_fast])
def test_a_reader_with_an_older_list_meets_the_same_rows(
    tmp_path: Path, read_rows: Callable[[partition.Partition], pa.Table]
) -> None:
    before = gathered(tmp_path, 6)
    compact_source(tmp_path, "s")
    assert read_rows(before).column("id").to_pylist() == [f"m{number:02d}" for number in range(6)]
    replace(tmp_path, "mentions", KEYS, rows("other"))
    with pytest.raises(DamagedArtefact, match="listed in its manifest but unreadable"):
        read_rows(before)


@pytest.mark.parametrize("step", range(7))
def test_a_kill_at_any_step_costs_no_row_and_leaves_nothing(tmp_path: Path, step: int) -> None:
    """Before the new file and after it, before the manifest and after it, before the first old file goes and later."""
    before = gathered(tmp_path, 6)
    child = os.fork()
    if not child:
        _die_at(step)
        compact_source(tmp_path, "s")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    killed = find(tmp_path, "mentions", KEYS)
    assert (len(killed.files), killed.identity) == (6 if step <= 2 else 1, before.identity)
    assert ids(tmp_path) == [f"m{number:02d}" for number in range(6)]
    compact_source(tmp_path, "s")
    assert files(tmp_path) == [file.name for file in find(tmp_path, "mentions", KEYS).files]
    assert ids(tmp_path) == [f"m{number:02d}" for number in range(6)]


def _die_at(step: int) -> None:
    """kill -9 of this process at its nth change of the disk: two durable writes and their tidying, then old files."""
    left = [step]

    def deadly(change: Callable[..., None]) -> Callable[..., None]:
        def changing(*arguments: object, **named: object) -> None:
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            change(*arguments, **named)

        return changing

    partition.write_durably = deadly(partition.write_durably)
    Path.unlink = deadly(Path.unlink)  # type: ignore[method-assign]


def test_what_a_killed_compaction_left_goes_with_rows_that_are_replaced(tmp_path: Path) -> None:
    before = gathered(tmp_path, 6)
    contents = {file: file.read_bytes() for file in before.files}
    compact_source(tmp_path, "s")
    for file, content in contents.items():
        file.write_bytes(content)
    replace(tmp_path, "mentions", KEYS, rows("kept"))
    assert len(files(tmp_path)) == 1


def test_what_killed_gathers_left_is_swept(tmp_path: Path) -> None:
    before = gathered(tmp_path, 2)
    (before.path / "part-0000.parquet").write_bytes(b"never listed")
    (done,) = compact_source(tmp_path, "s")
    assert (done.files_before, done.files_after, done.swept_count) == (2, 2, 1)
    assert len(files(tmp_path)) == 2
