"""From the warehouse to a chat: what is sent when, what is not sent twice, and what is said when it fails."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.deliver.outbox import Outbox
from pipeline.deliver.run import DeliveryFailed, deliver
from pipeline.job import Job
from pipeline.steps.alert import alert
from records.errors import LockHeld
from tests.pipeline.deliver.conftest import WECOM, Hands, change
from tests.pipeline.deliver.receivers import OK, Hook, hook, mail_server, wait_until

MakeJob = Callable[..., Job]
DOUBLE = "update v_alert set peak_negative_count = peak_negative_count * {factor}"
CLOSE = "update v_alert set closed_on = date '2026-11-08', state = 'closed'"


def test_an_alert_is_told_once(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    job = make_job()
    assert deliver(job, clock=hands.clock).sent == [("群", "al_1", "opened")]
    assert "【预警】青禾茶" in receiver.texts[0]
    assert deliver(job, clock=hands.clock).sent == []
    assert len(receiver.got) == 1


def test_updates_follow_when_it_grows_and_when_it_ends(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    job = make_job()
    deliver(job, clock=hands.clock)
    change(job, DOUBLE.format(factor=1.9))
    assert deliver(job, clock=hands.clock).sent == [], "not yet twice as many"
    change(job, DOUBLE.format(factor=1.1))
    assert deliver(job, clock=hands.clock).sent == [("群", "al_1", "grown")]
    assert deliver(job, clock=hands.clock).sent == []
    change(job, CLOSE)
    hands.at += timedelta(days=30)
    assert deliver(job, clock=hands.clock).sent == [("群", "al_1", "over")], (
        "whoever was told hears the end, however late"
    )
    assert deliver(job, clock=hands.clock).sent == []
    labels = [text.partition("【")[2].partition("】")[0] for text in receiver.texts]
    assert labels == ["预警", "预警升级", "预警解除"]


def test_what_is_long_over_is_no_news_to_a_new_group(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    job = make_job()
    hands.at += timedelta(days=3)
    done = deliver(job, clock=hands.clock)
    assert (done.sent, done.aged_count) == ([], 1)
    assert "1 too old to tell" in done.note
    assert receiver.got == []


def test_acknowledged_alerts_are_told_no_further(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    job = make_job()
    deliver(job, clock=hands.clock)
    Outbox(job.home.state).acknowledge("al_1", hands.at)
    change(job, CLOSE)
    assert deliver(job, clock=hands.clock).sent == []
    assert len(receiver.got) == 1


@pytest.mark.parametrize(("hour", "is_held"), [(21, False), (22, True), (23, True), (0, True), (7, True), (8, False)])
def test_quiet_hours_pass_midnight(make_job: MakeJob, receiver: Hook, hands: Hands, hour: int, is_held: bool) -> None:
    job = make_job(more='quiet: {from: "22:00", to: "08:00", unless_severity: 0.9}')
    hands.at = datetime(2026, 11, 9, hour, 0, tzinfo=UTC) - timedelta(hours=8)
    done = deliver(job, clock=hands.clock)
    assert (len(receiver.got), done.held_count) == ((0, 1) if is_held else (1, 0))
    hands.at = datetime(2026, 11, 9, 1, 0, tzinfo=UTC)
    deliver(job, clock=hands.clock)
    assert len(receiver.got) == 1, "what was held is sent in the morning, once"


def test_what_is_grave_passes_in_quiet_hours(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    job = make_job(more='quiet: {from: "22:00", to: "08:00", unless_severity: 0.9}')
    hands.at = datetime(2026, 11, 9, 19, 0, tzinfo=UTC)
    change(job, "update v_alert set severity = 0.95")
    assert deliver(job, clock=hands.clock).sent == [("群", "al_1", "opened")]


def test_digests_are_told_once_a_day_and_week_from_their_hour_on(
    make_job: MakeJob, receiver: Hook, hands: Hands
) -> None:
    job = make_job(more='messages: [daily, weekly], digest_at: "08:30"', url="https://crm.invalid/r/")
    hands.at = datetime(2026, 11, 9, 0, 29, tzinfo=UTC)
    assert deliver(job, clock=hands.clock).sent == []
    hands.at += timedelta(minutes=1)
    sent = deliver(job, clock=hands.clock).sent
    assert [stage for _, _, stage in sent] == ["daily", "weekly"]
    assert receiver.got[0]["markdown"]["content"].startswith('**<font color="warning">【日报·预警】青禾茶</font>**')
    assert receiver.got[1]["news"]["articles"][0]["url"] == "https://crm.invalid/r/index.html"
    assert deliver(job, clock=hands.clock).sent == []


FAULTS = [
    ([(200, '{"errcode":93000,"errmsg":"invalid webhook url, key TOPSECRET"}')], 1, "errcode 93000: the key"),
    ([(429, "", {"Retry-After": "7"}), OK], 2, ""),
    ([(200, '{"errcode":45009}'), OK], 2, ""),
    ([(503, "")], 4, "HTTP 503: the platform has trouble"),
    ([(404, "TOPSECRET")], 1, "HTTP 404: the address is wrong"),
    ([(302, "", {"Location": "http://169.254.169.254/"})], 1, "HTTP 302"),
    (["close"], 2, "no answer came (the host closed the connection); it may have arrived twice"),
    (["close", OK], 2, ""),
]


@pytest.mark.parametrize(("answers", "try_count", "failure"), FAULTS)
def test_faults_of_the_platform(
    make_job: MakeJob, receiver: Hook, hands: Hands, answers: list[object], try_count: int, failure: str
) -> None:
    job = make_job()
    receiver.answers = answers
    done = deliver(job, clock=hands.clock)
    assert len(receiver.got) == try_count
    assert bool(done.failures) == bool(failure)
    assert failure in done.note
    assert "TOPSECRET" not in done.note
    assert "127.0.0.1" not in done.note
    assert "TOPSECRET" not in str(Outbox(job.home.state).entries())


SECRET = "SECsk8Qz"
SIGNATURES = [
    ("dingtalk", '{"errcode":310000,"errmsg":"sign not match"}', "errcode 310000: wrong signature"),
    ("feishu", '{"code":19021,"msg":"sign match fail"}', "code 19021: wrong signature"),
]


@pytest.mark.parametrize("is_signed", [True, False])
@pytest.mark.parametrize(("kind", "answer", "failure"), SIGNATURES)
def test_a_wrong_signature_names_the_variable_to_check(
    make_job: MakeJob, receiver: Hook, hands: Hands, monkeypatch: pytest.MonkeyPatch,
    kind: str, answer: str, failure: str, is_signed: bool,
) -> None:  # fmt: skip
    monkeypatch.setenv("SIGN_KEY", SECRET)
    signed = ", secret_env: SIGN_KEY" if is_signed else ""
    job = make_job(f"{{kind: {kind}, url_env: TEST_HOOK, allow_private: true, brands: [qinghe]{signed}}}")
    receiver.answers = [(200, answer)]
    done = deliver(job, clock=hands.clock)
    assert len(receiver.got) == 1, "another try would be refused as well"
    assert [line.count("\n") for line in done.failures] == [0]
    assert f"channel '{kind}' ({kind}, TEST_HOOK): {failure}" in done.note
    assert ("; check SIGN_KEY" in done.note) == is_signed
    assert ("no `secret_env:` names the secret" in done.note) != is_signed
    for told in (done.note, str(Outbox(job.home.state).entries())):
        assert SECRET not in told
        assert "TOPSECRET" not in told


def test_pauses_grow_and_heed_what_the_platform_asks(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    receiver.answers = [(503, ""), (429, "", {"Retry-After": "7"}), (503, ""), (503, "")]
    deliver(make_job(), clock=hands.clock)
    assert hands.slept == [1.0, 7.0, 4.0]


def test_what_failed_is_told_by_the_next_run(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    job = make_job()
    receiver.answers = [(503, "")]
    assert deliver(job, clock=hands.clock).failures
    receiver.answers = [OK]
    done = deliver(job, clock=hands.clock)
    assert (done.sent, done.repeated_count) == ([("群", "al_1", "opened")], 0)
    assert "重发" not in receiver.texts[-1], "a 503 did not arrive"


def test_a_try_without_answer_is_made_once_more_and_says_so(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    job = make_job()
    receiver.answers = ["close"]
    deliver(job, clock=hands.clock)
    assert ["重发" in text for text in receiver.texts] == [False, True]
    receiver.answers = [OK]
    assert deliver(job, clock=hands.clock).sent == [], "after two such tries it counts as told"
    change(job, CLOSE)
    assert deliver(job, clock=hands.clock).sent == [("群", "al_1", "over")]


def test_a_host_that_hangs_is_not_waited_for(
    make_job: MakeJob, receiver: Hook, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.deliver.posting.post.__kwdefaults__", {"allow_private": True, "timeout": 0.2})
    receiver.answers = ["hang"]
    done = deliver(make_job(), clock=hands.clock)
    assert "the host did not answer in time" in done.note
    assert len(receiver.got) == 2


def test_a_host_that_is_down_does_not_keep_the_others_waiting(
    make_job: MakeJob, receiver: Hook, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOWN", "http://127.0.0.1:9/hook/TOPSECRET")
    down = "{kind: feishu, name: 断, url_env: DOWN, allow_private: true, brands: [qinghe]}"
    done = deliver(make_job(down, WECOM % ""), clock=hands.clock)
    assert done.sent == [("群", "al_1", "opened")]
    assert done.failures == ["channel '断' (feishu, DOWN): the host refuses connections"]


def test_the_step_is_red_when_nobody_could_be_told(
    make_job: MakeJob, receiver: Hook, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.deliver.sending.Clock", lambda: hands.clock)
    monkeypatch.setattr("pipeline.deliver.run.Clock", lambda: hands.clock)
    job = make_job()
    receiver.answers = [(404, "")]
    with pytest.raises(DeliveryFailed, match="HTTP 404") as caught:
        alert(job)
    assert "\n" not in str(caught.value)
    assert (job.home.reports / "alerts" / "al_1.md").exists(), "the card is written all the same"
    receiver.answers = [OK]
    assert alert(job) == {"episodes": 1, "new": 0, "sent": 1}


def test_the_pace_of_a_robot_is_kept_over_runs(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    job = make_job()
    outbox = Outbox(job.home.state)
    for number in range(20):
        outbox.note_try("TEST_HOOK", hands.at.timestamp() - 50 + number)
    deliver(job, clock=hands.clock)
    assert hands.slept == [10.0]
    assert len(receiver.got) == 1


def test_a_dry_run_needs_no_address_and_changes_nothing(
    make_job: MakeJob, receiver: Hook, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_HOOK")
    job = make_job()
    done = deliver(job, is_dry=True, clock=hands.clock)
    assert [(each.channel, each.key, each.stage) for each in done.previews] == [("群", "al_1", "opened")]
    assert "青禾茶" in str(done.previews[0].content)
    assert Outbox(job.home.state).entries() == {}
    assert "TEST_HOOK is not set" in deliver(job, clock=hands.clock).note
    assert receiver.got == []


def test_two_processes_do_not_deliver_at_once(make_job: MakeJob, receiver: Hook, hands: Hands) -> None:
    from lake.lock import exclusive

    job = make_job()
    with exclusive(job.home.root / "delivery.lock", "test"), pytest.raises(LockHeld):
        deliver(job, clock=hands.clock)


KILLED = """
import sys
from datetime import datetime
from pathlib import Path
from pipeline.deliver.run import deliver
from pipeline.deliver.sending import Clock
from pipeline.job import open_job
at = datetime.fromisoformat(sys.argv[3])
deliver(open_job(Path(sys.argv[1]), Path(sys.argv[2])), clock=Clock(now=lambda: at))
"""


def test_killed_between_sending_and_noting_it_sends_once_more_and_says_so(
    make_job: MakeJob, receiver: Hook, hands: Hands, tmp_path: Path
) -> None:
    job = make_job()
    receiver.answers = ["hang"]
    command = [sys.executable, "-c", KILLED, str(job.home.root), str(tmp_path / "brands.yml"), hands.at.isoformat()]
    child = subprocess.Popen(command, env=dict(os.environ))
    wait_until(lambda: receiver.got)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    receiver.answers = [OK]
    done = deliver(job, clock=hands.clock)
    assert (len(receiver.got), done.repeated_count) == (2, 1)
    assert "as a broken-off try may have arrived" in done.note
    assert "此条为重发" in receiver.texts[1]
    assert deliver(job, clock=hands.clock).sent == []


def test_e_mail_goes_to_all_with_the_page(make_job: MakeJob, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    line = ("{kind: email, url_env: TEST_MAIL, sender: crm@a.invalid, to: [b@a.invalid, c@a.invalid], brands: [qinghe],"
            " messages: [weekly], attach_page: true, allow_private: true}")  # fmt: skip
    with mail_server() as server:
        monkeypatch.setenv("TEST_MAIL", f"smtp://127.0.0.1:{server.port}")
        job = make_job(line)
        from reports import build_page

        build_page(job.home.warehouse, "qinghe", out=job.home.reports)
        assert deliver(job, clock=hands.clock).sent == [("email", "weekly:qinghe:2026-11-02", "weekly")]
    (text,) = server.mails
    assert "To: b@a.invalid, c@a.invalid" in text
    assert "qinghe_2026-11-02_2026-11-08.html" in text


@pytest.mark.parametrize(
    ("answer", "user", "failure"),
    [("552 too long", "", "SMTP 552: the mail is too long"), ("451 busy", "", "SMTP 451: the mail server is busy"),
     ("554 no", "", "SMTP 554: the mail server refuses the mail"), ("close", "", "may have arrived twice"),
     ("250 ok", "u:TOPSECRET@", "the mail server refuses user or password")],
)  # fmt: skip
def test_faults_of_a_mail_server(
    make_job: MakeJob, hands: Hands, monkeypatch: pytest.MonkeyPatch, answer: str, user: str, failure: str
) -> None:
    line = "{kind: email, url_env: TEST_MAIL, sender: crm@a.invalid, to: [b@a.invalid], allow_private: true}"
    with mail_server() as server:
        server.answer = answer
        monkeypatch.setenv("TEST_MAIL", f"smtp://{user}127.0.0.1:{server.port}")
        done = deliver(make_job(line), clock=hands.clock)
    assert failure in done.note
    assert "TOPSECRET" not in done.note
    assert done.sent == []


def test_two_channels_of_one_alert_are_told_apart(
    make_job: MakeJob, receiver: Hook, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hook() as other:
        other.answers = [(200, '{"code":0}')]
        monkeypatch.setenv("OTHER", other.url)
        monkeypatch.setenv("OTHER_SECRET", "abc")
        feishu = "{kind: feishu, url_env: OTHER, secret_env: OTHER_SECRET, allow_private: true, language: both}"
        done = deliver(make_job(WECOM % "", feishu), clock=hands.clock)
        assert done.sent == [("群", "al_1", "opened"), ("feishu", "al_1", "opened")]
        assert set(other.got[0]) == {"timestamp", "sign", "msg_type", "card"}
