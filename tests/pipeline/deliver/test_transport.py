"""Addresses that must not be asked, and errors that hold nothing of an address."""

import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.deliver.sending import pause_seconds, wait_seconds
from pipeline.deliver.transport import BadAddress, Unreached, post
from pipeline.settings.channels import ChannelSection, QuietSection
from pipeline.settings.file import load
from records.errors import ConfigError
from records.network import is_public
from reports.messages import Envelope, Window


@pytest.mark.parametrize(
    ("address", "expected"),
    [("8.8.8.8", True), ("10.0.0.1", False), ("127.0.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
     ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),
     ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("64:ff9b::808:808", True), ("2002:a00:1::", False),
     ("2001:4860:4860::8888", True)],
)  # fmt: skip
def test_private_networks_are_known_in_every_disguise(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/TOPSECRET", "https://127.0.0.1/TOPSECRET", "https://localhost/TOPSECRET", "https://[::1]/TOPSECRET",
     "https://2130706433/TOPSECRET", "ftp://a.invalid/TOPSECRET", "file:///etc/TOPSECRET", "https://u:TOPSECRET@8.8.8.8/",
     "https://8.8.8.8/TOPSECRET x", "https://8.8.8.8/TOPSECRET\r\nX: y", "https:///TOPSECRET", "TOPSECRET",
     "https://8.8.8.8:x/TOPSECRET", "https://[/TOPSECRET", "https://8.8.8.8/茶TOPSECRET"],
)  # fmt: skip
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(BadAddress) as caught:
        post(Envelope(url=url, content=b"{}", headers={}))
    whole = "".join(traceback.format_exception(caught.value, chain=True))
    shown = "\n".join(line for line in whole.splitlines() if not line.strip().startswith(("post(", "with ")))
    assert "TOPSECRET" not in shown, "not even in a traceback"


def test_a_host_that_is_not_there_is_no_secret_either() -> None:
    with pytest.raises(Unreached, match="host's name is not known") as caught:
        post(Envelope(url="https://nowhere.invalid/TOPSECRET", content=b"{}", headers={}))
    assert "nowhere.invalid" not in str(caught.value)


def test_pace_is_kept_in_every_window() -> None:
    pace = (Window(3, 60), Window(2, 1))
    assert wait_seconds(pace, [], 100) == 0
    assert wait_seconds(pace, [99.5, 99.6], 100) == pytest.approx(0.5)
    assert wait_seconds(pace, [50, 60, 70], 100) == pytest.approx(10)
    assert wait_seconds(pace, [10, 20, 500, 600], 100) == 0, "a clock put back makes nobody wait"


def test_pauses_are_bounded() -> None:
    assert [pause_seconds(number, None, 0.0) for number in range(3)] == [0.5, 1.0, 2.0]
    assert pause_seconds(9, None, 1.0) == pause_seconds(0, 99999.0, 0.0) == 60.0


def channel(**given: object) -> ChannelSection:
    return ChannelSection.model_validate({"kind": "wecom", "url_env": "HOOK", **given})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"url_env": "https://q.invalid/send?key=TOPSECRET"}, "name of an environment variable"),
     ({"secret_env": "S"}, "wecom signs nothing"), ({"kind": "email"}, "email needs"),
     ({"to": ["a@b.invalid"]}, "for email"),
     ({"messages": ["update"]}, "give both"), ({"digest_at": 510}, "in quotes"), ({"fresh_days": -1}, "greater"),
     ({"quiet": {"from": 1320, "to": "08:00"}}, "in quotes"),
     ({"kind": "email", "sender": "a@b.invalid\nBcc: x@y", "to": ["a@b.invalid"]}, "not an e-mail address")],
)  # fmt: skip
def test_what_makes_no_sense_is_said(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        channel(**wrong)


def test_a_configuration_error_does_not_repeat_the_address(tmp_path: Path) -> None:
    file = tmp_path / "brands.yml"
    for bad, said in (("{kind: wecom, url_env: 'https://q.invalid/?key=TOPSECRET'}", "never the address"),
                      ("{kind: slack, url_env: A}\n  - {kind: slack, url_env: B}", "two are called 'slack'"),
                      ("{kind: slack, url_env: A, brands: [other]}", "no tracked brand id")):  # fmt: skip
        file.write_text(f"brands: [{{name: 青禾茶}}]\ninbox: here\nchannels:\n  - {bad}\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=said) as caught:
            load(file)
        assert "TOPSECRET" not in str(caught.value)


def test_quiet_hours_without_a_bound_hold_everything() -> None:
    from datetime import UTC, datetime

    quiet = QuietSection.model_validate({"from": "12:00", "to": "14:00"})
    assert quiet.holds(1.0, datetime(2026, 11, 9, 4, 30, tzinfo=UTC))
    assert not quiet.holds(0.0, datetime(2026, 11, 9, 6, 0, tzinfo=UTC)), "the end is no longer quiet"
