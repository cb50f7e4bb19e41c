"""`scrm unmask` and `scrm keys rotate`: one account for a reason, another key; both are noted."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lake import audit
from lake.home import Home
from lake.vault import Handle, handles, keep_handles
from pipeline.cli.app import app
from pipeline.keys import unmasked
from records.errors import UsageError

TEA = Handle("a_1", "weibo", "9000000001", "茶博主小青", 20_000)


def _scrm(home: Home, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments, "--home", str(home.root)])
    return done.exit_code, done.output


def test_an_account_is_unmasked_for_a_reason_that_is_noted(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    keep_handles(home.vault, [TEA])
    code, said = _scrm(home, "unmask", "a_1", "--reason", "合作邀约")
    assert code == 0
    assert json.loads(said) == {"platform": "weibo", "native_id": "9000000001", "name": "茶博主小青"}
    (line,) = audit.entries(home.vault)
    assert (line["action"], line["author_id"], line["reason"]) == ("unmasked", "a_1", "合作邀约")
    assert "9000000001" not in json.dumps(line)


def test_nobody_is_unmasked_without_a_reason_or_a_handle(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    keep_handles(home.vault, [TEA])
    assert _scrm(home, "unmask", "a_1")[0] == 2
    with pytest.raises(UsageError, match="no handle is kept"):
        unmasked(home, "a_2", "x")
    assert list(audit.entries(home.vault)) == []


def test_the_key_is_rotated_and_noted(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    keep_handles(home.vault, [TEA])
    code, said = _scrm(home, "keys", "rotate")
    assert (code, said) == (0, "1 handles sealed anew\n")
    assert handles(home.vault) == {"a_1": TEA}
    assert [line["action"] for line in audit.entries(home.vault)] == ["key rotated"]
    assert audit.broken_at(home.vault) is None
