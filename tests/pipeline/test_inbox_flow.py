"""The inbox within the whole job: commands, tasks, and what they end with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import chain, tasks
from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.inbox import watch
from pipeline.steps.inbox import take_inbox
from pipeline.turn import turn
from records.errors import ConfigError, LockHeld
from tests.pipeline.office import HEADER, REVIEWS, Office, notes

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(watch, "SETTLE_SECONDS", 0.0)
    monkeypatch.chdir(tmp_path)
    for variable in ("SCRM_HOME", "SCRM_CONFIG", "SCRM_RUN_ID"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "none.csv").write_text(notes((9, 1)), encoding="utf-8")
    return Office(tmp_path, "")


@pytest.fixture
def scrm(office: Office, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line; returns exit code and stderr."""

    def run(*arguments: str) -> tuple[int, str]:
        code = guarded(app, [*arguments, "--home", "home"])
        return code, capsys.readouterr().err

    return run


def params(office: Office, **more: str) -> dict[str, str]:
    return {"home": str(office.folder / "home"), "config": str(office.config), **more}


def test_gather_takes_what_waits_and_ends_with_the_worst_outcome(scrm: Run, office: Office) -> None:
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    assert scrm("gather", "xiaohongshu_notes")[0] == 0
    assert len(office.rows()) == 2
    office.drop("xiaohongshu_notes/b.csv", HEADER.replace("likes", "赞") + "\n1,2,3\n")
    code, err = scrm("gather", "xiaohongshu_notes")
    assert code == 14
    assert "quarantine/xiaohongshu_notes/" in err
    assert scrm("gather", "xiaohongshu_notes")[0] == 0


def test_the_whole_job_takes_the_inbox_before_it_enriches(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5)))
    office.drop("坏.csv", "a,b\n1,2\n")
    seen: list[int] = []
    monkeypatch.setattr(chain, "STEPS", {"enrich": lambda job: seen.append(len(office.rows()))})
    chain.run(office.again())
    assert seen == [2]
    partial = [event for event in office.events if event.step == "gather:inbox" and event.state == "done"]
    assert [(event.note, event.exit_code) for event in partial] == [("1 taken, 1 in quarantine", 10)]
    office.events.clear()
    chain.run(office.again())
    assert not [event for event in office.events if event.step == "gather:inbox"]


def test_airflow_maps_over_the_sources_and_the_inbox(office: Office) -> None:
    assert tasks.sources(params(office)) == ["xiaohongshu_notes", "inbox"]
    assert tasks.sources(params(office, sources="inbox")) == ["inbox"]
    with pytest.raises(ConfigError, match="parameter sources: steam is not configured; there are: xiaohongshu_notes"):
        tasks.sources(params(office, sources="inbox, steam"))
    (office.folder / "none.csv").unlink()
    assert tasks.sources(params(office, sources="inbox")) == ["inbox"]  # no other source's files are looked for


def test_airflows_tasks_wait_take_and_say_what_was_landed(office: Office) -> None:
    assert not tasks.has_settled_files(params(office))
    assert tasks.gather(params(office), "inbox") == "nothing new"
    office.drop("xiaohongshu_notes/a.csv", notes((1, 5), (2, 6)))
    office.drop("坏.csv", "a,b\n1,2\n")
    assert tasks.has_settled_files(params(office))
    assert tasks.take_inbox(params(office)) == "2 mentions"
    assert not tasks.has_settled_files(params(office))
    office.drop("坏.csv", "a,b\n1,2\n")
    assert tasks.take_inbox(params(office)) == ""


def test_each_configured_export_source_has_its_folder(office: Office) -> None:
    take_inbox(office.job)
    assert [path.name for path in office.job.home.inbox.iterdir()] == ["xiaohongshu_notes"]


def test_two_runs_never_handle_the_inbox_at_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.drop("taobao_reviews/a.csv", REVIEWS.format("茉莉香气很足"))
    lock = office.job.home.root / "inbox.lock"
    monkeypatch.setattr("pipeline.steps.inbox.turn", lambda path, what: turn(path, what, patience_seconds=0))
    with turn(lock, "the inbox"), pytest.raises(LockHeld, match="the inbox is in use by another run"):
        take_inbox(office.job)
    assert len(take_inbox(office.again())) == 1
