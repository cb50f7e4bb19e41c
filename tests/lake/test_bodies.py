"""Large files in the raw zone: their bytes beside the page, found again, checked, and gone when they must be."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lake.bodies import digest_of
from lake.raw import RawWriter, kept_pages, known_files, read_raw
from lake.rawproof import damaged_pages
from records import RawPage
from records.errors import DamagedArtefact, UnreadableFile

HEAD = RawPage(source="s", url="a.csv", body=b"", fetched_at=datetime(2026, 8, 30, 1, tzinfo=UTC))


def _keep(raw: Path, file: Path, run_id: str = "r", head: RawPage = HEAD) -> None:
    with RawWriter(raw, "s", run_id) as writer:
        body = writer.waiting(head, file)
        body.compress()
        body.commit()
        body.discard()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that takes several chunks to read."""
    found = tmp_path / "a.csv"
    found.write_bytes(os.urandom(1_000) * 9_000)
    return found


def test_it_comes_back_byte_for_byte(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    _keep(raw, file)
    assert list(read_raw(raw, "s")) == [replace(HEAD, body=file.read_bytes())]
    (kept,) = kept_pages(raw, "s")
    kept.copy_body(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == file.read_bytes()
    assert kept.sha256 == digest_of(file)
    assert known_files(raw, "s") == {digest_of(file): HEAD.fetched_at}
    assert damaged_pages(raw) == (1, [])


def test_small_and_large_pages_of_a_run_stand_side_by_side(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    small = replace(HEAD, url="b.csv", body=b"small")
    with RawWriter(raw, "s", "r") as writer:
        writer.write(small)
    _keep(raw, file)
    assert {page.url: len(page.body) for page in read_raw(raw, "s")} == {"a.csv": 9_000_000, "b.csv": 5}
    assert damaged_pages(raw) == (2, [])
    (small_again,) = [kept for kept in kept_pages(raw, "s") if kept.body_file is None]
    small_again.copy_body(tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"small"


def test_the_same_file_again_in_the_same_run_is_kept_once(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    _keep(raw, file)
    _keep(raw, file)
    assert len(list(kept_pages(raw, "s"))) == 1


def test_nothing_is_kept_before_the_commit(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    with RawWriter(raw, "s", "r") as writer:
        body = writer.waiting(HEAD, file)
        body.compress()
        assert list(kept_pages(raw, "s")) == []
        body.discard()
    assert [each for each in raw.rglob("*") if each.is_file() and each.name != "_manifest.json"] == []


def test_a_file_that_changes_while_it_is_read_is_not_kept(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    body = RawWriter(raw, "s", "r").waiting(HEAD, file)
    body.compress()
    with file.open("ab") as sink:
        sink.write(b"more")
    with pytest.raises(UnreadableFile, match="changed while it was read"):
        body.commit()
    assert list(kept_pages(raw, "s")) == []


def test_damaged_bytes_are_named(tmp_path: Path, file: Path) -> None:
    raw = tmp_path / "raw"
    _keep(raw, file)
    (kept,) = kept_pages(raw, "s")
    assert kept.body_file is not None
    content = kept.body_file.read_bytes()
    kept.body_file.write_bytes(content[: len(content) // 2])
    assert len(damaged_pages(raw)[1]) == 1
    kept.body_file.unlink()
    with pytest.raises(DamagedArtefact, match="kept file is damaged"):
        list(read_raw(raw, "s"))
    assert len(damaged_pages(raw)[1]) == 1
