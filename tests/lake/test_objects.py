"""A lake on an object store, against an S3-compatible server: killed writers, two at once, readers meanwhile."""

import random
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from lake.bucket import Bucket, LakeUnreachable
from lake.manifests import MANIFEST
from lake.objects import ObjectLake
from lake.store import find, on_disk, partitions, presence, read
from records.errors import ConfigError, DamagedArtefact
from tests.lake.bucket import BUCKET, bucket_served, child, make_bucket, variables
from tests.lake.bucket_writer import BATCH_ROWS, DAYS, batch, write

pytest.importorskip("s3fs", reason="needs s3fs and moto: make object-test")
pytest.importorskip("moto", reason="needs s3fs and moto: make object-test")

KEYS = {"source": "s", "dt": "2026-08-30"}
BATCHES = 4
KILLS = 5


@pytest.fixture(scope="module")
def server() -> Iterator[Mapping[str, str]]:
    with bucket_served() as reached, pytest.MonkeyPatch.context() as patch:
        for name, value in reached.items():
            patch.setenv(name, value)
        make_bucket()
        yield reached


@pytest.fixture
def lake(server: Mapping[str, str], tmp_path: Path) -> ObjectLake:
    return ObjectLake(f"s3://{BUCKET}/{tmp_path.name}", tmp_path / "copies")


def rows(*ids: str) -> pa.Table:
    return pa.table({"id": list(ids), "note": ["x"] * len(ids)})


def ids(lake: ObjectLake, dataset: str = "d") -> list[str]:
    held = read(lake, dataset)
    return sorted(held.column("id").to_pylist()) if held.num_rows else []


def parts(lake: ObjectLake) -> list[str]:
    return [name for name in Bucket(lake.address).names("") if MANIFEST not in name]


def test_the_same_rows_again_change_nothing(lake: ObjectLake) -> None:
    assert lake.append("d", KEYS, rows("a", "b", "a"), unique=("id",)) == 2
    before = Bucket(lake.address).names("")
    assert lake.append("d", KEYS, rows("b", "a"), unique=("id",)) == 0
    assert Bucket(lake.address).names("") == before
    assert lake.append("d", KEYS, rows("b", "c"), unique=("id",)) == 1
    assert ids(lake) == ["a", "b", "c"]


def test_a_partition_is_found_by_its_keys(lake: ObjectLake) -> None:
    lake.append("d", KEYS, rows("a"), unique=("id",))
    lake.append("d", {"source": "t", "dt": "2026-08-30"}, rows("b"), unique=("id",))
    assert [each.keys for each in partitions(lake, "d", source="t")] == [{"source": "t", "dt": "2026-08-30"}]
    assert find(lake, "d", {"source": "u", "dt": "2026-08-30"}) is None
    is_there = presence(lake, "d")
    assert is_there(KEYS)
    assert not is_there({"source": "u", "dt": "2026-08-30"})


def test_what_was_replaced_is_read_until_it_is_swept(lake: ObjectLake) -> None:
    lake.replace("d", KEYS, rows("a"), fingerprint="1")
    before = lake.find("d", KEYS)
    assert before
    lake.replace("d", KEYS, rows("b"), fingerprint="2")
    lake.replace("d", KEYS, rows("b"), fingerprint="2")
    after = lake.find("d", KEYS)
    assert after
    assert (after.fingerprint, ids(lake)) == ("2", ["b"])
    assert lake.read(before).column("id").to_pylist() == ["a"]
    assert lake.sweep() == 0
    assert lake.sweep(timedelta()) == 2, "the first manifest and its object"
    assert ids(lake) == ["b"]
    with pytest.raises(DamagedArtefact, match=r"part-.*: listed in its manifest and gone"):
        lake.read(before)


def test_copies_hold_the_same_rows_and_need_no_server(lake: ObjectLake, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.append("d", KEYS, rows("a"), unique=("id",))
    found = partitions(lake, "d")
    files = on_disk(lake, found)
    assert all(file.is_file() for file in files)
    monkeypatch.setattr(Bucket, "read", None)
    assert on_disk(lake, found) == files
    assert lake.read(found[0]).column("id").to_pylist() == ["a"]


def test_a_writer_killed_anywhere_leaves_no_half_rows(lake: ObjectLake, tmp_path: Path) -> None:
    whole = {row for number in range(BATCHES) for row in batch("w", number).column("id").to_pylist()}
    pause = random.Random(20261127)
    for _ in range(KILLS):
        writer = child("bucket_writer.py", lake.address, str(tmp_path / "copies"), "w", str(BATCHES))
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        time.sleep(pause.uniform(0, 0.15))
        writer.kill()
        writer.communicate()
        held = ids(lake)
        assert len(held) == len(set(held))
        assert len(held) % BATCH_ROWS == 0, "a batch is there whole or not at all"
        assert set(held) <= whole
    write(lake, "w", BATCHES)
    assert set(ids(lake)) == whole
    listed = sum(len(each.files) for each in partitions(lake, "d"))
    lake.sweep(timedelta())
    assert len(parts(lake)) == listed
    assert set(ids(lake)) == whole


def test_two_writers_at_once_lose_nothing_and_readers_see_whole_batches(lake: ObjectLake, tmp_path: Path) -> None:
    writers = [
        child("bucket_writer.py", lake.address, str(tmp_path / name), name, str(BATCHES)) for name in ("one", "two")
    ]
    seen = [0]
    while any(each.poll() is None for each in writers):
        held = ids(lake) if lake.places("d") else []
        assert len(held) % BATCH_ROWS == 0
        assert len(held) == len(set(held))
        assert len(held) >= seen[-1]
        seen.append(len(held))
    for each in writers:
        assert each.wait() == 0, each.communicate()[1][-2000:]
    assert len(ids(lake)) == 2 * BATCHES * BATCH_ROWS
    assert len(partitions(lake, "d")) == DAYS


def test_a_commit_gives_way_to_one_that_came_between(lake: ObjectLake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other writer commits after this one has read the manifest and before it puts the next."""
    create, pending = Bucket.create, [rows("b", "c")]

    def create_late(self: Bucket, name: str, content: bytes) -> bool:
        if pending:
            lake.append("d", KEYS, pending.pop(), unique=("id",))
        return create(self, name, content)

    monkeypatch.setattr(Bucket, "create", create_late)
    assert lake.append("d", KEYS, rows("a", "b"), unique=("id",)) == 1
    assert ids(lake) == ["a", "b", "c"]


def test_a_put_whose_answer_was_lost_is_known_as_ones_own(lake: ObjectLake) -> None:
    bucket = Bucket(lake.address)
    assert bucket.create("d/x", b"one")
    assert bucket.create("d/x", b"one")
    assert not bucket.create("d/x", b"two")
    assert bucket.read("d/x") == b"one"


@pytest.mark.parametrize(("damage", "told"), [("remove", "and gone"), ("change", "are not those written")])
def test_a_damaged_object_is_told_by_name(lake: ObjectLake, damage: str, told: str) -> None:
    lake.append("d", KEYS, rows("a"), unique=("id",))
    [name] = parts(lake)
    bucket = Bucket(lake.address)
    if damage == "remove":
        bucket.remove(name)
    else:
        bucket.write(name, b"PAR1")
    with pytest.raises(DamagedArtefact, match=f"{name}.*{told}"):
        read(lake, "d")


def test_a_damaged_manifest_is_told(lake: ObjectLake) -> None:
    lake.append("d", KEYS, rows("a"), unique=("id",))
    bucket = Bucket(lake.address)
    [name] = [each for each in bucket.names("") if MANIFEST in each]
    bucket.write(name, bucket.read(name).replace(b'"rows": 1', b'"rows": 2'))
    with pytest.raises(DamagedArtefact, match=r"manifest-00000001.json: not a manifest"):
        partitions(lake, "d")


@pytest.mark.parametrize(
    ("address", "changed", "told"),
    [
        ("s3://nowhere/x", {}, "no such bucket"),
        (f"s3://{BUCKET}/x", variables("http://127.0.0.1:9"), "check the endpoint"),
        (f"s3://{BUCKET}/x", {"AWS_ACCESS_KEY_ID": "wrong"}, "this account is not let in"),
    ],
)
def test_a_store_that_cannot_be_reached_is_one_line(
    server: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str,
    changed: Mapping[str, str], told: str,
) -> None:  # fmt: skip
    for name, value in changed.items():
        monkeypatch.setenv(name, value)
    unreached = ObjectLake(f"{address}-{told[:2]}", tmp_path)
    with pytest.raises(LakeUnreachable, match=told) as caught:
        unreached.append("d", KEYS, rows("a"), unique=("id",))
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_an_address_of_an_unknown_kind_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="lake: nosuch:// cannot be used"):
        ObjectLake("nosuch://x/y", tmp_path).places("d")
