"""`scrm compact`: fewer files, and nothing that follows from them is done again."""

from pathlib import Path

import pytest

from lake.lock import exclusive
from lake.partition import partitions
from pipeline import verify
from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.compaction import compact
from pipeline.inbox import watch
from pipeline.job import Job
from pipeline.steps.inbox import take_inbox
from pipeline.tasks import compact as compact_task
from records.errors import LockHeld
from tests.pipeline.office import Office, notes


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A home whose one day of notes came in six exports, each with a note of its own."""
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)
    (tmp_path / "none.csv").write_text(notes((9, 1)), encoding="utf-8")
    office = Office(tmp_path, "")
    for number in range(6):
        office.drop(f"xiaohongshu_notes/{number}.csv", notes((number, number)))
        take_inbox(office.again())
    return office.job


def file_count(job: Job) -> int:
    return sum(len(each.files) for each in partitions(job.home.lake, "mentions"))


def test_what_days_are_known_by_stays(job: Job) -> None:
    fingerprints = [each.identity for each in partitions(job.home.lake, "mentions")]
    assert file_count(job) == 6
    params = {"home": str(job.home.root), "config": str(job.home.root.parent / "brands.yml")}
    assert "files fewer" in compact_task(params)
    assert file_count(job) == 1
    assert [each.identity for each in partitions(job.home.lake, "mentions")] == fingerprints
    assert verify.damaged_files(job.home)[1] == []
    assert verify.orphan_files(job.home) == []


def test_a_star_built_before_is_still_a_build_of_the_lake(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = job.home.lake
    read = {file.relative_to(lake).as_posix() for each in partitions(lake, "mentions") for file in each.files}
    job.home.warehouse.touch()
    monkeypatch.setattr("warehouse.built.built_from", lambda target: frozenset(read))
    monkeypatch.setattr("warehouse.built.require_readable", lambda target: None)
    compact(job.home)
    assert verify.star_differences(job.home) == []
    gone = frozenset({"mentions/source=other/dt=2026-03-01/part-0.parquet"})
    monkeypatch.setattr("warehouse.built.built_from", lambda target: gone)
    assert len(verify.star_differences(job.home)) == 1


def test_the_command_says_what_it_did_and_waits_for_no_build(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    with exclusive(job.home.root / "warehouse.lock", "the warehouse"), pytest.raises(LockHeld):
        compact(job.home)
    assert guarded(app, ["compact", "--home", str(job.home.root)]) == 0
    assert "mentions/source=xiaohongshu_notes/dt=2026-03-01" in capsys.readouterr().out
    assert guarded(app, ["compact", "--home", str(job.home.root)]) == 0
    assert "no day lies in many small files" in capsys.readouterr().out
