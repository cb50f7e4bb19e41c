"""The book of handles: sealed, bound to its owner, and without what older versions kept plainly."""

import sqlite3
import stat
from pathlib import Path

import pytest

from lake import sealing
from lake.sealing import SealBroken, seal, seal_key, unseal
from lake.vault import FILE, Handle, forget_handle, handles, keep_handles
from records.errors import ConfigError

TEA = Handle("a_1", "weibo", "9000000001", "茶博主小青", 20_000)
LATTE = Handle("a_2", "weibo", "9000000002", None, 90_000)


def test_what_is_kept_comes_back_and_is_not_readable_on_disk(tmp_path: Path) -> None:
    keep_handles(tmp_path, [TEA, LATTE])
    assert handles(tmp_path) == {"a_1": TEA, "a_2": LATTE}
    for file in tmp_path.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        for secret in ("茶博主小青", "9000000001", "\\u8336"):
            assert secret.encode() not in file.read_bytes()


def test_the_newest_name_replaces_and_the_forgotten_is_gone(tmp_path: Path) -> None:
    keep_handles(tmp_path, [TEA])
    keep_handles(tmp_path, [TEA._replace(name="新名字"), LATTE])
    assert handles(tmp_path)["a_1"].name == "新名字"
    forget_handle(tmp_path, "a_1")
    assert set(handles(tmp_path)) == {"a_2"}
    assert b"a_1" not in (tmp_path / FILE).read_bytes()


def test_a_plain_book_of_an_older_version_is_sealed_when_opened(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as old:
        old.execute("create table handle (author_id text primary key, platform text, native_id text, name text,"
                    " follower_count integer)")  # fmt: skip
        old.execute("insert into handle values (?, ?, ?, ?, ?)", TEA)
    assert "茶博主小青".encode() in (tmp_path / FILE).read_bytes()
    assert handles(tmp_path) == {"a_1": TEA}
    assert "茶博主小青".encode() not in (tmp_path / FILE).read_bytes()


def test_a_value_opens_for_its_owner_and_key_alone(tmp_path: Path) -> None:
    key = seal_key(tmp_path)
    sealed = seal(key, "茶博主", "a_1")
    assert unseal(key, sealed, "a_1") == "茶博主"
    assert seal(key, "茶博主", "a_1") != sealed, "a fresh nonce each time"
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for wrong in ((key, sealed, "a_2"), (b"k" * 32, sealed, "a_1"), (key, changed, "a_1")):
        with pytest.raises(SealBroken, match="SCRM_VAULT_KEY"):
            unseal(*wrong)


def test_the_environment_wins_and_a_wrong_key_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sealing.ENVIRONMENT, "ab" * 32)
    assert seal_key(tmp_path) == b"\xab" * 32
    assert not (tmp_path / sealing.FILE).exists()
    for wrong in ("ab" * 16, "tea"):
        monkeypatch.setenv(sealing.ENVIRONMENT, wrong)
        with pytest.raises(ConfigError, match="64 hex digits"):
            seal_key(tmp_path)
