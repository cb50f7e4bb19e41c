"""No byte of raw zone or lake changes unseen, and a deleted partition is made anew by the step that verify names."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from lake.home import Home
from lake.keys import ENVIRONMENT
from lake.partition import MANIFEST, partitions, read
from lake.raw import RawWriter
from lake.seal import is_as_written, sealed
from pipeline.job import open_job
from pipeline.steps.enrich import enrich
from pipeline.steps.gather import gather
from pipeline.verify import damaged_files, orphan_files
from records import RawPage
from records.errors import DamagedArtefact
from tests.pipeline.office import CONFIG, notes

KEY = "5c" * 32


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home that has raw pages, a lake and verdicts."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENVIRONMENT, KEY)
        (folder / "notes.csv").write_text(notes((1, 5), (2, 6)), encoding="utf-8")
        (folder / "brands.yml").write_text(
            CONFIG.replace("INBOX", "''").replace("none.csv", "notes.csv"), encoding="utf-8"
        )
        job = open_job(folder / "home", folder / "brands.yml")
        gather(job, "xiaohongshu_notes")
        enrich(job)
    return folder


@pytest.fixture
def copy(gathered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One's own copy of it."""
    monkeypatch.setenv(ENVIRONMENT, KEY)
    return Path(shutil.copytree(gathered, tmp_path / "copy"))


def test_every_flipped_bit_is_found(copy: Path) -> None:
    home, chance = Home(copy / "home"), Random(3)
    files = sorted(file for root in (home.raw, home.lake) for file in root.rglob("*") if file.is_file())
    files = [file for file in files if "models" not in file.relative_to(home.root).parts]
    assert damaged_files(home)[1] == []
    for file in files:
        whole = bytearray(file.read_bytes())
        for place in {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(6))}:
            flipped = bytearray(whole)
            flipped[place] ^= 1 << chance.randrange(8)
            file.write_bytes(flipped)
            assert any(str(file) in line for line in damaged_files(home)[1]), (file.name, place)
        file.write_bytes(whole)


def test_missing_and_extra_files_are_named(copy: Path) -> None:
    home = Home(copy / "home")
    page = next(home.raw.rglob("page-*"))
    (page.parent / "page-000099-x-y.jsonl.zst").write_bytes(b"strange")
    (next(home.lake.rglob("*.parquet")).parent / "notes.txt").write_text("strange", encoding="utf-8")
    assert len(orphan_files(home)) == 2
    page.unlink()
    assert [str(page) in line and "missing" in line for line in damaged_files(home)[1]] == [True]


def test_a_deleted_verdict_comes_back_with_the_next_enrich(copy: Path) -> None:
    home = Home(copy / "home")
    job = open_job(home.root, copy / "brands.yml")
    assert enrich(job)["days"] == 0
    before = read(home.lake, "annotations").num_rows
    shutil.rmtree(partitions(home.lake, "annotations", task="sentiment")[0].path)
    assert read(home.lake, "annotations").num_rows < before
    assert enrich(job)["days"] == 1
    assert read(home.lake, "annotations").num_rows == before
    assert damaged_files(home)[1] == []


def test_a_large_file_beside_its_page_is_compared_and_known(tmp_path: Path) -> None:
    head = RawPage(source="s", url="file:///x.csv", body=b"", fetched_at=datetime(2026, 8, 30, 1, tzinfo=UTC))
    (tmp_path / "x.csv").write_bytes(b"a,b\n1,2\n")
    home = Home(tmp_path / "home").create()
    with RawWriter(home.raw, "s", "run1") as writer:
        waiting = writer.waiting(head, tmp_path / "x.csv")
        waiting.compress()
        waiting.commit()
    assert (damaged_files(home), orphan_files(home)) == ((1, []), [])
    body = next(home.raw.rglob("*.body.zst"))
    body.write_bytes(body.read_bytes()[:-1])
    assert len(damaged_files(home)[1]) == 1


def test_a_seal_knows_its_bytes() -> None:
    whole = sealed({"files": [], "fingerprint": "甲"})
    assert is_as_written(whole)
    assert is_as_written(b'{"files": []}')  # of before there were seals
    assert not is_as_written(whole.replace(b"[]", b"[ ]"))
    with pytest.raises(ValueError, match="object"):
        is_as_written(b"[]")


def test_a_manifest_that_is_another_json_document_is_named(copy: Path) -> None:
    home = Home(copy / "home")
    manifest = next(home.lake.rglob(MANIFEST))
    dataset = manifest.relative_to(home.lake).parts[0]
    for content in (b"[]", b"7", b"", b"\xff", b'{"files": 3}', b'{"files": [{"name": 1}]}'):
        manifest.write_bytes(content)
        assert any(str(manifest) in line and "not a manifest" in line for line in damaged_files(home)[1])
        with pytest.raises(DamagedArtefact, match="not a manifest"):
            partitions(home.lake, dataset)
