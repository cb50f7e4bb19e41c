import stat
from pathlib import Path

import pytest

from lake.home import Home
from lake.keys import ENVIRONMENT, author_key
from lake.lock import exclusive
from records.errors import ConfigError, LockHeld


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    vault = Home(tmp_path / "home").create().vault
    assert author_key(vault) == author_key(vault)
    assert stat.S_IMODE((vault / "author.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.stat().st_mode) == 0o700


def test_a_lost_key_is_not_replaced_where_authors_are_counted(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    author_key(home.vault)
    (home.lake / "part.parquet").touch()
    (home.vault / "author.key").unlink()
    with pytest.raises(ConfigError, match="restore it from a backup"):
        author_key(home.vault)
    assert not (home.vault / "author.key").exists()


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, "ab" * 32)
    assert author_key(tmp_path) == b"\xab" * 32
    assert not (tmp_path / "author.key").exists()


@pytest.mark.parametrize("bad", ["zz", "abcd"])
def test_a_bad_key_is_refused_without_printing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    monkeypatch.setenv(ENVIRONMENT, bad)
    with pytest.raises(ConfigError) as error:
        author_key(tmp_path)
    assert bad not in str(error.value)


def test_a_second_writer_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with exclusive(path, "the warehouse"), pytest.raises(LockHeld, match="another run"), exclusive(path, "the same"):
        pass
    with exclusive(tmp_path / "lock", "the warehouse"):
        pass
