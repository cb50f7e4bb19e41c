"""A new key for the vault: everything opens before, after and at every moment between."""

import stat
from pathlib import Path

import pytest

from lake import sealing, vault
from lake.sealing import BEFORE_FILE, SealBroken, unseal
from lake.vault import FILE, Handle, handles, keep_handles, rotate_key
from tests.lake.test_vault import LATTE, TEA


def test_the_old_key_opens_nothing_any_more(tmp_path: Path) -> None:
    keep_handles(tmp_path, [TEA, LATTE])
    old_key, old_book = sealing.seal_key(tmp_path), (tmp_path / FILE).read_bytes()
    assert rotate_key(tmp_path) == 2
    assert handles(tmp_path) == {"a_1": TEA, "a_2": LATTE}
    assert sealing.seal_key(tmp_path) != old_key
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted((FILE, sealing.FILE))
    assert stat.S_IMODE((tmp_path / sealing.FILE).stat().st_mode) == 0o600
    with vault._opened(tmp_path) as connection:
        sealed = [each for (each,) in connection.execute("select sealed from sealed_handle")]
    for each in sealed:
        assert each not in old_book
        for owner in ("a_1", "a_2"):
            with pytest.raises(SealBroken):
                unseal(old_key, each, owner)


@pytest.mark.parametrize("dies_at", ["_write", "rewrite", "forget_key_before"])
def test_killed_on_the_way_it_still_opens_and_ends_later(
    dies_at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    keep_handles(tmp_path, [TEA, LATTE])
    with monkeypatch.context() as patch:
        patch.setattr(vault, dies_at, killed)
        with pytest.raises(KeyboardInterrupt):
            rotate_key(tmp_path)
    assert (tmp_path / BEFORE_FILE).exists()
    assert handles(tmp_path) == {"a_1": TEA, "a_2": LATTE}
    late = Handle("a_3", "weibo", "9000000003", "后来者", 30_000)
    keep_handles(tmp_path, [late])
    assert rotate_key(tmp_path) == 3
    assert handles(tmp_path) == {"a_1": TEA, "a_2": LATTE, "a_3": late}
    assert not (tmp_path / BEFORE_FILE).exists()


def test_a_key_of_the_environment_is_changed_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sealing.ENVIRONMENT, "ab" * 32)
    keep_handles(tmp_path, [TEA])
    monkeypatch.setenv(sealing.ENVIRONMENT, "cd" * 32)
    with pytest.raises(SealBroken):
        rotate_key(tmp_path)
    monkeypatch.setenv(sealing.BEFORE_ENVIRONMENT, "ab" * 32)
    assert rotate_key(tmp_path) == 1
    monkeypatch.delenv(sealing.BEFORE_ENVIRONMENT)
    assert handles(tmp_path) == {"a_1": TEA}
    assert [each.name for each in tmp_path.iterdir()] == [FILE], "no key lies in the vault"


def test_a_vault_without_handles_has_its_key_changed(tmp_path: Path) -> None:
    before = sealing.seal_key(tmp_path)
    assert rotate_key(tmp_path) == 0
    assert sealing.seal_key(tmp_path) != before
