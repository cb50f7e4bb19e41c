"""`scrm alert list`, `ack` and `send`, and what the doctor says of channels."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.cli.app import app
from pipeline.cli.edge import guarded
from pipeline.deliver.outbox import Outbox
from pipeline.deliver.run import deliver
from pipeline.doctor.deliveries import channels
from pipeline.job import Job, Window
from pipeline.steps.report import write_page
from tests.pipeline.deliver.conftest import Hands, change
from tests.pipeline.deliver.receivers import Hook


def test_list_acknowledge_and_list_again(
    make_job: Callable[..., Job], receiver: Hook, hands: Hands, capsys: pytest.CaptureFixture[str]
) -> None:
    job = make_job()
    deliver(job, clock=hands.clock)
    home = ["--home", str(job.home.root)]
    assert guarded(app, ["alert", "list", *home]) == 0
    assert "al_1  2026-11-08  qinghe  open 进行中  severity 0.00  群: sent" in capsys.readouterr().out
    assert guarded(app, ["alert", "ack", "al", *home]) == 0
    assert "al_1: acknowledged" in capsys.readouterr().out
    assert guarded(app, ["alert", "list", "--json", *home]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["acknowledged_at"]
    assert row["channels"] == {"群": "sent"}
    assert guarded(app, ["alert", "ack", "other", *home]) == 2
    assert "no such alert; `scrm alert list` names them" in capsys.readouterr().err


def test_a_dry_run_prints_what_would_be_sent(
    make_job: Callable[..., Job], receiver: Hook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = make_job(more="fresh_days: 100000")
    options = ["--home", str(job.home.root), "--config", str(tmp_path / "brands.yml")]
    assert guarded(app, ["alert", "send", "--dry-run", *options]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)[0]["content"]["msgtype"] == "markdown"
    assert "1 would be sent" in captured.err
    assert "TOPSECRET" not in captured.out + captured.err
    assert receiver.got == []
    assert guarded(app, ["alert", "send", *options]) == 0
    assert capsys.readouterr().out.startswith("1 sent")
    receiver.answers = [(404, "")]
    change(job, "update v_alert set closed_on = date '2026-11-08'")
    assert guarded(app, ["alert", "send", *options]) == 1
    error = capsys.readouterr().err
    assert "HTTP 404" in error
    assert "TOPSECRET" not in error
    assert error.count("\n") == 1


def test_the_doctor_tells_of_channels(
    make_job: Callable[..., Job], receiver: Hook, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job()
    assert [each.detail for each in channels(job.home, job.settings)] == ["nothing sent yet"]
    receiver.answers = [(404, "")]
    deliver(job, clock=hands.clock)
    (found,) = channels(job.home, job.settings)
    assert not found.is_fine
    assert "1 messages did not get through: HTTP 404" in found.detail
    receiver.answers = [(200, '{"errcode":0}')]
    deliver(job, clock=hands.clock)
    assert channels(job.home, job.settings)[0].detail == "last told at 2026-11-09T02:00 UTC"
    monkeypatch.delenv("TEST_HOOK")
    assert "TEST_HOOK not set" in channels(job.home, job.settings)[0].detail


def test_an_address_may_lie_in_a_file_as_containers_have_it(
    make_job: Callable[..., Job], receiver: Hook, hands: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TEST_HOOK")
    monkeypatch.setenv("TEST_HOOK_FILE", str(tmp_path / "secret"))
    job = make_job()
    assert "TEST_HOOK_FILE cannot be read" in deliver(job, clock=hands.clock).note
    (tmp_path / "secret").write_text(f"{receiver.url}\n", encoding="utf-8")
    assert channels(job.home, job.settings)[0].is_fine
    assert deliver(job, clock=hands.clock).sent == [("群", "al_1", "opened")]


def test_the_page_says_that_somebody_has_taken_the_alert_on(
    make_job: Callable[..., Job],
) -> None:
    job = make_job()
    page = write_page(job.home, "qinghe", window=Window())
    assert "有人确认跟进" not in page.read_text("utf-8")
    Outbox(job.home.state).acknowledge("al_1", datetime(2026, 11, 3, 1, 20, tzinfo=UTC))
    told = write_page(job.home, "qinghe", window=Window()).read_text("utf-8")
    assert "预警已于11月3日09:20有人确认跟进" in told
    assert "somebody took the alert on at 3 Nov 09:20" in told
