from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lake.raw import RawWriter, known_files, read_raw
from lake.rawproof import damaged_pages
from records import RawPage
from records.errors import DamagedArtefact

PAGE = RawPage(
    source="s",
    url="https://example.org/a",
    body=b"\xff\x00\xb2\xe2",
    fetched_at=datetime(2026, 8, 30, 1, tzinfo=UTC),
    headers={"content-type": "text/plain"},
    request={"page": "1"},
)


def test_a_page_comes_back_byte_for_byte(tmp_path: Path) -> None:
    with RawWriter(tmp_path, "s", "run1") as writer:
        writer.write(PAGE)
        writer.write(replace(PAGE, page_number=2, body=b"two"))
    assert list(read_raw(tmp_path, "s")) == [PAGE, replace(PAGE, page_number=2, body=b"two")]


def test_a_page_is_durable_before_the_run_ends(tmp_path: Path) -> None:
    RawWriter(tmp_path, "s", "run1").write(PAGE)
    assert list(read_raw(tmp_path, "s")) == [PAGE]


def test_writing_the_same_page_again_keeps_one(tmp_path: Path) -> None:
    for _ in range(2):
        with RawWriter(tmp_path, "s", "run1") as writer:
            writer.write(PAGE)
    assert len(list(read_raw(tmp_path, "s"))) == 1


def test_days_bound_what_is_replayed(tmp_path: Path) -> None:
    RawWriter(tmp_path, "s", "run1").write(PAGE)
    assert list(read_raw(tmp_path, "s", since=date(2026, 8, 31))) == []
    assert len(list(read_raw(tmp_path, "s", until=date(2026, 8, 30)))) == 1


def test_known_files_remember_the_first_time(tmp_path: Path) -> None:
    for run, hour in (("run1", 1), ("run2", 5)):
        with RawWriter(tmp_path, "s", run) as writer:
            writer.write(replace(PAGE, fetched_at=datetime(2026, 8, 30, hour, tzinfo=UTC)))
    assert set(known_files(tmp_path, "s").values()) == {PAGE.fetched_at}


def test_a_damaged_page_is_named_and_found_by_verification(tmp_path: Path) -> None:
    with RawWriter(tmp_path, "s", "run1") as writer:
        writer.write(PAGE)
    file = next(tmp_path.rglob("*.zst"))
    assert damaged_pages(tmp_path) == (1, [])
    file.write_bytes(file.read_bytes()[:-3])
    with pytest.raises(DamagedArtefact, match=file.name):
        list(read_raw(tmp_path, "s"))
    assert len(damaged_pages(tmp_path)[1]) == 1


def test_a_run_that_died_before_its_manifest_still_counts_as_seen(tmp_path: Path) -> None:
    RawWriter(tmp_path, "s", "run1").write(PAGE)
    assert list(known_files(tmp_path, "s").values()) == [PAGE.fetched_at]
