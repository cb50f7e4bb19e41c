import json
from pathlib import Path

import pyarrow as pa
import pytest

from lake import files
from lake.partition import MANIFEST, append, find, partitions, read, replace
from records.errors import DamagedArtefact

KEYS = {"source": "s", "dt": "2026-08-30"}


def rows(*ids: str, note: str = "x") -> pa.Table:
    return pa.table({"id": list(ids), "note": [note] * len(ids)})


def test_the_same_rows_again_change_nothing(tmp_path: Path) -> None:
    assert append(tmp_path, "d", KEYS, rows("a", "b"), unique=("id",)) == 2
    before = (find(tmp_path, "d", KEYS).path / MANIFEST).read_bytes()
    assert append(tmp_path, "d", KEYS, rows("b", "a"), unique=("id",)) == 0
    assert (find(tmp_path, "d", KEYS).path / MANIFEST).read_bytes() == before


def test_new_rows_join_as_a_further_file(tmp_path: Path) -> None:
    append(tmp_path, "d", KEYS, rows("a"), unique=("id",))
    assert append(tmp_path, "d", KEYS, rows("a", "c"), unique=("id",)) == 1
    assert sorted(read(tmp_path, "d").column("id").to_pylist()) == ["a", "c"]
    assert len(find(tmp_path, "d", KEYS).files) == 2


def test_rows_repeated_within_one_batch_count_once(tmp_path: Path) -> None:
    assert append(tmp_path, "d", KEYS, rows("a", "a"), unique=("id",)) == 1


def test_replace_leaves_only_the_new_rows(tmp_path: Path) -> None:
    replace(tmp_path, "d", KEYS, rows("a"), fingerprint="1")
    replace(tmp_path, "d", KEYS, rows("b"), fingerprint="2")
    found = find(tmp_path, "d", KEYS)
    assert read(tmp_path, "d").column("id").to_pylist() == ["b"]
    assert found.fingerprint == "2"
    assert len(list(found.path.glob("*.parquet"))) == 1


def test_files_that_no_manifest_lists_are_not_read(tmp_path: Path) -> None:
    append(tmp_path, "d", KEYS, rows("a"), unique=("id",))
    stray = find(tmp_path, "d", KEYS).path / "part-stray.parquet"
    stray.write_bytes(find(tmp_path, "d", KEYS).files[0].read_bytes())
    assert read(tmp_path, "d").num_rows == 1


@pytest.mark.parametrize("writes_before_death", range(3))
def test_a_death_between_writes_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writes_before_death: int
) -> None:
    append(tmp_path, "d", KEYS, rows("a"), unique=("id",))
    left = [writes_before_death]

    def dying(path: Path) -> None:
        if left[0] == 0:
            raise OSError(28, "No space left on device", str(path))
        left[0] -= 1

    monkeypatch.setattr(files, "_fsync", dying)
    with pytest.raises(OSError, match="No space"):
        append(tmp_path, "d", KEYS, rows("b"), unique=("id",))
    assert read(tmp_path, "d").column("id").to_pylist() == ["a"]
    monkeypatch.undo()
    append(tmp_path, "d", KEYS, rows("b"), unique=("id",))
    assert read(tmp_path, "d").column("id").to_pylist() == ["a", "b"]
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    append(tmp_path, "d", KEYS, rows("a"), unique=("id",))
    file = find(tmp_path, "d", KEYS).files[0]
    file.write_bytes(b"no parquet")
    with pytest.raises(DamagedArtefact, match=file.name):
        read(tmp_path, "d")


def test_a_damaged_manifest_is_named(tmp_path: Path) -> None:
    append(tmp_path, "d", KEYS, rows("a"), unique=("id",))
    (find(tmp_path, "d", KEYS).path / MANIFEST).write_text(json.dumps({"nothing": 1}))
    with pytest.raises(DamagedArtefact, match="not a manifest"):
        read(tmp_path, "d")


def test_partitions_are_found_by_key(tmp_path: Path) -> None:
    for day in ("2026-08-29", "unknown"):
        append(tmp_path, "d", {"source": "s", "dt": day}, rows("a"), unique=("id",))
    assert [p.keys["dt"] for p in partitions(tmp_path, "d")] == ["2026-08-29", "unknown"]
    assert [p.keys["dt"] for p in partitions(tmp_path, "d", dt="unknown")] == ["unknown"]
    assert partitions(tmp_path, "none") == []
